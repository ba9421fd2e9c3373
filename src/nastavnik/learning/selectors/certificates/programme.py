"""Who of a programme gets a certificate, and who lacks what."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import CertificateRule, CertificateRun, Standing
from nastavnik.learning.permissions import can_issue_certificates
from nastavnik.learning.selectors.certificates.desk import RunRow, run_row
from nastavnik.learning.selectors.certificates.qualifying import (
    candidates,
    current,
    enough,
    qualified,
    rule_of_programme,
)
from nastavnik.learning.selectors.certificates.wording import lessons_in_words
from nastavnik.learning.selectors.completion import hours_words
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import can_see_desk

READY, LACKS, HAS = "ready", "lacks", "has"
WHO = ((READY, _("qualifies")), (LACKS, _("lacks something")), (HAS, _("has a certificate")))
RUNS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ProgrammeCertificates:
    """A programme with its rule, who qualifies, and the issues to all of them so far."""

    programme: Programme
    rule: CertificateRule | None
    rule_words: str
    ready: int
    issued: int
    listing: Listing[Any] | None
    runs: list[RunRow]
    can_edit: bool

    @property
    def is_going(self) -> bool:
        """Tell whether certificates are being issued just now."""
        return any(run.is_going for run in self.runs)


def programme_at_desk(actor: Actor, school: School, token: str) -> Programme:
    """Return a programme for the desk of certificates. Raises `Programme.DoesNotExist` for who may not see it."""
    if not can_see_desk(actor, school):
        raise Programme.DoesNotExist
    return Programme.objects.filter(school=school).select_related("school").get(token=token)


def programme_certificates(
    actor: Actor, school: School, token: str, params: Mapping[str, str]
) -> ProgrammeCertificates:
    """Return who of a programme gets a certificate and who lacks what. Raises `Programme.DoesNotExist`."""
    programme = programme_at_desk(actor, school, token)
    rule = rule_of_programme(programme)
    runs = CertificateRun.objects.filter(programme=programme).select_related("programme", "started_by")
    return ProgrammeCertificates(
        programme=programme,
        rule=rule,
        rule_words=words_of_rule(rule) if rule else "",
        ready=qualified(programme, rule).count() if rule else 0,
        issued=current(programme, CertificateKind.PARTICIPANT).count(),
        listing=_table(programme, rule).listing(_people(programme), params) if rule else None,
        runs=[run_row(run) for run in runs.order_by("-created_at", "-pk")[:RUNS_SHOWN]],
        can_edit=can_issue_certificates(actor, school),
    )


def words_of_rule(rule: CertificateRule) -> str:
    """Return the rule as people read it."""
    parts = [hours_words(rule.hours)] if rule.hours else []
    parts += [lessons_in_words(rule.lessons)] if rule.lessons else []
    return gettext(" and ").join(parts)


def what_is_missing(rule: CertificateRule, hours: Decimal, lessons: int) -> str:
    """Return what somebody still lacks, in words; nothing when she has enough."""
    parts = []
    if rule.hours and hours < rule.hours:
        parts.append(gettext("%(hours)s hours") % {"hours": _short(rule.hours - hours)})
    if rule.lessons and lessons < rule.lessons:
        parts.append(lessons_in_words(rule.lessons - lessons))
    return gettext(" and ").join(parts)


def _short(hours: Decimal) -> str:
    return number_format(hours, 0 if hours == hours.to_integral_value() else 1)


def _people(programme: Programme) -> QuerySet[User]:
    """Return the people of a programme with what they have earned and the number of their certificate."""
    mine = Standing.objects.filter(programme=programme, user=OuterRef("pk"))
    number = current(programme, CertificateKind.PARTICIPANT).filter(user=OuterRef("pk"))
    hours = DecimalField(max_digits=6, decimal_places=1)
    return (
        candidates(programme)
        .annotate(
            earned_hours=Coalesce(Subquery(mine.values("hours")[:1]), Value(Decimal(0)), output_field=hours),
            earned_lessons=Coalesce(Subquery(mine.values("lessons")[:1]), Value(0), output_field=IntegerField()),
            certificate_number=Subquery(number.values("number")[:1]),
        )
        .select_related("library")
    )


def _table(programme: Programme, rule: CertificateRule) -> Table[Any]:
    def state(row: Any) -> str:
        if row.certificate_number:
            return gettext("has a certificate, № %(number)s") % {"number": row.certificate_number}
        missing = what_is_missing(rule, row.earned_hours, row.earned_lessons)
        return gettext("lacks %(what)s") % {"what": missing} if missing else gettext("qualifies")

    return Table(
        name="who-gets-a-certificate",
        caption=_("Who gets a certificate"),
        columns=(
            Column("name", _("Name"), lambda row: row.full_name, order=("name_key",)),
            Column("library", _("Library"), lambda row: row.library.label if row.library else ""),
            Column("hours", _("Academic hours"), lambda row: row.earned_hours, order=("earned_hours",), is_number=True),
            Column("lessons", _("Lessons"), lambda row: row.earned_lessons, order=("earned_lessons",), is_number=True),
            Column("state", _("Certificate"), state),
        ),
        filters=(
            Filter("q", _("Name"), query=lambda text: Q(name_key__contains=search_key(text))),
            Filter("who", _("Who"), query=lambda word: _who(programme, rule, word), choices=WHO),
        ),
        order="name",
    )


def _who(programme: Programme, rule: CertificateRule, word: str) -> Q:
    has = Q(pk__in=current(programme, CertificateKind.PARTICIPANT).exclude(user=None).values("user"))
    met = Q(pk__in=enough(programme, rule).values("user"))
    return {HAS: has, READY: met & ~has, LACKS: ~met & ~has}[word]
