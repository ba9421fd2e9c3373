"""Webhooks at the desk, and news written down for them: which thing it was, and no word of a person."""

import json
from collections import defaultdict

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.architecture.test_events import declared_events
from tests.contest.factories import ApplicationFactory
from tests.grants.factories import GrantFactory
from tests.learning.certificates.factories import CertificateFactory
from tests.learning.quizzes.factories import QuizFactory
from tests.live.factories import BroadcastFactory
from tests.mentoring.appointments.factories import AppointmentFactory, SlotFactory
from tests.mentoring.factories import ConsultationFactory
from tests.mentoring.mentorships.factories import MentorshipFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory, SchoolFactory
from tests.publishing.pressed import pressed

from nastavnik.api.enums import CHOSEN_EVENTS, DeliveryState, Event, SilentBecause
from nastavnik.api.forms import event_choices
from nastavnik.api.models import Delivery, Webhook
from nastavnik.api.permissions import can_keep_webhooks, webhooks_visible_to
from nastavnik.api.selectors.news import INNER, TOLD, news_of
from nastavnik.api.services import hooks
from nastavnik.api.services.hooks import keeping
from nastavnik.api.tasks import deliver
from nastavnik.contest.events import ApplicationSubmitted, ContestOpened
from nastavnik.core.models import JournalEntry
from nastavnik.grants.events import GrantBegun
from nastavnik.learning.events import CertificateIssued, LessonCompleted, QuizPassed
from nastavnik.live.events import BroadcastStarted
from nastavnik.mentoring.events import AnswerPublished, AppointmentBooked, ConsultationAsked, MentorshipBegan
from nastavnik.people.enums import ConsentKind, Place, PlaceKind, Role
from nastavnik.people.events import (
    ConsentGiven,
    PersonDeactivated,
    PersonErased,
    PersonRegistered,
    RoleGranted,
    StaffImported,
)
from nastavnik.people.models import StaffImport, User
from nastavnik.programme.events import (
    HandoutAdded,
    LessonAnnounced,
    LessonHeld,
    LessonMoved,
    PersonEnrolled,
    ProgrammePublished,
    SchoolChanged,
)
from nastavnik.programme.permissions import place_of
from nastavnik.programme.services import announce_lesson
from nastavnik.programme.services.order import reorder_lessons
from nastavnik.publishing.enums import CollectionState
from nastavnik.publishing.events import CollectionPublished
from nastavnik.publishing.services.collections import remove_collection, restore_collection, set_state
from nastavnik.video.events import VideoPlayable

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(school, methodist, now):
    def added(**changes):
        words = {"actor": methodist, "school_id": school.pk, "title": "Бот", "url": "https://bot.example.org/news"}
        return hooks.add_webhook(**{**words, "events": [Event.LESSON_ANNOUNCED], "now": now, **changes})

    return added


@pytest.fixture
def words(school, methodist, now):
    return {"actor": methodist, "school_id": school.pk, "now": now}


def test_secret_is_told_once_and_kept_sealed(add):
    hook, secret = add()

    assert secret.startswith("whsec_")
    assert secret not in str(Webhook.objects.values().get(pk=hook.pk))
    assert secret not in str(list(JournalEntry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize(
    "url",
    ["http://bot.example.org/", "https://127.0.0.1/", "https://10.0.0.7/x", "https://intranet/", "https://u:p@a.org/"],
)
def test_address_inside_or_in_the_open_is_refused(add, url, words):
    with pytest.raises(hooks.UnknownAddress):
        add(url=url)
    hook, _secret = add()
    with pytest.raises(hooks.UnknownAddress):
        hooks.change_webhook(token=hook.token, title="Бот", url=url, events=[], is_on=True, **words)


def test_only_a_methodist_keeps_webhooks(add, words, director, learner, outsider):
    hook, _secret = add()

    for actor in (director, learner, outsider):
        with pytest.raises(PermissionDenied):
            add(actor=actor)
        with pytest.raises(PermissionDenied):
            hooks.remove_webhook(token=hook.token, **{**words, "actor": actor})


def test_rights_and_rows_agree(add, school, methodist, director, learner, outsider):
    add()

    for actor in (methodist, director, learner, outsider):
        assert webhooks_visible_to(actor, school).exists() == can_keep_webhooks(actor, school)


def test_school_has_no_more_webhooks_than_can_be_watched(add, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_WEBHOOKS", 1)
    add()

    with pytest.raises(hooks.TooManyWebhooks):
        add()


def test_news_is_written_down_for_who_wants_it_before_the_commit(add, cycle, words):
    wants, _secret = add()
    add(events=[Event.LESSON_HELD])
    lesson = LessonFactory(cycle=cycle, starts_at=words["now"])

    announce_lesson(actor=words["actor"], lesson_id=lesson.pk, now=words["now"])

    message = Delivery.objects.get()
    told = json.loads(message.body)
    assert (message.webhook, message.state) == (wants, DeliveryState.WAITING)
    assert (told["type"], told["data"], told["school"]) == (
        "lesson.announced",
        {"lesson": lesson.uid},
        cycle.programme.school.base_url,
    )
    assert told["timestamp"].endswith("Z")


def test_news_that_is_taken_back_is_not_told(add, cycle, words):
    add()
    lesson = LessonFactory(cycle=cycle, starts_at=words["now"])

    with transaction.atomic():
        announce_lesson(actor=words["actor"], lesson_id=lesson.pk, now=words["now"])
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


def test_queue_is_woken_once_after_the_commit(add, lesson, now, django_capture_on_commit_callbacks):
    add(events=[Event.LESSON_HELD, Event.LESSON_CHANGED])

    with django_capture_on_commit_callbacks(execute=True):
        hooks.tell(news=[LessonHeld(lesson_id=lesson.pk)], now=now)
        hooks.tell(news=[LessonMoved(lesson_id=lesson.pk)], now=now)

    assert DBTaskResult.objects.filter(task_path=deliver.module_path).count() == 1


def test_news_of_many_people_and_lessons_costs_as_much_as_of_one(add, school, cycle, now, assert_flat):
    add(events=CHOSEN_EVENTS)
    programme, place, news = cycle.programme, place_of(school), defaultdict(list)

    def one_more():
        lesson, user_id = LessonFactory(cycle=cycle), UserFactory().pk
        news["moved"].append(LessonMoved(lesson_id=lesson.pk))
        news["enrolled"].append(PersonEnrolled(programme_id=programme.pk, user_id=user_id))
        news["completed"].append(LessonCompleted(user_id=user_id, lesson_id=lesson.pk))
        news["granted"].append(RoleGranted(user_id=user_id, role=Role.LEARNER, place=place))
        news["deactivated"].append(PersonDeactivated(user_id=user_id))

    assert_flat(lambda: [hooks.tell(news=events, now=now) for events in news.values()], one_more, ceiling=30)

    told = {json.loads(one.body)["data"]["person"] for one in Delivery.objects.filter(event=Event.ENROLMENT_ADDED)}
    enrolled = User.objects.filter(pk__in=[event.user_id for event in news["enrolled"]])
    assert told == set(enrolled.values_list("token", flat=True))


def test_lessons_in_another_order_are_told_together(add, programme, cycle, words):
    add(events=[Event.LESSON_CHANGED])
    LessonFactory.create_batch(4, cycle=cycle)

    with CaptureQueriesContext(connection) as captured:
        reorder_lessons(
            actor=words["actor"],
            programme_id=programme.pk,
            rearrange=lambda order: {token: uids[::-1] for token, uids in order.items()},
            seen=None,
            now=words["now"],
        )

    assert Delivery.objects.count() == 4
    assert len([query for query in captured if 'FROM "api_webhook"' in query["sql"]]) == 1


def test_news_of_another_school_is_not_told(add, now):
    add()

    assert hooks.tell(news=[LessonAnnounced(lesson_id=LessonFactory().pk)], now=now) == 0


def test_news_that_nobody_wants_costs_one_query(add, lesson, now, django_assert_num_queries):
    add(events=[Event.LESSON_HELD])

    with django_assert_num_queries(1):
        assert hooks.tell(news=[LessonAnnounced(lesson_id=lesson.pk)], now=now) == 0


def test_webhook_that_is_off_is_told_nothing(add, words, lesson, now):
    hook, _secret = add()
    hooks.change_webhook(
        token=hook.token, title="Бот", url=hook.url, events=[Event.LESSON_ANNOUNCED], is_on=False, **words
    )

    assert hooks.tell(news=[LessonAnnounced(lesson_id=lesson.pk)], now=now) == 0
    hook.refresh_from_db()
    assert hook.silent_because == SilentBecause.BY_HAND
    with pytest.raises(hooks.WebhookIsOff):
        hooks.send_trial(token=hook.token, **words)


def test_what_waits_is_dropped_with_the_address_and_kept_with_the_title(add, words, lesson, now):
    hook, _secret = add()
    change = {"token": hook.token, "events": [Event.LESSON_ANNOUNCED], "is_on": True, **words}
    hooks.tell(news=[LessonAnnounced(lesson_id=lesson.pk)], now=now)

    hooks.change_webhook(title="Иначе", url=hook.url, **change)
    assert Delivery.objects.get().state == DeliveryState.WAITING
    hooks.change_webhook(title="Иначе", url="https://other.example.org/", **change)
    assert Delivery.objects.get().state == DeliveryState.DROPPED


def test_removed_webhook_keeps_no_secret(add, words, lesson, now):
    hook, _secret = add()
    hooks.tell(news=[LessonAnnounced(lesson_id=lesson.pk)], now=now)

    hooks.remove_webhook(token=hook.token, **words)

    hook.refresh_from_db()
    assert (hook.sealed_secret, hook.is_on, Delivery.objects.get().state) == ("", False, DeliveryState.DROPPED)
    assert hooks.tell(news=[LessonAnnounced(lesson_id=lesson.pk)], now=now) == 0


def test_new_secret_is_another(add, words):
    hook, secret = add()

    _hook, other = hooks.renew_secret(token=hook.token, **words)

    assert other != secret


def test_every_event_that_can_be_chosen_is_told_of_something():
    assert {name for name, _read in TOLD.values()} == set(CHOSEN_EVENTS)


def test_every_event_is_offered_on_the_form_once():
    offered = [value for _area, events in event_choices() for value, _label in events]

    assert sorted(offered) == sorted(CHOSEN_EVENTS)


def test_every_event_is_offered_or_named_as_inner_with_a_reason():
    declared = {event for _name, event in declared_events()}

    assert set(TOLD) | set(INNER) == declared
    assert not set(TOLD) & set(INNER)
    assert all(INNER.values())


def test_tells_which_thing_it_was(school, programme, lesson, film, public_answer, contest, book):
    broadcast = BroadcastFactory(lesson=lesson)
    question = ConsultationFactory(school=school, waiting=True)
    application = ApplicationFactory(contest=contest, submitted=True)
    certificate = CertificateFactory(programme=programme)
    mentorship, slot = MentorshipFactory(school=school), SlotFactory(school=school)
    appointment, grant = AppointmentFactory(slot=slot), GrantFactory(project__school=school)
    handout = lesson.handout_set.get()
    told = {
        SchoolChanged(school_id=school.pk): {},
        LessonMoved(lesson_id=lesson.pk): {"lesson": lesson.uid},
        HandoutAdded(handout_id=handout.pk): {"handout": handout.token, "lesson": lesson.uid},
        ProgrammePublished(programme_id=programme.pk): {"programme": programme.token},
        VideoPlayable(video_id=film.pk): {"film": film.token, "lesson": lesson.uid},
        BroadcastStarted(broadcast_id=broadcast.pk): {
            "broadcast": broadcast.token,
            "lesson": lesson.uid,
            "film": None,
        },
        ConsultationAsked(consultation_id=question.pk): {"question": question.token},
        AnswerPublished(answer_id=public_answer.pk): {"answer": public_answer.token},
        MentorshipBegan(mentorship_id=mentorship.pk): {"mentorship": mentorship.token},
        AppointmentBooked(appointment_id=appointment.pk): {"appointment": appointment.token},
        CertificateIssued(certificate_id=certificate.pk, user_id=None): {
            "certificate": certificate.code,
            "programme": programme.token,
        },
        ContestOpened(contest_id=contest.pk): {"contest": contest.slug},
        ApplicationSubmitted(application_id=application.pk, submission_id=1): {
            "application": application.token,
            "contest": contest.slug,
        },
        GrantBegun(grant_id=grant.pk): {"grant": grant.token, "state": grant.state},
        CollectionPublished(collection_id=book.pk): {"collection": book.slug},
    }

    news = {event: news_of([event])[0] for event in told}
    assert {event: dict(one.subject) for event, one in news.items()} == told
    assert {one.schools for one in news.values()} == {(school,)}


def test_names_people_by_their_tokens_alone(school, programme, lesson, learner):
    place, quiz = place_of(school), QuizFactory(lesson=lesson)
    staff_list = StaffImport.objects.create(
        place_kind=place.kind, place_id=place.id, file_name="x.csv", created_at=timezone.now()
    )
    who = {"person": learner.token}
    told = {
        PersonRegistered(user_id=learner.pk, place=place): who,
        RoleGranted(user_id=learner.pk, role=Role.LEARNER, place=place): {**who, "role": "learner"},
        ConsentGiven(user_id=learner.pk, kind=ConsentKind.PROCESSING, place=place): {**who, "consent": "processing"},
        StaffImported(import_id=staff_list.pk, place=place): {"staff_list": staff_list.token},
        PersonDeactivated(user_id=learner.pk): who,
        PersonErased(user_id=learner.pk): who,
        PersonEnrolled(programme_id=programme.pk, user_id=learner.pk): {**who, "programme": programme.token},
        LessonCompleted(user_id=learner.pk, lesson_id=lesson.pk): {**who, "lesson": lesson.uid},
        QuizPassed(user_id=learner.pk, quiz_id=quiz.pk, attempt_id=1): {
            **who,
            "quiz": quiz.token,
            "lesson": lesson.uid,
        },
    }

    news = {event: news_of([event])[0] for event in told}
    assert {event: dict(one.subject) for event, one in news.items()} == told
    assert {one.schools for one in news.values()} == {(school,)}


def test_what_happens_in_a_contest_or_for_another_school_is_not_told(add, contest, learner, now):
    add(events=[Event.ROLE_GRANTED, Event.PERSON_ERASED])
    other = SchoolFactory()
    granted = {"user_id": learner.pk, "role": Role.JUROR}

    assert hooks.tell(news=[RoleGranted(place=Place(PlaceKind.CONTEST, contest.pk), **granted)], now=now) == 0
    assert hooks.tell(news=[RoleGranted(place=place_of(other), **granted)], now=now) == 0
    assert hooks.tell(news=[PersonErased(user_id=learner.pk)], now=now) == 1


def test_collection_that_is_hidden_removed_and_brought_back_is_told(add, book, methodist, now):
    add(events=[Event.COLLECTION_PUBLISHED, Event.COLLECTION_HIDDEN])
    pressed(book, {book.article.key: "<p></p>"})
    words = {"actor": methodist, "collection_id": book.pk, "now": now}

    for deed in (
        lambda: remove_collection(**words),
        lambda: restore_collection(**words),
        lambda: set_state(state=CollectionState.PREPARED, **words),
        lambda: remove_collection(**words),
        lambda: restore_collection(**words),
        lambda: set_state(state=CollectionState.PUBLISHED, **words),
    ):
        deed()

    told = [json.loads(one.body)["type"].rpartition(".")[2] for one in Delivery.objects.all()]
    assert sorted(told) == ["hidden", "hidden", "published", "published"]


def test_film_without_a_lesson_and_a_broadcast_with_one_are_told_too(film, lesson):
    broadcast = BroadcastFactory(lesson=lesson, video=film)
    film.lesson = None
    film.save()

    (of_film,), (of_broadcast,) = news_of([VideoPlayable(film.pk)]), news_of([BroadcastStarted(broadcast.pk)])
    assert (of_film.subject["lesson"], of_broadcast.subject["film"]) == (None, film.token)
