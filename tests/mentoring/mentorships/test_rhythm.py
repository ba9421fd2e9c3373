"""When the people of a mentorship are expected to hear of each other."""

from datetime import date, timedelta

import pytest

from nastavnik.mentoring.selectors.mentorships.rhythm import Pulse, contact_due, pulse_of

LAST = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("planned", "due"),
    [(None, 14), (3, 14), (20, 20), (90, 28)],
)
def test_contact_is_due_after_a_rhythm_and_a_plan_delays_it_by_one_more_at_most(planned, due):
    planned_on = None if planned is None else LAST + timedelta(days=planned)

    assert contact_due(LAST, 14, planned_on) == LAST + timedelta(days=due)


@pytest.mark.parametrize(
    ("days", "pulse"), [(-1, Pulse.AWAKE), (0, Pulse.AWAKE), (1, Pulse.QUIET), (14, Pulse.QUIET), (15, Pulse.ASLEEP)]
)
def test_mentorship_falls_asleep_a_rhythm_after_it_was_due(days, pulse):
    assert pulse_of(LAST, 14, LAST + timedelta(days=days)) is pulse
