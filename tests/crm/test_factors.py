"""Second factors: an app, recovery codes and passkeys; remembered devices; the way back."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings
from django.utils import timezone
from fido2.utils import websafe_decode

from crm.models import AuditEvent, User
from tests.crm.accounts_cases import PASSWORD, SECRET, add_app, code_now, confirm, make_owner, sign_in
from tests.passkeys import Device, as_typed

pytestmark = pytest.mark.django_db

AUTHENTICATE, TRUST = "/accounts/2fa/authenticate/", "/accounts/2fa/trust/"
LOCAL = {"HTTP_HOST": "localhost"}
NO_ANSWERS = ["", "{", "[]", "1", "null", "{}", '{"id": 1}', '{"response": {}}', '{"response": {"userHandle": 7}}']
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def with_app(owner):
    add_app(owner)
    return owner


@pytest.fixture
def known(client, owner):
    """Signed in, and asked a moment ago who it is."""
    client.force_login(owner)
    confirm(client, "/settings/security/")
    return client


def is_in(client):
    return client.get("/settings/", **LOCAL).status_code == 200


def give_code(client, code):
    return client.post(AUTHENTICATE, {"code": code})


# An app


@pytest.mark.django_db(transaction=True)  # the mail is sent when all is kept
def test_an_app_is_set_up_by_the_code_it_shows(known):
    page = known.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="secret" class="secret">(\w+)<', page).group(1)

    answer = known.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert len(re.findall(r"<code>\d{8}</code>", known.get(answer.url).content.decode())) == 10
    assert "An app was added to your Afterword sign-in" in [message.subject for message in mail.outbox]


def test_an_apps_key_is_kept_encrypted(with_app):
    assert SECRET not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_wrong_code_sets_up_nothing(known):
    known.get("/accounts/2fa/totp/activate/")

    page = known.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()

    assert "That did not fit" in page
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("path", ["totp/activate/", "passkeys/add/", "recovery-codes/generate/"])
def test_factors_are_changed_by_who_shows_once_more_who_they_are(client, owner, path):
    client.force_login(owner)

    assert client.get(f"/accounts/2fa/{path}").url.startswith("/accounts/reauthenticate/")


def test_the_password_alone_does_not_sign_in(client, with_app):
    assert sign_in(client).url == AUTHENTICATE
    assert not is_in(client)


def test_password_and_code_sign_in(client, with_app):
    sign_in(client)
    assert give_code(client, code_now()).url == TRUST

    assert client.post(TRUST, {"action": "skip"}).url == "/"
    assert is_in(client)
    assert sign_in(Client()).url == AUTHENTICATE


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(client, with_app, later):
    sign_in(client)

    assert give_code(client, code_now(later=later)).url == TRUST


def test_a_code_counts_once(client, with_app):
    code = code_now(later=1)
    sign_in(client)
    give_code(client, code)
    thief = Client()
    sign_in(thief)

    assert "was used already" in give_code(thief, code).content.decode()


def test_a_code_counts_once_for_as_long_as_it_could_be_valid(client, with_app):
    with time_machine.travel("2026-11-26 12:00:01Z", tick=False) as clock:
        code = code_now(later=1)
        sign_in(client)
        assert give_code(client, code).url == TRUST
        clock.shift(58)
        thief = Client()
        sign_in(thief)
        assert "was used already" in give_code(thief, code).content.decode()


def test_codes_are_not_guessed(client, with_app):
    sign_in(client)
    for _ in range(10):
        give_code(client, "000000")

    assert "tried too often" in give_code(client, code_now()).content.decode()


def test_a_recovery_code_lets_in_once(client, with_app):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    sign_in(client)
    assert give_code(client, codes[0]).url == TRUST
    again = Client()
    sign_in(again)

    assert "was used already" in give_code(again, codes[0]).content.decode()
    assert len(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()) == 9


def test_a_key_that_is_gone_is_explained(client, with_app):
    sign_in(client)

    with override_settings(SECRET_KEY="another key, of as many characters as it needs"):
        sign_in(client)
        page = give_code(client, code_now())

    assert page.status_code == 409
    assert "SECRET_KEY_FALLBACKS" in page.content.decode()


def test_a_former_key_still_reads(client, with_app, settings):
    former = settings.SECRET_KEY

    with override_settings(SECRET_KEY="another key, of as many characters as it needs", SECRET_KEY_FALLBACKS=[former]):
        sign_in(client)
        assert give_code(client, code_now()).url == TRUST


def test_removing_the_app_is_told_by_mail(known, with_app):
    known.post("/accounts/2fa/totp/deactivate/")

    assert not Authenticator.objects.exists()
    assert "The app was removed from your Afterword sign-in" in [message.subject for message in mail.outbox]


def test_the_e_mail_is_changed_with_a_factor_as_without(known, with_app):
    known.post("/accounts/email/", {"email": "ada@lovelace.example", "action_add": ""})

    assert mail.outbox[-1].to == ["ada@lovelace.example"]


# Remembered devices


def remember(client):
    sign_in(client)
    give_code(client, code_now())
    client.post(TRUST, {"action": "trust"})
    client.post("/accounts/logout/")


def test_a_remembered_device_asks_for_the_password_alone(client, with_app):
    remember(client)

    assert sign_in(client).url == "/"
    assert is_in(client)
    assert AuditEvent.objects.filter(user=with_app, kind="device_remembered").count() == 1


def test_a_device_is_forgotten_after_thirty_days(client, with_app):
    remember(client)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert sign_in(client).url == AUTHENTICATE


def test_signing_out_everywhere_else_forgets_devices(client, with_app):
    remember(client)
    laptop = Client()
    laptop.force_login(with_app)
    confirm(laptop, "/settings/sessions/")
    laptop.post("/settings/sessions/end-others/")

    assert sign_in(client).url == AUTHENTICATE


def test_another_password_forgets_devices(client, with_app):
    remember(client)
    with_app.set_password("another quiet desk")
    with_app.save()

    assert sign_in(client, "another quiet desk").url == AUTHENTICATE


# Passkeys


def read_challenge(page):
    return json.loads(re.search(r'id="passkey-options" type="application/json">(.*?)</script>', page).group(1))


@pytest.fixture
def phone(known, owner):
    """A device with a passkey of the owner's."""
    device = Device()
    options = read_challenge(known.get("/accounts/2fa/passkeys/add/", **LOCAL).content.decode())
    challenge = websafe_decode(options["creation_options"]["publicKey"]["challenge"])
    typed = {**as_typed(device.register(challenge)), "name": "My phone", "passwordless": "on"}
    answer = known.post("/accounts/2fa/passkeys/add/", typed, **LOCAL)
    assert answer.url == "/accounts/2fa/recovery-codes/", answer.content.decode()
    return device


def sign_in_by(device, owner, client, **changed):
    options = client.get("/accounts/2fa/passkeys/sign-in/", **LOCAL, **JSON).json()["request_options"]
    challenge = websafe_decode(options["publicKey"]["challenge"])
    answer = device.answer(owner, challenge, **changed)
    return client.post("/accounts/2fa/passkeys/sign-in/", as_typed(answer), **LOCAL)


def test_a_passkey_signs_in_by_itself(phone, owner):
    client = Client()

    assert sign_in_by(phone, owner, client).url == "/"
    assert is_in(client)


def test_a_new_passkey_is_told_by_mail(phone):
    assert "A passkey was added to your Afterword account" in [message.subject for message in mail.outbox]


def test_a_passkey_that_did_not_ask_who_holds_it_does_not_sign_in(phone, owner):
    client = Client()
    sign_in_by(phone, owner, client, flags=1)

    assert not is_in(client)


def test_the_key_of_another_device_does_not_sign_in(phone, owner):
    client = Client()
    page = sign_in_by(Device(), owner, client)

    assert page.url == "/accounts/login/"
    assert "That did not fit" in client.get(page.url, **LOCAL).content.decode()
    assert not is_in(client)


def test_an_answer_for_another_site_does_not_sign_in(phone, owner):
    client = Client()
    phone.origin = "http://evil.localhost"
    phone.host = "evil.localhost"
    sign_in_by(phone, owner, client)

    assert not is_in(client)


def test_an_answer_counts_once(phone, owner):
    client = Client()
    sign_in_by(phone, owner, client)
    client.post("/accounts/logout/", **LOCAL)
    answer = phone.answer(owner, b"an old challenge")
    client.post("/accounts/2fa/passkeys/sign-in/", as_typed(answer), **LOCAL)

    assert not is_in(client)


@pytest.mark.parametrize("path", ["sign-in/", "reauthenticate/", "add/"])
def test_whatever_is_no_answer_of_a_device_is_refused_in_words(known, phone, path):
    known.get(f"/accounts/2fa/passkeys/{path}", **LOCAL)
    visitor = Client() if path == "sign-in/" else known
    for typed in NO_ANSWERS:
        words = {"credential": typed, "passwordless": "on"}
        assert visitor.post(f"/accounts/2fa/passkeys/{path}", words, **LOCAL).status_code in {200, 302}, typed

    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_passkey_joins_the_password_as_second_factor(phone, owner):
    client = Client()
    assert sign_in(client, **LOCAL).url == AUTHENTICATE
    options = read_challenge(client.get(AUTHENTICATE, **LOCAL).content.decode())
    challenge = websafe_decode(options["request_options"]["publicKey"]["challenge"])

    assert client.post(AUTHENTICATE, as_typed(phone.answer(owner, challenge)), **LOCAL).url == TRUST


def test_a_passkey_is_renamed_and_removed(known, phone):
    pk = Authenticator.objects.get(type="webauthn").pk
    known.post(f"/accounts/2fa/passkeys/{pk}/rename/", {"name": "  The old\nphone "}, **LOCAL)
    assert "The old phone" in known.get("/accounts/2fa/passkeys/", **LOCAL).content.decode()

    known.post(f"/accounts/2fa/passkeys/{pk}/remove/", **LOCAL)

    assert not Authenticator.objects.exists()
    assert "A passkey was removed from your Afterword account" in [message.subject for message in mail.outbox]


def test_where_passkeys_cannot_work_the_page_says_what_they_need(client, owner):
    client.force_login(owner)

    assert "They need https" in client.get("/settings/security/", HTTP_HOST="127.0.0.1").content.decode()
    assert "They need https" not in client.get("/settings/security/", **LOCAL).content.decode()


# Where everybody needs one


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_where_a_factor_is_required_nothing_opens_before_there_is_one(client, owner):
    client.force_login(owner)
    assert client.get("/contacts/").url == "/settings/security/"
    assert client.post("/settings/tokens/", {"name": "x"}).url == "/settings/security/"
    assert "asks everybody for a second factor" in client.get("/settings/security/").content.decode()
    confirm(client, "/settings/security/")
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200

    add_app(owner)

    assert client.get("/contacts/").status_code == 200


# The way back


def test_the_operator_takes_away_the_factors_of_who_is_locked_out(client, with_app, capsys, caplog):
    client.force_login(with_app)

    call_command("reset_factors", "Ada@Example.org")

    assert not Authenticator.objects.exists()
    assert sign_in(Client()).url == "/"
    assert AuditEvent.objects.filter(user=with_app, kind="factors_reset").exists()
    assert "factors_reset" in caplog.text
    assert mail.outbox[0].to == ["ada@example.org"]
    assert "taken away the second factors" in mail.outbox[0].body
    assert PASSWORD not in mail.outbox[0].body
    assert "ada@example.org had 2 factors" in capsys.readouterr().out


def test_nobody_of_that_address_is_said(db):
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("reset_factors", "nobody@example.org")


def test_the_way_back_ends_remembered_devices_and_lockouts(client, with_app):
    remember(client)
    for _ in range(11):
        sign_in(Client(), "wrong")
    call_command("reset_factors", with_app.email)
    add_app(User.objects.get())

    assert sign_in(client).url == AUTHENTICATE
