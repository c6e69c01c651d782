import pytest

from crm.models import User
from tests.followups.mailbox.letters import OUR_SERVER, give_address


@pytest.fixture(autouse=True)
def this_is_may(time_machine):
    time_machine.move_to("2026-05-06 12:00:00+00:00", tick=False)


@pytest.fixture(autouse=True)
def has_a_mailbox(settings):
    settings.INBOX_ADDRESS, settings.INBOX_AUTHSERV_ID = "log@afterword.example", OUR_SERVER
    settings.INBOX_WEBHOOK_SECRET = "postmark:a-long-enough-secret"


@pytest.fixture
def tims_address(tim: User) -> str:
    return give_address(tim)
