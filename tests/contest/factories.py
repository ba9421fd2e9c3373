"""Minimal valid rows of contests. `ContestFactory(intake=True)`, `(review=True)`, `(released=True)` set a stage; without one it
is being prepared. Its days are counted from now."""

from datetime import timedelta

import factory
from django.utils import timezone
from tests.people.factories import LibraryFactory, UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.contest.enums import ApplicationState, FieldKind, Target
from nastavnik.contest.models import (
    Application,
    Author,
    Award,
    Contest,
    Criterion,
    Direction,
    FormField,
    FormSection,
    Juror,
    Mark,
    ScoreSheet,
)


def days_from_now(days):
    return timezone.now() + timedelta(days=days)


class ContestFactory(factory.django.DjangoModelFactory):
    """Being prepared, complete but for its lists (see `CompleteContest`)."""

    class Meta:
        model = Contest

    class Params:
        intake = factory.Trait(
            opened_at=factory.LazyFunction(lambda: days_from_now(-30)),
            announced_at=factory.LazyFunction(lambda: days_from_now(-30)),
            intake_at=factory.LazyFunction(lambda: days_from_now(-20)),
        )
        review = factory.Trait(
            intake=True,
            deadline_at=factory.LazyFunction(lambda: days_from_now(-10)),
            check_until=factory.LazyFunction(lambda: days_from_now(-5)),
        )
        released = factory.Trait(
            review=True,
            review_until=factory.LazyFunction(lambda: days_from_now(-3)),
            minutes_at=factory.LazyFunction(lambda: days_from_now(-2)),
            awarding_at=factory.LazyFunction(lambda: days_from_now(5)),
            released_at=factory.LazyFunction(lambda: days_from_now(-1)),
        )

    school = factory.SubFactory(SchoolFactory)
    slug = factory.Sequence(lambda n: f"contest-{n}")
    title = factory.Sequence(lambda n: f"Открытая библиотека {n}")
    short = "Библиотеки придумывают проекты."
    regulation = "## 1. Общие положения\n\n1.1. Участие бесплатное."
    tie_rules = ["main_criterion", "chair"]
    intake_at = factory.LazyFunction(lambda: days_from_now(5))
    deadline_at = factory.LazyFunction(lambda: days_from_now(20))
    check_until = factory.LazyFunction(lambda: days_from_now(25))
    review_until = factory.LazyFunction(lambda: days_from_now(40))
    created_at = factory.LazyFunction(timezone.now)


class DirectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Direction

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Направление {n}")
    target = Target.FAMILY
    position = factory.Sequence(lambda n: n + 1)


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Критерий {n}")
    highest = 5
    levels = {"5": "Образец", "0": "Нет"}
    position = factory.Sequence(lambda n: n + 1)


class AwardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Award

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Диплом {n}")
    position = factory.Sequence(lambda n: n + 1)


class FormSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormSection

    contest = factory.SubFactory(ContestFactory)
    key = factory.Sequence(lambda n: f"section{n}")
    title = factory.Sequence(lambda n: f"Раздел {n}")
    position = factory.Sequence(lambda n: n + 1)


class FormFieldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormField

    section = factory.SubFactory(FormSectionFactory)
    key = factory.Sequence(lambda n: f"field{n}")
    label = factory.Sequence(lambda n: f"Поле {n}")
    kind = FieldKind.TEXT
    most = 1000
    position = factory.Sequence(lambda n: n + 1)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A draft; `submitted=True`, `admitted=True` set a state."""

    class Meta:
        model = Application

    class Params:
        submitted = factory.Trait(
            state=ApplicationState.SUBMITTED,
            number=factory.Sequence(lambda n: n + 1),
            submitted_at=factory.LazyFunction(timezone.now),
        )
        admitted = factory.Trait(submitted=True, state=ApplicationState.ADMITTED)

    contest = factory.SubFactory(ContestFactory, intake=True)
    library = factory.SubFactory(LibraryFactory)
    title = factory.Sequence(lambda n: f"Проект {n}")
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    application = factory.SubFactory(ApplicationFactory)
    user = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(timezone.now)


class JurorFactory(factory.django.DjangoModelFactory):
    """In the jury, with an account."""

    class Meta:
        model = Juror

    contest = factory.SubFactory(ContestFactory, review=True)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Экспертова Вера {n}")
    invited_at = factory.LazyFunction(timezone.now)


class SheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScoreSheet

    juror = factory.SubFactory(JurorFactory)
    application = factory.LazyAttribute(lambda row: ApplicationFactory(contest=row.juror.contest, admitted=True))
    given_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class MarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mark

    sheet = factory.SubFactory(SheetFactory)
    criterion = factory.LazyAttribute(lambda row: CriterionFactory(contest=row.sheet.juror.contest))
    value = 4


def complete(contest):
    """Give a contest one of each list and of the form: then it can be opened."""
    DirectionFactory(contest=contest)
    CriterionFactory(contest=contest)
    AwardFactory(contest=contest)
    FormFieldFactory(section=FormSectionFactory(contest=contest))
    return contest
