"""Minimal valid rows of consultations. `ConsultationFactory(waiting=True)`, `(asked_back=True)`, `(answered=True)`,
`(closed=True)`, `(withdrawn=True)` set a state; without one it is a draft."""

from datetime import timedelta

import factory
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.mentoring.enums import ConsultationState, RemarkKind
from nastavnik.mentoring.models import Assignment, Attachment, Consultation, Recommendation, Remark, Theme


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Тема {n}")
    position = factory.Sequence(lambda n: n)


def an_hour_ago():
    return timezone.now() - timedelta(hours=1)


def in_three_days():
    return timezone.now() + timedelta(days=3)


def number_of_the_school(row):
    return Consultation.objects.filter(school=row.school, number__isnull=False).count() + 1


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A draft of somebody who has no role in the school; `asker=` names her."""

    class Meta:
        model = Consultation

    class Params:
        sent = factory.Trait(
            number=factory.LazyAttribute(number_of_the_school),
            asked_at=factory.LazyFunction(an_hour_ago),
            due_at=factory.LazyFunction(in_three_days),
        )
        waiting = factory.Trait(sent=True, state=ConsultationState.WAITING)
        asked_back = factory.Trait(
            sent=True, state=ConsultationState.ASKED_BACK, paused_at=factory.LazyFunction(timezone.now)
        )
        answered = factory.Trait(
            sent=True, state=ConsultationState.ANSWERED, answered_at=factory.LazyFunction(timezone.now)
        )
        closed = factory.Trait(
            sent=True,
            state=ConsultationState.CLOSED,
            answered_at=factory.LazyFunction(timezone.now),
            closed_at=factory.LazyFunction(timezone.now),
        )
        withdrawn = factory.Trait(
            sent=True, due_at=None, state=ConsultationState.WITHDRAWN, closed_at=factory.LazyFunction(timezone.now)
        )

    school = factory.SubFactory(SchoolFactory)
    asker = factory.SubFactory(UserFactory)
    subject = factory.Sequence(lambda n: f"Как провести квест {n}")
    text = factory.Sequence(lambda n: f"Тайна вопроса {n}: у нас восемь подростков.")
    created_at = factory.LazyFunction(an_hour_ago)
    changed_at = factory.LazyFunction(an_hour_ago)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    consultation = factory.SubFactory(ConsultationFactory, waiting=True)
    mentor = factory.SubFactory(UserFactory)
    assigned_at = factory.LazyFunction(an_hour_ago)


class RemarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Remark

    consultation = factory.SubFactory(ConsultationFactory, waiting=True)
    kind = RemarkKind.FOLLOW_UP
    author = factory.SelfAttribute("consultation.asker")
    text = factory.Sequence(lambda n: f"Добавлю {n}: столов два.")
    created_at = factory.LazyFunction(timezone.now)


class RecommendationFactory(factory.django.DjangoModelFactory):
    """A mentor's draft; `sent=True`: she has sent it."""

    class Meta:
        model = Recommendation

    class Params:
        sent = factory.Trait(sent_at=factory.LazyFunction(timezone.now))

    consultation = factory.SubFactory(ConsultationFactory, answered=True)
    mentor = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"Посмотрите, как это делали в Борисовке {n}.")
    created_at = factory.LazyFunction(an_hour_ago)
    changed_at = factory.LazyFunction(an_hour_ago)


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A file of the question; nothing lies in the storage."""

    class Meta:
        model = Attachment

    consultation = factory.SubFactory(ConsultationFactory, waiting=True)
    author = factory.SelfAttribute("consultation.asker")
    name = "План зала.pdf"
    kind = "pdf"
    file = factory.Sequence(lambda n: f"consultations/2026/plan{n}.pdf")
    bytes = 1000
    created_at = factory.LazyFunction(an_hour_ago)
