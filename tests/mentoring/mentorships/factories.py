"""Minimal valid rows of mentorships. `MentorshipFactory(active=True)`, `(ended=True)` set a state; without one it waits."""

from datetime import timedelta

import factory
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.mentoring.enums import MatchState, MentorshipEnd, MentorshipOrigin, MentorshipState
from nastavnik.mentoring.models import (
    Feedback,
    Goal,
    MatchProposal,
    MatchRun,
    Meeting,
    Mentee,
    Mentorship,
    PlanAction,
    PlanLine,
    Wish,
)


def a_month_ago():
    return timezone.now() - timedelta(days=30)


def in_a_week():
    return timezone.now().date() + timedelta(days=7)


class MentorshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mentorship

    class Params:
        active = factory.Trait(
            state=MentorshipState.ACTIVE,
            began_at=factory.LazyFunction(a_month_ago),
            due_on=factory.LazyFunction(in_a_week),
            asleep_on=factory.LazyAttribute(lambda row: row.due_on + timedelta(days=14)),
        )
        ended = factory.Trait(
            state=MentorshipState.ENDED,
            began_at=factory.LazyFunction(a_month_ago),
            ended_at=factory.LazyFunction(timezone.now),
            end=MentorshipEnd.COMPLETED,
        )

    school = factory.SubFactory(SchoolFactory)
    mentor = factory.SubFactory(UserFactory)
    origin = MentorshipOrigin.METHODIST
    created_at = factory.LazyFunction(a_month_ago)


class MenteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mentee

    mentorship = factory.SubFactory(MentorshipFactory, active=True)
    user = factory.SubFactory(UserFactory)
    joined_at = factory.LazyFunction(a_month_ago)


class GoalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Goal

    mentorship = factory.SubFactory(MentorshipFactory, active=True)
    text = factory.Sequence(lambda n: f"Цель {n}")
    created_at = factory.LazyFunction(a_month_ago)


class PlanLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanLine

    mentee = factory.SubFactory(MenteeFactory)
    competence = factory.Sequence(lambda n: f"Компетенция {n}")
    created_at = factory.LazyFunction(a_month_ago)


class PlanActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanAction

    line = factory.SubFactory(PlanLineFactory)
    text = factory.Sequence(lambda n: f"Действие {n}")


class MeetingFactory(factory.django.DjangoModelFactory):
    """Held; `there`: the mentees who are there."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    mentorship = factory.SubFactory(MentorshipFactory, active=True)
    mentor = factory.SelfAttribute("mentorship.mentor")
    at = factory.LazyFunction(a_month_ago)
    is_held = True
    note = factory.Sequence(lambda n: f"Тайная запись {n}")
    created_at = factory.LazyFunction(a_month_ago)

    @factory.post_generation
    def there(self, create, extracted, **kwargs):
        self.attendees.set(extracted or [])


class FeedbackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Feedback

    mentorship = factory.SubFactory(MentorshipFactory, active=True)
    made_by = factory.SubFactory(UserFactory)
    mark = 5
    at = factory.LazyFunction(timezone.now)


class WishFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Wish
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    user = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(a_month_ago)

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        self.themes.set(extracted or [])


class MatchRunFactory(factory.django.DjangoModelFactory):
    """One that is done."""

    class Meta:
        model = MatchRun

    school = factory.SubFactory(SchoolFactory)
    state = MatchState.DONE
    created_at = factory.LazyFunction(timezone.now)
    progressed_at = factory.LazyFunction(timezone.now)


class MatchProposalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MatchProposal

    run = factory.SubFactory(MatchRunFactory)
    mentee = factory.SubFactory(UserFactory)
