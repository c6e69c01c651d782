import random
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.core.signing import TimestampSigner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups import links
from followups.links import ACTIONS, LinkExpired, LinkInvalid, nudge_link, read_token, unsubscribe_link
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 28)


@pytest.fixture
def nudge():
    contact = make_contact()
    return make_nudge(contact, ON, mail=make_nudge_mail(contact.owner, ON))


def token_of(url):
    return url.rstrip("/").rpartition("/")[2]


def make_token(nudge, action):
    user = nudge.contact.owner
    return token_of(
        unsubscribe_link(user, nudge.mail) if action == links.UNSUBSCRIBE else nudge_link(nudge, action, user)
    )


@pytest.mark.parametrize("action", ACTIONS)
def test_a_link_tells_its_action_its_user_and_what_it_is_about(nudge, action):
    link = read_token(make_token(nudge, action))

    assert (link.action, link.user, link.mail) == (action, nudge.contact.owner, nudge.mail)
    assert link.nudge == (None if action == links.UNSUBSCRIBE else nudge)


def test_a_token_is_short_and_survives_any_mail_program(nudge):
    token = make_token(nudge, links.SENT)

    assert re.fullmatch(r"[A-Za-z0-9._-]+", token)
    assert len(token) < 100


def test_a_link_works_for_60_days(nudge):
    with time_machine.travel(datetime(2026, 4, 28, 9, tzinfo=UTC), tick=False) as clock:
        token = make_token(nudge, links.SENT)
        clock.shift(timedelta(days=60))
        assert read_token(token).nudge == nudge
        clock.shift(timedelta(seconds=1))
        with pytest.raises(LinkExpired):
            read_token(token)


def test_raising_the_epoch_ends_every_link(nudge):
    token, user = make_token(nudge, links.SENT), nudge.contact.owner
    user.link_epoch += 1
    user.save()

    with pytest.raises(LinkExpired):
        read_token(token)
    assert read_token(make_token(nudge, links.SENT)).nudge == nudge


def test_a_mail_that_is_tried_again_has_the_same_links(nudge):
    at = datetime(2026, 4, 28, 9, tzinfo=UTC)

    with time_machine.travel(at + timedelta(days=2)):
        assert nudge_link(nudge, links.SENT, nudge.contact.owner, at=at) == nudge_link(
            nudge, links.SENT, nudge.contact.owner, at=at
        )


def test_a_token_of_one_action_is_none_of_another(nudge):
    tokens = {action: make_token(nudge, action) for action in ACTIONS}

    for action, token in tokens.items():
        for letter in set(links.LETTERS) - {links.LETTER_OF[action]}:
            with pytest.raises(LinkInvalid):
                read_token(letter + token[1:])


def test_the_previous_key_still_opens_links(nudge, settings):
    settings.SECRET_KEY = "k" * 50
    token = make_token(nudge, links.SENT)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, ["k" * 50]
    assert read_token(token).nudge == nudge

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(LinkInvalid):
        read_token(token)


def test_tokens_made_for_other_purposes_open_nothing(nudge):
    user = nudge.contact.owner
    payload = make_token(nudge, links.SENT)[1:].rsplit(".", 2)[0]
    others = [
        default_token_generator.make_token(user) if user.last_login else "s" + TimestampSigner().sign("x"),
        "s" + TimestampSigner(sep=".").sign(payload),
        "s" + TimestampSigner(sep=".", salt="nudge-link:stop").sign(payload),
    ]
    for token in others:
        with pytest.raises(LinkInvalid):
            read_token(token)


def test_no_changed_token_opens_anything(nudge):
    token, draw = make_token(nudge, links.SENT), random.Random(2)
    signs = "ABCabc019._-é\x00 :%"
    for _round in range(2000):
        at = draw.randrange(len(token))
        changed = draw.choice(
            [
                token[:at],
                token[:at] + draw.choice(signs) + token[at + 1 :],
                token[:at] + draw.choice(signs) + token[at:],
            ]
        )
        if changed == token:
            continue
        with CaptureQueriesContext(connection) as queries, pytest.raises(LinkInvalid):
            read_token(changed)
        assert len(queries) == 0


def test_a_nudge_of_somebody_else_is_not_reached_by_a_token(nudge):
    stranger = make_user()

    assert read_token(token_of(nudge_link(nudge, links.SENT, stranger))).nudge is None


def test_the_link_of_an_erased_contact_is_about_nothing(nudge):
    token = make_token(nudge, links.SENT)
    nudge.contact.delete()

    assert read_token(token).nudge is None


def test_the_link_of_a_deleted_user_is_invalid(nudge):
    token = make_token(nudge, links.SENT)
    nudge.contact.owner.delete()

    with pytest.raises(LinkInvalid):
        read_token(token)
