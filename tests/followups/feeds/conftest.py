import pytest

from tests.web_server import WebServer


@pytest.fixture
def server(settings):
    """A site on loopback; private networks are open to reach it."""
    settings.FEEDS_ALLOW_PRIVATE = True
    with WebServer() as server:
        yield server
