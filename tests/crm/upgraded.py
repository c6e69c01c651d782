"""Bring the database of the environment up to date, let a day go by, and print what became of nudges and mails.

`python -m tests.crm.upgraded`: a process of its own, for a database of its own.
"""

import json
from datetime import UTC, datetime, timedelta

import django
import time_machine
from django.utils import timezone

FIRST = datetime(2026, 11, 6, 13, tzinfo=UTC)
DAYS = 40


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from followups import holding
    from followups.models import FeedbackRequest, Idea, Nudge, NudgeMail, Touchpoint
    from followups.sending import drain
    from followups.tick import run_tick

    call_command("migrate", verbosity=0)
    holding.read_database_clock = timezone.now  # the days are moved by hand, the server's clock is not
    for day in range(DAYS):
        with time_machine.travel(FIRST + timedelta(days=day), tick=False):
            run_tick(datetime.now(UTC))
            drain()
    nudges = Nudge.objects.order_by("contact__name", "on")
    mails = NudgeMail.objects.order_by("on", "owner__email")
    told = {
        "nudges": [[name, str(on), state] for name, on, state in nudges.values_list("contact__name", "on", "state")],
        "mails": [[email, str(on), state] for email, on, state in mails.values_list("owner__email", "on", "state")],
        "touchpoints": Touchpoint.objects.count(),
        "answers": list(FeedbackRequest.objects.exclude(answer="").values_list("state", "voice", "themes")),
        "ideas": Idea.objects.count(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
