"""Several at one screen: who may say it, when, whom she may name, and what a person who was named can do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.learning.factories import AttendanceFactory, CheckInFactory, CheckInPersonFactory, CompletionFactory
from tests.live.factories import BroadcastFactory
from tests.live.room.factories import RoomFactory
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.programme.factories import LessonFactory

from nastavnik.core.events import publish
from nastavnik.core.models import JournalEntry
from nastavnik.learning.enums import AttendanceWay, CompletionWay
from nastavnik.learning.models import Attendance, CheckIn, CheckInPerson, Completion
from nastavnik.learning.selectors.check_ins import AtScreenBefore, check_in_page, named_at
from nastavnik.learning.services import check_ins
from nastavnik.learning.services.check_ins import AtScreen
from nastavnik.learning.services.refusals import CheckInClosed
from nastavnik.live.events import BroadcastStarted
from nastavnik.live.models import RoomMember
from nastavnik.people.enums import Role
from nastavnik.programme.models import Lesson
from nastavnik.programme.permissions import place_of


@pytest.fixture
def library():
    return LibraryFactory()


@pytest.fixture
def employ(school, library):
    """Make somebody who works in a library of the school."""

    def employed(name="Анна Лесная", at=library):
        user = UserFactory(full_name=name, library=at)
        grant(user, Role.LEARNER, place_of(school))
        return user

    return employed


@pytest.fixture
def olga(employ):
    return employ("Ольга Полевая")


@pytest.fixture
def check_in(school, lesson, now):
    """Say who is at somebody's screen."""

    def said(actor, people=1, users=(), names=(), at=now):
        screen = AtScreen(people=people, user_ids=[user.pk for user in users], names=list(names))
        return check_ins.check_in(actor=actor, school=school, lesson_id=lesson.pk, at_screen=screen, now=at)

    return said


def named(screen):
    people = CheckInPerson.objects.filter(check_in=screen).order_by("pk")
    return [person.user or person.name for person in people]


def test_check_in_keeps_who_is_there(check_in, employ, olga, library, lesson, now):
    anna = employ()

    screen = check_in(olga, people=8, users=[anna], names=["Мария из клуба"])

    assert (screen.people, screen.library, screen.user, screen.at) == (8, library, olga, now)
    assert named(screen) == [anna, "Мария из клуба"]
    entry = JournalEntry.objects.get(verb="checked_in")
    assert (entry.subject_id, entry.details) == (screen.pk, {"people": 8, "named": 1})


def test_people_named_count_though_fewer_were_said(check_in, employ, olga):
    assert check_in(olga, people=1, users=[employ(), employ()], names=["Мария"]).people == 4


def test_at_most_a_hall_sits_at_a_screen(check_in, olga):
    assert check_in(olga, people=150, names=[f"Гость {n}" for n in range(210)]).people == 200


def test_check_in_again_takes_the_place_of_the_first(check_in, employ, olga):
    first, second = employ(), employ()
    check_in(olga, people=5, users=[first], names=["Мария"])

    screen = check_in(olga, people=3, users=[second], names=["Дарья"])

    assert CheckIn.objects.count() == 1
    assert screen.people == 3
    assert named(screen) == [second, "Дарья"]


def test_only_colleagues_of_the_same_library_are_named(check_in, employ, olga, methodist):
    elsewhere = employ(at=LibraryFactory())
    left = UserFactory(library=olga.library)

    screen = check_in(olga, users=[elsewhere, left, methodist, olga])

    assert named(screen) == []


def test_person_without_a_library_names_no_accounts(check_in, learner, employ):
    assert named(check_in(learner, people=2, users=[employ()])) == []


@pytest.mark.parametrize(
    ("hours", "is_open"), [(-25, False), (-24, True), (-1, True), (0.5, True), (1.9, True), (2, False)]
)
def test_check_in_is_open_from_the_day_before_until_an_hour_after(check_in, olga, now, school, lesson, hours, is_open):
    at = now + timedelta(hours=hours)

    assert check_in_page(olga, school, lesson.slug, at).is_open is is_open
    if is_open:
        check_in(olga, at=at)
    else:
        with pytest.raises(CheckInClosed):
            check_in(olga, at=at)


def test_check_in_closes_with_the_broadcast(check_in, olga, broadcast, school, lesson, now):
    assert not check_in_page(olga, school, lesson.slug, now).is_open
    with pytest.raises(CheckInClosed):
        check_in(olga)


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_nobody_checks_in_to_a_lesson_that_is_not_to_come(olga, school, now, state):
    lesson = LessonFactory(cycle__programme__school=school, starts_at=now, **{state: True})

    assert not check_in_page(olga, school, lesson.slug, now).is_open


def test_draft_without_a_time_is_not_open(methodist, school, now):
    draft = LessonFactory(cycle__programme__school=school)

    assert not check_in_page(methodist, school, draft.slug, now).is_open


def test_lesson_that_may_not_be_opened_does_not_exist(check_in, olga, lesson, school, now):
    lesson.cycle.programme.is_public = False
    lesson.cycle.programme.save(update_fields=["is_public"])

    with pytest.raises(Lesson.DoesNotExist):
        check_in(olga)
    with pytest.raises(Lesson.DoesNotExist):
        check_in_page(olga, school, lesson.slug, now)


def test_guest_has_no_page(school, lesson, now):
    with pytest.raises(Lesson.DoesNotExist):
        check_in_page(AnonymousUser(), school, lesson.slug, now)


def test_page_offers_colleagues_and_remembers_the_last_time(olga, employ, school, lesson, now):
    anna, vera = employ("Анна Лесная"), employ("Вера Речная")
    before = LessonFactory(cycle=lesson.cycle, held=True)
    screen = CheckInFactory(lesson=before, user=anna, people=6, at=now - timedelta(days=7))
    CheckInPersonFactory(check_in=screen, user=olga)
    CheckInPersonFactory(check_in=screen, user=vera, denied_at=now)
    CheckInPersonFactory(check_in=screen, user=None, name="Мария")

    page = check_in_page(olga, school, lesson.slug, now)

    assert page.colleagues == [anna, vera]
    assert page.before == AtScreenBefore(people=6, user_ids=[olga.pk], names=["Мария"])
    assert not page.is_checked_in


def test_page_of_who_has_checked_in_shows_what_she_said(check_in, olga, employ, school, lesson, now):
    anna = employ()
    CheckInFactory(lesson=lesson, user=anna, people=9, at=now + timedelta(minutes=1))
    check_in(olga, people=3, users=[anna])

    page = check_in_page(olga, school, lesson.slug, now)

    assert page.is_checked_in
    assert page.before == AtScreenBefore(people=3, user_ids=[anna.pk], names=[])


def test_first_time_begins_with_oneself_alone(learner, school, lesson, now):
    assert check_in_page(learner, school, lesson.slug, now).before == AtScreenBefore()


# --- the room --------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_room(lesson, now):
    return RoomFactory(broadcast=BroadcastFactory(lesson=lesson, live=True, live_at=now))


def test_room_learns_how_many_sit_there(check_in, olga, open_room):
    check_in(olga, people=8)

    assert RoomMember.objects.get(room=open_room, user=olga).people == 8


def test_check_in_before_the_room_opens_is_brought_in_when_the_broadcast_begins(
    check_in, olga, lesson, now, run_tasks, django_capture_on_commit_callbacks
):
    broadcast = BroadcastFactory(lesson=lesson)
    room = RoomFactory(broadcast=broadcast)
    check_in(olga, people=8, at=now - timedelta(hours=5))
    assert not RoomMember.objects.exists()

    broadcast.state, broadcast.live_at = "live", now
    broadcast.save(update_fields=["state", "live_at"])
    with django_capture_on_commit_callbacks(execute=True):
        publish(BroadcastStarted(broadcast.pk))

    assert "bring_screens_in" in run_tasks()
    assert RoomMember.objects.get(room=room, user=olga).people == 8


def test_room_for_the_enrolled_alone_hinders_no_check_in(check_in, olga, lesson, now):
    broadcast = BroadcastFactory(lesson=lesson, live=True, live_at=now, access="enrolled")
    RoomFactory(broadcast=broadcast)

    assert check_in(olga, people=8).people == 8
    assert not RoomMember.objects.exists()


# --- whoever was named -----------------------------------------------------------------------------------------------


def deny(user, screen, now):
    return check_ins.deny_check_in(actor=user, token=screen.token, now=now)


def test_named_person_sees_who_named_her(olga, employ, school, lesson, now):
    anna = employ()
    screen = CheckInFactory(lesson=lesson, user=olga, at=now)
    CheckInPersonFactory(check_in=screen, user=anna)
    CheckInPersonFactory(check_in=CheckInFactory(user=olga), user=anna)  # of another school

    [row] = named_at(anna, school)

    assert (row.token, row.by, row.lesson_title, row.is_denied) == (screen.token, str(olga), lesson.title, False)
    assert named_at(olga, school) == []


def test_denied_check_in_takes_attendance_and_hours_along(olga, employ, lesson, stay, now, hour_later):
    anna = employ()
    screen = CheckInFactory(lesson=lesson, user=olga)
    CheckInPersonFactory(check_in=screen, user=anna)
    stay(olga, (0, 60))
    AttendanceFactory(lesson=lesson, user=anna, way=AttendanceWay.SCREEN, check_in=screen)
    CompletionFactory(lesson=lesson, user=anna, way=CompletionWay.ATTENDED)

    deny(anna, screen, hour_later)

    assert not Attendance.objects.filter(user=anna).exists()
    assert not Completion.objects.filter(user=anna).exists()
    assert JournalEntry.objects.get(verb="check_in_denied").actor_id == anna.pk


def test_denied_check_in_leaves_what_was_watched_or_given_by_hand(olga, employ, lesson, stay, hour_later):
    anna, vera = employ(), employ()
    screen = CheckInFactory(lesson=lesson, user=olga)
    for user, way in ((anna, CompletionWay.WATCHED), (vera, CompletionWay.METHODIST)):
        CheckInPersonFactory(check_in=screen, user=user)
        CompletionFactory(lesson=lesson, user=user, way=way)
    stay(olga, (0, 60))

    deny(anna, screen, hour_later)
    deny(vera, screen, hour_later)

    assert Completion.objects.count() == 2


def test_confirmed_again_she_attended(olga, employ, lesson, stay, now, hour_later):
    anna = employ()
    screen = CheckInFactory(lesson=lesson, user=olga)
    CheckInPersonFactory(check_in=screen, user=anna)
    stay(olga, (0, 60))
    deny(anna, screen, hour_later)

    for _ in range(2):
        check_ins.confirm_check_in(actor=anna, token=screen.token, now=hour_later)

    assert Attendance.objects.get(user=anna).percent == 100
    assert Completion.objects.filter(user=anna).exists()
    assert JournalEntry.objects.filter(verb="check_in_confirmed").count() == 1


def test_who_denied_stays_out_however_often_she_is_named(check_in, olga, employ, now):
    anna = employ()
    screen = check_in(olga, users=[anna])
    deny(anna, screen, now)

    check_in(olga, users=[anna])
    check_in(olga)

    assert CheckInPerson.objects.get(user=anna).denied_at == now


def test_nobody_denies_for_somebody_else(olga, employ, lesson, now):
    screen = CheckInPersonFactory(check_in__lesson=lesson, user=employ()).check_in

    with pytest.raises(CheckInPerson.DoesNotExist):
        deny(olga, screen, now)


def test_names_without_an_account_go_after_a_year(employ, lesson, now):
    screen = CheckInFactory(lesson=lesson, people=5, at=now - timedelta(days=366))
    fresh = CheckInFactory(lesson=lesson, at=now - timedelta(days=364))
    for one in (screen, fresh):
        CheckInPersonFactory(check_in=one, user=None, name="Мария")
    kept = CheckInPersonFactory(check_in=screen, user=employ())

    assert check_ins.forget_names(now=now) == 1

    assert set(CheckInPerson.objects.filter(check_in=screen)) == {kept}
    assert CheckIn.objects.get(pk=screen.pk).people == 5
