"""A file comes in: looked at, read, shown beforehand, brought in whole or not at all, and taken back if need be."""
