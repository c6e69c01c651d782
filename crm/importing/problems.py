"""Why a file is not taken, in sentences for its user."""


class CannotRead(ValueError):
    """Why nothing of the file can come in; as text, a sentence for the user."""


class Stopped(Exception):
    """The user pressed *stop*, or another worker took over: what was begun is given up."""
