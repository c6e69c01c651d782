"""Make the pieces wait in small: every lease, time limit, back-off and the bell itself divided by one number.

A kill a second is then as rare, to the pieces, as one every twenty seconds, and a thousand of them fit into minutes.
Nothing that they do is left out, and what is computed takes as long as ever: only the waiting is shorter.
"""

from __future__ import annotations

from typing import Any

PACE = 20


def set_pace(pace: float) -> None:
    """Called in the process that all pieces are forked from, before any of them starts."""
    from crm import settings, worker
    from followups import outbox, planning, sending, smtp, tick

    def shorten(module: Any, *names: str) -> None:
        for name in names:
            setattr(module, name, getattr(module, name) / pace)

    shorten(outbox, "CLAIM_LEASE", "HANDING_LEASE", "LONGEST_BACK_OFF")
    outbox.BACK_OFF = [wait / pace for wait in outbox.BACK_OFF]
    shorten(sending, "SEND_BATCH_FOR", "RENDER_AGAIN_AFTER")
    shorten(planning, "LOOK_AGAIN_AFTER")
    shorten(smtp, "UP_TO_354", "FOR_THE_BODY", "FOR_THE_REPLY")
    shorten(worker, "FOR_A_HAND_OVER")
    # What falls due in so short a time fills no batch: smaller ones, that several workers have something to send.
    outbox.BATCH_SIZE = tick.BATCH_SIZE = max(1, round(outbox.BATCH_SIZE / pace))
    sending.LARGEST_BATCH = max(1, round(sending.LARGEST_BATCH / pace))
    shorten(sending, "QUICK")
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        entry["schedule"] /= pace
    settings.CELERY_BEAT_MAX_LOOP_INTERVAL /= pace
