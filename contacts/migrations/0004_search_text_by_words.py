import unicodedata

from django.db import migrations

BATCH = 1000


def write_words(apps, schema_editor):
    """Two spaces before each word, and the beginnings within words, as `contacts.search` writes it from now on."""
    rewrite(apps, lambda text: by_words(text.split()))


def write_lines(apps, schema_editor):
    """What was searched for before is found in the words as well: they need not stand in lines."""


def rewrite(apps, write):
    contacts = apps.get_model("contacts", "Contact").objects.exclude(search_text="").order_by("id")
    last = 0
    while batch := list(contacts.filter(pk__gt=last).only("id", "search_text")[:BATCH]):
        for contact in batch:
            contact.search_text = write(contact.search_text)
        apps.get_model("contacts", "Contact").objects.bulk_update(batch, ["search_text"], batch_size=BATCH // 4)
        last = batch[-1].pk


def by_words(words):
    beginnings = [word[at : at + 2] for word in words for at in begin_within(word)]
    return "".join(f"  {word}" for word in dict.fromkeys([*words, *beginnings]))


def begin_within(word):
    for at in range(1, len(word)):
        if word[at].isalnum() and (not word[at - 1].isalnum() or unicodedata.category(word[at]) == "Lo"):
            yield at


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_outcomes_by_day")]

    operations = [migrations.RunPython(write_words, write_lines)]
