"""What the models say of constraints and indexes is in the database: a migration can take one along by mistake."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, UniqueConstraint

pytestmark = pytest.mark.django_db

NAMES = {
    "postgresql": "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes",
    # A rule of a table is a line of the statement that made it.
    "sqlite": "SELECT name || ' ' || coalesce(replace(replace(sql, '\"', ' '), ',', ' '), '') FROM sqlite_master",
}


@pytest.mark.parametrize("app", ["crm", "contacts", "followups"])
def test_every_rule_and_index_of_the_models_is_in_the_database(app):
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor])
        found = {word for (words,) in cursor.fetchall() for word in words.split()}
    for model in apps.get_app_config(app).get_models():
        rules = [rule for rule in model._meta.constraints if isinstance(rule, CheckConstraint | UniqueConstraint)]
        assert {each.name for each in [*rules, *model._meta.indexes]} <= found
