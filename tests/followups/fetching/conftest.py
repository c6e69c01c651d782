import pytest

from tests.web_server import WebServer


@pytest.fixture
def server():
    with WebServer() as server:
        yield server


@pytest.fixture
def home_lab(settings):
    """Private networks are open, as they are to a test on loopback."""
    settings.FEEDS_ALLOW_PRIVATE = True
