"""The icons, drawn once: `lucide` copies a tree for each, which made 2 ms of every page."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags import lucide as package

register = template.Library()


# What every icon has stands in `page.css` once, for `.icon`: a page of 30 KB has twenty of them.
OF_ALL = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


@register.simple_tag
def lucide(name: str, *, size: int = 24, **attributes: str) -> SafeString:
    return draw(name, size, tuple(attributes.items()))


@lru_cache(maxsize=500)
def draw(name: str, size: int, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    drawn = package.lucide(name, size=size, **dict(attributes))
    on_a_line = "".join(line.strip() for line in drawn.splitlines()).replace(" />", "/>")
    return mark_safe(on_a_line.replace(OF_ALL, 'class="icon"'))  # noqa: S308 (the package escapes)
