"""The survey of a lesson: once, without a name unless it is signed, and told only from three answers on."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from tests.learning.factories import SurveyAnswerFactory
from tests.live.factories import BroadcastFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory

from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.learning.models import SurveyAnswer, SurveyReceipt
from nastavnik.learning.selectors.surveys import survey_page, survey_results
from nastavnik.learning.services import surveys
from nastavnik.learning.services.refusals import AlreadyAnswered, SurveyNotOpen
from nastavnik.learning.services.surveys import Opinion
from nastavnik.people.events import PersonErased
from nastavnik.people.selectors import own_data
from nastavnik.programme.models import Lesson

GOOD = Opinion(usefulness=5, clarity=4, will_use="Чек-лист", next_themes="Гранты")


@pytest.fixture
def lesson(school, now):
    return LessonFactory(cycle__programme__school=school, held=True, starts_at=now - timedelta(days=1))


@pytest.fixture
def answer(school, lesson, now):
    """Answer the survey of the lesson."""

    def said(user, opinion=GOOD, *, is_signed=False, at=now):
        surveys.answer_survey(
            actor=user, school=school, lesson_id=lesson.pk, opinion=opinion, is_signed=is_signed, now=at
        )

    return said


def test_answer_keeps_no_name(answer, learner, lesson):
    answer(learner)

    row = SurveyAnswer.objects.get()
    assert (row.lesson, row.user, row.usefulness, row.clarity) == (lesson, None, 5, 4)
    assert (row.will_use, row.next_themes) == ("Чек-лист", "Гранты")
    assert SurveyReceipt.objects.get().user == learner


def test_nothing_leads_from_who_has_answered_to_what_was_said(answer, school):
    people = [UserFactory() for _ in range(6)]
    for number, user in enumerate(people):
        answer(user, Opinion(5, 5, f"ответ {number}", ""))

    said = list(SurveyAnswer.objects.order_by("pk").values_list("will_use", flat=True))
    told = list(SurveyReceipt.objects.order_by("pk").values_list("user_id", flat=True))
    in_order = [f"ответ {number}" for number in range(6)]
    # in one order of 720 each they would lie as they came: of both, hardly ever
    assert said != in_order or told != [user.pk for user in people]
    assert not JournalEntry.objects.exists()
    columns = {field.column for field in SurveyAnswer._meta.concrete_fields}
    assert columns == {"id", "lesson_id", "user_id", "usefulness", "clarity", "will_use", "next_themes"}
    assert {field.column for field in SurveyReceipt._meta.concrete_fields} == {"id", "lesson_id", "user_id"}
    assert min(SurveyAnswer.objects.values_list("pk", flat=True)) > len(people)


def test_signed_answer_keeps_its_name(answer, learner):
    answer(learner, is_signed=True)

    assert SurveyAnswer.objects.get().user == learner


def test_second_answer_is_not_taken(answer, learner):
    answer(learner)

    with pytest.raises(AlreadyAnswered):
        answer(learner)
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "minutes", "is_open"),
    [("announced", 59, False), ("announced", 60, True), ("held", 0, True), ("cancelled", 90, False)],
)
def test_survey_opens_when_the_lesson_is_over(school, learner, now, state, minutes, is_open):
    lesson = LessonFactory(cycle__programme__school=school, starts_at=now, duration_minutes=60, **{state: True})
    at = now + timedelta(minutes=minutes)

    assert survey_page(learner, school, lesson.slug, at).is_open is is_open
    if not is_open:
        with pytest.raises(SurveyNotOpen):
            surveys.answer_survey(
                actor=learner, school=school, lesson_id=lesson.pk, opinion=GOOD, is_signed=False, now=at
            )
        assert not SurveyReceipt.objects.exists()


def test_survey_opens_with_the_end_of_the_broadcast(school, learner, now):
    lesson = LessonFactory(cycle__programme__school=school, announced=True, starts_at=now)
    assert not survey_page(learner, school, lesson.slug, now).is_open

    BroadcastFactory(lesson=lesson, ended=True)
    assert survey_page(learner, school, lesson.slug, now).is_open


def test_page_says_who_has_answered(answer, learner, methodist, school, lesson, now):
    answer(learner)

    assert survey_page(learner, school, lesson.slug, now).has_answered
    assert not survey_page(methodist, school, lesson.slug, now).has_answered


def test_lesson_that_may_not_be_opened_has_no_survey(answer, learner, school, lesson, now):
    lesson.cycle.programme.is_public = False
    lesson.cycle.programme.save(update_fields=["is_public"])

    with pytest.raises(Lesson.DoesNotExist):
        answer(learner)
    with pytest.raises(Lesson.DoesNotExist):
        survey_page(learner, school, lesson.slug, now)


def test_guest_has_no_survey(school, lesson, now):
    with pytest.raises(Lesson.DoesNotExist):
        survey_page(AnonymousUser(), school, lesson.slug, now)


# --- results ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_answers_are_counted_and_not_shown(methodist, lesson, count):
    SurveyAnswerFactory.create_batch(count, lesson=lesson)

    results = survey_results(methodist, lesson, {})

    assert (results.count, results.marks, results.is_shown) == (count, [], False)


def test_shares_and_texts_are_shown_from_three_answers_on(director, lesson, learner):
    for usefulness, clarity in ((5, 4), (5, 3), (2, 4)):
        SurveyAnswerFactory(lesson=lesson, usefulness=usefulness, clarity=clarity, will_use="Пригодится")
    SurveyAnswerFactory()

    results = survey_results(director, lesson, {})

    useful, clear = results.marks
    assert [(share.mark, share.count, share.percent) for share in useful.shares] == [
        (5, 2, 67),
        (4, 0, 0),
        (3, 0, 0),
        (2, 1, 33),
        (1, 0, 0),
    ]
    assert (useful.mean, round(clear.mean, 2)) == (4.0, 3.67)
    assert results.listing.total == 3


def test_file_of_answers_has_names_of_those_who_signed_alone(methodist, lesson, learner):
    SurveyAnswerFactory.create_batch(3, lesson=lesson)
    SurveyAnswerFactory(lesson=lesson, user=learner, usefulness=1)

    listing = survey_results(methodist, lesson, {"export": "xlsx"}).listing

    assert [row[-1] for row in listing.values()] == [learner.full_name, "", "", ""]


def test_answers_of_a_few_who_did_not_sign_are_counted_and_not_shown(methodist, lesson, learner):
    SurveyAnswerFactory.create_batch(2, lesson=lesson, usefulness=1)
    SurveyAnswerFactory(lesson=lesson, user=learner, usefulness=5)

    results = survey_results(methodist, lesson, {})

    assert (results.count, results.listing.total, results.marks[0].mean) == (3, 1, 5.0)


def test_results_are_for_the_desk(learner, outsider, lesson):
    for stranger in (learner, outsider, AnonymousUser()):
        with pytest.raises(Lesson.DoesNotExist):
            survey_results(stranger, lesson, {})


# --- being forgotten, own data ---------------------------------------------------------------------------------------


def test_erased_person_is_taken_off_what_she_signed(answer, learner, django_capture_on_commit_callbacks):
    answer(learner, is_signed=True)
    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(learner.pk))

    assert SurveyAnswer.objects.get().user is None


def test_own_data_has_what_was_signed_and_that_was_answered(answer, learner, methodist, now):
    answer(methodist)
    answer(learner, is_signed=True)

    records = own_data(learner, now=now)["records"]

    assert records["learning.surveyanswer"][0]["will_use"] == "Чек-лист"
    assert len(records["learning.surveyreceipt"]) == 1
    assert "learning.surveyanswer" not in own_data(methodist, now=now)["records"]


def test_database_refuses_marks_out_of_range(lesson):
    for marks in ({"usefulness": 0}, {"clarity": 6}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SurveyAnswerFactory(lesson=lesson, **marks)
