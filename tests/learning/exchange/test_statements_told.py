"""What statements of xAPI say: what is in the rows and nothing else, of pseudonyms."""

from datetime import timedelta

import pytest
from tests.learning.exchange.records import film_of, of_quiz, tell, watched
from tests.learning.factories import AttendanceFactory, CompletionFactory, LessonRuleFactory

from nastavnik.learning.enums import CompletionWay, QuestionKind
from nastavnik.learning.models import Answer, Attempt, Option, Question, RecordStore

pytestmark = pytest.mark.django_db

EXTENSION = "https://w3id.org/xapi/video/extensions"


def test_film_is_told_with_the_stretches_that_were_played(on, server, lesson, learner, now):
    film = film_of(lesson)
    watched(learner, film, now, (0, 500), (600, 950))
    CompletionFactory(user=learner, lesson=lesson, percent=85, completed_at=now)

    assert tell(now) == 3

    assert server.wrong == []
    [begun] = server.told("initialized")
    done = next(one for one in server.told("completed") if one["object"]["id"].endswith(film.token))
    assert begun["object"]["definition"]["type"] == "https://w3id.org/xapi/video/activity-type/video"
    assert begun["context"]["contextActivities"]["category"][0]["id"] == "https://w3id.org/xapi/video"
    assert "result" not in begun
    assert done["result"] == {
        "completion": True,
        "duration": "PT850S",
        "extensions": {
            f"{EXTENSION}/time": 950,
            f"{EXTENSION}/progress": 0.85,
            f"{EXTENSION}/played-segments": "0[.]500[,]600[.]950",
        },
    }
    assert done["context"]["extensions"] == {
        f"{EXTENSION}/session-id": begun["id"],
        f"{EXTENSION}/length": 1000,
        f"{EXTENSION}/completion-threshold": 0.8,
    }
    assert done["context"]["registration"] == begun["context"]["registration"]


def test_film_that_was_not_played_enough_is_not_called_completed(on, server, lesson, learner, now):
    LessonRuleFactory(lesson=lesson, percent=90)
    watched(learner, film_of(lesson), now, (0, 850))
    CompletionFactory(user=learner, lesson=lesson, completed_at=now)

    tell(now)

    assert len(server.told("completed")) == 1  # the lesson


def test_lesson_that_counts_for_attendance_says_nothing_of_its_film(on, server, lesson, learner, now):
    watched(learner, film_of(lesson), now, (0, 1000))
    CompletionFactory(user=learner, lesson=lesson, way=CompletionWay.ATTENDED, completed_at=now)

    tell(now)

    [lesson_told] = server.told("completed")
    home = lesson.school.base_url
    assert lesson_told["object"]["id"] == f"{home}/id/lessons/{lesson.uid}"
    assert lesson_told["object"]["definition"]["moreInfo"] == f"{home}/lessons/{lesson.slug}/"
    assert lesson_told["result"]["extensions"] == {
        f"{home}/id/extensions/percent": 100,
        f"{home}/id/extensions/hours": 1.5,
    }


def test_attendance_is_told_with_its_time(on, server, lesson, learner, now):
    AttendanceFactory(lesson=lesson, user=learner, came_at=now - timedelta(minutes=20), left_at=now, seconds=1100)

    tell(now)

    [told] = server.told("attended")
    assert told["result"] == {"duration": "PT1100S"}
    assert told["timestamp"] == "2026-11-24T09:00:00.000+00:00"


def test_person_is_a_pseudonym(on, server, lesson, learner, now):
    AttendanceFactory(lesson=lesson, user=learner, left_at=now, came_at=now)

    tell(now)

    [told] = server.statements
    account = {"homePage": f"{lesson.school.base_url}/", "name": learner.token}
    assert told["actor"] == {"objectType": "Agent", "account": account}
    assert learner.email not in str(told)
    assert learner.full_name not in str(told)


def test_person_is_told_by_name_where_the_school_says_so(on, server, lesson, learner, now):
    RecordStore.objects.update(is_named=True)
    AttendanceFactory(lesson=lesson, user=learner, left_at=now, came_at=now)

    tell(now)

    assert server.wrong == []
    assert server.statements[0]["actor"] == {
        "objectType": "Agent",
        "name": "Слушатель школы",
        "mbox": f"mailto:{learner.email}",
    }


@pytest.mark.parametrize(("passed", "verb"), [(True, "passed"), (False, "failed")])
def test_self_check_is_told_with_its_score(on, server, lesson, learner, now, passed, verb):
    of_quiz(lesson, learner, now, passed=passed)

    assert tell(now) == 3

    assert server.wrong == []
    [begun], [done], [judged] = server.told("attempted"), server.told("completed"), server.told(verb)
    score = {"scaled": 0.7, "raw": 7, "min": 0, "max": 10}
    assert done["result"] == {"score": score, "duration": "PT300S", "completion": True}
    assert judged["result"] == {"score": score, "duration": "PT300S", "success": passed}
    assert "result" not in begun
    assert len({one["context"]["registration"] for one in (begun, done, judged)}) == 1


def test_self_check_that_is_not_read_yet_waits_and_then_is_told(on, server, lesson, learner, now):
    attempt = of_quiz(lesson, learner, now, unread=1)
    tell(now)
    assert [one["verb"]["display"]["en-US"] for one in server.statements] == ["attempted"]

    Attempt.objects.filter(pk=attempt.pk).update(unread=0, percent=90)
    tell(now + timedelta(days=2))

    assert server.told("passed")[0]["result"]["score"]["scaled"] == 0.9


def test_attempt_that_goes_on_is_told_as_begun(on, server, lesson, learner, now):
    of_quiz(lesson, learner, now, finished_at=None, passed_at=None)

    assert tell(now) == 1


ANSWERS = {
    "single": (QuestionKind.SINGLE, lambda one, _two: [one], "option-{one}", "choice"),
    "multiple": (QuestionKind.MULTIPLE, lambda one, two: [one, two], "option-{one}[,]option-{two}", "choice"),
    "order": (
        QuestionKind.ORDER,
        lambda one, two: {str(one): 2, str(two): 1},
        "option-{two}[,]option-{one}",
        "sequencing",
    ),
    "match": (QuestionKind.MATCH, lambda one, two: {str(one): two}, "option-{one}[.]option-{two}", "matching"),
    "number": (QuestionKind.NUMBER, lambda _one, _two: "12,5", "12.5", "numeric"),
    "no number": (QuestionKind.NUMBER, lambda _one, _two: "много", None, "numeric"),
    "short": (QuestionKind.SHORT, lambda _one, _two: "Иванова", None, "fill-in"),
    "open": (QuestionKind.OPEN, lambda _one, _two: "Меня зовут Анна", None, "long-fill-in"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_answers_are_told_in_the_words_of_interactions_and_never_in_hers(on, server, lesson, learner, now, case):
    kind, given, expected, interaction = ANSWERS[case]
    attempt = of_quiz(lesson, learner, now)
    question = Question.objects.create(quiz=attempt.quiz, kind=kind, text="Что читать?", points=2)
    match = {"match": "пара"} if kind is QuestionKind.MATCH else {}
    one, two = (
        Option.objects.create(question=question, position=place, text=text, **match)
        for place, text in enumerate(("Первое", "Второе"))
    )
    Answer.objects.create(attempt=attempt, question=question, given=given(one.pk, two.pk), saved_at=now, share=0.5)

    tell(now)

    assert server.wrong == []
    [told] = server.told("answered")
    wanted = expected.format(one=one.pk, two=two.pk) if expected else None
    assert told["result"].get("response") == wanted
    assert told["result"]["success"] is False
    assert told["result"]["score"] == {"scaled": 0.5, "raw": 1, "min": 0, "max": 2}
    assert told["object"]["definition"]["interactionType"] == interaction
    assert told["context"]["contextActivities"]["parent"][0]["id"].endswith(attempt.quiz.token)


def test_her_own_words_are_told_only_where_people_are_named(on, server, lesson, learner, now):
    RecordStore.objects.update(is_named=True)
    attempt = of_quiz(lesson, learner, now)
    question = Question.objects.create(quiz=attempt.quiz, kind=QuestionKind.OPEN, text="Почему?")
    Answer.objects.create(attempt=attempt, question=question, given="Потому", saved_at=now, share=1)
    Answer.objects.create(
        attempt=attempt,
        question=Question.objects.create(quiz=attempt.quiz, kind=QuestionKind.OPEN, text="И ещё?"),
        saved_at=now,
        share=0,
    )

    tell(now)

    [told] = server.told("answered")
    assert (told["result"]["response"], told["result"]["success"]) == ("Потому", True)
