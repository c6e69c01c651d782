import pytest
from django.test import Client

from crm.models import User
from tests.factories import make_user


@pytest.fixture
def tim(db) -> User:
    return make_user("tim@example.org", name="Tim Berg", time_zone="Europe/Berlin")


@pytest.fixture
def tims_page(tim: User, client: Client) -> Client:
    """Tim's browser, signed in."""
    client.force_login(tim)
    return client


@pytest.fixture
def strangers_page(db) -> Client:
    client = Client()
    client.force_login(make_user("stranger@example.org"))
    return client
