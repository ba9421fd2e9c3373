"""Who may see and do what with channels, counts and reports. Closed by default.

The desk looks, methodists write; a count that stands in the ledger is changed by nobody.
"""

from django.db.models import Q, QuerySet

from nastavnik.audience.models import CountedChannel, Report, SavedTable
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk


def can_count(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may keep channels and write into the ledger: a methodist of the school."""
    return can_run_school(actor, school)


def can_see_report(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see the report and the rows behind it: the desk, where the director looks."""
    return can_see_desk(actor, school)


def can_freeze(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may freeze a report, remove one and say who is sent one: a methodist."""
    return can_run_school(actor, school)


def channels_visible_to(actor: Actor, school: School) -> QuerySet[CountedChannel]:
    """Return the channels of `school` whose figures `actor` may see."""
    channels = CountedChannel.objects.filter(school=school, removed_at=None)
    return channels if can_see_report(actor, school) else channels.none()


def reports_visible_to(actor: Actor, school: School) -> QuerySet[Report]:
    """Return the frozen reports of `school` that `actor` may see."""
    reports = Report.objects.filter(school=school, removed_at=None)
    return reports if can_see_report(actor, school) else reports.none()


def tables_visible_to(actor: Actor, school: School) -> QuerySet[SavedTable]:
    """Return the tables that `actor` has made, and those that others of the desk share with her."""
    tables = SavedTable.objects.filter(school=school)
    if not isinstance(actor, User) or not can_see_report(actor, school):
        return tables.none()
    return tables.filter(Q(owner=actor) | Q(is_shared=True))
