"""The API: what the pages do, for programs. One file per noun under `nouns`; the rest is what holds for all of them."""
