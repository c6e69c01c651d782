import pytest

from contacts.web_links import web_link


@pytest.mark.parametrize("url", ["https://zephyr.example/a?b=c", "http://zephyr.example", "HTTPS://zephyr.example"])
def test_an_address_of_the_web_is_a_link(url):
    assert web_link(url) == url


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", " https://a.example", "data:text/html,x", "//a.example", "vbscript:x"]
)
def test_nothing_else_is(url):
    assert web_link(url) == ""
