"""The pages of feeds: nothing typed is lost, what goes wrong is said calmly, and lists cost the same however long."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from contacts.models import Interest
from followups.models import Article, Feed
from tests.factories import make_article, make_company, make_contact, make_feed, make_user
from tests.followups.feeds.shapes import RSS_20, item, rss
from tests.followups.feeds.test_opml import OPML

pytestmark = pytest.mark.django_db

FEEDS = reverse("feeds")


def text_of(response):
    return response.content.decode()


def follow(page, server, **typed):
    return page.post(reverse("feed_new"), {"url": server.url("/feed"), "tie": "everybody", **typed}, follow=True)


def test_who_follows_nothing_is_told_why_it_is_worth_it(tims_page):
    assert "A letter is welcome when it brings something" in text_of(tims_page.get(FEEDS))


def test_a_feed_is_followed_for_a_company_by_its_name(tims_page, tim, server):
    zephyr = make_company(tim, "Zephyr Cold Chain")
    server.put("/feed", rss(item(1), item(2)))
    answer = follow(tims_page, server, tie="company", company="zephyr cold chain", interest="left over")
    feed = Feed.objects.get()
    assert "You follow The Coast now: 2 articles so far." in text_of(answer)
    assert (feed.company, feed.interest) == (zephyr, "") and "for Zephyr Cold Chain" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": ""}, "Which site, or which feed?"),
        ({"url": "http://localhost/"}, "private network"),
        ({"url": "x" * 2001}, "2000 characters at most"),
        ({"tie": "company"}, "Which one?"),
        ({"tie": "field", "interest": "sailing"}, "Which one?"),
        ({"tie": "company", "company": "Nobody Ltd"}, "You have no company of this name"),
        ({"tie": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(tims_page, typed, said):
    answer = text_of(tims_page.post(reverse("feed_new"), {"url": "coast.example", "tie": "everybody", **typed}))
    assert said in answer
    assert all(value in answer for name, value in typed.items() if name != "tie")
    assert not Feed.objects.exists()


def test_a_site_without_a_feed_is_told_beside_its_address(tims_page, server):
    assert "nothing at this address" in text_of(follow(tims_page, server))


def test_a_feed_that_is_followed_already_is_shown(tims_page, tim, server):
    feed = make_feed(tim, url=server.url("/feed"), title="The Coast")
    answer = follow(tims_page, server)
    assert answer.redirect_chain == [(reverse("feed_edit", args=[feed.pk]), 302)]
    assert "You follow this feed already: The Coast." in text_of(answer)


def test_another_users_company_cannot_be_tied(tims_page, server):
    make_company(make_user(), "Secret Plans")
    server.put("/feed", RSS_20)
    assert "You have no company of this name" in text_of(
        follow(tims_page, server, tie="company", company="Secret Plans")
    )


def test_a_companys_page_leads_to_its_news(tims_page, tim):
    company = make_company(tim, "Zephyr")
    company.website = "https://zephyr.example"
    company.save()
    address = f"{reverse('feed_new')}?company={company.pk}"
    assert address in text_of(tims_page.get(reverse("company_edit", args=[company.pk])))
    page = text_of(tims_page.get(address))
    assert 'value="https://zephyr.example"' in page and 'value="Zephyr"' in page


@pytest.mark.parametrize("wish", ["x", "9" * 30, "-1", "٣"])
def test_a_wish_that_makes_no_sense_is_no_wish(tims_page, wish):
    assert tims_page.get(reverse("feed_new"), {"company": wish}).status_code == 200


def test_companies_fields_and_interests_are_on_offer(tims_page, tim):
    make_company(tim, "Zephyr")
    contact = make_contact(tim, field="logistics")
    Interest.objects.create(contact=contact, topic="sailing")
    page = text_of(tims_page.get(reverse("feed_new")))
    assert all(f'<option value="{offer}">' in page for offer in ("Zephyr", "logistics", "sailing"))


def test_a_failing_feed_says_since_when_and_why_and_no_more(tims_page, tim):
    since = datetime(2024, 5, 3, 12, tzinfo=UTC)
    make_feed(tim, title="The Coast", failures=4, failing_since=since, error="The site does not let us in (403).")
    page = text_of(tims_page.get(FEEDS))
    assert "Out of reach since 3 May 2024. The site does not let us in (403)." in page
    assert "It is tried again by itself." in page


def test_a_feed_that_is_gone_is_at_rest(tims_page, tim):
    make_feed(tim, failures=1, failing_since=timezone.now(), next_fetch_at=None, error="Gone for good.")
    page = text_of(tims_page.get(FEEDS))
    assert "Gone for good." in page and "at rest" in page and "tried again" not in page


def test_what_came_lately_is_counted(tims_page, tim):
    feed = make_feed(tim, title="The Coast", fetched_at=timezone.now())
    for days in (1, 2, 30):
        make_article(tim, feed=feed, seen_at=timezone.now() - timedelta(days=days))
    assert "2 this week" in text_of(tims_page.get(FEEDS))


@pytest.mark.parametrize("name", ["feeds", "feed_edit"])
def test_a_page_costs_the_same_with_many_rows(tims_page, tim, name, django_assert_num_queries):
    def add():
        feed = make_feed(tim, company=make_company(tim), fetched_at=timezone.now())
        make_article(tim, feed=feed)
        return feed

    feed = add()
    address = reverse(name, args=[feed.pk] if name == "feed_edit" else [])
    with count_queries() as once:
        tims_page.get(address)
    add(), add(), make_article(tim, feed=feed), make_article(tim, feed=feed)
    with django_assert_num_queries(len(once)):
        tims_page.get(address)


def count_queries():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


def test_a_long_list_goes_on_on_the_next_page(tims_page, tim):
    for number in range(51):
        make_feed(tim, title=f"Feed {number:02}")
    first = tims_page.get(FEEDS)
    assert "Feed 49" in text_of(first) and "Feed 50" not in text_of(first)
    assert "Feed 50" in text_of(tims_page.get(first.context["next_url"]))


def test_a_feed_is_renamed_and_given_to_somebody_else(tims_page, tim):
    feed = make_feed(tim, title="Old")
    tims_page.post(
        reverse("feed_edit", args=[feed.pk]), {"title": "New", "tie": "interest", "interest": "sailing", "version": 1}
    )
    feed.refresh_from_db()
    assert (feed.title, feed.interest, feed.version) == ("New", "sailing", 2)


def test_what_another_tab_saved_is_shown_before_it_is_overwritten(tims_page, tim):
    feed = make_feed(tim, title="Theirs", version=2, company=make_company(tim, "Zephyr"))
    typed = {"title": "Mine", "tie": "company", "company": "Zephyr", "version": 1}
    answer = tims_page.post(reverse("feed_edit", args=[feed.pk]), typed)
    assert "Theirs" in text_of(answer) and 'value="Mine"' in text_of(answer)
    assert [str(difference.label) for difference in answer.context["form"].differences] == ["Name"]
    tims_page.post(reverse("feed_edit", args=[feed.pk]), {**typed, "version": 2})
    feed.refresh_from_db()
    assert feed.title == "Mine"


def test_what_a_feed_says_is_shown_as_text(tims_page, tim, server):
    server.put("/feed", rss(item(title="&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;")))
    follow(tims_page, server)
    page = text_of(tims_page.get(reverse("feed_edit", args=[Feed.objects.get().pk])))
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_a_feed_is_no_longer_followed_after_a_question(tims_page, tim):
    feed = make_feed(tim, title="The Coast")
    make_article(tim, feed=feed)
    address = reverse("feed_delete", args=[feed.pk])
    assert "Stop following The Coast?" in text_of(tims_page.get(address)) and Feed.objects.exists()
    assert "You do not follow The Coast any more." in text_of(tims_page.post(address, follow=True))
    assert not Feed.objects.exists() and not Article.objects.exists()


def look(page, feed):
    return text_of(page.post(reverse("feed_fetch", args=[feed.pk]), follow=True))


def test_a_feed_is_looked_at_by_hand_hourly_at_most(tims_page, tim, server):
    feed = make_feed(tim, url=server.url("/feed"), tried_at=timezone.now() - timedelta(minutes=61))
    Feed.objects.update(next_fetch_at=timezone.now() + timedelta(hours=3))
    server.put("/feed", rss(item()))
    assert "1 new article." in look(tims_page, feed)
    assert "It may be asked again from" in look(tims_page, feed)
    assert server.paths() == ["/feed"]


def test_a_failing_feed_may_be_looked_at_sooner(tims_page, tim, server):
    before, later = timezone.now() - timedelta(minutes=6), timezone.now() + timedelta(hours=2)
    failing = {"failures": 3, "failing_since": before, "tried_at": before, "next_fetch_at": later}
    feed = make_feed(tim, url=server.url("/feed"), **failing)
    assert "nothing at this address (404)" in look(tims_page, feed)
    assert "It may be asked again from" in look(tims_page, feed)
    Feed.objects.update(**failing)
    server.put("/feed", RSS_20.replace("2026", "2001"))
    assert "Nothing new there." in look(tims_page, feed)
    feed.refresh_from_db()
    assert feed.failing_since is None


def upload(page, content):
    file = SimpleUploadedFile("feeds.opml", content, "text/xml")
    return text_of(page.post(reverse("feeds_import"), {"file": file}))


def test_a_list_is_taken_in_and_each_line_told(tims_page, tim):
    make_feed(tim, url="https://coast.example/feed")
    page = upload(tims_page, OPML)
    assert "1 feed is added" in page and "You follow it already." in page and "Added." in page
    assert Feed.objects.owned_by(tim).count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "This file is empty."), (b"hello", "no OPML"), (b" " * (1024 * 1024 + 5), "larger than 1 MB")],
)
def test_a_file_that_is_no_list_is_told_and_adds_nothing(tims_page, content, said):
    assert said in upload(tims_page, content)
    assert not Feed.objects.exists()


def test_a_form_without_a_file_asks_for_one(tims_page):
    assert "Please choose a file." in text_of(tims_page.post(reverse("feeds_import"), {}))


def test_the_list_can_be_taken_along(tims_page, tim):
    make_feed(tim, url="https://coast.example/feed", title="The Coast")
    make_feed(make_user(), url="https://secret.example/feed")
    answer = tims_page.get(reverse("feeds_export"))
    assert answer["Content-Disposition"] == 'attachment; filename="afterword-feeds.opml"'
    assert b"coast.example" in answer.content and b"secret" not in answer.content
