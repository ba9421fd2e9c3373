"""Minimal valid rows of self-checks."""

import factory
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Answer, Attempt, Option, Question, Quiz


class QuizFactory(factory.django.DjangoModelFactory):
    """The published self-check of a lesson that was held."""

    class Meta:
        model = Quiz

    lesson = factory.SubFactory(LessonFactory, held=True)
    title = factory.Sequence(lambda n: f"Самопроверка {n}")
    is_published = True
    updated_at = factory.LazyFunction(timezone.now)


class QuestionFactory(factory.django.DjangoModelFactory):
    """One of two answers; `options=` for others."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    quiz = factory.SubFactory(QuizFactory)
    kind = QuestionKind.SINGLE
    text = factory.Sequence(lambda n: f"Вопрос {n}?")
    position = factory.Sequence(lambda n: n + 1)

    @factory.post_generation
    def options(self, create, given, **_kwargs):
        """Add its answers: dictionaries of their fields."""
        usual = [{"text": "да", "is_right": True}, {"text": "нет", "feedback": "Пересмотрите начало."}]
        rows = given if given is not None else usual if self.kind == QuestionKind.SINGLE else []
        Option.objects.bulk_create(
            Option(question=self, position=position, **row) for position, row in enumerate(rows, start=1)
        )


class AttemptFactory(factory.django.DjangoModelFactory):
    """An open attempt at all questions of its self-check."""

    class Meta:
        model = Attempt

    quiz = factory.SubFactory(QuizFactory)
    user = factory.SubFactory(UserFactory)
    number = 1
    seed = 7
    question_ids = factory.LazyAttribute(
        lambda row: list(Question.objects.filter(quiz=row.quiz).order_by("position").values_list("pk", flat=True))
    )
    pass_percent = 60
    started_at = factory.LazyFunction(timezone.now)
    most_points = factory.LazyAttribute(lambda row: len(row.question_ids))


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    attempt = factory.SubFactory(AttemptFactory)
    question = factory.SubFactory(QuestionFactory, quiz=factory.SelfAttribute("..attempt.quiz"))
    saved_at = factory.LazyFunction(timezone.now)


def option_of(question, text):
    """Return the number of a question's option."""
    return question.options.get(text=text).pk
