"""An export holds everything, and an empty account that reads it has lost nothing."""

import io
import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from contacts.encryption import decrypt, encrypt
from contacts.models import Contact, DistinctPair, Interest, Peer, Resume
from contacts.search import index_contact, search_contacts
from crm.portable.loading import NoExport, NotEmpty, load_document
from crm.portable.nouns import BOOKKEEPING, DERIVED, LISTS, NOT_TAKEN_ALONG, NOUNS, SETTINGS
from crm.portable.writing import write_document
from followups.departures import is_do_not_contact
from followups.feedback import record_answer
from followups.models import FeedbackRequest, LetterDraft, Nudge, NudgeMail, StateChange, Touchpoint
from followups.people import stop_contact
from tests.belongings import make_belongings, owned_models
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """Somebody with a bit of everything."""
    user = make_user("ada@example.org", time_zone="Asia/Tokyo", contacts_per_mail=7, name="Ada")
    rows = make_belongings(user, "Xylophone")
    request = rows[FeedbackRequest]
    record_answer(request, text="More depth.\n\nBest, Dana", on=date(2026, 1, 20), themes=["process"])
    StateChange.objects.create(nudge=rows[Nudge], old="open", new="sent_it", by="user")
    StateChange.objects.create(mail=rows[NudgeMail], old="planned", new="sent", by="worker")
    rows[Nudge].earlier_mails.add(make_nudge_mail(user, date(2026, 2, 27), state="failed"))
    for number in range(3):
        make_contact(user, name=f"Zoë “{number}” ={number}", notes="line\nline\u2028\t" + "🙂" * 50)
    stop_contact(make_contact(user, email="no@example.com"))
    dana, other = rows[Contact], make_contact(user)
    Interest.objects.create(contact=dana, topic="Sailing", topic_key="sailing", source="said so")
    DistinctPair.objects.create(first=dana, second=other)
    LetterDraft.objects.create(contact=dana, subject="Hello", text="Hello")
    Resume.objects.create(peer=rows[Peer], name="a life.pdf", kind="pdf", size=4, content=encrypt(b"life"))
    for contact in Contact.objects.owned_by(user):
        index_contact(contact)
    return user


def export(user) -> bytes:
    return "".join(write_document(user, timezone.now())).encode()


def load(user, content: bytes) -> dict[str, int]:
    return load_document(user, io.BytesIO(content))


def comparable(content: bytes) -> dict:
    """The document with each row's number in place of its id: the same rows have the same numbers."""
    document = json.loads(content)
    ids = {noun.model: {} for noun in NOUNS}
    for noun in NOUNS:
        for row in document[noun.name]:
            ids[noun.model][row["id"]] = f"{noun.model.__name__} {len(ids[noun.model])}"
    for noun in NOUNS:
        for row in document[noun.name]:
            for field in noun.fields:
                if field.is_relation and row[field.name] is not None:
                    row[field.name] = ids[field.related_model][row[field.name]]
            row["id"] = ids[noun.model][row["id"]]
            if "earlier_mails" in row:
                row["earlier_mails"] = [ids[NudgeMail][number] for number in row["earlier_mails"]]
    del document["exported_at"]
    return document


def test_every_row_is_taken_along_or_said_not_to_be():
    taken = {noun.model.__name__ for noun in NOUNS}
    assert taken | set(NOT_TAKEN_ALONG) == {model.__name__ for model in owned_models()}
    assert not taken & set(NOT_TAKEN_ALONG)
    lists = {(noun.name, field.name) for noun in NOUNS for field in noun.model._meta.many_to_many}
    assert lists == set(LISTS.items())


def test_an_empty_account_that_reads_it_has_lost_nothing(ada):
    written = export(ada)
    other = make_user("ada@elsewhere.example")
    counts = load(other, written)
    assert comparable(export(other)) == comparable(written)
    assert [name for name, count in counts.items() if not count] == []


def test_what_is_derived_is_worked_out_anew(ada):
    other = make_user()
    load(other, export(ada))
    mine, theirs = (
        list(Contact.objects.owned_by(user).order_by("pk").values_list("name_key", "search_text", "next_on"))
        for user in (ada, other)
    )
    assert mine == theirs
    assert [found.name for found in search_contacts(Contact.objects.owned_by(other), "xylo")] == ["Xylophone"]
    assert is_do_not_contact(other, "no@example.com")


def test_the_fields_that_are_left_out_are_known():
    """A new field is in the export without a thought; what is left out was thought of."""
    left_out = {field.name for noun in NOUNS for field in noun.model._meta.concrete_fields if not field.generated}
    left_out -= {field.name for noun in NOUNS for field in noun.fields}
    assert left_out <= DERIVED | BOOKKEEPING


def test_a_resume_comes_along_and_is_encrypted_anew(ada):
    peer = ada.peers.get()
    content = b"%PDF-1.4 a life in two pages"
    Resume.objects.filter(peer=peer).delete()
    Resume.objects.create(peer=peer, name="life.pdf", kind="pdf", size=len(content), content=encrypt(content))
    other = make_user()
    load(other, export(ada))
    kept = Resume.objects.get(peer__owner=other)
    assert decrypt(bytes(kept.content)) == content


def test_no_secret_is_in_it(ada):
    written = export(ada).decode()
    for row in ada.api_tokens.all():
        assert row.token_hash not in written
    assert ada.password not in written or not ada.password
    assert "hooks.example" not in written and "sealed" not in written


def test_the_users_settings_come_along(ada):
    other = make_user()
    load(other, export(ada))
    other.refresh_from_db()
    assert {name: getattr(other, name) for name in SETTINGS} == {name: getattr(ada, name) for name in SETTINGS}


def test_a_mail_that_was_waiting_there_is_not_sent_from_here(tim_with_a_planned_mail):
    other = make_user()
    load(other, export(tim_with_a_planned_mail))
    assert NudgeMail.objects.get(owner=other).state == NudgeMail.State.CANCELLED
    assert Nudge.objects.get(contact__owner=other).state == Nudge.State.WITHDRAWN


@pytest.fixture
def tim_with_a_planned_mail():
    tim = make_user("tim@example.org")
    mail = make_nudge_mail(tim, date(2026, 5, 6))
    make_nudge(make_contact(tim), date(2026, 5, 6), mail=mail)
    return tim


def test_an_account_with_people_in_it_is_left_alone(ada):
    other = make_user()
    make_contact(other)
    with pytest.raises(NotEmpty):
        load(other, export(ada))
    assert Contact.objects.owned_by(other).count() == 1


def test_a_file_that_was_formatted_by_other_hands_is_read_too(ada):
    other = make_user()
    pretty = json.dumps(json.loads(export(ada)), indent=2).encode()
    assert load(other, pretty)["contacts"] == 6
    assert comparable(export(other)) == comparable(export(ada))


def test_the_month_holds_for_what_is_read(ada):
    document = json.loads(export(ada))
    touchpoint = document["touchpoints"][0]
    document["touchpoints"].append({**touchpoint, "id": 999_999, "feedback_request": None, "nudge": None})
    other = make_user()
    with pytest.raises(NoExport, match="contradicts itself"):
        load(other, json.dumps(document).encode())
    assert not Touchpoint.objects.filter(contact__owner=other).exists()


def broken(change):
    def break_it(content: bytes) -> bytes:
        document = json.loads(content)
        change(document)
        return json.dumps(document).encode()

    return break_it


@pytest.mark.parametrize(
    ("breaking", "said"),
    [
        (lambda content: b"", "no export"),
        (lambda content: b"\x00\xff" * 100, "no export"),
        (lambda content: b"[" * 100_000, "no export"),
        (lambda content: b'{"format":"other"}', "no export"),
        (lambda content: content.replace(b'"version":1', b'"version":2', 1), "newer"),
        (lambda content: content[: len(content) // 2], "cannot be read"),
        (lambda content: content.replace(b'"contacts":[\n{', b'"contacts":[\n{{', 1), "Line"),
        (broken(lambda document: document["contacts"][0].update(cadence=0)), "cadence"),
        (broken(lambda document: document["contacts"][0].update(company=12345)), "company"),
        (broken(lambda document: document["contacts"][0].update(added_on="yesterday")), "added_on"),
        (broken(lambda document: document["contacts"][0].update(name="a\x00b")), "name"),
        (broken(lambda document: document["contacts"][0].update(id="x")), "no number"),
        (broken(lambda document: document["contacts"].append(None)), "no number"),
        (broken(lambda document: document["settings"].update(time_zone="Mars")), "time_zone"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_taken(ada, breaking, said):
    other = make_user()
    with pytest.raises(NoExport, match=said):
        load(other, breaking(export(ada)))
    assert not Contact.objects.owned_by(other).exists()


def test_days_stay_days(ada):
    first = json.loads(export(ada))["contacts"][0]
    assert first["added_on"] == "2026-01-10"
    assert date.fromisoformat(first["next_on"]) - date.fromisoformat(first["added_on"]) > timedelta(days=27)
