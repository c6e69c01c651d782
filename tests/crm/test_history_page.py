"""What happened to the account, as its user reads it."""

import pytest
from django.core.cache import cache

from crm.api.tokens import make_token, revoke_token
from crm.audit import note_event
from crm.models import AuditEvent
from tests.crm.accounts_cases import add_app, code_now
from tests.factories import make_contact, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a calm harbour in May"


@pytest.fixture
def tim():
    user = make_user("tim@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def tims_page(tim, client):
    client.force_login(tim)
    return client


def sign_in(client, password=PASSWORD, email="tim@example.org"):
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR="203.0.113.9")


def kinds():
    return list(AuditEvent.objects.order_by("id").values_list("kind", flat=True))


def page_of(client):
    return client.get("/settings/history/").content.decode()


def test_signing_in_and_out_is_noted_with_how_and_from_where(tim, client):
    sign_in(client)
    client.post("/accounts/logout/")
    signed_in = AuditEvent.objects.order_by("id")[0]
    assert (signed_in.user, signed_in.address, signed_in.facts) == (tim, "203.0.113.9", {"how": "password"})
    assert kinds() == ["signed_in", "signed_out"]


def test_a_failed_sign_in_is_noted_for_the_account_that_was_tried(tim, client):
    sign_in(client, "wrong")
    assert kinds() == ["sign_in_failed"]


def test_a_failed_sign_in_of_nobody_is_noted_nowhere(tim, client):
    sign_in(client, email="nobody@example.org")
    assert kinds() == []


def test_a_changed_password_is_noted(tim, client):
    sign_in(client)
    typed = {"oldpassword": PASSWORD, "password1": "another harbour in June", "password2": "another harbour in June"}
    client.post("/accounts/password/change/", typed)
    assert kinds() == ["signed_in", "password_changed"]


def test_the_life_of_a_token_is_noted(tim, client):
    token, secret = make_token(tim, name="My spreadsheet")
    for _time in range(2):
        client.get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
    revoke_token(token)
    revoke_token(token)
    assert kinds() == ["token_made", "token_used_first", "token_revoked"]


def test_the_page_tells_it_in_words_newest_first(tim, tims_page):
    note_event(tim, "signed_in", how="password, totp")
    note_event(tim, "token_made", token="My spreadsheet")
    shown = page_of(tims_page)
    assert "password, code of an app" in shown and "“My spreadsheet”" in shown
    assert shown.index("My spreadsheet") < shown.index("Signed in")


def test_a_person_is_named_only_as_long_as_they_are_here(tim, tims_page):
    contact = make_contact(tim, name="Dana Weiss")
    note_event(tim, "person_given", contact=contact.pk)
    assert "Dana Weiss" in page_of(tims_page)
    contact.delete()
    assert "Dana Weiss" not in page_of(tims_page) and "somebody who was erased since" in page_of(tims_page)


def test_others_see_nothing_of_it(tims_page):
    note_event(make_user(), "token_made", token="Somebody else’s")
    assert "Somebody else" not in page_of(tims_page)


def test_a_long_trail_has_pages(tim, tims_page):
    for number in range(60):
        note_event(tim, "token_made", token=f"Token {number:02}")
    first = tims_page.get("/settings/history/")
    assert "Token 59" in first.content.decode() and "Token 09" not in first.content.decode()
    assert "Token 09" in tims_page.get(first.context["next_url"]).content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "١"])
def test_a_position_that_makes_no_sense_is_the_start(tim, tims_page, before):
    note_event(tim, "token_made", token="My spreadsheet")
    assert "My spreadsheet" in tims_page.get("/settings/history/", {"before": before}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_the_same_whatever_there_is(tim, tims_page, count, django_assert_max_num_queries):
    for _number in range(count):
        note_event(tim, "person_given", contact=make_contact(tim).pk)
    with django_assert_max_num_queries(5):
        page_of(tims_page)


def test_a_second_factor_that_fails_and_one_that_opens_are_noted(tim, client):
    cache.clear()
    add_app(tim)
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    client.post("/accounts/2fa/trust/", {"action": "skip"})
    assert kinds() == ["factor_failed", "signed_in"]
    assert AuditEvent.objects.get(kind="signed_in").facts == {"how": "password, totp"}
