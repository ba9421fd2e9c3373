"""Consultations, mentorships, what people said of lessons, and certificates. Rows name neither who asked nor who answered."""

from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.audience.selectors.figures.lessons import held_lessons
from nastavnik.audience.selectors.figures.plan import Figure, Rows, Section, Source, number_column, numbers
from nastavnik.audience.selectors.figures.values import Adds, Scope, Unit
from nastavnik.core.tables import Column, Filter, Table
from nastavnik.core.text import search_key
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import Certificate, SurveyAnswer
from nastavnik.mentoring.enums import SENT_STATES, ConsultationState, MentorshipState, PublicState
from nastavnik.mentoring.models import Consultation, Mentee, Mentorship, PublicAnswer
from nastavnik.mentoring.selectors.public.pages import public_url

CONSULTATIONS = Table[Consultation](
    name="consultations",
    columns=(
        number_column("number", _("Number"), lambda one: one.number, "number"),
        Column("theme", _("Theme"), lambda one: one.theme.title if one.theme else "", order=("theme__title",)),
        Column("asked", _("Asked"), lambda one: one.asked_at, order=("asked_at",)),
        Column("answered", _("Answered"), lambda one: one.answered_at, order=("answered_at",)),
        Column("state", _("State"), lambda one: ConsultationState(one.state).label, order=("state",)),
    ),
    order="asked",
    caption=_("Consultations"),
)

ANSWERS = Table[PublicAnswer](
    name="public-answers",
    columns=(
        Column("title", _("Title"), lambda one: one.title, order=("title",), link=lambda one: public_url(one.token)),
        Column("theme", _("Theme"), lambda one: one.theme.title if one.theme else "", order=("theme__title",)),
        Column("at", pgettext_lazy("report", "Published"), lambda one: one.published_at, order=("published_at",)),
        number_column("helped", _("Readers whom it helped"), lambda one: one.helped, "helped"),
    ),
    order="at",
    caption=_("Public answers"),
)

SURVEYS = Table[SurveyAnswer](
    name="surveys",
    columns=(
        Column("lesson", _("Lesson"), lambda one: one.lesson.title, order=("lesson__title",)),
        number_column("usefulness", _("How useful it was"), lambda one: one.usefulness, "usefulness"),
        number_column("clarity", _("How clear it was"), lambda one: one.clarity, "clarity"),
    ),
    order="lesson",
    caption=_("Answers to surveys, without names and words"),
)

CERTIFICATES = Table[Certificate](
    name="certificates",
    columns=(
        Column("number", _("Number"), lambda one: one.number, order=("number",)),
        Column("kind", _("Kind"), lambda one: CertificateKind(one.kind).label, order=("kind",)),
        Column("name", _("Name"), lambda one: one.name, order=("name_key",)),
        Column("at", _("Issued"), lambda one: one.issued_at, order=("issued_at",)),
    ),
    filters=(
        Filter("q", _("Search"), query=lambda text: Q(name_key__contains=search_key(text))),
        Filter("kind", _("Kind"), query=lambda kind: Q(kind=kind), choices=tuple(CertificateKind.choices)),
    ),
    order="number",
    caption=_("Certificates that were issued"),
)

PAIRS = Table[Mentorship](
    name="mentorships",
    columns=(
        Column(
            "mentor", _("Mentor"), lambda one: one.mentor.full_name if one.mentor else "", order=("mentor__name_key",)
        ),
        Column("began", _("Began"), lambda one: one.began_at, order=("began_at",)),
        Column("state", _("State"), lambda one: MentorshipState(one.state).label, order=("state",)),
        Column("ended", _("Ended"), lambda one: one.ended_at, order=("ended_at",)),
    ),
    order="began",
    caption=_("Mentorships"),
)

MENTEES = Table[Mentee](
    name="mentees",
    columns=(
        Column("name", _("Name"), lambda one: one.user.full_name, order=("user__name_key",)),
        Column(
            "mentor",
            _("Mentor"),
            lambda one: one.mentorship.mentor.full_name if one.mentorship.mentor else "",
            order=("mentorship__mentor__name_key",),
        ),
        Column("joined", _("Began"), lambda one: one.joined_at, order=("joined_at",)),
    ),
    order="name",
    caption=_("Mentees"),
)


def consultations(scope: Scope) -> QuerySet[Consultation]:
    """Return the questions that were sent within the period and not taken back."""
    return Consultation.objects.filter(school=scope.school, state__in=SENT_STATES, asked_at__range=scope.moments)


def answered(scope: Scope) -> QuerySet[Consultation]:
    """Return those of them that had an answer."""
    return consultations(scope).filter(answered_at__lte=scope.as_of)


def public_answers(scope: Scope) -> QuerySet[PublicAnswer]:
    """Return the answers that became public within the period and still are."""
    answers = PublicAnswer.objects.filter(school=scope.school, state=PublicState.PUBLIC)
    return answers.filter(published_at__range=scope.moments)


def survey_answers(scope: Scope) -> QuerySet[SurveyAnswer]:
    """Return what was said of the held lessons; an answer has no time of its own."""
    return SurveyAnswer.objects.filter(lesson__in=held_lessons(scope).values("pk"))


def certificates(scope: Scope) -> QuerySet[Certificate]:
    """Return the certificates that were issued within the period and are valid."""
    issued = Certificate.objects.filter(school=scope.school, issued_at__range=scope.moments)
    valid = issued.filter(revoked_at=None, replaced_at=None)
    return valid.filter(programme=scope.programme) if scope.programme else valid


def mentorships(scope: Scope) -> QuerySet[Mentorship]:
    """Return the mentorships that began within the period."""
    return Mentorship.objects.filter(school=scope.school, began_at__range=scope.moments)


def mentees(scope: Scope) -> QuerySet[Mentee]:
    """Return who is led in them."""
    return Mentee.objects.filter(mentorship__in=mentorships(scope).values("pk"), joined_at__lte=scope.as_of)


def _consulted(rows: QuerySet[Consultation]) -> Rows:
    return CONSULTATIONS, rows.select_related("theme")


def _survey_rows(scope: Scope) -> Rows:
    return SURVEYS, survey_answers(scope).select_related("lesson")


def _mean(key: str, title: Any, place: int) -> Figure:
    return Figure(
        f"surveys.{key}",
        title=title,
        rule=_("The mean of all marks from 1 to 5 in the surveys of lessons that were held."),
        rows=_survey_rows,
        read=("surveys", place),
        unit=Unit.MEAN,
        adds=Adds.MEAN,
        column=key,
    )


CONSULTATION_SECTION = Section(
    "consultations",
    _("Consultations"),
    (
        Source(
            "consultations",
            lambda scope: numbers(
                consultations(scope), Count("pk"), Count("pk", filter=Q(answered_at__lte=scope.as_of))
            ),
        ),
        Source("answers", lambda scope: numbers(public_answers(scope), Count("pk"))),
    ),
    (
        Figure(
            "consultations.asked",
            title=_("Questions to mentors"),
            rule=_("Questions that were sent within the period. Drafts and those taken back are not counted."),
            rows=lambda scope: _consulted(consultations(scope)),
            read=("consultations", 1),
        ),
        Figure(
            "consultations.answered",
            title=_("Questions answered"),
            rule=_("Those of these questions to which a mentor has sent a recommendation."),
            rows=lambda scope: _consulted(answered(scope)),
            read=("consultations", 2),
        ),
        Figure(
            "consultations.published",
            title=_("Public answers"),
            rule=_("Answers that became public within the period and can still be read."),
            rows=lambda scope: (ANSWERS, public_answers(scope).select_related("theme")),
            read=("answers", 1),
        ),
    ),
)

SURVEY_SECTION = Section(
    "surveys",
    _("Surveys"),
    (Source("surveys", lambda scope: numbers(survey_answers(scope), Count("pk"), Avg("usefulness"), Avg("clarity"))),),
    (
        Figure(
            "surveys.answers",
            title=_("Answers to surveys"),
            rule=_(
                "Answers to the surveys of lessons that were held. They carry no names unless somebody signed hers."
            ),
            rows=_survey_rows,
            read=("surveys", 1),
        ),
        _mean("usefulness", _("Usefulness of lessons"), 2),
        _mean("clarity", _("Clarity of lessons"), 3),
    ),
)

CERTIFICATE_SECTION = Section(
    "certificates",
    _("Certificates and mentorships"),
    (
        Source("certificates", lambda scope: numbers(certificates(scope), Count("pk"))),
        Source("mentorships", lambda scope: numbers(mentorships(scope), Count("pk"))),
        Source("mentees", lambda scope: numbers(mentees(scope), Count("pk"))),
    ),
    (
        Figure(
            "certificates.issued",
            title=_("Certificates issued"),
            rule=_("Certificates of all kinds that were issued within the period and are valid."),
            rows=lambda scope: (CERTIFICATES, certificates(scope)),
            read=("certificates", 1),
        ),
        Figure(
            "mentorships.begun",
            title=_("Mentorships begun"),
            rule=_("Pairs and groups whose mentor has agreed within the period, also those that have ended since."),
            rows=lambda scope: (PAIRS, mentorships(scope).select_related("mentor")),
            read=("mentorships", 1),
        ),
        Figure(
            "mentorships.mentees",
            title=_("Mentees"),
            rule=_("Those who are led in these mentorships; who is in two of them counts twice."),
            rows=lambda scope: (MENTEES, mentees(scope).select_related("user", "mentorship__mentor")),
            read=("mentees", 1),
        ),
    ),
)
