"""Several workers match the same user's ideas while the user changes what a contact cares about."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from contacts.models import Contact, Interest
from followups.ideas.finding import find_ideas
from followups.ideas.stems import write_stems
from followups.models import Article, Idea
from followups.people import change_contact
from tests.factories import make_article, make_contact, make_user

WORKERS, CONTACTS, ARTICLES = 4, 12, 10


def run_and_close(work, *args):
    try:
        return work(*args)
    finally:
        connection.close()


def turn_to_baking(contact):
    words = {name: getattr(contact, name) for name in ("name", "email", "title", "field", "notes", "cadence")}
    change_contact(contact, company_name="", interests=["baking bread"], **words)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_write_each_idea_once_and_miss_no_change():
    tim = make_user()
    contacts = [make_contact(tim, added_on=date(2026, 1, 10)) for _ in range(CONTACTS)]
    Interest.objects.bulk_create(Interest(contact=each, topic="sailing", topic_key="sailing") for each in contacts)
    for number in range(ARTICLES):
        make_article(tim, f"Sailing {number}", stems=write_stems(f"Sailing {number}", ""))
        make_article(tim, f"Baking bread {number}", stems=write_stems(f"Baking bread {number}", ""))
    with ThreadPoolExecutor(WORKERS + 1) as pool:
        works = [pool.submit(run_and_close, find_ideas, tim) for _ in range(WORKERS)]
        works += [pool.submit(run_and_close, turn_to_baking, contact) for contact in contacts[: CONTACTS // 2]]
        for work in works:
            work.result()
    find_ideas(tim)
    for place, contact in enumerate(contacts):
        topic = "Baking bread" if place < CONTACTS // 2 else "Sailing"
        titles = Idea.objects.filter(contact=contact).values_list("article__title", flat=True)
        assert sorted(titles) == sorted(f"{topic} {number}" for number in range(ARTICLES))
    assert not Contact.objects.filter(needs_matching=True) and not Article.objects.filter(needs_matching=True)
