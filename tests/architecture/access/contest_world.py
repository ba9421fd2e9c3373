"""What stands in the addresses of contests; each area adds its own."""

from typing import Any

from nastavnik.core import journal
from nastavnik.core.clock import now
from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.contest_applications import things_of_applications
from tests.architecture.access.contest_jury import things_of_jury
from tests.architecture.access.contest_results import things_of_results
from tests.contest.factories import (
    AwardFactory,
    ContestFactory,
    CriterionFactory,
    DirectionFactory,
    FormFieldFactory,
    FormSectionFactory,
    complete,
)

Things = dict[str, Any]


def things_of_contests(school: School, people: dict[str, User | None]) -> Things:
    """Return what the rows of contests name."""
    things = things_of_setup(school)
    token = things["contest"]
    things |= things_of_applications(school, people, token) | things_of_jury(school, people, token)
    return things | things_of_results(school, people)


def things_of_setup(school: School) -> Things:
    """Return a contest that takes applications, one being prepared with its rows, and one that was removed."""
    contest = complete(ContestFactory(school=school, intake=True))
    draft = complete(ContestFactory(school=school))
    section = FormSectionFactory(contest=draft, key="empty")
    field = FormFieldFactory(section=FormSectionFactory(contest=draft, key="full"), key="goal")
    removed = ContestFactory(school=school, removed_at=now())
    return {
        "contest": contest.token,
        "contest_slug": contest.slug,
        "draft_contest": draft.token,
        "draft_contest_slug": draft.slug,
        "removed_contest": removed.token,
        "removed_contest_slug": removed.slug,
        "contest_direction": DirectionFactory(contest=draft).pk,
        "contest_criterion": CriterionFactory(contest=draft).pk,
        "contest_award": AwardFactory(contest=draft).pk,
        "empty_section": section.key,
        "full_section": field.section.key,
        "form_field": field.key,
        "removal": removal_of(draft),
        **{f"list {name}": name for name in ("directions", "criteria", "awards")},
        **{f"preview {name}": name for name in ("regulation", "application", "sheet")},
        "step": "up",
    }


def removal_of(contest: Any) -> int:
    """Let a direction have been removed; return the number of the journal's entry."""
    row = {"title": "Удалённое", "target": "other", "position": 9}
    journal.record(actor=None, verb="directions removed", subject=contest, now=now(), part="directions", row=row)
    return journal.history_of(contest)[0].pk
