"""What people of the desk do by a key beside lessons: by the services of the pages, in the name of the key's owner."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from tests.live.factories import BroadcastFactory, ChannelFactory
from tests.mentoring.answering.factories import RecommendationFactory
from tests.mentoring.factories import ConsultationFactory
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.programme.factories import EnrolmentFactory, LessonFactory
from tests.publishing.factories import ArticleFactory, CollectionFactory

from nastavnik.api.enums import Scope
from nastavnik.api.selectors import desk
from nastavnik.api.selectors.cursors import Asked
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.api.selectors.staff import books, live, programmes, questions
from nastavnik.core.models import JournalEntry
from nastavnik.live.enums import BroadcastState, ChannelKind, EndReason
from nastavnik.live.models import Broadcast, Submission
from nastavnik.live.selectors.desk import broadcast_to_run
from nastavnik.mentoring.enums import Audience
from nastavnik.mentoring.models import Recommendation
from nastavnik.people.enums import Role
from nastavnik.programme.models import Enrolment
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.models import PressRun
from nastavnik.publishing.press.book import Design, Form

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(program):
    return program()


# --- programmes and who takes part


def test_makes_changes_publishes_and_hides_a_programme(asks, methodist):
    made = asks.post(
        "/desk/programmes", {"title": "Год", "starts_on": "2026-09-01", "ends_on": "2027-05-31"}, status=201
    )
    path = f"/desk/programmes/{made['token']}"
    changed = asks.patch(path, {"version": made["version"], "description": "О чём", "enrolment": "invitation"})
    asks.patch(path, {"version": made["version"], "title": "Поздно"}, status=409)
    cycles = asks.post(f"{path}/cycles", {"title": "Первый"}, status=201)

    assert (changed["title"], changed["description"], changed["enrolment"]) == ("Год", "О чём", "invitation")
    assert [one["title"] for one in cycles] == ["Первый"]
    assert [asks.post(f"{path}/{move}")["is_public"] for move in ("publish", "hide")] == [True, False]
    assert asks.get(path)["title"] == "Год"
    assert set(JournalEntry.objects.values_list("actor_id", flat=True)) == {methodist.pk}


def test_programme_of_odd_days_is_refused(asks):
    asks.post("/desk/programmes", {"title": "Год", "starts_on": "0001-01-01", "ends_on": "2027-05-31"}, status=409)
    asks.post("/desk/programmes", {"title": "Год", "starts_on": "2027-01-01", "ends_on": "2026-05-31"}, status=409)


def test_enrols_people_and_libraries_and_takes_places_back(asks, school, programme, learner):
    library = LibraryFactory(organisation=school.owner)
    in_network(school.owner, place_of(school))
    colleague = UserFactory(library=library)
    grant(colleague, Role.LEARNER, place_of(school))
    path = f"/desk/programmes/{programme.token}/enrolments"
    assert library.token in {one["token"] for one in asks.get("/desk/libraries")}
    assert {learner.token, colleague.token} <= {one["person"] for one in asks.get("/desk/people")["items"]}

    first = asks.post(path, {"people": [learner.token]})
    second = asks.post(path, {"people": [learner.token], "libraries": [library.token]})
    asks.answer_to(f"{path}/{learner.token}/remove", status=204)

    assert (first, second) == ({"added": 1, "known": 0}, {"added": 1, "known": 1})
    assert [one["person"] for one in asks.get(path)["items"]] == [colleague.token]
    asks.answer_to(f"{path}/{learner.token}/remove", status=404)


def test_stranger_and_strange_library_are_not_enrolled(asks, programme, outsider):
    path = f"/desk/programmes/{programme.token}/enrolments"

    asks.post(path, {"people": [outsider.token]}, status=404)
    asks.post(path, {"libraries": [LibraryFactory().token]}, status=404)
    assert not Enrolment.objects.exists()


# --- broadcasts


def test_plans_changes_and_ends_a_broadcast(asks, cycle, now):
    lesson = LessonFactory(cycle=cycle, announced=True)
    made = asks.post("/desk/broadcasts", {"lesson": lesson.uid}, status=201)
    path = f"/desk/broadcasts/{made['token']}"
    changed = asks.patch(path, {"access": "enrolled", "abandon_minutes": 10})
    refused = asks.post(f"{path}/begin", status=409)
    asks.post(f"{path}/end", status=409)

    assert asks.post("/desk/broadcasts", {"lesson": lesson.uid}, status=201)["token"] == made["token"]
    assert (changed["access"], changed["abandon_minutes"], changed["wants_lower_quality"]) == ("enrolled", 10, True)
    assert refused["detail"]
    assert [one["lesson"] for one in asks.get("/desk/broadcasts")["items"]] == [lesson.uid]


def test_what_somebody_else_changes_meanwhile_stays(asks, lesson, monkeypatch):
    broadcast = BroadcastFactory(lesson=lesson)

    def read_before_the_other_wrote(*words):
        row = broadcast_to_run(*words)
        Broadcast.objects.update(access="enrolled")
        return row

    monkeypatch.setattr("nastavnik.api.services.broadcasts.broadcast_to_run", read_before_the_other_wrote)
    asks.patch(f"/desk/broadcasts/{broadcast.token}", {"abandon_minutes": 10})

    broadcast.refresh_from_db()
    assert (broadcast.access, broadcast.abandon_minutes) == ("enrolled", 10)


def test_ends_a_broadcast_that_is_on_air(asks, lesson, film, now):
    broadcast = BroadcastFactory(lesson=lesson, state=BroadcastState.LIVE, live_at=now, video=film)
    path = f"/desk/broadcasts/{broadcast.token}"
    assert asks.post(f"{path}/begin")["state"] == "live"

    ended = asks.post(f"{path}/end")

    assert (ended["state"], ended["ended_because"], ended["film"]) == ("ended", EndReason.DESK, film.token)
    asks.patch(path, {"access": "open"}, status=409)


def test_tells_what_is_to_be_submitted_and_what_was_moved_since(asks, school, cycle, now):
    channel = ChannelFactory(school=school, kind=ChannelKind.CULTURE, address="")
    lesson = LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=20))
    Submission.objects.create(lesson=lesson, channel=channel, asked_at=now, told_starts_at=now, portal_id="12")

    (row,) = asks.get("/desk/submissions")

    assert (row["lesson"], row["channel"], row["portal_id"], row["is_asked"]) == (lesson.uid, channel.token, "12", True)
    assert row["told_starts_at"] is not None


# --- questions and public answers


@pytest.fixture
def question(school):
    return ConsultationFactory(school=school, waiting=True, audience=Audience.MAY_BE_PUBLIC)


def test_answers_a_question_and_makes_the_answer_public(asks, question, methodist):
    told = asks.get(f"/desk/questions/{question.token}")
    assert (told["text"], told["answers"], told["public_answer"]) == (question.text, [], None)
    answered = asks.post(f"/desk/questions/{question.token}/answer", {"text": "Вот так"}, status=201)
    made = asks.post(f"/desk/questions/{question.token}/public", status=201)
    path = f"/desk/answers/{made['token']}"
    changed = asks.patch(path, {"version": made["version"], "title": "Как вести кружок", "question": "Как?"})
    asks.post(f"{path}/publish", {"version": made["version"]}, status=409)

    assert [(one["mentor"], one["text"]) for one in answered["answers"]] == [(methodist.full_name, "Вот так")]
    assert (changed["title"], changed["answer"], changed["state"]) == ("Как вести кружок", "Вот так", "prepared")
    assert asks.post(f"{path}/publish", {"version": changed["version"]})["state"] == "public"
    assert asks.get(f"/desk/questions/{question.token}")["public_answer"] == made["token"]
    assert asks.post(f"{path}/withdraw")["state"] == "withdrawn"
    assert [one["token"] for one in asks.get("/desk/answers")["items"]] == [made["token"]]
    assert asks.get(path)["state"] == "withdrawn"


def test_what_she_writes_at_the_desk_is_not_written_over(asks, question, methodist):
    RecommendationFactory(consultation=question, mentor=methodist, sent_at=None, text="Пишу")

    told = asks.post(f"/desk/questions/{question.token}/answer", {"text": "Иначе"}, status=409)

    assert "рабочем кабинете" in told["detail"]
    assert Recommendation.objects.get().text == "Пишу"


# --- collections


def test_makes_changes_and_presses_a_collection(asks):
    made = asks.post("/desk/collections", {"title": "Сборник"}, status=201)
    path = f"/desk/collections/{made['token']}"
    changed = asks.patch(path, {"version": made["version"], "annotation": "О чём"})
    asks.patch(path, {"version": made["version"], "title": "Поздно"}, status=409)
    first = asks.patch(f"{path}/imprint", {"version": changed["version"], "udc": "021", "year": 2026})
    second = asks.patch(f"{path}/imprint", {"version": first["version"], "udc": "", "bbk": "78.3"})
    asks.post(f"{path}/press", {"forms": ["epub"]}, status=409)
    asks.post(f"{path}/publish", status=409)

    assert (changed["title"], changed["annotation"], changed["run"]) == ("Сборник", "О чём", None)
    assert second["fields"] == {"year": 2026, "bbk": "78.3"}
    assert "publisher_name" in {one["field"] for one in asks.get(f"{path}/imprint")["lacks"]}
    assert [one["token"] for one in asks.get("/desk/collections")["items"]] == [made["token"]]


def test_presses_and_hides_a_collection(asks, school, book):
    collection = CollectionFactory(school=school)
    ArticleFactory(collection=collection, state=ArticleState.READY, licence=Licence.OWN)

    pressed = asks.post(f"/desk/collections/{collection.token}/press", {"forms": ["epub"]}, status=202)

    assert (pressed["run"]["state"], pressed["run"]["forms"]) == ("waiting", ["epub", "web"])
    assert PressRun.objects.count() == 1
    assert asks.post(f"/desk/collections/{book.token}/hide")["state"] == "prepared"


def test_looks_and_forms_are_those_of_the_press():
    assert set(shapes.Design.__args__) == set(Design)
    assert {*shapes.PressedForm.__args__, "web"} == set(Form)


# --- scopes and rights


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope.endswith(":read")])
def test_reading_scopes_write_nothing(program, scope, programme, question, book):
    asks = program(scope)

    asks.post("/desk/programmes", {"title": "Год", "starts_on": "2026-09-01", "ends_on": "2027-05-31"}, status=403)
    asks.post(f"/desk/programmes/{programme.token}/enrolments", {}, status=403)
    asks.post("/desk/broadcasts", {"lesson": "x"}, status=403)
    asks.post(f"/desk/questions/{question.token}/answer", {"text": "x"}, status=403)
    asks.post(f"/desk/collections/{book.token}/hide", status=403)


def test_reads_ask_for_the_rights_of_the_person_whatever_her_key(school_with_all, outsider, programme, lesson, now):
    school, asked = school_with_all, Asked(school_with_all, "any")
    broadcast, question = BroadcastFactory(lesson=lesson), ConsultationFactory(school=school, waiting=True)
    reads = (
        lambda: desk.programme_rows(outsider, school),
        lambda: desk.lesson_rows(outsider, asked, now, state=None),
        lambda: desk.channel_rows(outsider, school),
        lambda: desk.learner_rows(outsider, asked, programme.token),
        lambda: desk.question_rows(outsider, asked),
        lambda: desk.question_figures(outsider, school, now),
        lambda: programmes.programme_row(outsider, school, programme.token),
        lambda: programmes.people_rows(outsider, asked),
        lambda: programmes.library_rows(outsider, school),
        lambda: programmes.enrolment_rows(outsider, asked, programme.token),
        lambda: live.broadcast_rows(outsider, asked),
        lambda: live.broadcast_row(outsider, school, broadcast.token),
        lambda: live.submission_rows(outsider, school, now),
        lambda: questions.question_row(outsider, school, question.token),
        lambda: questions.answer_rows(outsider, asked),
        lambda: questions.answer_row(outsider, school, "x"),
        lambda: books.book_rows(outsider, asked),
        lambda: books.book_row(outsider, school, "x"),
        lambda: books.imprint_row(outsider, school, "x"),
    )

    for read in reads:
        with pytest.raises((ObjectDoesNotExist, PermissionDenied)):
            read()


def test_lists_take_as_many_queries_however_long_they_are(asks, school, programme, cycle, assert_flat):
    def grow():
        learner = UserFactory(library=LibraryFactory(organisation=school.owner))
        grant(learner, Role.LEARNER, place_of(school))
        EnrolmentFactory(programme=programme, user=learner)
        BroadcastFactory(lesson=LessonFactory(cycle=cycle, announced=True))
        CollectionFactory(school=school)

    grow()
    for path in ("people", "libraries", f"programmes/{programme.token}/enrolments", "broadcasts", "collections"):
        assert_flat(lambda path=path: asks.get(f"/desk/{path}"), grow)
