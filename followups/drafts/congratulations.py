from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from followups.drafts.article import show_link
from followups.drafts.check_in import wish_well
from followups.drafts.draft import LONGEST_NAME, Draft, as_letter, take_turns
from followups.models import Article, Idea
from followups.wording import cut

News = Idea.News


def congratulations_draft(idea: Idea, article: Article, *, on: date) -> Draft:
    """Joy about good news of their company, where it was read, and nothing asked in return."""
    words = {"company": name_company(idea)}
    subjects = [_("Congratulations to %(company)s"), _("Good news from %(company)s"), _("Congratulations!")]
    praise = take_turns(find_praise(idea.news), on) % words
    return Draft(take_turns(subjects, on) % words, as_letter(idea.contact, [praise, show_link(article), wish_well(on)]))


def name_company(idea: Idea) -> str:
    company = idea.contact.company
    name = idea.topic if idea.topic and idea.why == Idea.Why.COMPANY else company.name if company else ""
    return cut(name, LONGEST_NAME) or _("your company")


def find_praise(news: str) -> list[str]:
    praise: dict[str, list[str]] = {
        "": [
            _("I read the good news from %(company)s: congratulations."),
            _("Congratulations to you and everybody at %(company)s. I was glad to read the good news."),
        ],
        News.FUNDING: [
            _("Congratulations to you and everybody at %(company)s on the funding round. I was glad to read about it."),
            _("I read about the funding round at %(company)s: congratulations to the whole team."),
        ],
        News.AWARD: [
            _("Congratulations to you and everybody at %(company)s on the award. I was glad to read about it."),
            _("I read about the award for %(company)s: congratulations to the whole team."),
        ],
        News.LAUNCH: [
            _("Congratulations on the launch at %(company)s. I was glad to read about it."),
            _("I saw what %(company)s has just launched: congratulations to everybody who worked on it."),
        ],
        News.MILESTONE: [
            _("Congratulations to you and everybody at %(company)s on the milestone. I was glad to read about it."),
            _("I read how far %(company)s has come: congratulations to the whole team."),
        ],
        News.HIRE: [
            _("I read that somebody new is joining %(company)s: congratulations to the whole team."),
            _("Congratulations on the new colleague at %(company)s. I was glad to read about it."),
        ],
        News.PROMOTION: [
            _("I read about the promotion at %(company)s: congratulations, it was good news to see."),
            _("Congratulations on the promotion at %(company)s. I was glad to read about it."),
        ],
        News.OPENING: [
            _("I read that %(company)s is opening a new place: congratulations to the whole team."),
            _("Congratulations on the new place of %(company)s. I was glad to read about it."),
        ],
    }
    return praise[news]
