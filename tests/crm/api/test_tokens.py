from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from crm.api.tokens import MOST_TOKENS, TooManyTokens, find_token, make_token, read_tokens, revoke_token
from crm.models import ApiToken
from tests.crm.api.conftest import Program
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_token_itself_is_kept_nowhere(tim):
    token, secret = make_token(tim, name="Spreadsheet")
    assert secret.startswith("aw_") and len(secret) >= 40
    assert secret not in str(ApiToken.objects.values().get(pk=token.pk))


def test_a_known_token_opens_the_door(program):
    assert program.ask("GET", "me").json()["email"] == "tim@example.org"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer aw_nobodys",
        "Basic dGltOnRpbQ==",
        "Token {secret}",
        "{secret}",
        "Bearer {secret}x",
    ],
)
def test_without_a_valid_token_nobody_comes_in(program, header):
    answer = program.ask("GET", "me", Authorization=header.format(secret=program.secret))
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "no_token"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_opens_nothing(program):
    assert revoke_token(program.token)
    assert program.ask("GET", "me").status_code == 401


def test_a_token_is_valid_until_it_expires(tim):
    with time_machine.travel("2026-11-20 12:00:00Z", tick=False) as clock:
        _token, secret = make_token(tim, name="For a month", days=30)
        clock.shift(timedelta(days=30, seconds=-1))
        assert find_token(secret)
        clock.shift(1)
        assert find_token(secret) is None


def test_a_token_of_somebody_who_is_shut_out_opens_nothing(program, tim):
    tim.is_active = False
    tim.save()
    assert program.ask("GET", "me").status_code == 401


def test_a_session_does_not_open_the_door(client, tim):
    client.force_login(tim)
    assert client.get("/api/v1/me").status_code == 401


def test_a_reading_token_reads_and_changes_nothing(tim):
    reader = Program(tim, scope="read")
    assert reader.ask("GET", "companies").status_code == 200
    answer = reader.ask("POST", "companies", {"name": "Zephyr"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "read_only")
    assert not tim.companies.exists()


def test_a_reading_token_may_have_a_draft_reviewed(tim):
    answer = Program(tim, scope="read").ask("POST", "drafts/review", {"text": "Thank you for your time."})
    assert answer.status_code == 200


def test_the_last_use_is_noted_once_a_minute(program):
    with time_machine.travel("2026-11-20 12:00:10Z", tick=False) as clock:
        program.ask("GET", "me")
        clock.shift(40)
        program.ask("GET", "me")
        program.token.refresh_from_db()
        assert program.token.last_used_at == timezone.now() - timedelta(seconds=40)
        clock.shift(20)
        program.ask("GET", "me")
        program.token.refresh_from_db()
        assert program.token.last_used_at == timezone.now()


def test_a_user_has_a_limited_number_of_valid_tokens(tim):
    made = [make_token(tim, name=f"Token {number}")[0] for number in range(MOST_TOKENS)]
    with pytest.raises(TooManyTokens):
        make_token(tim, name="One more")
    revoke_token(made[0])
    assert make_token(tim, name="One more")


def test_revoked_tokens_are_listed_no_more(tim):
    token, _secret = make_token(tim, name="Old")
    revoke_token(token)
    assert read_tokens(tim) == []


def test_the_command_prints_the_token_last_and_alone(tim, capsys):
    call_command("api_token", "Tim@example.org", "--name", "Script", "--scope", "read", "--days", "7")
    secret = capsys.readouterr().out.splitlines()[-1]
    token = find_token(secret)
    assert token and (token.user, token.name, token.scope) == (tim, "Script", "read")
    assert timedelta(days=6) < token.expires_at - timezone.now() <= timedelta(days=7)


def test_the_command_makes_a_token_that_reads_and_writes_for_good(tim, capsys):
    call_command("api_token", "tim@example.org")
    token = find_token(capsys.readouterr().out.strip())
    assert token and (token.scope, token.expires_at) == ("write", None)


@pytest.mark.parametrize(
    "arguments", [["nobody@example.org"], ["tim@example.org", "--days", "0"], ["tim@example.org", "--name", " "]]
)
def test_the_command_says_what_is_wrong(tim, arguments):
    with pytest.raises(CommandError):
        call_command("api_token", *arguments)
    assert not tim.api_tokens.exists()


def test_tokens_of_users_are_apart(program):
    other = Program(make_user("other@example.org"))
    other.ask("POST", "companies", {"name": "Zephyr"})
    assert program.ask("GET", "companies").json() == {"items": [], "next": None}
