"""Frozen reports, what is made of a report, own tables: methodists freeze, the director looks."""

from typing import Any

from django.utils import timezone

from nastavnik.audience.enums import Every
from nastavnik.audience.selectors.figures import Scope
from nastavnik.audience.services.reports import add_schedule, freeze_report, remove_report
from nastavnik.audience.services.tables import save_table
from nastavnik.people.models import User
from tests.architecture.access.words import DESK, DESK_HIDDEN, RUN, RUN_HIDDEN, Answer, Row, get, post, who

# for everybody else it is not there; the director reads it and removes nothing
REMOVES = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}

ROWS: tuple[Row, ...] = (
    get("audience:frozen_reports", DESK),
    get("audience:freeze", RUN),
    get("audience:frozen_report", DESK_HIDDEN, "frozen_report"),
    get("audience:frozen_figure", DESK_HIDDEN, "frozen_report", "frozen_code"),
    get("audience:report_file", DESK, "file_kind", is_shared=True),
    get("audience:report_news", DESK),
    get("audience:frozen_file", DESK_HIDDEN, "frozen_report", "file_kind"),
    get("audience:frozen_news", DESK_HIDDEN, "frozen_report"),
    post("audience:remove_report", REMOVES, "frozen_report"),
    post("audience:restore_report", RUN_HIDDEN, "removed_report"),
    get("audience:own_tables", DESK),
    get("audience:build_table", DESK, "table_rows", is_shared=True),
    get("audience:own_table", DESK_HIDDEN, "own_table"),
    post("audience:remove_table", REMOVES, "own_table"),
    get("audience:schedules", RUN),
    post("audience:stop_schedule", RUN_HIDDEN, "report_schedule"),
    post("audience:resume_schedule", RUN_HIDDEN, "report_schedule"),
)


def things_of_frozen(school: Any, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a report that is frozen, and one that was removed."""
    methodist, now = people["methodist"], timezone.now()
    assert methodist is not None
    kept, removed = (
        freeze_report(actor=methodist, scope=Scope(school, as_of=now), title=title, now=now) for title in ("One", "Two")
    )
    remove_report(actor=methodist, report_id=removed.pk, now=now)
    schedule = add_schedule(
        actor=methodist, school=school, every=Every.MONTH, receiver_tokens=[methodist.token], now=now
    )
    table = save_table(
        actor=methodist, school=school, title="T", rows="lessons", columns=[], filters={}, is_shared=True, now=now
    )
    return {
        "own_table": table.token,
        "table_rows": "lessons",
        "frozen_report": kept.token,
        "frozen_code": "lessons.held",
        "file_kind": "docx",
        "removed_report": removed.token,
        "report_schedule": schedule.token,
    }
