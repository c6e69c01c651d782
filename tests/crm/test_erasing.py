"""*Erase this person* leaves no word of them, in no table and no file; what remains is the do-not-contact mark."""

from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.test import Client

from contacts.models import Company, Contact, DoNotContact
from crm.api.tokens import make_token
from crm.erasing import erase_person
from crm.importing.models import ImportRun
from crm.models import AuditEvent
from followups.departures import is_do_not_contact
from followups.mailbox.messages import Message
from followups.mailbox.sorting import Sorted
from followups.mailbox.taking import put_into_tray
from followups.mailbox.tray import open_mail
from followups.models import Article, MailboxMail, Touchpoint
from followups.people import stop_contact
from followups.views.voices import REPLACED
from tests.crm.about_dana import WORD, find_in_files, make_everything, plant_words, read_tables
from tests.factories import make_article, make_contact, make_idea, make_import_run, make_peer, make_rejection, make_user

pytestmark = pytest.mark.django_db
# Encrypted, or in a file.
UNREADABLE = {"MailboxMail.sealed_mail", "kept mail"}


@pytest.fixture
def tim():
    return make_user("tim@example.org")


@pytest.fixture
def tims_page(tim, client):
    client.force_login(tim)
    return client


def models_that_lead_to(target):
    models = [model for app in ("crm", "contacts", "followups") for model in apps.get_app_config(app).get_models()]
    return {
        model
        for model in models
        if any(field.is_relation and field.related_model is target for field in model._meta.concrete_fields)
    }


def test_the_words_are_planted_in_every_table_about_a_person(tim):
    _dana, rows = make_everything(tim)
    assert models_that_lead_to(Contact) - set(rows) == set()


def by_the_page(tim, dana):
    client = Client()
    client.force_login(tim)
    assert client.post(f"/contacts/{dana.pk}/erase/", follow=True).status_code == 200


def by_the_api(tim, dana):
    _token, secret = make_token(tim, name="Test")
    answer = Client().delete(f"/api/v1/contacts/{dana.pk}", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 204


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("erase", [by_the_page, by_the_api])
def test_no_word_of_an_erased_person_is_left_in_any_table_or_file(tim, erase):
    dana, rows = make_everything(tim)
    planted = plant_words(rows)
    everything = "".join(read_tables().values())
    assert {name for name, word in planted.items() if word not in everything} == UNREADABLE
    assert find_in_files(planted["kept mail"])
    erase(tim, dana)
    assert [table for table, text in read_tables().items() if WORD in text] == []
    assert find_in_files(WORD) == []


def test_of_a_rejection_the_company_the_role_and_the_day_stay(tim):
    dana, _rows = make_everything(tim)
    erase_person(dana)
    rejection = tim.rejections.get()
    assert (rejection.company.name, rejection.role, rejection.rejected_on) == (
        "Zephyr",
        "Data engineer",
        date(2026, 1, 12),
    )


def test_a_company_goes_with_its_last_person_unless_something_else_is_of_it(tim):
    company = Company.objects.create(owner=tim, name="Zephyr")
    first, second = make_contact(tim, company=company), make_contact(tim, company=company)
    erase_person(first)
    assert Company.objects.exists()
    erase_person(second)
    assert not Company.objects.exists()


def test_the_news_of_the_world_stays_and_so_does_what_others_were_offered(tim):
    dana, milo = make_contact(tim), make_contact(tim)
    shared = make_article(tim)
    make_idea(dana, article=shared)
    make_idea(milo, article=shared)
    erase_person(dana)
    assert list(Article.objects.all()) == [shared]


def test_what_is_about_others_stays(tim):
    dana, milo = make_contact(tim), make_contact(tim)
    Touchpoint.objects.create(contact=milo, kind="article", on=date(2026, 2, 2), text="For Milo")
    erase_person(dana)
    assert Contact.objects.get() == milo and Touchpoint.objects.get().text == "For Milo"


def test_a_mail_of_theirs_that_waits_in_the_tray_goes_too(tim):
    dana = make_contact(tim, email="dana@zephyr.example")
    for sender in ("Dana@zephyr.example", "milo@halden.example"):
        letter = Message(f"<{sender}>", sender, (), (), "Hello", None, "Hello")
        put_into_tray(tim, letter, Sorted("unclear", date(2026, 2, 2), "Hello", []), "nobody")
    erase_person(dana)
    assert [open_mail(mail).sender for mail in MailboxMail.objects.all()] == ["milo@halden.example"]


def test_no_session_keeps_a_letter_to_them_or_a_note_about_them(tim, tims_page):
    dana, elsewhere = make_contact(tim), Client()
    elsewhere.force_login(tim)
    for client in (tims_page, elsewhere):
        session = client.session
        UserSession.objects.create(user=tim, ip="192.0.2.1", session_key=session.session_key)
        session[REPLACED] = {"text": "Dear Dana"}
        session["_messages"] = "Paused: no nudge about Dana"
        session.save()
    tims_page.post(f"/contacts/{dana.pk}/erase/")
    for client in (tims_page, elsewhere):
        assert REPLACED not in client.session and "Dana" not in str(client.session.get("_messages"))
        assert client.get("/settings/").status_code == 200


def test_the_name_of_their_card_is_forgotten_too(tim):
    dana = make_contact(tim, name="Dana Weiss")
    for name in ("dana weiss.vcf", "people.csv"):
        make_import_run(tim, name=name, shape="cards")
    erase_person(dana)
    assert set(ImportRun.objects.values_list("name", flat=True)) == {"Address cards (vCard)", "people.csv"}


def test_the_mark_remains_as_a_keyed_hash(tim):
    dana = make_contact(tim, email="dana@zephyr.example")
    stop_contact(dana)
    erase_person(dana)
    assert is_do_not_contact(tim, "Dana@Zephyr.example")
    assert "dana" not in DoNotContact.objects.get().address_hash


def test_the_trail_tells_that_somebody_was_erased_and_not_who(tim):
    dana = make_contact(tim, name="Dana Weiss")
    number = dana.pk
    erase_person(dana)
    event = AuditEvent.objects.get()
    assert (event.kind, event.facts) == ("person_erased", {"contact": number})


def test_the_page_says_what_goes_and_where_else_they_are(tim, tims_page):
    dana = make_contact(tim, email="dana@zephyr.example")
    make_rejection(dana, date(2026, 1, 12))
    for month in (2, 4):
        Touchpoint.objects.create(contact=dana, kind="article", on=date(2026, month, 2))
    make_peer(tim, name="Dana as a peer", email="Dana@zephyr.example")
    make_contact(tim, name="Dana once more", email="dana+jobs@zephyr.example")
    shown = tims_page.get(f"/contacts/{dana.pk}/erase/").content.decode()
    assert "2 messages of yours" in shown and "Dana as a peer" in shown and "Dana once more" in shown


def test_looking_erases_nobody(tim, tims_page):
    dana = make_contact(tim)
    tims_page.get(f"/contacts/{dana.pk}/erase/")
    assert Contact.objects.exists()
