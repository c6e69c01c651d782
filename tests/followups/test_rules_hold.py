"""Whatever a person does, in whatever order: never a nudge too soon, never one lost."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.attacks import say, size
from tests.followups.person import Person

IN_THE_SUITE = 200
STEPS = size("STEPS", IN_THE_SUITE)
STEPS_OF_A_LIFE = 30


# One transaction around many lives would keep the rows of all of them until its end.
@pytest.mark.django_db(transaction=STEPS > IN_THE_SUITE)
def test_the_rules_hold_in_any_order_of_events():
    while Person.steps < STEPS:
        effort = settings(
            max_examples=max(1, min(50, (STEPS - Person.steps) // STEPS_OF_A_LIFE)),
            stateful_step_count=STEPS_OF_A_LIFE,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],
        )
        run_state_machine_as_test(Person, settings=effort)
        say("steps", Person.steps, nudges=Person.told_of, restores=Person.restored, violations=0)
