"""Links that somebody forged, cut, swapped or kept: none is taken, all are told the same; opening one does nothing."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followups import links
from followups.links import ACTIONS, LinkExpired, LinkInvalid, LinkSigner, nudge_link, read_token, unsubscribe_link
from followups.models import Nudge, NudgeMail
from tests.attacks import size
from tests.belongings import rows_of
from tests.factories import make_contact, make_nudge, make_nudge_mail, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 28)
NOON = datetime(2026, 4, 28, 12, tzinfo=UTC)
ROUNDS = size("TOKENS", 4_000)
OPENED = size("OPENED", 12)
SIGNS = "ABCabc019._-:%/\\ é\x00\u202e"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def nudge():
    contact = make_contact(make_user(), name="Dana Weber", added_on=date(2026, 3, 28))
    return make_nudge(contact, ON, mail=make_nudge_mail(contact.owner, ON, state="sent"))


def token_of(nudge, action, user=None):
    user = user or nudge.contact.owner
    made = unsubscribe_link(user, nudge.mail) if action == links.UNSUBSCRIBE else nudge_link(nudge, action, user)
    return made.rstrip("/").rpartition("/")[2]


def forge(draw, tokens, strangers):
    """One of the ways in which a link may come back to us other than it went out."""
    action = draw.choice(ACTIONS)
    token = tokens[action]
    head, _dot, signature = token.rpartition(".")
    place = draw.randrange(len(token))
    return draw.choice(
        [
            token[:place],
            token[place:],
            token[:place] + draw.choice(SIGNS) + token[place + 1 :],
            token[:place] + draw.choice(SIGNS) + token[place:],
            draw.choice("snpxu") + token[1:],
            f"{head}.{tokens[draw.choice(ACTIONS)].rpartition('.')[2]}",
            f"{head}.{strangers[action].rpartition('.')[2]}",
            f"{strangers[action].rpartition('.')[0]}.{signature}",
            token[0] + signing.TimestampSigner(sep=".", salt="other").sign(head[1:].rpartition(".")[0]),
            token[0] + signing.TimestampSigner(sep=".").sign(head[1:].rpartition(".")[0]),
            token[0] + LinkSigner(draw.choice(ACTIONS)).sign(f"{draw.randrange(10**22):022d}.1"),
            token.swapcase(),
            token * 2,
            "".join(draw.choice(SIGNS) for _sign in range(draw.randrange(300))),
        ]
    )


def test_no_forged_link_opens_anything_or_asks_the_database(nudge):
    stranger = make_nudge(make_contact(), ON, mail=make_nudge_mail(make_user(), ON, state="sent"))
    tokens, strangers = ({action: token_of(each, action) for action in ACTIONS} for each in (nudge, stranger))
    draw, ours = random.Random(19), {*tokens.values(), *strangers.values()}
    with CaptureQueriesContext(connection) as queries:
        for _round in range(ROUNDS):
            forged = forge(draw, tokens, strangers)
            if forged not in ours:
                with pytest.raises(LinkInvalid):
                    read_token(forged)
    assert len(queries) == 0


def test_every_forged_link_is_answered_alike(nudge):
    tokens = {action: token_of(nudge, action) for action in ACTIONS}
    draw, before, answers = random.Random(4), rows_of(nudge.contact.owner), set()
    for _round in range(60):
        forged = forge(draw, tokens, tokens).replace("/", "").replace("\\", "").replace("%", "") or "x"
        if forged not in tokens.values():
            for method in ("get", "post"):
                answer = getattr(Client(), method)(f"/n/{forged}/")
                answers.add((answer.status_code, answer.content, *sorted(answer.headers.items())))
                assert not answer.cookies
    assert len(answers) == 1 and {status for status, *_rest in answers} == {404}
    assert rows_of(nudge.contact.owner) == before


def test_links_for_another_purpose_are_none(nudge):
    user = nudge.contact.owner
    others = [
        default_token_generator.make_token(user),
        signing.dumps({"nudge": nudge.pk}),
        user.get_session_auth_hash(),
    ]
    for other in others:
        for letter in ("", *links.LETTERS):
            with pytest.raises(LinkInvalid):
                read_token(letter + other)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_old_link_and_one_of_an_older_epoch_have_expired(nudge, clock, action):
    token, user = token_of(nudge, action), nudge.contact.owner
    user.link_epoch += 1
    user.save()
    with pytest.raises(LinkExpired):
        read_token(token)
    token = token_of(nudge, action)
    clock.shift(timedelta(days=60, seconds=1))
    with pytest.raises(LinkExpired):
        read_token(token)


@pytest.mark.parametrize("action", ACTIONS)
def test_links_signed_with_the_key_before_still_open(nudge, action, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "o" * 50, []
    token = token_of(nudge, action)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, ["o" * 50]
    assert Client().get(f"/n/{token}/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().get(f"/n/{token}/").status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_opened_again_and_again_by_whatever_opens_links_nothing_changes(nudge, action):
    NudgeMail.objects.update(state="unsure")
    before, path = rows_of(nudge.contact.owner), f"/n/{token_of(nudge, action)}/"
    scanner = Client()
    headers = [{}, {"purpose": "prefetch"}, {"sec-purpose": "prefetch;prerender"}, {"x-moz": "prefetch"}]
    for number in range(OPENED):
        for method in ("get", "head", "options"):
            answer = getattr(scanner, method)(path, headers=headers[number % 4])
            assert answer.status_code == 200
            assert not answer.cookies
    assert rows_of(nudge.contact.owner) == before
    assert Nudge.objects.get().state == "open"


def test_pages_behind_links_are_kept_nowhere_and_tell_nobody_where_one_came_from(nudge):
    for action in ACTIONS:
        answer = Client().get(f"/n/{token_of(nudge, action)}/")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "Set-Cookie" not in answer.headers
        assert "://" not in answer.content.decode().replace(settings.SITE_URL, "").replace(
            "http://www.w3.org/2000/svg", ""
        )
