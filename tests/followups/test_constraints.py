"""The monthly rule holds whatever way a row comes in, on both databases."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from followups.models import Nudge, Touchpoint
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


def is_refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def nudge(contact, on, **fields):
    return Nudge.objects.create(contact=contact, on=on, **{"state": "expired", **fields})


def touch(contact, on, **fields):
    return Touchpoint.objects.create(contact=contact, on=on, **{"kind": "article", "counts": True, **fields})


@pytest.mark.parametrize("make", [nudge, touch])
@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), True),
        (date(2026, 1, 31), date(2026, 2, 28), False),
        (date(2026, 3, 15), date(2026, 3, 1), True),
        (date(2026, 3, 15), date(2026, 4, 14), True),
        (date(2026, 3, 15), date(2026, 4, 15), False),
        (date(2026, 3, 15), date(2026, 2, 16), True),
        (date(2026, 3, 15), date(2026, 2, 15), False),
    ],
)
def test_two_rows_of_a_contact_lie_a_month_apart(make, first, second, refused):
    contact = make_contact()
    make(contact, first)
    assert is_refused(lambda: make(contact, second)) is refused


@pytest.mark.parametrize("make", [nudge, touch])
def test_another_contact_is_not_in_the_way(make):
    make(make_contact(), date(2026, 3, 15))
    assert not is_refused(lambda: make(make_contact(), date(2026, 3, 15)))


def test_a_withdrawn_or_merged_nudge_frees_the_month():
    contact = make_contact()
    nudge(contact, date(2026, 3, 15), state="withdrawn")
    nudge(contact, date(2026, 3, 16), state="merged")
    assert not is_refused(lambda: nudge(contact, date(2026, 3, 17)))


def test_what_does_not_count_is_not_in_the_way():
    contact = make_contact()
    touch(contact, date(2026, 3, 15), counts=False)
    assert not is_refused(lambda: touch(contact, date(2026, 3, 16)))


def test_bulk_create_meets_the_constraint():
    contact = make_contact()
    rows = [Nudge(contact=contact, on=date(2026, 3, day), state="expired") for day in (1, 20)]
    assert is_refused(lambda: Nudge.objects.bulk_create(rows))


def test_an_update_of_the_day_meets_the_constraint():
    contact = make_contact()
    nudge(contact, date(2026, 3, 15))
    later = nudge(contact, date(2026, 5, 15))
    assert is_refused(lambda: Nudge.objects.filter(pk=later.pk).update(on=date(2026, 4, 1)))


def test_an_update_of_the_state_meets_the_constraint():
    contact = make_contact()
    nudge(contact, date(2026, 3, 15))
    freed = nudge(contact, date(2026, 3, 20), state="withdrawn")
    assert is_refused(lambda: Nudge.objects.filter(pk=freed.pk).update(state="expired"))


def test_moving_a_row_to_another_contact_meets_the_constraint():
    first, second = make_contact(), make_contact()
    nudge(first, date(2026, 3, 15))
    moved = nudge(second, date(2026, 3, 20))
    assert is_refused(lambda: Nudge.objects.filter(pk=moved.pk).update(contact=first))


def test_raw_sql_meets_the_constraint():
    contact = make_contact()
    touch(contact, date(2026, 3, 15))
    other = touch(contact, date(2026, 5, 15))

    def move_by_sql():
        with connection.cursor() as cursor:
            cursor.execute(
                'UPDATE followups_touchpoint SET "on" = %s WHERE id = %s', [date(2026, 3, 20).isoformat(), other.pk]
            )

    assert is_refused(move_by_sql)


def test_a_contact_has_one_open_nudge():
    contact = make_contact()
    nudge(contact, date(2026, 3, 15), state="open")
    assert is_refused(lambda: nudge(contact, date(2026, 6, 15), state="open"))


def test_validation_says_so_before_the_database_does():
    contact = make_contact()
    nudge(contact, date(2026, 3, 15))
    with pytest.raises(ValidationError, match="less than a month"):
        Nudge(contact=contact, on=date(2026, 4, 1), state="expired").validate_constraints()
