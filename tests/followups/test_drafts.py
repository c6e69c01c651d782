from datetime import date
from email import message_from_bytes
from email.policy import default as modern
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from contacts.models import Interest
from followups.drafts import Draft, check_in_draft, eml_file, feedback_draft, find_point, mailto_url, thanks_draft
from followups.models import FeedbackRequest
from followups.wording import call_name
from tests.factories import make_contact, make_rejection, make_user

pytestmark = pytest.mark.django_db

ANSWER = """Hi Tim,

thanks for your mail. Your case study was strong. But I missed how you'd measure success.

Best
Dana"""
NEVER_SAID = ["phone", "call", "unfair", "why not", "reconsider", "position for me", "please", " but "]


@pytest.fixture
def tim():
    return make_user(name="Tim Berg")


@pytest.fixture
def dana(tim):
    return make_contact(tim, name="Dana Weber", email="dana@zephyr.example")


def make_request(contact, **fields):
    rejection_fields = {key: fields.pop(key) for key in ("stage", "told_by", "role") if key in fields}
    rejection = make_rejection(contact, date(2026, 9, 3), **rejection_fields)
    return FeedbackRequest.objects.create(owner=contact.owner, rejection=rejection, contact=contact, **fields)


@pytest.mark.parametrize("stage", ["", "application", "screening", "interview", "task", "further", "final", "offer"])
@pytest.mark.parametrize("told_by", ["email", "silence"])
def test_feedback_request_thanks_first_and_asks_one_question(dana, stage, told_by):
    draft = feedback_draft(make_request(dana, stage=stage, told_by=told_by))

    greeting, opening, question, close = draft.text.split("\n\n")
    assert greeting == "Hi Dana,"
    assert opening.startswith("Thank you")
    assert "Data engineer" in opening
    assert draft.text.count("?") == 1
    assert "?" in question
    assert close == "Kind regards,\nTim Berg"
    assert len(draft.text.split()) < 120
    assert not [word for word in NEVER_SAID if word in draft.text.lower()]


def test_a_rejection_by_silence_is_not_thanked_for(dana):
    assert "letting me know" not in feedback_draft(make_request(dana, told_by="silence")).text


def test_the_users_own_wording_goes_before_the_apps(dana):
    request = make_request(dana, draft_text="My own words.", draft_subject="Mine\r\nBcc: x@example.org")

    assert feedback_draft(request) == Draft("Mine Bcc: x@example.org", "My own words.")


def test_thanks_name_one_point_and_argue_with_none(dana):
    draft = thanks_draft(make_request(dana, answer=ANSWER, answered_on=date(2026, 9, 9)))

    assert "“I missed how you'd measure success.”" in draft.text
    assert " but " not in draft.text.lower()
    assert "?" not in draft.text


def test_thanks_are_fine_without_a_point(dana):
    draft = thanks_draft(make_request(dana, answer="No.", answered_on=date(2026, 9, 9)))

    assert draft.text.startswith("Hi Dana,\n\nThank you for answering my question.")
    assert "“" not in draft.text


def test_a_point_is_advice_rather_than_a_compliment():
    assert find_point(ANSWER) == "I missed how you'd measure success."
    assert find_point("> you wrote: what would have made me stronger?\nHi,\nIt was a close race this time.") == (
        "It was a close race this time."
    )
    assert find_point("") == ""


def test_check_in_has_a_reason_and_no_request(dana):
    Interest.objects.create(contact=dana, topic="cold chains")

    draft = check_in_draft(dana)

    assert "cold chains" in draft.text
    assert "No need to reply." in draft.text
    assert "?" not in draft.text


def test_check_ins_of_two_months_differ(dana):
    Interest.objects.create(contact=dana, topic="cold chains")
    Interest.objects.create(contact=dana, topic="sailing")

    bodies = {check_in_draft(dana, on=date(2026, month, 3)).text.split("\n\n")[1] for month in (3, 4)}

    assert len(bodies) == 2


@pytest.mark.parametrize(
    ("stage", "spoke"), [("final", True), ("screening", True), ("application", False), ("", False)]
)
def test_check_in_remembers_conversations_only_if_there_were_any(dana, stage, spoke):
    make_rejection(dana, date(2026, 9, 3), stage=stage)

    assert ("our conversations" in check_in_draft(dana).text) == spoke


def test_check_in_to_somebody_of_whom_nothing_is_known(dana):
    assert check_in_draft(dana).text.startswith("Hi Dana,\n\nIt has been a while")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Dana Weber", "Dana"),
        ("Weber, Dana", "Dana"),
        ("Dr. Dana Weber", "Dana"),
        ("Dana the Third of Her Name, and Everything", "Dana"),
        ("Dana Weber,", "Dana"),
        (", Dana", "Dana"),
        ("Dr. Weber", "Dr. Weber"),
        ("Dana\r\nBcc: x", "Dana"),
        ("  Dana  ", "Dana"),
        ("دانا وِبر", "دانا"),
        ("山田太郎", "山田太郎"),
        ("👩🏽‍🚀 Nova", "👩🏽‍🚀"),
        ("\u202eevil Dana", "evil"),
        ("Dr.", "Dr."),
    ],
)
def test_people_are_called_by_their_first_name(tim, name, called):
    assert call_name(make_contact(tim, name=name)) == called


def test_mailto_opens_the_whole_letter():
    draft = Draft("Thank you & one question + more", "Hi Dana,\n\n100 % sure? #1 “quoted” 🚀\n\nTim")

    url = mailto_url("dana+jobs@zephyr.example", draft)

    assert url.startswith("mailto:dana%2Bjobs@zephyr.example?subject=Thank%20you%20%26%20one")
    assert "+" not in url
    assert "%0D%0A%0D%0A100%20%25" in url
    query = urlsplit(url).query
    assert parse_qs(query)["body"] == [draft.text.replace("\n", "\r\n")]
    assert unquote(urlsplit(url).path) == "dana+jobs@zephyr.example"


@pytest.mark.parametrize(
    "to", ["a@b.c?bcc=x@y.z", "a@b.c&bcc=x@y.z", "a@b.c\r\nBcc: x@y.z", "a@b.c%0D%0A", "", "\ud800"]
)
def test_mailto_adds_no_field(to):
    url = mailto_url(to, Draft("s", "b"))

    assert set(parse_qs(urlsplit(url).query)) == {"subject", "body"}
    assert "\n" not in url
    assert urlsplit(url).path.count("?") == 0


def test_eml_file_opens_as_a_draft_to_the_contact(tim, dana):
    message = message_from_bytes(eml_file(tim, dana, Draft("Grüße", "Hi Dana,\n\nschön.\n")), policy=modern)

    assert message["X-Unsent"] == "1"
    assert message["To"] == "Dana Weber <dana@zephyr.example>"
    assert str(message["From"]).startswith("Tim Berg <")
    assert message["Subject"] == "Grüße"
    assert message.get_content().replace("\r\n", "\n") == "Hi Dana,\n\nschön.\n"


@pytest.mark.parametrize(
    "evil", ["Dana\r\nBcc: x@y.z", "Dana\nBcc: x", "Dana\x00", "Dana\u2028Bcc: x", "\u202eDana", "é" * 200]
)
def test_eml_file_takes_no_header_from_a_name(tim, dana, evil):
    dana.name = tim.name = evil
    message = message_from_bytes(eml_file(tim, dana, Draft(evil, evil)), policy=modern)

    assert set(message.keys()) == {
        "X-Unsent", "Subject", "From", "To", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


def test_eml_file_of_a_contact_without_an_address_leaves_it_to_the_user(tim):
    message = message_from_bytes(eml_file(tim, make_contact(tim, email=""), Draft("s", "b")), policy=modern)

    assert message["To"] is None
