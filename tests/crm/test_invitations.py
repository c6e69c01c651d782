"""Invitations: made by the owner, good once and for a while, and to be taken back."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from crm.accounts.adapter import AccountAdapter
from crm.accounts.invitations import make_invitation
from crm.environment import MailServer
from crm.models import AuditEvent, Invitation, User
from tests.crm.accounts_cases import make_owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_invitation")]

TYPED = {"email": "grace@example.org", "password1": "another quiet desk", "name": "Grace", "time_zone": "UTC"}
LINK = r"http://127.0.0.1:8000(/accounts/invitation/[\w-]{43}/)"


@pytest.fixture
def by_invitation(settings):
    settings.SIGNUP = "invite"


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def owners(client, owner):
    client.force_login(owner)
    return client


def invite(owners, **typed):
    return owners.post("/settings/invitations/", {"days": "7", "email": "", **typed}).content.decode()


def read_link(text):
    return re.search(LINK, text).group(1)


def come_in(link, **typed):
    visitor = Client()
    visitor.get(link)
    return visitor, visitor.post("/accounts/signup/", {**TYPED, **typed})


def test_a_link_makes_an_account(owners, owner):
    visitor, answer = come_in(read_link(invite(owners)))

    assert answer.url == "/"
    grace = User.objects.get(email="grace@example.org")
    assert (grace.name, grace.is_owner, grace.invited_by.made_by) == ("Grace", False, owner)
    assert visitor.get("/settings/").status_code == 200
    assert AuditEvent.objects.filter(user=owner, kind="invitation_used").exists()


def test_without_a_link_nobody_signs_up(owner):
    visitor = Client()

    assert "Accounts are made by invitation" in visitor.get("/accounts/signup/").content.decode()
    visitor.post("/accounts/signup/", TYPED)
    assert User.objects.count() == 1


def test_a_link_is_good_once(owners):
    link = read_link(invite(owners))
    come_in(link)
    visitor, _answer = come_in(link, email="other@example.org")

    assert visitor.get(link).status_code == 404
    assert not User.objects.filter(email="other@example.org").exists()


def test_a_link_is_good_for_as_long_as_the_owner_said(owners):
    link = read_link(invite(owners, days="1"))

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        page = Client().get(link)
        come_in(link)

    assert page.status_code == 404
    assert "This link does not work any more" in page.content.decode()
    assert User.objects.count() == 1


def test_a_link_that_was_opened_in_time_is_too_old_later(owners):
    visitor = Client()
    visitor.get(read_link(invite(owners, days="1")))

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        visitor.post("/accounts/signup/", TYPED)

    assert User.objects.count() == 1


def test_an_invitation_is_taken_back(owners):
    link = read_link(invite(owners))
    owners.post(f"/settings/invitations/{Invitation.objects.get().pk}/revoke/")
    come_in(link)

    assert User.objects.count() == 1
    assert "Your invitations" not in owners.get("/settings/invitations/").content.decode()


def test_the_secret_of_a_link_is_kept_nowhere(owners):
    secret = read_link(invite(owners)).split("/")[-2]

    assert secret not in str(list(Invitation.objects.values()))
    assert secret not in owners.get("/settings/invitations/").content.decode()


def test_the_secret_leaves_the_address_at_once(owners):
    assert Client().get(read_link(invite(owners))).url == "/accounts/signup/"


@override_settings(MAIL_SERVER=MailServer("mail.example", 25, "none"), ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_who_was_invited_by_mail_confirms_nothing_more(owners):
    page = invite(owners, email="Grace@Example.org")
    assert "on its way to grace@example.org" in page
    assert not re.search(LINK, page)
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["grace@example.org"], "You are invited to Afterword")

    _visitor, answer = come_in(read_link(mail.outbox[0].body))

    assert answer.url == "/"
    assert len(mail.outbox) == 1
    assert Invitation.objects.get().email == ""


@override_settings(MAIL_SERVER=MailServer("mail.example", 25, "none"), ACCOUNT_EMAIL_VERIFICATION="mandatory")
def test_another_address_than_the_invited_one_is_confirmed(owners):
    invite(owners, email="grace@example.org")

    _visitor, answer = come_in(read_link(mail.outbox[0].body), email="other@example.org")

    assert answer.url == "/accounts/confirm-email/"


def test_without_a_mail_server_the_owner_hands_the_link_over(owners):
    page = invite(owners, email="grace@example.org")

    assert re.search(LINK, page)
    assert "please hand it over yourself" in page
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("typed", "said"), [({"email": "x"}, "does not look like"), ({"email": "ada@example.org"}, "account here already")]
)
def test_a_mistake_is_said_and_invites_nobody(owners, typed, said):
    assert said in invite(owners, **typed)
    assert not Invitation.objects.exists()


def test_nobody_but_the_owner_invites(owners, owner):
    link = read_link(invite(owners))
    grace, _answer = come_in(link)

    assert grace.get("/settings/invitations/").status_code == 404
    assert grace.post("/settings/invitations/", {"days": "7"}).status_code == 404
    assert grace.post(f"/settings/invitations/{Invitation.objects.get().pk}/revoke/").status_code == 404
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(("signup", "said"), [("closed", "set SIGNUP=invite"), ("open", "nobody needs an invitation")])
def test_where_there_are_none_the_page_says_why(owners, settings, signup, said):
    settings.SIGNUP = signup

    assert said in owners.get("/settings/invitations/").content.decode()
    invite(owners)
    assert not Invitation.objects.exists()


def test_a_link_lets_nobody_in_once_the_installation_is_closed(owners, settings):
    link = read_link(invite(owners))
    settings.SIGNUP = "closed"
    come_in(link)

    assert User.objects.count() == 1


def test_no_more_than_a_hundred_are_open(owners, owner):
    for _ in range(100):
        make_invitation(owner, days=7)

    assert "A hundred invitations are open" in invite(owners)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_link_at_once_one_gets_an_account(monkeypatch):
    _invitation, link = make_invitation(make_owner(), days=7)
    path = link.removeprefix("http://127.0.0.1:8000")
    both = Barrier(2, timeout=20)
    asked = AccountAdapter.is_open_for_signup

    def ask_together(self, request):
        answer = asked(self, request)
        both.wait()
        return answer

    visitors = [Client(), Client()]
    for visitor in visitors:
        visitor.get(path)
    monkeypatch.setattr(AccountAdapter, "is_open_for_signup", ask_together)

    def sign_up(number):
        try:
            return visitors[number].post("/accounts/signup/", {**TYPED, "email": f"v{number}@example.org"}).url
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        came = sorted(threads.map(sign_up, [0, 1]))

    assert came == ["/", "/accounts/signup/"]
    assert User.objects.count() == 2
