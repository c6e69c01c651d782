import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.models import Company, Opening, Peer
from followups.ideas.stems import stem_words
from followups.referrals.matching import GAP, OpeningIndex, match_peers

ZEPHYR = Company(name="Zephyr")


def opening(role="UX writer", asks_for="", pk=1):
    return Opening(pk=pk, role=role, asks_for=asks_for, company=ZEPHYR)


def peer(headline="", skills="", pk=1, name="Jule Brandt"):
    return Peer(pk=pk, name=name, headline=headline, skills=skills)


def fit(opening, peer):
    """What is said of the only pair there is; empty when it does not fit."""
    return ", ".join(match.words for match in match_peers([opening], [peer]))


@pytest.mark.parametrize(
    ("role", "asks_for", "headline", "skills", "said"),
    [
        ("UX writer", "Figma and user research", "", "Figma, user research", "Figma, user research"),
        ("UX writer (m/f/d)", "", "UX writer at Fjord", "", "UX writer"),
        ("Senior Data Engineer – Platform", "", "Data engineer", "", "Data engineer"),
        ("Head of Design", "design systems", "", "Design systems", "Design systems"),
        ("Sailmaker", "You have sewn sails.", "", "sewing, knots", "sewing"),
        ("C++ developer", "", "", "C++, C", "C++"),
        ("Developer", "C# and .NET", "", ".NET", ".NET"),
        ("Entwicklerin", "Qualitätssicherung", "", "qualitatssicherung", "qualitatssicherung"),
    ],
)
def test_what_fits_is_said_in_their_own_words(role, asks_for, headline, skills, said):
    assert fit(opening(role, asks_for), peer(headline, skills)) == said


@pytest.mark.parametrize(
    ("role", "asks_for", "headline", "skills"),
    [
        ("Sales engineer", "", "Data engineer", ""),  # half of a role is another role
        ("Nurse", "communication, English, teamwork", "", "communication, English, teamwork"),
        ("Nurse", "", "of the and", "of, the"),
        ("Nurse", "research with users", "", "user research"),  # in another order: another thing
        ("Nurse", "We have users. Research is done elsewhere.", "", "user research"),
        ("Nurse", "", "", ""),
        ("", "", "Nurse", "care"),
    ],
)
def test_none_is_better_than_a_poor_one(role, asks_for, headline, skills):
    assert fit(opening(role, asks_for), peer(headline, skills)) == ""


def test_the_role_weighs_more_than_the_small_print_and_more_reasons_more():
    named, asked = opening("Figma designer", pk=1), opening("Designer", "Figma", pk=2)
    scores = {match.opening.pk: match.score for match in match_peers([asked, named], [peer(skills="Figma")])}
    assert scores[1] > scores[2]
    more = match_peers([opening("Designer", "Figma, Miro")], [peer(skills="Figma, Miro")])[0].score
    assert more > scores[2]


def test_scores_are_on_the_scale_of_other_ideas():
    skills = ", ".join(f"skill{number}" for number in range(40))
    (match,) = match_peers([opening("UX writer", skills)], [peer("UX writer", skills)])
    assert match.score == 3
    assert len(match.words) <= 200 and match.words.startswith("UX writer, skill0")


def test_words_a_little_apart_count_less_than_words_together():
    together = match_peers([opening("", "user research")], [peer(skills="user research")])[0].score
    (apart,) = match_peers([opening("", "user and market research, Figma")], [peer(skills="user research, Figma")])
    assert apart.score < together + 0.7


def test_the_best_pair_comes_first():
    openings = [opening("Nurse", pk=1), opening("UX writer", "Figma", pk=2)]
    peers = [peer(skills="Figma", pk=1), peer("UX writer", "Figma", pk=2)]
    assert [(match.opening.pk, match.peer.pk) for match in match_peers(openings, peers)] == [(2, 2), (2, 1)]


WORDS = st.lists(st.sampled_from(["user", "research", "figma", "the", "sail"]), max_size=9).map(" ".join)


@given(texts=st.lists(WORDS, min_size=1, max_size=4), phrase=WORDS.filter(bool))
def test_the_index_finds_what_reading_every_text_finds(texts, phrase):
    index = OpeningIndex([opening("", text, pk=number) for number, text in enumerate(texts)])
    stems = stem_words(phrase)
    found = {number for number, text in enumerate(texts) if stands_in(stem_words(text), stems)}
    assert set(index.find_phrase(stems)) == found


def stands_in(text, phrase):
    """Whether the stems stand in the text in this order, each soon after the one before."""
    return any(follows(text, place, phrase[1:]) for place, stem in enumerate(text) if stem == phrase[0])


def follows(text, place, rest):
    if not rest:
        return True
    near = range(place + 1, min(place + 2 + GAP, len(text)))
    return any(text[after] == rest[0] and follows(text, after, rest[1:]) for after in near)
