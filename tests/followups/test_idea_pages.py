"""Ideas on the contact's page and on a page of their own; a link added by hand."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact, Interest, Peer
from followups.drafts import Draft, draft_for
from followups.feedback import propose_request
from followups.fetching import FetchFailed, PageTitle
from followups.ideas import listing
from followups.letters import NOT_SAVED, read_letter, save_letter, start_letter
from followups.models import Idea, Referral
from followups.people import end_contact
from followups.touchpoints import log_touchpoint
from tests.factories import (
    make_article,
    make_company,
    make_consenting_peer,
    make_contact,
    make_feed,
    make_idea,
    make_nudge,
    make_nudge_mail,
    make_opening,
    make_rejection,
)

TODAY = date(2026, 11, 23)
HTMX = {"HX-Request": "true"}
MINE = Draft("Hello", "Hi Dana,\n\nwords of my own.\n\nKind regards,\nTim")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def dana(tim) -> Contact:
    contact = make_contact(tim, name="Dana Whitfield", email="dana@zephyr.example", needs_matching=False)
    Interest.objects.create(contact=contact, topic="sailing", source="mentioned in the interview")
    return contact


def offer(contact, title="A new chart of the coast", **fields) -> Idea:
    article = make_article(contact.owner, title, needs_matching=False, url=f"https://example.org/{title[-9:].strip()}")
    return make_idea(contact, article=article, **fields)


def section(client, contact, query="") -> str:
    return client.get(f"/contacts/{contact.pk}/{query}").content.decode().split('id="ideas"')[1].split("</section>")[0]


def typed(draft=MINE, version=NOT_SAVED, **fields):
    return {"subject": draft.subject, "text": draft.text, "version": version, **fields}


# On the contact's page


def test_an_idea_shows_its_title_its_site_its_reason_and_what_can_be_done(tims_page, dana):
    idea = offer(dana)

    shown = section(tims_page, dana)

    for words in ("A new chart of the coast", "example.org", "They mentioned sailing in the interview"):
        assert words in shown
    for step in ("use", "save", "dismiss"):
        assert f'action="/ideas/{idea.pk}/{step}/"' in shown


def test_beside_the_editor_what_is_typed_goes_along(tims_page, dana):
    idea = offer(dana)
    assert f'form="letter-form" formaction="/ideas/{idea.pk}/use/"' in section(tims_page, dana, "?write=1")


def test_without_ideas_the_page_says_where_they_come_from(tims_page, dana):
    assert 'href="/feeds/"' in section(tims_page, dana)


def test_somebody_out_of_touch_has_no_ideas(tims_page, dana):
    offer(dana)
    end_contact(dana)
    assert 'id="ideas"' not in tims_page.get(f"/contacts/{dana.pk}/").content.decode()


def test_use_this_puts_the_letter_around_it(tims_page, dana):
    idea = offer(dana)

    shown = tims_page.post(f"/ideas/{idea.pk}/use/", follow=True)

    assert shown.redirect_chain[-1][0] == f"/contacts/{dana.pk}/#letter"
    assert (read_letter(dana).idea, read_letter(dana).text) == (idea, draft_for(idea).text)
    assert "in your letter" in section(tims_page, dana)


def test_own_words_are_asked_about_and_kept_all_the_while(tims_page, dana):
    idea = offer(dana)

    shown = tims_page.post(f"/ideas/{idea.pk}/use/", typed()).content.decode()

    assert "words of my own." in shown
    for words in ("Add it to my letter", "Start over around it", "Keep mine as it is"):
        assert words in shown
    assert read_letter(dana) is None


def test_the_article_goes_into_own_words(tims_page, dana):
    idea = offer(dana)
    tims_page.post(f"/ideas/{idea.pk}/use/", typed(way="add"))
    assert "words of my own.\n\nA new chart of the coast\nhttps://" in read_letter(dana).text
    assert read_letter(dana).idea == idea


def test_own_words_give_way_when_the_user_says_so(tims_page, dana):
    idea, version = offer(dana), save_letter(dana, MINE, version=NOT_SAVED).version
    tims_page.post(f"/ideas/{idea.pk}/use/", typed(version=version, way="replace"))
    assert read_letter(dana).text == draft_for(idea).text


def test_what_another_tab_saved_meanwhile_is_shown_before_anything_goes(tims_page, dana):
    idea = offer(dana)
    save_letter(dana, Draft("", "From the other tab."), version=NOT_SAVED)

    for way in ("add", "replace"):
        shown = tims_page.post(f"/ideas/{idea.pk}/use/", typed(way=way)).content.decode()
        assert "From the other tab." in shown and "words of my own." in shown
    assert read_letter(dana).text == "From the other tab."


def test_from_one_idea_to_another_nothing_is_asked(tims_page, dana):
    first, second = offer(dana), offer(dana, "Another one")
    version = start_letter(dana, idea=first).version
    tims_page.post(f"/ideas/{second.pk}/use/", typed(draft_for(first), version))
    assert read_letter(dana).idea == second


def test_within_the_month_an_idea_is_saved_and_the_page_says_from_when(tims_page, dana):
    idea = offer(dana)
    log_touchpoint(dana, kind="check_in", on=date(2026, 11, 14))
    shown = section(tims_page, dana)
    assert "/use/" not in shown and "Save for later" in shown

    shown = tims_page.post(f"/ideas/{idea.pk}/use/", follow=True).content.decode()

    idea.refresh_from_db()
    assert "can be written from 14 December" in shown
    assert (idea.state, read_letter(dana)) == ("saved", None)


def test_while_feedback_may_be_asked_for_ideas_wait(tims_page, dana):
    idea = offer(dana)
    propose_request(make_rejection(dana, date(2026, 9, 20)))
    assert "/use/" not in section(tims_page, dana)
    assert "feedback comes first" in tims_page.post(f"/ideas/{idea.pk}/use/", follow=True).content.decode()


def test_what_was_sent_is_not_used_again(tims_page, dana):
    idea = offer(dana, state="used")
    assert "You sent this already." in tims_page.post(f"/ideas/{idea.pk}/use/", follow=True).content.decode()
    assert read_letter(dana) is None


def test_a_peer_for_an_opening_leads_to_the_referrals_own_page(tims_page, dana):
    company = make_company(dana.owner, "Zephyr")
    Contact.objects.filter(pk=dana.pk).update(company=company)
    peer = make_consenting_peer(dana.owner, name="Jule Brandt")
    opening = make_opening(dana.owner, company=company)
    idea = make_idea(dana, kind="referral", why="referral", opening=opening, peer=peer, topic="Figma")
    assert "Jule Brandt" in section(tims_page, dana)

    response = tims_page.post(f"/ideas/{idea.pk}/use/")
    assert response.url == f"/referrals/{Referral.objects.get().pk}/"

    Referral.objects.all().delete()
    Peer.objects.update(consent="withdrawn")
    assert "has not agreed" in tims_page.post(f"/ideas/{idea.pk}/use/", follow=True).content.decode()
    assert Referral.objects.count() == 0


def test_saved_is_told_with_a_way_back(tims_page, dana):
    idea = offer(dana)

    shown = tims_page.post(f"/ideas/{idea.pk}/save/", follow=True).content.decode()

    idea.refresh_from_db()
    assert idea.state == "saved" and "Saved for later: “A new chart of the coast”." in shown
    assert f'action="/ideas/{idea.pk}/restore/?was=new"' in shown
    tims_page.post(f"/ideas/{idea.pk}/restore/?was=new")
    idea.refresh_from_db()
    assert idea.state == "new"


@pytest.mark.parametrize("was", ["new", "saved"])
def test_dismissed_is_gone_until_it_is_undone(tims_page, dana, was):
    idea = offer(dana, state=was)

    shown = tims_page.post(f"/ideas/{idea.pk}/dismiss/", follow=True).content.decode()

    assert "Not for Dana: “A new chart of the coast”." in shown and f'id="idea-{idea.pk}"' not in shown
    tims_page.post(f"/ideas/{idea.pk}/restore/?was={was}")
    idea.refresh_from_db()
    assert idea.state == was


def test_beside_the_editor_the_ideas_alone_are_drawn_anew(tims_page, dana):
    idea = offer(dana)

    shown = tims_page.post(f"/ideas/{idea.pk}/dismiss/", headers=HTMX).content.decode()

    assert shown.lstrip().startswith("<section") and "<html" not in shown
    assert "Not for Dana" in shown and f"/ideas/{idea.pk}/restore/?was=new" in shown


@pytest.mark.parametrize("step", ["use", "save", "dismiss", "restore"])
def test_ideas_change_by_a_press_of_a_button_alone(tims_page, dana, step):
    idea = offer(dana)
    assert tims_page.get(f"/ideas/{idea.pk}/{step}/").status_code == 405
    idea.refresh_from_db()
    assert idea.state == "new"


def test_the_page_takes_as_many_queries_for_three_ideas_as_for_one(tims_page, dana):
    counts = []
    for title in ("One of them", "Two and a half", "Three at most"):
        offer(dana, title)
        with CaptureQueriesContext(connection) as queries:
            tims_page.get(f"/contacts/{dana.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


# On Today


def make_due(contact):
    Contact.objects.filter(pk=contact.pk).update(next_on=TODAY)


def test_whoever_is_due_is_shown_with_the_best_idea(tims_page, dana):
    make_due(dana)
    offer(dana, "A fair one", score=1.0)
    offer(dana, "The best one", score=2.0)
    shown = tims_page.get("/").content.decode()
    assert "The best one" in shown and "A fair one" not in shown


@pytest.mark.parametrize(
    "fields", [{"state": "dismissed"}, {"state": "used"}, {"score": 0.01}], ids=["dismissed", "used", "poor"]
)
def test_today_shows_no_idea_that_is_not_proposed(tims_page, dana, fields):
    make_due(dana)
    offer(dana, **fields)
    assert "A new chart" not in tims_page.get("/").content.decode()


def test_today_goes_with_the_mail(tims_page, tim, dana):
    open_nudge = make_nudge(dana, TODAY, mail=make_nudge_mail(tim, TODAY, state="sent"))
    earlier = make_nudge(dana, date(2026, 9, 1), state="expired")
    offer(dana, "In an earlier mail", score=9.0, nudge=earlier)
    offer(dana, "Fresh since then", score=8.0)
    offer(dana, "Second in the mail", score=2.0, nudge=open_nudge, place=1)
    offer(dana, "First in the mail", score=1.0, nudge=open_nudge, place=0)
    shown = tims_page.get("/").content.decode()
    assert "First in the mail" in shown
    assert "Second in the mail" not in shown and "Fresh since then" not in shown


def test_what_was_in_an_earlier_mail_is_told_again_only_if_it_was_saved(tims_page, dana):
    earlier = make_nudge(dana, date(2026, 9, 1), state="expired")
    make_due(dana)
    told = offer(dana, "In an earlier mail", score=9.0, nudge=earlier)
    offer(dana, "Fresh since then", score=2.0)
    assert "Fresh since then" in tims_page.get("/").content.decode()
    Idea.objects.filter(pk=told.pk).update(state="saved")
    assert "In an earlier mail" in tims_page.get("/").content.decode()


# The page of all


def test_whoever_may_be_written_to_comes_first_then_the_best(tims_page, tim, dana):
    offer(dana, "For Dana", score=9.0)
    log_touchpoint(dana, kind="other", on=date(2026, 11, 14))
    for name, score in (("Eva", 1.0), ("Milo", 2.0)):
        offer(make_contact(tim, name=name, needs_matching=False), f"For {name}", score=score)

    shown = tims_page.get("/ideas/").content.decode()

    places = [shown.index(f"For {name}") for name in ("Milo", "Eva", "Dana")]
    assert places == sorted(places)
    assert "may be written to from 14 December" in shown
    assert shown.count("/use/") == 2


def test_at_most_three_for_each_and_all_of_them_for_one(tims_page, dana):
    for number, word in enumerate(("harbour", "rigging", "weather", "knots", "winches")):
        offer(dana, f"Sailing and {word} explained", score=1 + number)
    assert tims_page.get("/ideas/").content.decode().count('class="idea"') == 3
    assert tims_page.get(f"/ideas/?contact={dana.pk}").content.decode().count('class="idea"') == 5


def test_saved_ones_by_themselves(tims_page, dana):
    offer(dana, "A saved one", state="saved")
    offer(dana, "A new one")
    for address in ("/ideas/?show=saved", f"/ideas/?show=saved&contact={dana.pk}"):
        shown = tims_page.get(address).content.decode()
        assert "A saved one" in shown and "A new one" not in shown


def test_a_saved_one_that_was_in_a_mail_is_kept_at_hand(tims_page, dana):
    nudge = make_nudge(dana, date(2026, 9, 1), state="expired")
    offer(dana, "A saved one", state="saved", nudge=nudge)
    assert "A saved one" in tims_page.get("/ideas/?show=saved").content.decode()


def test_pages_follow_one_another_without_a_gap(tims_page, tim, monkeypatch):
    monkeypatch.setattr(listing, "CONTACTS_PER_PAGE", 2)
    names = [f"Person {number}" for number in range(5)]
    for number, name in enumerate(names):
        contact = make_contact(tim, name=name, needs_matching=False)
        offer(contact, f"For {name}", score=1 + number // 2)
        if number == 4:
            log_touchpoint(contact, kind="other", on=date(2026, 11, 14))

    address, seen = "/ideas/", []
    while address:
        shown = tims_page.get(address)
        seen += [group.contact.name for group in shown.context["groups"]]
        address = shown.context["next_url"]
    assert seen == ["Person 2", "Person 3", "Person 0", "Person 1", "Person 4"]


def test_all_of_one_are_paged_too(tims_page, dana, monkeypatch):
    monkeypatch.setattr(listing, "IDEAS_PER_PAGE", 2)
    ideas = [offer(dana, f"Number {number}", score=1 + number // 2) for number in range(5)]

    address, seen = f"/ideas/?contact={dana.pk}", []
    while address:
        shown = tims_page.get(address)
        seen += [card.idea.pk for group in shown.context["groups"] for card in group.cards]
        address = shown.context["next_url"]
    assert seen == [idea.pk for idea in sorted(ideas, key=lambda idea: (-idea.score, -idea.pk))]


@pytest.mark.parametrize("after", ["x", "%00", "MTox", "MTo5OTk5LTEyLTMxIG5hbg"])
def test_a_position_that_makes_no_sense_is_the_start(tims_page, dana, after):
    offer(dana)
    for address in (f"/ideas/?after={after}", f"/ideas/?contact={dana.pk}&after={after}"):
        assert tims_page.get(address).status_code == 200


@pytest.mark.parametrize("query", ["", "?show=saved"])
def test_the_list_takes_as_many_queries_for_three_people_as_for_one(tims_page, tim, query):
    counts = []
    for number in range(3):
        contact = make_contact(tim, company=make_company(tim), needs_matching=False)
        Interest.objects.create(contact=contact, topic="sailing", source="interview")
        for word in ("harbour", "rigging", "knots")[: number + 1]:
            offer(contact, f"Sailing and {word} explained {number}", state="saved")
        with CaptureQueriesContext(connection) as queries:
            tims_page.get(f"/ideas/{query}")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2], counts
    assert counts[0] <= 9


def test_without_feeds_the_page_says_how_to_begin(tims_page, tim):
    assert "Follow a feed" in tims_page.get("/ideas/").content.decode()
    make_feed(tim)
    assert "Nothing at the moment" in tims_page.get("/ideas/").content.decode()


def test_a_decision_on_the_list_leads_back_to_its_place(tims_page, dana):
    idea = offer(dana)
    shown = tims_page.get("/ideas/").content.decode()
    place = f"/ideas/#for-{dana.pk}"
    assert f'name="next" value="{place}"' in shown and f'id="for-{dana.pk}"' in shown
    assert tims_page.post(f"/ideas/{idea.pk}/save/", {"next": place}, headers=HTMX).url == place


def test_the_contact_chosen_has_to_be_ones_own(tims_page):
    stranger = make_contact(name="Xylophone")
    for query in (f"?contact={stranger.pk}", "?contact=x", "?contact=9" + "9" * 30):
        assert tims_page.get(f"/ideas/{query}").status_code == 404
        assert tims_page.get(f"/ideas/new/{query}").status_code == 404


# A link by hand


@pytest.fixture
def page_says(monkeypatch):
    """What reading a page's title gives; an exception is raised."""

    def say(answer):
        def read(url):
            if isinstance(answer, Exception):
                raise answer
            return PageTitle(url, answer, "A summary")

        monkeypatch.setattr("followups.views.idea_new.fetch_page_title", read)

    return say


def test_a_link_is_added_with_the_pages_own_title(tims_page, dana, page_says):
    page_says("Knots explained")

    shown = tims_page.post(f"/ideas/new/?contact={dana.pk}", {"url": "example.org/knots"}, follow=True)

    idea = Idea.objects.get()
    assert (idea.article.title, idea.article.url, idea.why) == (
        "Knots explained",
        "https://example.org/knots",
        "by_hand",
    )
    assert shown.redirect_chain[-1][0] == f"/contacts/{dana.pk}/#idea-{idea.pk}"
    assert f'id="idea-{idea.pk}"' in shown.content.decode()


def test_a_typed_title_goes_before_the_pages_own(tims_page, dana, page_says):
    page_says(AssertionError("nothing is to be fetched"))
    tims_page.post("/ideas/new/", {"url": "https://example.org/k", "title": "My title", "person": "dana whitfield"})
    assert Idea.objects.get().article.title == "My title"


def test_the_title_can_be_read_first_and_nothing_is_added_yet(tims_page, dana, page_says):
    page_says("Knots explained")

    shown = tims_page.post("/ideas/new/", {"url": "https://example.org/k", "look": "title", "person": "Nobody"})

    assert 'value="Knots explained"' in shown.content.decode() and 'value="Nobody"' in shown.content.decode()
    assert "invalid-feedback" not in shown.content.decode()
    assert Idea.objects.count() == 0


@pytest.mark.parametrize("press", [{}, {"look": "title"}])
def test_a_page_that_cannot_be_read_leaves_the_title_to_the_user(tims_page, dana, page_says, press):
    page_says(FetchFailed("The site did not answer."))

    shown = tims_page.post("/ideas/new/", {"url": "https://example.org/k", "person": "Dana Whitfield", **press})

    assert "The site did not answer. Please type it here." in shown.content.decode()
    assert "https://example.org/k" in shown.content.decode() and Idea.objects.count() == 0


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "ftp://example.org", "https://me:secret@example.org/", "no address", "https://"]
)
def test_what_is_no_web_address_is_refused_and_comes_back(tims_page, dana, url):
    shown = tims_page.post("/ideas/new/", {"url": url, "title": "A title", "person": "Dana Whitfield"})
    assert shown.status_code == 200 and "invalid-feedback" in shown.content.decode()
    assert 'value="A title"' in shown.content.decode() and Idea.objects.count() == 0


@pytest.mark.parametrize("person", ["Dana Whitfield", "  dana   WHITFIELD ", "dana@zephyr.example", "Dana"])
def test_somebody_is_found_by_name_by_its_beginning_and_by_address(tims_page, dana, person):
    tims_page.post("/ideas/new/", {"url": "https://example.org/k", "title": "A title", "person": person})
    assert Idea.objects.get().contact == dana


def test_of_several_of_a_name_the_user_is_asked_which(tims_page, tim, dana):
    make_contact(tim, name="Dana Whitfield", email="dw@oakline.example")
    shown = tims_page.post("/ideas/new/", {"url": "https://example.org/k", "title": "x", "person": "Dana Whitfield"})
    assert "dana@zephyr.example" in shown.content.decode() and "dw@oakline.example" in shown.content.decode()
    assert Idea.objects.count() == 0


def test_nobody_elses_people_are_found(tims_page, dana):
    make_contact(name="Xaver")
    shown = tims_page.post("/ideas/new/", {"url": "https://example.org/k", "title": "x", "person": "Xaver"})
    assert "Nobody in touch with you is called so." in shown.content.decode()


def test_what_was_sent_before_is_told(tims_page, dana):
    press = {"url": "https://example.org/k", "title": "x", "person": "Dana"}
    tims_page.post("/ideas/new/", press)
    log_touchpoint(dana, kind="article", on=date(2026, 11, 3), idea=Idea.objects.get())

    shown = tims_page.post("/ideas/new/", press).content.decode()

    assert "You sent this to Dana on 3 November." in shown


@pytest.mark.parametrize(
    ("query", "url", "title"),
    [
        ({"url": "https://example.org/a", "title": "A title"}, "https://example.org/a", "A title"),
        ({"text": "A title https://example.org/a"}, "https://example.org/a", "A title"),
        ({"title": "A title", "text": "https://example.org/a"}, "https://example.org/a", "A title"),
        ({"url": '"><script>'}, "&quot;&gt;&lt;script&gt;", ""),
    ],
)
def test_what_is_shared_fills_the_form_and_adds_nothing(tims_page, dana, query, url, title):
    shown = tims_page.get("/ideas/new/", query).content.decode()
    assert f'value="{url}"' in shown and (not title or f'value="{title}"' in shown)
    assert Idea.objects.count() == 0


def test_signed_out_what_is_shared_waits_behind_the_door(client, tim):
    response = client.get("/ideas/new/", {"url": "https://example.org/a"})
    assert response.url == "/accounts/login/?next=/ideas/new/%3Furl%3Dhttps%253A%252F%252Fexample.org%252Fa"


def test_the_bookmarklet_leads_to_the_form(tims_page):
    shown = tims_page.get("/ideas/new/").content.decode()
    assert "javascript:location.href=&#x27;http://127.0.0.1:8000/ideas/new/?url=&#x27;" in shown


def test_a_link_for_somebody_out_of_touch_is_not_asked_for(tims_page, dana):
    end_contact(dana)
    assert tims_page.get(f"/ideas/new/?contact={dana.pk}").url == f"/contacts/{dana.pk}/"
    shown = tims_page.post("/ideas/new/", {"url": "https://example.org/k", "title": "x", "person": "Dana"})
    assert "Nobody in touch" in shown.content.decode()
