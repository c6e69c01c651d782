from django.template import Context, Template
from lucide.templatetags.lucide import lucide as draw_anew

from crm.templatetags.icons import draw


def render(source):
    return Template("{% load lucide %}" + source).render(Context())


def test_an_icon_is_what_the_package_draws_but_for_its_line_breaks():
    drawn = render('{% lucide "plus" size=18 aria_hidden="true" %}')

    package = draw_anew("plus", size=18, aria_hidden="true")
    assert drawn == "".join(line.strip() for line in package.splitlines())
    assert drawn.startswith('<svg width="18" height="18"')


def test_an_icon_is_drawn_once():
    draw.cache_clear()
    for _again in range(3):
        render('{% lucide "plus" size=18 aria_hidden="true" %}')

    assert (draw.cache_info().misses, draw.cache_info().hits) == (1, 2)
