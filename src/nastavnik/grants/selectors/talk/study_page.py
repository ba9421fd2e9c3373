"""Where to learn what a field or a criterion asks for: moments that methodists have chosen, and what is found in the lessons.

The search answers from films and lessons that the viewer may see herself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.grants.funds.template import FundTemplate
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.permissions import can_keep_templates
from nastavnik.grants.selectors.talk.moments import MomentRead, moments_for
from nastavnik.grants.selectors.templates import template_of
from nastavnik.people.permissions import Actor
from nastavnik.search import selectors as search
from nastavnik.search.selectors import Suggestion


@dataclass(frozen=True, slots=True)
class Subject:
    """A field or a criterion of a fund."""

    key: str
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class StudyPage:
    """A subject with where to learn it, and the others to choose from."""

    subject: Subject
    criteria: list[Subject]
    fields: list[Subject]
    moments: list[MomentRead]
    found: list[Suggestion]
    # where methodists choose moments; empty to others
    desk_url: str


def study_page(actor: Actor, grant: GrantApplication, key: str, now: datetime) -> StudyPage:
    """Return where to learn a subject; an unknown one is the first criterion."""
    template, school = template_of(grant.template), grant.project.school
    criteria, fields = criteria_of(template), fields_of(template)
    subject = next((one for one in (*criteria, *fields) if one.key == key), (*criteria, *fields)[0])
    return StudyPage(
        subject=subject,
        criteria=criteria,
        fields=fields,
        moments=moments_for(actor, school, [subject.key]).get(subject.key, []),
        found=[one for one in search.related(actor, school, subject.title, subject.help, now) if one.hit.url],
        desk_url=reverse("grants:moments") if can_keep_templates(actor, school) else "",
    )


def criteria_of(template: FundTemplate) -> list[Subject]:
    """Return what experts of a fund judge."""
    return [Subject(one.key, one.title, one.help) for one in template.criteria]


def fields_of(template: FundTemplate) -> list[Subject]:
    """Return what a fund asks for."""
    fields = (field for section in template.form.sections for field in section.fields)
    return [Subject(one.key, one.label, one.help) for one in fields]


def distinct(subjects: Iterable[Subject]) -> list[Subject]:
    """Return subjects of several funds, each key once, by the first fund that has it."""
    return list({one.key: one for one in reversed(list(subjects))}.values())[::-1]
