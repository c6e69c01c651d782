"""`make bench`: what Afterword costs, as a multiple of what the least program for the same job costs beside it."""
