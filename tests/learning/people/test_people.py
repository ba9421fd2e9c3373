"""How far a person is: lesson by lesson for herself, in a table for the head of her branch."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.learning.factories import AttendanceFactory, CompletionFactory, LessonRuleFactory
from tests.people.factories import LibraryFactory, UserFactory, grant
from tests.programme.factories import EnrolmentFactory, LessonFactory, ProgrammeFactory
from tests.video.factories import VideoFactory

from nastavnik.learning.enums import CompletionWay
from nastavnik.learning.models import Attempt, CertificateRule, Quiz
from nastavnik.learning.permissions import can_see_progress_of, learners_visible_to, libraries_headed_by
from nastavnik.learning.selectors.branch import heads_a_library, library_page
from nastavnik.learning.selectors.people import (
    own_page,
    person_at_desk,
    person_page,
    programmes_status,
    share_of,
)
from nastavnik.learning.services.completion import watched_percents
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.models import Library, User
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Programme
from nastavnik.programme.permissions import place_of


@pytest.fixture
def anna(join, branch):
    return join("Лесная Анна Ивановна", branch)


@pytest.fixture(autouse=True)
def _in_russian():
    with translation.override("ru"):
        yield


def status_of(user, school):
    [programme] = programmes_status(user, school)
    return programme


def test_status_counts_lessons_and_hours(anna, school, lessons):
    CompletionFactory(user=anna, lesson=lessons[0], hours=Decimal(2))
    CompletionFactory(user=anna, lesson=lessons[2], hours=Decimal("1.5"))
    CompletionFactory(lesson=lessons[1])

    programme = status_of(anna, school)

    assert [lesson.title for lesson in programme.counted] == ["Занятие 1", "Занятие 3"]
    assert (programme.hours, programme.held, programme.percent) == (Decimal("3.5"), 4, 50)
    assert [lesson.title for lesson in programme.left] == ["Занятие 2", "Занятие 4"]


def test_status_tells_what_is_missing_of_each_lesson(anna, school, lessons, now):
    first, second, third, _fourth = lessons
    CompletionFactory(user=anna, lesson=first, way=CompletionWay.ATTENDED)
    film = VideoFactory(ready=True, lesson=second, duration_seconds=1000.0)
    WatchCoverageFactory(user=anna, video=film, pieces=[(0, 625)])
    quiz = Quiz.objects.create(lesson=third, title="Проверьте себя", is_published=True, updated_at=now)
    AttendanceFactory(lesson=third, user=anna, percent=95)

    rows = status_of(anna, school).lessons

    assert [row.words for row in rows] == [
        "за присутствие на занятии",
        "Пока 62 %, нужно 80 %.",
        "Осталось пройти самопроверку.",
        "Ещё не начато.",
    ]
    assert [row.is_waiting_for_quiz for row in rows] == [False, False, True, False]
    assert (rows[1].watched_percent, rows[2].attended_percent, rows[3].percent) == (62, 95, 0)
    Attempt.objects.create(
        quiz=quiz, user=anna, number=1, seed=1, pass_percent=60, started_at=now, passed_at=now, finished_at=now
    )
    assert not status_of(anna, school).lessons[2].is_waiting_for_quiz


@pytest.mark.parametrize(
    ("duration", "played", "percent"), [(3600.4, 2880, 80), (3600.6, 2880, 79), (0.3, 1, 100), (1000.0, 799, 79)]
)
def test_percent_of_a_film_is_the_one_that_counts(anna, school, lessons, duration, played, percent):
    film = VideoFactory(ready=True, lesson=lessons[1], duration_seconds=duration)
    WatchCoverageFactory(user=anna, video=film, watched_seconds=played)

    assert status_of(anna, school).lessons[1].watched_percent == percent
    assert watched_percents(lessons[1].pk, [anna.pk]) == {anna.pk: percent}


def test_self_check_that_the_rule_does_not_ask_for_is_not_waited_for(anna, school, lessons, now):
    Quiz.objects.create(lesson=lessons[0], title="Проверьте себя", is_published=True, updated_at=now)
    LessonRuleFactory(lesson=lessons[0], needs_quiz=False, percent=60, hours=Decimal(5))
    AttendanceFactory(lesson=lessons[0], user=anna, percent=50)

    row = status_of(anna, school).lessons[0]

    assert (row.has_quiz, row.is_quiz_needed, row.needed_percent, row.hours) == (True, False, 60, Decimal(5))


def test_begun_lessons_stand_first_among_those_left(anna, school, lessons):
    AttendanceFactory(lesson=lessons[2], user=anna, percent=30)

    assert [lesson.title for lesson in status_of(anna, school).left][:2] == ["Занятие 3", "Занятие 1"]


def test_drafts_and_lessons_that_were_called_off_are_left_out(anna, school, cycle, lessons):
    LessonFactory(cycle=cycle)
    LessonFactory(cycle=cycle, cancelled=True)
    coming = LessonFactory(cycle=cycle, announced=True, number=9)

    rows = status_of(anna, school).lessons

    assert [row.id for row in rows] == [*(lesson.pk for lesson in lessons), coming.pk]
    assert (rows[-1].is_held, rows[-1].words) == (False, "")


def test_draft_that_counts_already_stays_in_sight(anna, school, lessons):
    CompletionFactory(user=anna, lesson=lessons[0])
    lessons[0].state = LessonState.DRAFT
    lessons[0].save(update_fields=["state"])

    assert status_of(anna, school).held == 4


@pytest.mark.parametrize(
    ("goal", "left", "is_enough"),
    [
        ({"hours": Decimal(3)}, (Decimal(0), 0), True),
        ({"hours": Decimal(8)}, (Decimal(5), 0), False),
        ({"lessons": 3}, (Decimal(0), 1), False),
        ({"hours": Decimal(4), "lessons": 2}, (Decimal(1), 0), False),
    ],
)
def test_what_is_left_for_the_certificate(anna, school, programme, lessons, goal, left, is_enough):
    CertificateRule.objects.create(programme=programme, **goal)
    for lesson in lessons[:2]:
        CompletionFactory(user=anna, lesson=lesson, hours=Decimal("1.5"))

    status = status_of(anna, school)

    assert status.has_goal
    assert (status.hours_left, status.lessons_left) == left
    assert status.is_enough is is_enough


def test_without_a_rule_nothing_is_said_of_certificates(anna, school, lessons):
    status = status_of(anna, school)

    assert not status.has_goal
    assert not status.is_enough


def test_programme_without_lessons_is_at_nothing(anna, school):
    assert programmes_status(anna, school) == []


def test_newest_programme_comes_first_and_left_ones_are_gone(anna, school, lessons, now):
    newer = ProgrammeFactory(school=school, starts_on=date(2027, 9, 1), ends_on=date(2028, 5, 31))
    LessonFactory(cycle__programme=newer, held=True)
    EnrolmentFactory(programme=newer, user=anna)
    left = LessonFactory(cycle__programme__school=school, held=True)
    EnrolmentFactory(programme=left.cycle.programme, user=anna, left_at=now)

    assert [status.id for status in programmes_status(anna, school)] == [newer.pk, lessons[0].cycle.programme_id]


def test_status_is_one_question(anna, school, lessons, django_assert_num_queries):
    with django_assert_num_queries(1):
        programmes_status(anna, school)


def test_share_is_never_more_than_all():
    assert [share_of(0, 0), share_of(1, 3), share_of(5, 4)] == [0, 33, 100]


# --- whose progress may be seen --------------------------------------------------------------------------------------


def test_person_is_seen_by_herself_her_head_and_the_desk(anna, join, head, methodist, director, other_branch, school):
    stranger = join("Чужая Вера", other_branch)
    other_head = UserFactory()
    grant(other_head, Role.HEAD, Place(PlaceKind.LIBRARY, other_branch.pk))

    for actor, is_seen in (
        (anna, True),
        (head, True),
        (methodist, True),
        (director, True),
        (stranger, False),
        (other_head, False),
    ):
        assert can_see_progress_of(actor, anna, school) is is_seen
        assert (anna in learners_visible_to(actor, school)) is is_seen
    assert not can_see_progress_of(head, UserFactory(), school)
    assert not learners_visible_to(AnonymousUser(), school).exists()
    assert not can_see_progress_of(AnonymousUser(), anna, school)


def test_library_outside_of_the_network_is_headed_by_nobody_here(school, branch):
    user, foreign = UserFactory(), LibraryFactory()
    grant(user, Role.HEAD, Place(PlaceKind.LIBRARY, foreign.pk))

    assert not libraries_headed_by(user, school).exists()
    assert heads_a_library(user)


def test_who_heads_the_school_alone_heads_no_library(school, branch):
    user = UserFactory()
    grant(user, Role.HEAD, place_of(school))

    assert not libraries_headed_by(user, school).exists()
    assert not heads_a_library(user)


def test_page_of_a_person_is_the_same_for_whoever_may_see_it(anna, head, methodist, school, lessons):
    for page in (
        own_page(anna, school),
        person_page(head, school, anna.token),
        person_at_desk(methodist, school, anna.token),
    ):
        assert page.person == anna
        assert [status.title for status in page.programmes] == ["Год наставника"]


def test_page_of_a_person_does_not_exist_for_others(anna, head, learner, school, outsider):
    for stranger in (learner, outsider):
        with pytest.raises(User.DoesNotExist):
            person_page(stranger, school, anna.token)
    with pytest.raises(User.DoesNotExist):
        person_at_desk(head, school, anna.token)


# --- the head's page -------------------------------------------------------------------------------------------------


def rows_of(page):
    return {row[0].text: [cell.text for cell in row[2:]] for row in page.listing.rows}


def test_head_sees_her_people_and_how_far_each_is(anna, join, head, branch, other_branch, school, lessons):
    join("Речная Вера", branch, count=3)
    join("Чужая Дарья", other_branch, count=4)

    page = library_page(head, school, {})

    assert (page.library, page.held) == (branch, 4)
    assert rows_of(page) == {
        "Заведующая Филиалом": ["—", "—", "—", "—", "нет"],
        "Лесная Анна Ивановна": ["0", "0", "0,0", "—", "да"],
        "Речная Вера": ["3", "75", "6,0", "—", "да"],
    }


@pytest.mark.parametrize(
    ("state", "names"),
    [("behind", ["Лесная Анна Ивановна"]), ("done", ["Речная Вера"]), ("out", ["Заведующая Филиалом"])],
)
def test_head_finds_those_who_lag(anna, join, head, branch, school, lessons, state, names):
    join("Речная Вера", branch, count=4)

    assert list(rows_of(library_page(head, school, {"state": state}))) == names


def test_head_finds_somebody_by_name(anna, join, head, branch, school, lessons):
    join("Речная Вера", branch)

    assert list(rows_of(library_page(head, school, {"q": "веРА"}))) == ["Речная Вера"]


def test_people_who_were_switched_off_are_not_listed(anna, head, school, lessons):
    anna.is_active = False
    anna.save(update_fields=["is_active"])

    assert list(rows_of(library_page(head, school, {}))) == ["Заведующая Филиалом"]


def test_head_of_two_branches_chooses(anna, head, branch, other_branch, school, lessons):
    grant(head, Role.HEAD, Place(PlaceKind.LIBRARY, other_branch.pk))

    page = library_page(head, school, {}, other_branch.token)

    assert page.library == other_branch
    assert [(choice.label, choice.is_current) for choice in page.libraries] == [
        ("№ 3 · Отрадненская", False),
        ("№ 7 · Кинельская", True),
    ]


def test_head_chooses_the_programme(anna, head, branch, programme, school, lessons):
    older = ProgrammeFactory(school=school, starts_on=date(2024, 9, 1), ends_on=date(2025, 5, 31))
    hidden = ProgrammeFactory(school=school, is_public=False)

    page = library_page(head, school, {}, branch.token, older.token)

    assert (page.programme, page.held) == (older, 0)
    assert [choice.is_current for choice in page.programmes] == [False, True]
    with pytest.raises(Programme.DoesNotExist):
        library_page(head, school, {}, branch.token, hidden.token)


def test_library_of_somebody_else_does_not_exist(head, methodist, other_branch, school):
    for actor, token in ((head, other_branch.token), (methodist, "")):
        with pytest.raises(Library.DoesNotExist):
            library_page(actor, school, {}, token)


def test_school_without_a_programme_lists_the_people(head, school):
    page = library_page(head, school, {})

    assert (page.programme, page.held) == (None, 0)
    assert list(rows_of(page)) == ["Заведующая Филиалом"]


def test_moments_are_aware_whatever_the_database(anna, school, lessons, now):
    for lesson in lessons:
        lesson.starts_at = now - timedelta(days=1)
        lesson.save(update_fields=["starts_at"])

    assert {row.starts_at for row in status_of(anna, school).lessons} == {now - timedelta(days=1)}
