"""How often a sign-in may fail: by account, by address, by known device; and floods of other forms."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from tests.crm.accounts_cases import EMAIL, PASSWORD, make_owner, sign_in

# ATTEMPTS=1000 takes half a minute; the answers are the same.
ATTEMPTS = int(os.environ.get("ATTEMPTS", "40"))
WRONG, TOO_OFTEN = "do not belong together", "tried too often"


@pytest.fixture
def owner(db):
    return make_owner()


def what_came(answer):
    if answer.status_code != 200:
        return str(answer.status_code)
    text = answer.content.decode()
    return "wrong" if WRONG in text else "too often" if TOO_OFTEN in text else "?"


def attack(times, *, email=None, address=None, client=None):
    """So many wrong passwords; each on another account, or from another address, unless one is given."""
    came = Counter()
    for number in range(times):
        at = address or f"10.{number // 250}.{number % 250}.1"
        visitor = client or Client()
        came[what_came(sign_in(visitor, "wrong", email or f"u{number}@example.org", REMOTE_ADDR=at))] += 1
    return came


def test_of_many_passwords_from_one_address_twenty_are_tried(owner):
    assert attack(ATTEMPTS, address="10.9.9.9") == {"wrong": 20, "too often": ATTEMPTS - 20}


def test_of_passwords_from_many_addresses_on_one_account_ten_are_tried(owner):
    assert attack(ATTEMPTS, email=EMAIL) == {"wrong": 10, "too often": ATTEMPTS - 10}
    assert what_came(sign_in(Client(), REMOTE_ADDR="10.8.8.8")) == "too often"


def test_the_owner_signs_in_from_a_known_device_meanwhile(owner):
    laptop = Client()
    sign_in(laptop)
    laptop.post("/accounts/logout/")
    attack(30, email=EMAIL)
    attack(30, address="127.0.0.1")

    assert sign_in(laptop).url == "/"


def test_a_known_device_has_a_limit_of_its_own(owner):
    laptop = Client()
    sign_in(laptop)
    laptop.post("/accounts/logout/")

    assert attack(30, email=EMAIL, client=laptop) == {"wrong": 10, "too often": 20}
    assert sign_in(Client(), REMOTE_ADDR="10.8.8.8").url == "/"


def test_an_address_that_is_refused_uses_up_nothing_of_an_account(owner):
    attack(20, address="10.9.9.9")
    attack(30, address="10.9.9.9", email=EMAIL)

    assert sign_in(Client(), REMOTE_ADDR="10.8.8.8").url == "/"


def test_signing_in_rightly_counts_for_nothing(owner):
    for _ in range(25):
        assert sign_in(Client()).url == "/"


def test_a_new_password_by_mail_lets_the_owner_in_at_once(owner):
    attack(11, email=EMAIL)
    visitor = Client()
    visitor.post("/accounts/password/reset/", {"email": EMAIL})
    link = mail.outbox[-1].body.split("http://127.0.0.1:8000")[1].split()[0]
    form = visitor.get(link, follow=True).redirect_chain[-1][0]

    assert visitor.post(form, {"password1": "another quiet desk", "password2": "another quiet desk"}).url == "/"
    assert sign_in(Client(), "another quiet desk", REMOTE_ADDR="10.8.8.8").url == "/"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"])
def test_a_forged_header_has_no_effect(owner, header):
    came = Counter(
        what_came(sign_in(Client(), "wrong", f"u{number}@example.org", headers={header: f"10.0.0.{number}"}))
        for number in range(25)
    )

    assert came == {"wrong": 20, "too often": 5}


def test_a_made_up_port_of_the_host_has_no_effect(owner):
    came = Counter(
        what_came(sign_in(Client(), "wrong", REMOTE_ADDR=f"10.0.0.{number}", HTTP_HOST=f"localhost:{number + 1}"))
        for number in range(15)
    )

    assert came == {"wrong": 10, "too often": 5}


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_the_address_it_saw_counts(owner):
    forged = [f"10.0.0.{number}, 203.0.113.7" for number in range(25)]
    came = Counter(
        what_came(sign_in(Client(), "wrong", f"u{number}@example.org", headers={"X-Forwarded-For": hops}))
        for number, hops in enumerate(forged)
    )

    assert came == {"wrong": 20, "too often": 5}
    assert sign_in(Client(), headers={"X-Forwarded-For": "203.0.113.8"}).url == "/"


@pytest.mark.django_db(transaction=True)
def test_the_counts_hold_across_workers():
    make_owner()

    def work(worker):
        try:
            return attack(10, address="10.9.9.9", email=f"w{worker}@example.org")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        came = sum(workers.map(work, range(4)), Counter())

    # Who waits for longer than a second to be counted is refused.
    assert came["wrong"] <= 20
    assert came["wrong"] + came["too often"] == 40
    assert what_came(sign_in(Client(), "wrong", REMOTE_ADDR="10.9.9.9")) in {"wrong", "too often"}


def test_a_flood_of_reset_mails_is_stopped(owner):
    came = Counter(
        Client().post("/accounts/password/reset/", {"email": EMAIL}, REMOTE_ADDR=f"10.0.0.{number}").status_code
        for number in range(12)
    )

    assert (came, len(mail.outbox)) == ({302: 5, 429: 7}, 5)


@override_settings(SIGNUP="open")
def test_a_flood_of_new_accounts_is_stopped(owner):
    typed = {"password1": "another quiet desk", "time_zone": "UTC"}
    came = Counter(
        Client().post("/accounts/signup/", {**typed, "email": f"u{number}@example.org"}).status_code
        for number in range(25)
    )

    assert came == {302: 20, 429: 5}


def test_a_flood_of_addresses_does_not_wash_out_the_counts(owner):
    attack(11, email=EMAIL)
    cache.set_many({f"flood-{number}": 1 for number in range(400)})

    assert what_came(sign_in(Client(), REMOTE_ADDR="10.8.8.8")) == "too often"


def test_the_password_is_not_guessed_by_who_found_an_open_page(owner):
    thief = Client()
    thief.force_login(owner)
    typed = {"password1": "another quiet desk", "password2": "another quiet desk"}
    came = Counter(
        thief.post("/accounts/password/change/", {**typed, "oldpassword": f"wrong {number}"}).status_code
        for number in range(15)
    )
    assert came == {200: 10, 429: 5}

    asked = Counter(what_came(thief.post("/accounts/reauthenticate/", {"password": "wrong"})) for _ in range(25))
    assert asked["429"] + asked["too often"] >= 15
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
