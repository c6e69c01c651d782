"""For a week an import can be taken back; whoever was written to or changed since stays, and is named."""

from datetime import timedelta

from django.utils import timezone

from contacts.models import Company, Contact, Interest, Rejection
from crm.importing.undoing import begin_undo
from crm.models import ImportRow, ImportRun
from followups.models import FeedbackRequest, Touchpoint
from followups.people import change_contact, pause_contact
from followups.touchpoints import log_touchpoint
from tests.crm.importing.bringing import bring, work
from tests.factories import make_company, make_contact

PEOPLE = (
    "Name,E-mail,Company,Title,Interests,Last contacted\nDana Weber,dana@example.org,Acme,Head,sailing,2026-01-05\n"
)
PEOPLE += "Jo Brandt,jo@example.org,Beta,CTO,,\nZoe Lind,zoe@example.org,,,,\n"
JOBS = "Company,Role,Status,Date,Contact,Contact email\nAcme,Lead,Rejected,2026-01-20,Dana Weber,dana@example.org\n"


def undo(run):
    assert begin_undo(run)
    return work(run)


def test_what_it_made_goes_with_all_that_hangs_on_it(user):
    run = undo(bring(user, PEOPLE))
    assert (run.state, run.counts["gone"], run.counts["stay"]) == ("undone", 3, 0)
    for model in (Contact, Company, Interest, Touchpoint, ImportRow):
        assert not model.objects.exists(), model


def test_a_rejection_goes_with_its_request(user):
    undo(bring(user, JOBS))
    assert not Rejection.objects.exists() and not FeedbackRequest.objects.exists() and not Contact.objects.exists()


def test_what_it_changed_is_as_before(user):
    known = make_contact(user, name="Dana", email="dana@example.org", company=None)
    before = {key: getattr(known, key) for key in ("title", "company_id", "next_on", "next_from", "email")}
    run = bring(user, PEOPLE)
    known.refresh_from_db()
    assert (known.title, known.interests.count(), known.touchpoints.count()) == ("Head", 1, 1)
    run = undo(run)
    known.refresh_from_db()
    assert {key: getattr(known, key) for key in before} == before
    assert (known.interests.count(), known.touchpoints.count(), run.counts["given_back"]) == (0, 0, 1)


def test_whom_you_wrote_to_paused_or_changed_stays(user):
    make_contact(user, name="Zoe", email="zoe@example.org", title="")
    run = bring(user, PEOPLE)
    dana, jo = Contact.objects.get(name="Dana Weber"), Contact.objects.get(name="Jo Brandt")
    log_touchpoint(dana, kind="article", on=user.today())
    pause_contact(jo, until=user.today() + timedelta(days=3))
    run = undo(run)
    assert (run.counts["gone"], run.counts["stay"]) == (0, 2)
    assert {row.name for row in run.rows.all()} == {"Dana Weber", "Jo Brandt"}
    assert Contact.objects.filter(pk__in=[dana.pk, jo.pk]).count() == 2
    assert Company.objects.count() == 2


def test_a_change_of_yours_to_somebody_known_is_kept(user):
    known = make_contact(user, name="Dana", email="dana@example.org", company=make_company(user, "Acme"))
    run = bring(user, PEOPLE)
    known.refresh_from_db()
    change_contact(
        known,
        name="Dana",
        email="dana@example.org",
        title="Chair",
        company_name="Acme",
        field="",
        interests=[],
        cadence=1,
        notes="",
    )
    run = undo(run)
    known.refresh_from_db()
    assert (known.title, run.counts["stay"]) == ("Chair", 1)


def test_who_was_erased_since_is_not_in_the_way(user):
    run = bring(user, PEOPLE)
    Contact.objects.get(name="Dana Weber").delete()
    assert not ImportRow.objects.filter(name="Dana Weber").exists()
    assert undo(run).counts["gone"] == 2


def test_after_a_week_it_is_too_late(user):
    run = bring(user, PEOPLE)
    ImportRun.objects.update(keep_until=timezone.now())
    run.refresh_from_db()
    assert not begin_undo(run)
    assert Contact.objects.count() == 3
