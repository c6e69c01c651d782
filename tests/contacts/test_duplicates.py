"""Who stands here twice is shown side by side, and put together or kept apart by the user alone."""

import pytest

from contacts.duplicates import find_duplicates
from contacts.models import Contact, DistinctPair
from contacts.names import ALIKE, how_alike
from tests.factories import make_company, make_contact, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user(is_owner=True)


@pytest.fixture
def visitor(client, user):
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("dana weber", "weber, dana", True),
        ("dana weber", "dana maria weber", True),
        ("d. weber", "dana weber", True),
        ("dana weber", "danna weber", True),
        ("dana weber", "dana becker", False),
        ("dana weber", "jo weber", False),
        ("li", "liu", False),
        ("", "dana weber", False),
    ],
)
def test_names_are_alike_or_not(one, other, is_alike):
    assert (how_alike(one, other) >= ALIKE) is is_alike


def test_the_same_address_the_same_name_and_a_similar_one_are_found_in_this_order(user):
    acme = make_company(user, "Acme")
    people = [
        make_contact(user, name="Dana Weber", email="dana@example.org", company=acme),
        make_contact(user, name="Someone Else", email="dana@example.org"),
        make_contact(user, name="Jo Brandt", email="jo@example.org"),
        make_contact(user, name="jo brandt", email=""),
        make_contact(user, name="Weber, Dana M.", email="dmw@example.org", company=acme),
        make_contact(user, name="Zoe Lind", company=acme),
    ]
    found = [(each.first, each.second) for each in find_duplicates(user)]
    assert found == [(people[0], people[1]), (people[2], people[3]), (people[0], people[4])]
    assert {each.first for each in find_duplicates(user, of=people[4])} == {people[0]}


def test_namesakes_with_places_and_addresses_of_their_own_are_two(user):
    make_contact(user, name="Dana Weber", email="a@example.org", company=make_company(user, "Acme"))
    make_contact(user, name="Dana Weber", email="b@example.org", company=make_company(user, "Beta"))
    assert find_duplicates(user) == []


def test_the_order_of_the_words_does_not_make_somebody_else(user):
    one, two = make_contact(user, name="Weber, Dana"), make_contact(user, name="Dana Weber", email="")
    assert [(each.first, each.second) for each in find_duplicates(user)] == [(one, two)]
    assert [(each.first, each.second) for each in find_duplicates(user, of=two)] == [(one, two)]


def test_another_users_people_are_no_twins_of_mine(user):
    make_contact(user, email="dana@example.org")
    make_contact(make_user(), email="dana@example.org")
    assert find_duplicates(user) == []


def test_a_pair_is_put_together_from_the_page(visitor, user):
    one = make_contact(user, name="Dana Weber", email="dana@example.org")
    two = make_contact(user, name="Dana W.", email="dana@example.org")
    page = visitor.get("/duplicates/").content.decode()
    assert f"/contacts/{one.pk}/merge/?other={two.pk}" in page
    assert "Put them together" in visitor.get(f"/contacts/{one.pk}/merge/?other={two.pk}").content.decode()
    answer = visitor.post(f"/contacts/{one.pk}/merge/", {"other": two.pk}, follow=True)
    assert "is a part of this page now" in answer.content.decode()
    assert Contact.objects.get() == one


def test_two_who_were_said_to_be_two_are_not_asked_about_again(visitor, user):
    one, two = (make_contact(user, name="Dana Weber", email="dana@example.org") for _each in range(2))
    visitor.post("/duplicates/apart/", {"contact": two.pk, "other": one.pk})
    assert DistinctPair.objects.values_list("first", "second").get() == (one.pk, two.pk)
    assert "Nobody stands here twice" in visitor.get("/duplicates/").content.decode()


def test_anybody_can_be_chosen_by_a_search(visitor, user):
    one, two = (
        make_contact(user, name="Dana Weber"),
        make_contact(user, name="Quite Different", search_text="  quite  different"),
    )
    page = visitor.get(f"/contacts/{one.pk}/merge/", {"q": "quite"}).content.decode()
    assert f"/contacts/{one.pk}/merge/?other={two.pk}" in page


def test_nobody_is_put_together_with_themselves_or_a_stranger(visitor, user):
    one, theirs = make_contact(user), make_contact(make_user())
    for other in (one.pk, theirs.pk, "x", ""):
        assert visitor.post(f"/contacts/{one.pk}/merge/", {"other": other}).status_code == 404
    assert Contact.objects.count() == 2
