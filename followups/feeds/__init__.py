"""The feeds that a user follows, and the articles that come from them."""
