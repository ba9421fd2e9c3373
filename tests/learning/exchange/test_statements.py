"""Statements of xAPI: made of what is in the rows and of nothing else, each once, kept until a store has taken them."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from tests.fakes.record_store import RecordStoreServer, check_statement
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.learning.factories import AttendanceFactory, CompletionFactory, LessonRuleFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory
from tests.video.factories import VideoFactory

from nastavnik.learning import tasks
from nastavnik.learning.enums import CompletionWay, QuestionKind, SendState, SystemFault
from nastavnik.learning.models import Answer, Attempt, Option, Question, Quiz, RecordStore, Statement
from nastavnik.learning.services.statements import sending, sources, store, writing
from nastavnik.people.services import erase_account

pytestmark = pytest.mark.django_db

EXTENSION = "https://w3id.org/xapi/video/extensions"


@pytest.fixture
def server(settings):
    settings.EXCHANGE_INSIDE = True
    with RecordStoreServer() as running:
        yield running


@pytest.fixture
def on(server, school, methodist, now):
    """The school tells from half an hour before `now` on."""
    words = {"endpoint": server.endpoint, "key": server.key, "secret": server.secret, "is_named": False}
    begins_at = now - timedelta(minutes=30)
    return store.set_store(actor=methodist, school_id=school.pk, is_on=True, now=begins_at, **words)


def tell(now):
    """Write down and send; return how many statements the store took."""
    writing.write_statements(now=now)
    return sending.send_due_statements(clock=lambda: now)


def film_of(lesson):
    return VideoFactory(lesson=lesson, ready=True, duration_seconds=1000.0)


def watched(learner, film, now, *pieces):
    return WatchCoverageFactory(user=learner, video=film, pieces=pieces, first_at=now, updated_at=now)


def of_quiz(lesson, learner, now, *, percent=70, unread=0, passed=True, **changes):
    """Let somebody have gone through a self-check."""
    quiz = Quiz.objects.filter(lesson=lesson).first() or Quiz.objects.create(
        lesson=lesson, title="Самопроверка", is_published=True, updated_at=now
    )
    words = {
        "number": 1,
        "seed": 1,
        "pass_percent": 60,
        "started_at": now - timedelta(minutes=5),
        "finished_at": now,
        "points": 7,
        "most_points": 10,
        "percent": percent,
        "unread": unread,
        "passed_at": now if passed else None,
    }
    return Attempt.objects.create(quiz=quiz, user=learner, **{**words, **changes})


# --- what is told ----------------------------------------------------------------------------------------------------


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


# --- once, and nothing else ---------------------------------------------------------------------------------------------


def everything(lesson, learner, now):
    watched(learner, film_of(lesson), now, (0, 1000))
    CompletionFactory(user=learner, lesson=lesson, completed_at=now)
    AttendanceFactory(lesson=lesson, user=learner, left_at=now, came_at=now)
    of_quiz(lesson, learner, now)


def test_everything_is_told_once_however_often_one_looks(on, server, lesson, learner, now):
    everything(lesson, learner, now)

    taken = [tell(now + timedelta(minutes=minute)) for minute in (0, 1, 2, 90, 3000)]

    assert taken == [7, 0, 0, 0, 0]
    assert Statement.objects.count() == len({one["id"] for one in server.statements}) == 7


def test_numbers_are_the_same_in_every_process(on, lesson, learner, now):
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    first = set(Statement.objects.values_list("pk", flat=True))
    Statement.objects.all().delete()
    RecordStore.objects.update(looked={})

    writing.write_statements(now=now + timedelta(minutes=1))

    assert set(Statement.objects.values_list("pk", flat=True)) == first


def test_what_happened_before_it_was_on_is_not_told(on, server, lesson, learner, now):
    everything(lesson, learner, now - timedelta(hours=1))

    assert tell(now) == 0


def test_what_was_missed_is_found_within_an_hour(on, server, lesson, learner, now):
    tell(now)
    # rows with numbers that were seen already, as a transaction leaves them that ended late
    RecordStore.objects.update(looked=dict.fromkeys(("initialized", "counted", "attended", "attempted"), 10**6))
    everything(lesson, learner, now)

    assert tell(now + timedelta(minutes=1)) == 2  # the attempt, which is found by its end
    assert tell(now + timedelta(minutes=62)) == 5


def test_other_school_is_told_nothing_of_this_one(on, server, learner, now):
    everything(LessonFactory(held=True), learner, now)

    assert tell(now) == 0


def test_store_that_is_off_is_told_nothing(on, server, lesson, learner, methodist, school, now):
    everything(lesson, learner, now)
    words = {"endpoint": server.endpoint, "key": server.key, "secret": None, "is_named": False, "is_on": False}
    store.set_store(actor=methodist, school_id=school.pk, now=now, **words)

    assert tell(now) == 0
    assert server.batches == []


def test_many_rows_are_told_in_several_looks(on, server, lesson, now, monkeypatch):
    monkeypatch.setattr(sources, "BATCH", 2)
    for _number in range(5):
        AttendanceFactory(lesson=lesson, left_at=now, came_at=now)

    taken = [tell(now + timedelta(minutes=minute)) for minute in range(4)]

    assert taken == [2, 2, 1, 0]
    assert RecordStore.objects.get().looked_at == now + timedelta(minutes=3)


def test_full_outbox_takes_nothing_in_until_it_is_sent(on, server, lesson, learner, now, monkeypatch):
    monkeypatch.setattr(writing, "MOST_WAITING", 1)
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    assert Statement.objects.count() == 7

    AttendanceFactory(lesson=lesson, left_at=now, came_at=now)
    assert writing.write_statements(now=now) == 0
    sending.send_due_statements(clock=lambda: now)

    assert tell(now + timedelta(minutes=1)) == 1


def test_erased_person_is_told_of_no_more(on, server, lesson, learner, now, django_capture_on_commit_callbacks):
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(actor=learner, typed_email=learner.email, now=now)

    assert tell(now + timedelta(hours=2)) == 0


def test_writing_asks_flat(on, lesson, learner, now, django_assert_max_num_queries):
    for number in range(4):
        everything(LessonFactory(cycle=lesson.cycle, held=True), UserFactory(), now - timedelta(seconds=number))

    with django_assert_max_num_queries(22):
        assert writing.write_statements(now=now) == 28


def test_old_statements_are_forgotten_sent_ones_first(on, lesson, learner, now):
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    Statement.objects.filter(kind="attended").update(state=SendState.SENT)

    assert writing.forget_old_statements(now=now + writing.SENT_KEPT) == 0
    assert writing.forget_old_statements(now=now + writing.SENT_KEPT + timedelta(hours=1)) == 1
    assert writing.forget_old_statements(now=now + writing.WAITING_KEPT + timedelta(hours=1)) == 6


# --- on the way --------------------------------------------------------------------------------------------------------


def waiting(lesson, now, count):
    for _number in range(count):
        AttendanceFactory(lesson=lesson, left_at=now, came_at=now)
    writing.write_statements(now=now)


FAULTS = [
    (401, SystemFault.KEY),
    (403, SystemFault.KEY),
    (404, SystemFault.ODD),
    (500, SystemFault.SERVER),
    (302, SystemFault.ODD),
]


@pytest.mark.parametrize(("status", "fault"), FAULTS)
def test_store_that_takes_nothing_loses_nothing(on, server, lesson, now, status, fault):
    server.down = status
    waiting(lesson, now, 3)
    moments = [now]
    for _try in range(6):
        sending.send_due_statements(clock=lambda: moments[-1])
        moments.append(RecordStore.objects.get().try_at)

    kept = RecordStore.objects.get()
    assert (kept.fault, kept.said, kept.fault_at) == (fault, f"{status} out of order", moments[-2])
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits == [*sending.WAITS, sending.WAITS[-1], sending.WAITS[-1]]
    assert Statement.objects.filter(state=SendState.WAITING).count() == 3

    server.down = 0
    assert sending.send_due_statements(clock=lambda: moments[-1]) == 3
    kept.refresh_from_db()
    assert (kept.fault, kept.said, kept.attempts, kept.sent_at) == ("", "", 0, moments[-1])


def test_wrong_secret_is_told_in_words(on, server, lesson, now):
    server.secret = "another"
    waiting(lesson, now, 1)
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.KEY


def test_secret_sealed_under_another_key_is_asked_for_anew(on, server, lesson, now, settings):
    settings.SECRET_KEY = "another secret of the installation"
    waiting(lesson, now, 1)
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.KEY


def test_silent_store_is_told_so(on, server, lesson, now):
    waiting(lesson, now, 1)
    RecordStore.objects.update(endpoint="http://127.0.0.1:9/xapi/")
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.SILENT


def test_store_inside_is_not_called(on, server, lesson, now, settings):
    settings.EXCHANGE_INSIDE = False
    waiting(lesson, now, 1)
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.ADDRESS
    assert server.batches == []


def test_statements_go_in_batches(on, server, lesson, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    waiting(lesson, now, 5)

    assert sending.send_due_statements(clock=lambda: now) == 5
    assert server.batches == [2, 2, 1]


def test_so_much_goes_at_a_time_and_the_rest_afterwards(on, server, lesson, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    monkeypatch.setattr(sending, "BATCHES_AT_ONCE", 2)
    waiting(lesson, now, 3)

    assert [sending.send_due_statements(clock=lambda: now) for _run in range(2)] == [2, 1]


def test_store_that_takes_small_batches_gets_them(on, server, lesson, now):
    server.most_in_a_batch = 1
    waiting(lesson, now, 3)

    assert sending.send_due_statements(clock=lambda: now) == 3
    assert server.batches == [1, 1, 1]


def test_statement_that_is_refused_is_put_aside_and_the_others_go(on, server, lesson, now, methodist, school):
    waiting(lesson, now, 4)
    refused = Statement.objects.order_by("pk")[2]
    server.refused = {str(refused.pk)}

    assert sending.send_due_statements(clock=lambda: now) == 3
    refused.refresh_from_db()
    assert (refused.state, refused.said) == (SendState.FAILED, "400 this one is not wanted")
    assert RecordStore.objects.get().fault == ""

    server.refused = set()
    assert store.retry_statements(actor=methodist, school_id=school.pk, now=now) == 1
    assert sending.send_due_statements(clock=lambda: now) == 1


def test_statement_that_the_store_has_already_counts_as_sent(on, server, lesson, now):
    waiting(lesson, now, 2)
    one = Statement.objects.first()
    server.statements.append({**one.body, "timestamp": "another"})

    assert sending.send_due_statements(clock=lambda: now) == 2


def test_batch_that_was_taken_without_an_answer_is_sent_again_and_told_once(on, server, lesson, now):
    server.dies_after_taking = True
    waiting(lesson, now, 3)
    assert sending.send_due_statements(clock=lambda: now) == 0
    server.dies_after_taking = False

    assert sending.send_due_statements(clock=lambda: now + sending.WAITS[0]) == 3
    assert len(server.statements) == 3


def test_store_of_a_process_that_was_killed_is_told_later(on, server, lesson, now, monkeypatch):
    waiting(lesson, now, 1)

    def killed(*_words, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(sending, "guarded", killed)
        with pytest.raises(KeyboardInterrupt):
            sending.send_due_statements(clock=lambda: now)
    assert sending.send_due_statements(clock=lambda: now) == 0

    assert sending.send_due_statements(clock=lambda: now + sending.CLAIM_LIVES) == 1


def test_store_that_another_process_tells_is_left_to_it(on, server, lesson, now):
    waiting(lesson, now, 1)
    row = RecordStore.objects.get()
    RecordStore.objects.update(try_at=now + timedelta(minutes=1))

    assert sending._send_to(row, lambda: now) == 0
    assert server.batches == []


def test_periodic_tasks_do_their_part(on, server, lesson):
    from nastavnik.core import clock  # noqa: PLC0415 -- the tasks take the time of this machine

    moment = clock.now()
    AttendanceFactory(lesson=lesson, left_at=moment, came_at=moment)

    tasks.tell_record_stores.func()
    tasks.forget_old_statements.func()

    assert len(server.statements) == 1


# --- settings -----------------------------------------------------------------------------------------------------------


def set_store(actor, school, now, **changes):
    words = {"endpoint": "https://lrs.example.ru/", "key": "k", "secret": "s", "is_on": True, "is_named": False}
    return store.set_store(actor=actor, school_id=school.pk, now=now, **{**words, **changes})


def test_secret_is_sealed_kept_and_forgotten_with_its_address(methodist, school, now):
    set_store(methodist, school, now)
    kept = RecordStore.objects.get()
    assert kept.sealed_secret != "s"
    assert store.secret_of(kept) == "s"

    set_store(methodist, school, now, secret=None)
    assert store.secret_of(RecordStore.objects.get()) == "s"

    with pytest.raises(store.StoreIncomplete):
        set_store(methodist, school, now, secret=None, endpoint="https://elsewhere.example/")
    set_store(methodist, school, now, secret=None, endpoint="https://elsewhere.example/", is_on=False)
    assert store.secret_of(RecordStore.objects.get()) == ""


@pytest.mark.parametrize("missing", ["endpoint", "key", "secret"])
def test_store_without_all_it_needs_is_not_switched_on(methodist, school, now, missing):
    with pytest.raises(store.StoreIncomplete):
        set_store(methodist, school, now, **{missing: ""})


def test_switching_on_again_begins_anew(methodist, school, now):
    set_store(methodist, school, now)
    set_store(methodist, school, now + timedelta(days=1), key="k2")
    assert RecordStore.objects.get().begins_at == now
    set_store(methodist, school, now, is_on=False)

    set_store(methodist, school, now + timedelta(days=9))

    assert RecordStore.objects.get().begins_at == now + timedelta(days=9)


def test_only_a_methodist_sets_the_store(learner, director, outsider, school, now):
    for actor in (learner, director, outsider):
        with pytest.raises(PermissionDenied):
            set_store(actor, school, now)
        with pytest.raises(PermissionDenied):
            store.retry_statements(actor=actor, school_id=school.pk, now=now)


def test_checks_of_the_fake_find_what_is_wrong(on, server, lesson, learner, now):
    everything(lesson, learner, now)
    tell(now)
    good = server.told("passed")[0]
    broken = [
        {**good, "id": "not-a-number"},
        {**good, "actor": {**good["actor"], "mbox": "mailto:a@example.ru"}},
        {**good, "actor": {"name": "Анна"}},
        {**good, "verb": {"id": "passed", "display": {"ru": "сдал"}}},
        {**good, "result": {"duration": "300 s"}},
        {**good, "result": {"score": {"raw": 11, "min": 0, "max": 10}}},
        {**good, "timestamp": "2026-11-24T09:00:00"},
        {**good, "extra": 1},
        {**good, "result": None},
    ]

    check_statement(good)
    for statement in broken:
        with pytest.raises(Exception, match=r".+"):
            check_statement(statement)
