"""Which addresses may become links on a page or in a mail."""


def web_link(url: str) -> str:
    """The address if it leads to the web, else nothing: `javascript:` is no link, however it came to be stored."""
    return url if url[:8].lower().startswith(("http://", "https://")) else ""
