import pytest

from tests.factories import make_user


@pytest.fixture
def user(db):
    return make_user(is_owner=True)


@pytest.fixture(autouse=True)
def no_broker(settings):
    """Nobody listens there: the bar stands still, and everything else goes its way."""
    settings.REDIS_URL = "redis+socket:///nowhere/at/all.sock"
