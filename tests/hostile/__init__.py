"""What strangers write, at its worst: scripts, headers, bombs, forged links and noise."""
