from django.template import Context, Template
from lucide.templatetags.lucide import lucide as draw_anew

from crm.templatetags.icons import OF_ALL, draw


def render(source):
    return Template("{% load lucide %}" + source).render(Context())


def test_an_icon_is_what_the_package_draws_with_the_looks_of_all_in_the_style_sheet():
    drawn = render('{% lucide "plus" size=18 aria_hidden="true" %}')

    package = draw_anew("plus", size=18, aria_hidden="true")
    on_a_line = "".join(line.strip() for line in package.splitlines()).replace(" />", "/>")
    assert OF_ALL in on_a_line
    assert drawn == on_a_line.replace(OF_ALL, 'class="icon"')
    assert drawn.startswith('<svg width="18" height="18"')


def test_an_icon_of_other_looks_says_so_itself():
    drawn = render('{% lucide "plus" size=32 stroke_width="1.5" %}')

    assert 'stroke="currentColor" stroke-width="1.5"' in drawn
    assert 'class="icon"' not in drawn


def test_an_icon_is_drawn_once():
    draw.cache_clear()
    for _again in range(3):
        render('{% lucide "plus" size=18 aria_hidden="true" %}')

    assert (draw.cache_info().misses, draw.cache_info().hits) == (1, 2)
