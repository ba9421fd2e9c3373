import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.people.factories import LibraryFactory, UserFactory, grant, in_network
from tests.programme.factories import CycleFactory, EnrolmentFactory, LessonFactory, ProgrammeFactory, SchoolFactory
from tests.video.factories import VideoFactory

from nastavnik.people.enums import LetterState, Role
from nastavnik.people.models import Letter
from nastavnik.portal import selectors
from nastavnik.portal.selectors.linked import absolute, iso_duration
from nastavnik.portal.selectors.moments import countdown
from nastavnik.portal.selectors.school import KIND_COUNTS, count_figures
from nastavnik.programme.enums import LessonKind, Tab
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import cards_of, visible_cards
from nastavnik.video.enums import RefusalCode, VideoState
from nastavnik.video.models import WatchPosition

GUEST = AnonymousUser()


def card_at(cycle, starts_at):
    LessonFactory(cycle=cycle, announced=True, starts_at=starts_at)
    return cards_of(cycle.lesson_set.order_by("-pk"))[0]


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(minutes=-1), "идёт сейчас"),
        (timedelta(seconds=20), "через 1 минуту"),
        (timedelta(minutes=40), "через 40 минут"),
        (timedelta(minutes=59, seconds=50), "через 1 час"),
        (timedelta(hours=22, minutes=10), "через 22 часа"),
        (timedelta(hours=23, minutes=50), "через 1 день"),
        (timedelta(days=3), "через 3 дня"),
        (timedelta(days=25), "через 25 дней"),
    ],
)
def test_countdown_says_what_a_person_would(cycle, left, said):
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    with translation.override("ru"):
        assert countdown(card_at(cycle, now + left), now).replace("\u00a0", " ") == said


def test_countdown_of_a_lesson_without_a_time_is_now(draft, now):
    [card] = cards_of(draft.cycle.lesson_set.all())

    with translation.override("en"):
        assert countdown(card, now) == "going on now"


def test_every_kind_of_lessons_has_words_for_its_count():
    assert set(KIND_COUNTS) == set(LessonKind)


def counted(school, actor=GUEST):
    return count_figures(school, visible_cards(actor, school))


def test_figures_leave_out_what_there_is_none_of(school):
    figures = counted(school)

    assert figures.rows == ()
    assert figures.ribbon is None


def test_figures_count_what_guests_see(school, held, coming, draft, film):
    in_network(LibraryFactory().organisation, place_of(school))
    EnrolmentFactory(programme=held.cycle.programme)

    with translation.override("en"):
        figures = counted(school)

    assert [(row.value, row.unit) for row in figures.rows] == [
        (2, "lessons"),
        (2, "hours of lessons"),
        (1, "recording"),
        (1, "library"),
        (1, "learner"),
    ]
    assert figures.rows[0].detail == "2 master classes"
    assert figures.ribbon.progress == "1 of 2 lessons are over"
    assert figures.ribbon.next_id == coming.pk


def test_figures_counted_for_the_desk_are_those_that_guests_see(school, methodist, held, coming, draft, film):
    LessonFactory(cycle=CycleFactory(programme=ProgrammeFactory(school=school, is_public=False)), held=True)

    assert counted(school, methodist) == counted(school)


def test_ribbon_of_a_year_that_is_over_has_no_next(school, held):
    assert counted(school).ribbon.next_id == 0


def test_ribbon_waits_for_the_first_public_lesson(school, draft):
    assert counted(school).ribbon is None


def test_figures_are_counted_once_in_a_while_for_each_language(school, held, django_assert_num_queries):
    with translation.override("ru"):
        selectors.about_page(GUEST, school)
        with django_assert_num_queries(0):
            russian = selectors.about_page(GUEST, school).figures
    with translation.override("en"):
        english = selectors.about_page(GUEST, school).figures

    assert russian.rows[0].unit == "занятие"
    assert english.rows[0].unit == "lesson"


def test_home_of_an_empty_school_has_nothing_to_announce(school, now):
    home = selectors.home_page(GUEST, school, now)

    assert (home.lesson, home.film, home.countdown, home.calendar_url) == (None, None, "", "")
    assert [drawer.content for drawer in home.drawers] == [""] * len(Tab)


def test_programme_page_marks_one_next_lesson(school, held, coming, cycle, now):
    LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=9), number=4)

    page = selectors.programme_page(GUEST, school, now)

    stops = [stop for part in page.cycles for stop in part.stops]
    assert [stop.is_next for stop in stops] == [False, True, False]
    assert [stop.is_on for stop in stops] == [False, False, False]


def test_lesson_page_counts_down_to_what_comes_alone(school, held, coming, cycle, now):
    LessonFactory(cycle=cycle, announced=True, slug="on-air", starts_at=now - timedelta(minutes=5))

    assert selectors.lesson_page(GUEST, school, "coming", now).countdown
    assert selectors.lesson_page(GUEST, school, "on-air", now).countdown == ""
    assert selectors.lesson_page(GUEST, school, "on-air", now).is_on
    assert selectors.lesson_page(GUEST, school, "held", now).countdown == ""


def test_desk_sees_the_head_of_a_draft_without_a_time(school, methodist, draft, now):
    head = selectors.lesson_page(methodist, school, "draft", now).head

    event = json.loads(head.data)["@graph"][0]
    assert "startDate" not in event
    assert "performer" not in event


def test_head_of_a_film_of_a_draft_names_no_picture_that_guests_could_not_see(school, methodist, draft, now):
    VideoFactory(lesson=draft, ready=True, has_poster=False)

    head = selectors.lesson_page(methodist, school, "draft", now).head

    film = json.loads(head.data)["@graph"][1]
    assert head.image == ""
    assert "thumbnailUrl" not in film


def test_addresses_for_machines_are_whole_whatever_the_path_of_the_school():
    plain, by_path = SchoolFactory.build(host="school.example.ru"), SchoolFactory.build(host="", path="belgorod")

    assert absolute(plain, "/about/") == "http://school.example.ru/about/"
    assert absolute(by_path, "/belgorod/about/") == f"{by_path.base_url}/about/"


@pytest.mark.parametrize(("seconds", "written"), [(0, "PT0H0M0S"), (3723.9, "PT1H2M3S")])
def test_iso_duration_is_in_hours_minutes_seconds(seconds, written):
    assert iso_duration(seconds) == written


def test_study_shows_only_films_that_were_begun_and_not_finished(school, learner, cycle, now):
    places = {"begun": 30.0, "untouched": 0.0, "through": 59.5}
    for slug, seconds in places.items():
        film = VideoFactory(lesson=LessonFactory(cycle=cycle, held=True, slug=slug), ready=True)
        WatchPosition.objects.create(user=learner, video=film, seconds=seconds, updated_at=now)

    [stopped] = selectors.study_page(learner, school, now).stopped

    assert stopped.film.lesson.slug == "begun"
    assert stopped.percent == 50


def test_study_says_how_much_of_a_film_was_played_where_it_is_known(school, learner, held, film, now):
    WatchPosition.objects.create(user=learner, video=film, seconds=30, updated_at=now)
    WatchCoverageFactory(user=learner, video=film, pieces=[(0, 15)])
    [guessed] = selectors.study_page(learner, school, now).stopped
    EnrolmentFactory(programme=held.cycle.programme, user=learner)

    [stopped] = selectors.study_page(learner, school, now).stopped

    assert (guessed.percent, guessed.is_coverage) == (50, False)
    assert (stopped.percent, stopped.is_coverage) == (25, True)


def test_study_shows_the_first_lessons_that_are_left_and_how_many_more(school, learner, cycle, now):
    for _ in range(6):
        LessonFactory(cycle=cycle, held=True)
    EnrolmentFactory(programme=cycle.programme, user=learner)

    [learning] = selectors.study_page(learner, school, now).learning

    assert (len(learning.left), learning.more) == (4, 2)


def test_study_forgets_films_that_may_no_longer_be_watched(school, learner, held, film, now):
    WatchPosition.objects.create(user=learner, video=film, seconds=30, updated_at=now)
    film.removed_at = now
    film.save()

    assert selectors.study_page(learner, school, now).stopped == []


def test_study_keeps_a_lesson_that_goes_on_and_none_of_other_years(school, learner, cycle, coming, now):
    on_air = LessonFactory(cycle=cycle, announced=True, starts_at=now - timedelta(minutes=30))
    LessonFactory(cycle__programme__school=school, announced=True)
    EnrolmentFactory(programme=cycle.programme, user=learner)

    page = selectors.study_page(learner, school, now)

    assert [card.id for card in page.lessons] == [on_air.pk, coming.pk]
    assert [learning.status.title for learning in page.learning] == [cycle.programme.title]


def test_study_offers_the_newest_open_programme_to_who_has_no_place(school, learner, cycle, now):
    newer = ProgrammeFactory(school=school, starts_on="2027-09-01", ends_on="2028-05-31")
    page = selectors.study_page(learner, school, now)

    assert page.open_programme == newer
    assert newer.token in page.enrol_url

    EnrolmentFactory(programme=cycle.programme, user=learner)
    assert selectors.study_page(learner, school, now).open_programme is None


def test_desk_lists_what_waits_for_a_person(school, methodist, learner, cycle, coming, now):
    over = LessonFactory(cycle=cycle, announced=True, title="Прошло вчера", starts_at=now - timedelta(days=1))
    LessonFactory(cycle=cycle, title="Забытый замысел", starts_at=now + timedelta(days=1))
    Letter.objects.create(
        user=learner,
        to_email=learner.email,
        kind="lessons",
        subject="Письмо",
        text="…",
        state=LetterState.FAILED,
        created_at=now,
        try_at=now,
        place_kind="school",
        place_id=school.pk,
    )

    with translation.override("en"):
        page = selectors.desk_page(methodist, school, now)

    texts = [task.text for task in page.tasks]
    assert texts[0] == f"Was it held? Mark it: {over.title}"
    assert texts[1] == "Still a draft, though its day comes: Забытый замысел"
    assert texts[2:] == ["1 letter was not sent", "2 people have never signed in"]
    assert [card.id for card in page.week] == [coming.pk]
    assert page.can_run


def test_desk_of_the_director_names_no_letters(school, director, now):
    director.last_login = now
    director.save()

    page = selectors.desk_page(director, school, now)

    assert page.tasks == []
    assert not page.can_run


def test_desk_shows_how_far_films_are(school, methodist, now):
    VideoFactory(school=school, state=VideoState.REFUSED, refusal=RefusalCode.EMPTY)
    VideoFactory(school=school, state=VideoState.PREPARING, percent=40, seconds_left=90)
    VideoFactory(school=school, state=VideoState.QUEUED)
    VideoFactory(school=school, ready=True)

    films = selectors.desk_page(methodist, school, now).films

    assert [(film.percent, film.seconds_left, film.is_wrong) for film in films] == [
        (None, None, False),
        (40, 90, False),
        (None, None, True),
    ]


def test_desk_does_not_exist_for_learners(school, learner, now):
    with pytest.raises(School.DoesNotExist):
        selectors.desk_page(learner, school, now)


def test_navigation_names_where_one_is():
    tabs = selectors.guest_navigation("/lessons/any/").tabs

    assert [tab.is_current for tab in tabs] == [True, False, False, False, False, False, False]


def test_navigation_of_the_desk_is_the_methodists(school, methodist, director, learner):
    at_desk = selectors.navigation_of(methodist, school, "/desk/people/")
    looking = selectors.navigation_of(director, school, "/desk/")
    reading = selectors.navigation_of(learner, school, "/desk/")

    assert [link.url for link in at_desk.desk.links if link.is_current] == ["/desk/people/"]
    assert len(looking.desk.links) < len(at_desk.desk.links)
    assert [link.url for link in looking.desk.links if link.is_current] == ["/desk/"]
    assert reading.desk is None
    assert [link.url for link in reading.own] == ["/me/", "/topics/", "/grants/", "/me/notices/", "/me/profile/"]


def test_navigation_of_a_mentor_has_her_own_desk_alone(school):
    mentor = UserFactory()
    grant(mentor, Role.MENTOR, place_of(school))

    answering = selectors.navigation_of(mentor, school, "/desk/mentor/profile/")
    elsewhere = selectors.navigation_of(mentor, school, "/")

    assert [link.url for link in answering.own][:2] == ["/me/", "/desk/mentor/"]
    assert [link.url for link in answering.desk.links if link.is_current] == ["/desk/mentor/"]
    assert "/desk/" not in [link.url for link in answering.desk.links]
    assert elsewhere.desk is None


def test_desk_says_where_one_is_and_shows_no_empty_group(school, methodist):
    mentor = UserFactory()
    grant(mentor, Role.MENTOR, place_of(school))

    desk = selectors.navigation_of(methodist, school, "/desk/people/").desk
    strayed = selectors.navigation_of(methodist, school, "/people/any/").desk
    own = selectors.navigation_of(mentor, school, "/desk/mentor/").desk

    assert [desk.here, strayed.here, own.here] == ["Люди", "Рабочий стол", "Вопросы"]
    assert [group.label for group in own.groups] == ["", "Студия"]
    assert all(group.label for group in desk.groups[1:])
    assert len(desk.links) == len({link.url for link in desk.links})


def test_navigation_away_from_the_desk_has_no_places_of_it(school, methodist):
    navigation = selectors.navigation_of(methodist, school, "/")

    assert navigation.desk is None
    assert [link.url for link in navigation.own][:2] == ["/me/", "/desk/"]
