"""The links below a list: to the rows that follow, and back to its start."""

from __future__ import annotations

from django.http import HttpRequest


def page_links(request: HttpRequest, next_position: str | None, *, name: str = "after") -> dict[str, str]:
    """`next_url` and `first_url` for `_page_links.html`; what was searched and filtered stays in both."""
    query = request.GET.copy()
    started_at = query.pop(name, None)
    first_url = f"{request.path}?{query.urlencode()}".rstrip("?") if started_at else ""
    query[name] = next_position or ""
    return {"next_url": f"{request.path}?{query.urlencode()}" if next_position else "", "first_url": first_url}
