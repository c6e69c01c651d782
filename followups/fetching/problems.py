"""Why something was not fetched, in words for the user."""

from __future__ import annotations


class FetchProblem(Exception):
    """Nothing came of it; `message` says why, and may be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class FetchRefused(FetchProblem):
    """The address, or where it led, is none that is fetched from here: trying again changes nothing."""


class FetchFailed(FetchProblem):
    """The site did not answer, or not with what was asked for: it may do so another time."""
