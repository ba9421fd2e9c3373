"""The desk of moments to learn from: all criteria and fields of the funds, the moments chosen for each, and a search to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse

from nastavnik.grants.models import StudyMoment, TemplateText
from nastavnik.grants.permissions import can_keep_templates
from nastavnik.grants.selectors.talk.moments import MomentRead, moments_for, place_of_address
from nastavnik.grants.selectors.talk.study_page import Subject, criteria_of, distinct, fields_of
from nastavnik.grants.selectors.templates import shipped_templates, template_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.search import selectors as search
from nastavnik.search.selectors.hits import Hit


@dataclass(frozen=True, slots=True)
class MomentBox:
    """A moment that was chosen."""

    moment: MomentRead
    remove_url: str


@dataclass(frozen=True, slots=True)
class SubjectBox:
    """A criterion or a field with its moments."""

    subject: Subject
    moments: list[MomentBox]
    choose_url: str


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment of a lesson that was found and may be chosen."""

    address: str
    lesson: str
    words: str
    seconds: float


@dataclass(frozen=True, slots=True)
class MomentsDesk:
    """The desk."""

    criteria: list[SubjectBox]
    fields: list[SubjectBox]
    # what is chosen for; None: nothing is being chosen
    subject: Subject | None
    text: str
    found: list[FoundMoment]


def moments_desk(actor: Actor, school: School, key: str, text: str, now: datetime) -> MomentsDesk:
    """Return the desk; with `key` moments are looked for by its title, or by other words. Raises `PermissionDenied`."""
    if not can_keep_templates(actor, school):
        raise PermissionDenied
    criteria, fields = subjects_of(school)
    every = (*criteria, *fields)
    subject = next((one for one in every if one.key == key), None)
    chosen = moments_for(actor, school, (one.key for one in every))
    return MomentsDesk(
        criteria=[_box(one, chosen.get(one.key, ())) for one in criteria],
        fields=[_box(one, chosen.get(one.key, ())) for one in fields],
        subject=subject,
        text=text.strip(),
        found=_found(_hits(actor, school, subject, text.strip(), now)) if subject else [],
    )


def subjects_of(school: School) -> tuple[list[Subject], list[Subject]]:
    """Return the criteria and the fields of all funds that the school has, each key once; one query.

    A key that is both is a criterion: the same moment serves the field.
    """
    rows = TemplateText.objects.filter(Q(school=school) | Q(school=None), hidden_at=None).order_by("pk")
    shipped = (template for template, _text in shipped_templates().values())
    templates = [*shipped, *(template_of(row) for row in rows)]
    criteria = distinct(one for template in templates for one in criteria_of(template))
    known = {one.key for one in criteria}
    fields = distinct(one for template in templates for one in fields_of(template))
    return criteria, [one for one in fields if one.key not in known]


def _hits(actor: Actor, school: School, subject: Subject, text: str, now: datetime) -> list[tuple[str, Hit]]:
    """Return what answers the methodist's words; without any, what is near to the subject."""
    if text:
        groups = search.search(actor, school, text, now).groups
        return [(group.title, hit) for group in groups for hit in group.hits]
    return [(one.title, one.hit) for one in search.related(actor, school, subject.title, subject.help, now)]


def _found(hits: Iterable[tuple[str, Hit]]) -> list[FoundMoment]:
    """Return what is heard in lessons: a film without a lesson has no place in the programme."""
    return [
        FoundMoment(hit.url, title, hit.text, hit.seconds)
        for title, hit in hits
        if hit.seconds is not None and place_of_address(hit.url) is not None
    ]


def lesson_of_moment(actor: Actor, school: School, slug: str) -> Lesson:
    """Return a lesson that the methodist may see. Raises `Lesson.DoesNotExist`."""
    return lessons_visible_to(actor, school).get(slug=slug)


def moment_to_keep(actor: Actor, school: School, token: str) -> StudyMoment:
    """Return a moment to whoever keeps them. Raises `PermissionDenied`, `StudyMoment.DoesNotExist`."""
    if not can_keep_templates(actor, school):
        raise PermissionDenied
    return StudyMoment.objects.get(school=school, token=token)


def _box(subject: Subject, moments: Sequence[MomentRead]) -> SubjectBox:
    boxes = [MomentBox(one, reverse("grants:remove_moment", args=[one.token])) for one in moments]
    return SubjectBox(subject, boxes, f"{reverse('grants:moments')}?subject={subject.key}#choose")
