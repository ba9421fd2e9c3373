"""Things of the way of an application to a fund: a report that is due, a step, a calendar of deadlines."""

from datetime import date
from typing import Any

from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantApplication, ReportDue
from nastavnik.grants.selectors.out.calendar import calendar_key
from nastavnik.people.models import User


def things_of_onward(application: GrantApplication, people: dict[str, User | None]) -> dict[str, Any]:
    """Return what stands in the addresses of the way of an application."""
    report = ReportDue.objects.create(grant=application, title="Отчёт за первый этап", due_on=date(2027, 7, 1))
    learner = people["learner"]
    key = calendar_key(learner) if learner else ""
    return {"grant_report": report.token, "submitted_state": GrantState.SUBMITTED.value, "grant_calendar": key}
