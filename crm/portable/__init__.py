"""What Afterword's own files look like, for those that come in and those that go out alike."""
