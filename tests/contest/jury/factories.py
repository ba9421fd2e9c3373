"""A contest in its review with a jury: rows past all rules, as short as a test needs them."""

from datetime import timedelta

import factory
from django.utils import timezone
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.programme.factories import SchoolFactory

from nastavnik.contest.enums import ApplicationState, SheetState
from nastavnik.contest.models import (
    Application,
    Author,
    Contest,
    Criterion,
    Direction,
    FormField,
    FormSection,
    Juror,
    Mark,
    Recusal,
    ScoreSheet,
    Submission,
)
from nastavnik.contest.services.snapshots import take
from nastavnik.people.enums import Place, PlaceKind, Role

NOW = timezone.now()


class ContestFactory(factory.django.DjangoModelFactory):
    """In its review, which goes on for ten days."""

    class Meta:
        model = Contest

    school = factory.SubFactory(SchoolFactory)
    slug = factory.Sequence(lambda n: f"contest-{n}")
    title = factory.Sequence(lambda n: f"Открытая библиотека {n}")
    opened_at = NOW - timedelta(days=40)
    announced_at = NOW - timedelta(days=40)
    intake_at = NOW - timedelta(days=30)
    deadline_at = NOW - timedelta(days=10)
    check_until = NOW - timedelta(days=5)
    review_until = NOW + timedelta(days=10)
    created_at = NOW - timedelta(days=50)


class DirectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Direction

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Направление {n}")
    target = "family"


class CriterionFactory(factory.django.DjangoModelFactory):
    """From 0 to 10; the ends of the scale need a word."""

    class Meta:
        model = Criterion

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Критерий {n}")
    levels = {"0": "Нет", "10": "Образец"}
    position = factory.Sequence(lambda n: n)


class ApplicationFactory(factory.django.DjangoModelFactory):
    """Admitted, with its snapshot."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    contest = factory.SubFactory(ContestFactory)
    library = factory.SubFactory(LibraryFactory)
    direction = None
    title = factory.Sequence(lambda n: f"Проект {n}")
    state = ApplicationState.ADMITTED
    number = factory.Sequence(lambda n: n + 1)
    created_at = changed_at = submitted_at = NOW - timedelta(days=12)

    @factory.post_generation
    def snapshot(self, create, extracted, **kwargs):
        taken, digest = take(self)
        Submission.objects.create(application=self, turn=1, taken=taken, sha256=digest, submitted_at=self.submitted_at)


class JurorFactory(factory.django.DjangoModelFactory):
    """In the jury, with an account."""

    class Meta:
        model = Juror
        skip_postgeneration_save = True

    contest = factory.SubFactory(ContestFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Экспертова Вера {n:03}")
    invited_at = NOW - timedelta(days=20)
    accepted_at = NOW - timedelta(days=15)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if self.user is not None:
            grant(self.user, Role.JUROR, Place(PlaceKind.CONTEST, self.contest_id))


class SheetFactory(factory.django.DjangoModelFactory):
    """Open and empty; `finished=True`: finished."""

    class Meta:
        model = ScoreSheet

    class Params:
        finished = factory.Trait(state=SheetState.FINISHED, finished_at=NOW - timedelta(hours=1), version=1)

    juror = factory.SubFactory(JurorFactory)
    application = factory.LazyAttribute(lambda row: ApplicationFactory(contest=row.juror.contest))
    given_at = changed_at = NOW - timedelta(days=4)


class MarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mark

    sheet = factory.SubFactory(SheetFactory)
    criterion = factory.LazyAttribute(lambda row: CriterionFactory(contest=row.sheet.juror.contest))
    value = 5


class RecusalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recusal

    juror = factory.SubFactory(JurorFactory)
    application = factory.LazyAttribute(lambda row: ApplicationFactory(contest=row.juror.contest))
    reason = "Моя организация"
    declared_at = NOW - timedelta(days=1)


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    application = factory.SubFactory(ApplicationFactory)
    user = factory.SubFactory(UserFactory)
    added_at = NOW - timedelta(days=20)


def give_form(contest: Contest) -> None:
    """Give a contest a form of one section: a text, and a field that tells who applies."""
    section = FormSection.objects.create(contest=contest, key="about", title="О проекте")
    FormField.objects.create(section=section, key="short_description", label="Кратко", kind="text", position=1)
    FormField.objects.create(section=section, key="team", label="Команда", kind="line", tells_who=True, position=2)


def finish(sheet: ScoreSheet, **marks_by_title: int) -> ScoreSheet:
    """Finish a sheet past all rules, with 5 by each criterion of its contest unless `marks` says otherwise."""
    for criterion in Criterion.objects.filter(contest=sheet.juror.contest_id):
        Mark.objects.update_or_create(
            sheet=sheet, criterion=criterion, defaults={"value": marks_by_title.get(criterion.title, 5)}
        )
    sheet.state, sheet.finished_at, sheet.version = SheetState.FINISHED, NOW, sheet.version + 1
    sheet.save()
    return sheet
