import re

import pytest

from crm.api.tokens import MOST_TOKENS, find_token, make_token
from tests.factories import make_user


@pytest.fixture
def tims_page(tim, client):
    client.force_login(tim)
    return client


def make(page, **typed):
    return page.post("/settings/tokens/", {"name": "My spreadsheet", "scope": "write", "days": "30", **typed})


def secret_in(answer):
    return re.search(r'id="secret" class="secret">(aw_[\w-]+)<', answer.content.decode())[1]


def test_a_new_token_is_shown_once(tim, tims_page):
    secret = secret_in(make(tims_page))
    assert find_token(secret) == tim.api_tokens.get()
    later = tims_page.get("/settings/tokens/").content.decode()
    assert "My spreadsheet" in later and secret not in later


def test_a_token_has_the_scope_and_the_days_that_were_chosen(tim, tims_page):
    token = find_token(secret_in(make(tims_page, scope="read", days="")))
    assert (token.scope, token.expires_at) == ("read", None)


@pytest.mark.parametrize("typed", [{"name": " "}, {"scope": "everything"}, {"days": "-1"}, {"name": "x" * 81}])
def test_what_is_wrong_is_said_and_nothing_is_made(tim, tims_page, typed):
    answer = make(tims_page, **typed)
    assert "invalid-feedback" in answer.content.decode()
    assert not tim.api_tokens.exists()


def test_too_many_tokens_are_refused_in_words(tim, tims_page):
    for number in range(MOST_TOKENS):
        make_token(tim, name=f"Token {number}")
    assert "Revoke one that is not needed first" in make(tims_page).content.decode()


def test_a_revoked_token_opens_nothing(tim, tims_page):
    token, secret = make_token(tim, name="Old")
    answer = tims_page.post(f"/settings/tokens/{token.pk}/revoke/", follow=True)
    assert "“Old” opens nothing any more" in answer.content.decode()
    assert find_token(secret) is None


def test_the_tokens_of_others_are_not_shown(tims_page):
    make_token(make_user(), name="Somebody else’s")
    assert "Somebody else" not in tims_page.get("/settings/tokens/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_the_same_whatever_there_is(tim, tims_page, count, django_assert_max_num_queries):
    for number in range(count):
        make_token(tim, name=f"Token {number}")
    with django_assert_max_num_queries(5):
        tims_page.get("/settings/tokens/")
