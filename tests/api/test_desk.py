"""What the desk reads and does by a key: through its own selectors and services, with the rights of the key's owner."""

from datetime import timedelta

import pytest
from tests.contest.factories import ApplicationFactory
from tests.learning.factories import StandingFactory
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory
from tests.people.factories import UserFactory
from tests.programme.factories import CycleFactory, EnrolmentFactory, LessonFactory, ProgrammeFactory

from nastavnik.api.enums import Scope
from nastavnik.core.models import JournalEntry
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(program):
    return program()


def test_lists_programmes_cycles_and_drafts(asks, programme, cycle, lesson):
    draft = LessonFactory(cycle=cycle)
    hidden = ProgrammeFactory(school=programme.school, is_public=False)

    assert {one["token"] for one in asks.get("/desk/programmes")} == {programme.token, hidden.token}
    assert [one["token"] for one in asks.get(f"/desk/programmes/{programme.token}/cycles")] == [cycle.token]
    assert [one["uid"] for one in asks.get("/desk/lessons?state=draft")["items"]] == [draft.uid]


def test_makes_changes_and_announces_a_lesson(asks, cycle, methodist, now):
    at = (now + timedelta(days=3)).isoformat()
    made = asks.post("/desk/lessons", {"cycle": cycle.token, "title": "Новое", "starts_at": at}, status=201)
    path = f"/desk/lessons/{made['uid']}"
    changed = asks.patch(path, {"version": made["version"], "summary": "Коротко"})
    announced = asks.post(f"{path}/announce")

    assert (made["state"], changed["summary"], announced["state"]) == ("draft", "Коротко", "announced")
    assert changed["title"] == "Новое"
    entries = JournalEntry.objects.filter(subject_kind="programme.lesson")
    assert {entry.actor_id for entry in entries} == {methodist.pk}


def test_moves_a_lesson_through_its_states(asks, cycle, now):
    lesson = LessonFactory(cycle=cycle, announced=True, starts_at=now - timedelta(hours=2))
    path = f"/desk/lessons/{lesson.uid}"

    states = [asks.post(f"{path}/{move}")["state"] for move in ("hold", "reopen", "withdraw", "announce")]
    cancelled = asks.post(f"{path}/cancel", {"reason": "Нет света"})
    restored = asks.post(f"{path}/restore")

    assert states == ["held", "announced", "draft", "announced"]
    assert (cancelled["cancelled_because"], restored["state"]) == ("Нет света", "announced")


def test_rule_of_the_school_is_told_in_its_words(asks, cycle):
    lesson = LessonFactory(cycle=cycle)

    told = asks.post(f"/desk/lessons/{lesson.uid}/announce", status=409)

    assert told["detail"]
    lesson.refresh_from_db()
    assert lesson.state == LessonState.DRAFT


def test_change_of_what_others_changed_is_refused(asks, cycle):
    lesson = LessonFactory(cycle=cycle)
    path, version = f"/desk/lessons/{lesson.uid}", lesson.version
    asks.patch(path, {"version": version, "title": "Одно"})

    asks.patch(path, {"version": version, "title": "Другое"}, status=409)
    asks.patch(path, {"version": version, "place": "Читальный зал"})

    lesson.refresh_from_db()
    assert (lesson.title, lesson.place) == ("Одно", "Читальный зал")


def test_takes_a_time_away_and_leaves_what_is_nothing(asks, cycle, now):
    lesson = LessonFactory(cycle=cycle, starts_at=now, title="Было")

    told = asks.patch(f"/desk/lessons/{lesson.uid}", {"version": lesson.version, "starts_at": None, "title": None})

    assert (told["starts_at"], told["title"]) == (None, "Было")


def test_odd_years_and_unknown_words_are_refused(asks, cycle):
    words = {"cycle": cycle.token, "title": "Новое"}

    asks.post("/desk/lessons", {**words, "starts_at": "9999-12-31T00:00:00Z"}, status=409)
    told = asks.post("/desk/lessons", {**words, "slug": "x"}, status=422)
    assert told["errors"][0].startswith("slug:")
    asks.post("/desk/lessons", {**words, "title": "\x00"}, status=422)
    asks.post("/desk/lessons", {**words, "starts_at": "2026-12-01T10:00:00"}, status=422)
    assert not Lesson.objects.exists()


def test_removed_lesson_and_cycle_of_another_school_are_not_there(asks, cycle, now):
    removed = LessonFactory(cycle=cycle, removed_at=now)
    strange = CycleFactory()

    asks.post(f"/desk/lessons/{removed.uid}/announce", status=404)
    asks.post("/desk/lessons", {"cycle": strange.token, "title": "Чужое"}, status=404)


def test_reading_scope_writes_nothing(program, cycle):
    asks = program(Scope.READ_LESSONS)

    asks.post("/desk/lessons", {"cycle": cycle.token, "title": "Новое"}, status=403)
    assert not Lesson.objects.exists()


def test_tells_who_learns_and_how_far_the_branches_are(asks, school_with_all, programme, learner):
    path = f"/desk/programmes/{programme.token}"

    people = asks.get(f"{path}/learners")["items"]
    progress = asks.get(f"{path}/progress")
    numbers = asks.get(f"{path}/lessons")

    assert [(one["person"], one["hours"]) for one in people] == [(learner.token, 1.5)]
    assert (progress["people"], progress["held"], progress["done"]) == (1, 1, 1)
    assert [one["counted"] for one in numbers] == [0]


def test_tells_the_register_of_a_contest_without_drafts(asks, school_with_all, contest):
    ApplicationFactory(contest=contest)

    rows = asks.get(f"/desk/contests/{contest.slug}/applications")["items"]

    assert [one["state"] for one in rows] == ["admitted"]


def test_tells_questions_without_a_word_of_them(asks, school_with_all):
    answer = asks.answer("/desk/questions")

    assert [one["state"] for one in answer.json()["items"]] == ["waiting"]
    assert "Тайна вопроса" not in answer.content.decode()
    assert "Как провести квест" not in answer.content.decode()
    assert asks.get("/desk/questions/figures")["waiting"] == 1


def test_tells_channels_without_their_keys(asks, school_with_all):
    told = asks.get("/desk/channels")

    assert [(one["kind"], one["page_url"]) for one in told] == [("vk", "https://vk.example/school")]
    assert "rtmp" not in str(told)


def test_lists_take_as_many_queries_however_long_they_are(asks, school, programme, contest, assert_flat):
    def grow():
        learner = UserFactory()
        EnrolmentFactory(programme=programme, user=learner)
        StandingFactory(programme=programme, user=learner)
        ApplicationFactory(contest=contest, admitted=True)
        AssignmentFactory(consultation=ConsultationFactory(school=school, waiting=True))

    grow()
    for path in (f"programmes/{programme.token}/learners", f"contests/{contest.slug}/applications", "questions"):
        assert_flat(lambda path=path: asks.get(f"/desk/{path}"), grow)
