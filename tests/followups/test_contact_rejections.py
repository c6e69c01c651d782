"""What a contact page reads of the rejections, in one statement."""

from datetime import date

import pytest

from contacts.models import Rejection
from followups.contact_rejections import read_rejections
from followups.models import FeedbackRequest
from tests.factories import make_contact, make_rejection

pytestmark = pytest.mark.django_db


def make_request(rejection, **fields):
    return FeedbackRequest.objects.create(
        owner=rejection.owner, rejection=rejection, contact=rejection.contact, **fields
    )


@pytest.fixture
def dana():
    return make_contact(name="Dana")


def test_the_newest_comes_first_with_its_company_and_request(dana, django_assert_num_queries):
    old, new = make_rejection(dana, date(2026, 3, 1)), make_rejection(dana, date(2026, 11, 3))
    asked = make_request(old, asked_on=date(2026, 3, 4), themes=["clarity"])

    with django_assert_num_queries(1):
        rejections, requests = read_rejections(dana)
        assert rejections == [new, old]
        assert [each.company.name for each in rejections] == [new.company.name, old.company.name]
        assert [(each, each.rejection, each.contact, each.themes) for each in requests] == [
            (asked, old, dana, ["clarity"])
        ]


def test_whoever_asks_the_contact_for_them_asks_no_database(dana, django_assert_num_queries):
    rejection = make_rejection(dana, date(2026, 11, 3))
    read_rejections(dana)
    with django_assert_num_queries(0):
        assert list(dana.rejections.all()) == [rejection]


def test_they_are_as_the_models_read_them(dana):
    make_request(make_rejection(dana, date(2026, 11, 3), stage=Rejection.Stage.FINAL, role="Analyst"))
    (rejection,), (request,) = read_rejections(dana)
    for read in (rejection, request):
        saved = type(read).objects.get(pk=read.pk)
        names = [field.attname for field in read._meta.concrete_fields]
        assert {name: getattr(read, name) for name in names} == {name: getattr(saved, name) for name in names}


def test_of_somebody_else_there_are_none(dana):
    make_request(make_rejection(make_contact(name="Tom"), date(2026, 11, 3)))
    assert read_rejections(dana) == ([], [])


def test_a_request_to_somebody_else_is_not_theirs(dana):
    """After they moved on, a rejection may be another contact's than the one who was asked."""
    request = make_request(make_rejection(dana, date(2026, 11, 3)))
    FeedbackRequest.objects.filter(pk=request.pk).update(contact=make_contact(dana.owner, name="Tom"))
    rejections, requests = read_rejections(dana)
    assert (len(rejections), requests) == (1, [])
