from datetime import date, timedelta
from pathlib import Path
from re import findall

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import LibraryFactory, OrganisationFactory, UserFactory, grant, in_network
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    PartnerFactory,
    ProgrammeFactory,
    SpeakerFactory,
)

from nastavnik.core.models import JournalEntry
from nastavnik.people.enums import Role
from nastavnik.programme.enums import DONE, LessonState
from nastavnik.programme.models import Cycle, Handout, Lesson, Programme, School, Speaker
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import board, enrolled
from nastavnik.programme.selectors.enrolled import (
    enrolled_desk,
    enrolment_at_desk,
    enrolment_page,
    how,
    people_to_choose,
)
from nastavnik.programme.selectors.lessons import cards_of
from nastavnik.programme.selectors.speakers import speaker_at_desk, speaker_choice, speaker_typed, speakers_desk
from nastavnik.programme.services import add_handout, cancel_lesson, edit_lesson

pytestmark = pytest.mark.django_db


def test_years_carry_their_numbers(school, director):
    old = ProgrammeFactory(school=school, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31))
    new = ProgrammeFactory(school=school)
    for _ in range(2):
        cycle = CycleFactory(programme=new)
        LessonFactory(cycle=cycle)
        LessonFactory(cycle=cycle, held=True)
    LessonFactory(cycle=cycle, removed_at=school.created_at)
    EnrolmentFactory(programme=new)
    EnrolmentFactory(programme=new, left_at=school.created_at)

    assert board.years_of(director, school) == [board.Year(new, 4, 2, 2, 1), board.Year(old, 0, 0, 0, 0)]


def test_board_shows_cycles_buttons_and_the_mark_of_the_order(school, programme, methodist, director, now):
    first, second = (CycleFactory(programme=programme, position=place) for place in (1, 2))
    LessonFactory(cycle=first, number=1, announced=True, starts_at=now - timedelta(hours=1))
    EnrolmentFactory(programme=programme)
    page = board.board_for(methodist, school, programme.token, now)

    assert [(row.cycle.id, row.is_first, row.is_last) for row in page.cycles] == [
        (first.pk, True, False),
        (second.pk, False, True),
    ]
    assert [button.label for button in page.cycles[0].items[0].buttons] == ["Отметить проведённым", "Отменить занятие"]
    assert (page.enrolled, page.can_edit) == (1, True)
    LessonFactory(cycle=first, number=2)
    assert board.board_for(director, school, programme.token, now).mark != page.mark
    assert not board.board_for(director, school, programme.token, now).can_edit


@pytest.mark.parametrize(
    ("state", "hours", "labels"),
    [
        (LessonState.DRAFT, None, ["Убрать"]),
        (LessonState.DRAFT, 1, ["Объявить", "Убрать"]),
        (LessonState.ANNOUNCED, 1, ["Отменить занятие", "В черновики"]),
        (LessonState.ANNOUNCED, 0, ["Отметить проведённым", "Отменить занятие", "В черновики"]),
        (LessonState.CANCELLED, 1, ["Снять отмену"]),
        (LessonState.HELD, 0, ["Снять отметку «проведено»"]),
    ],
)
def test_buttons_are_those_of_the_state(cycle, now, state, hours, labels):
    starts_at = None if hours is None else now + timedelta(hours=hours)
    (card,) = cards_of(Lesson.objects.filter(pk=LessonFactory(cycle=cycle, state=state, starts_at=starts_at).pk))
    buttons = board.buttons_of(card, now)

    assert [button.label for button in buttons] == labels
    assert all(card.uid in button.url for button in buttons)


def test_lesson_desk_holds_form_lists_and_history(school, cycle, methodist, now):
    lesson = LessonFactory(cycle=cycle, announced=True, starts_at=now, time_zone="Asia/Omsk")
    speaker = LessonSpeakerFactory(lesson=lesson).speaker
    partner = PartnerFactory(school=school).organisation
    add_handout(actor=methodist, lesson_id=lesson.pk, title="Памятка", url="https://example.ru/", now=now)
    edit_lesson(
        actor=methodist, lesson_id=lesson.pk, version=0, now=now, title="Иначе", place="Зал", partner_ids=[partner.pk]
    )
    cancel_lesson(actor=methodist, lesson_id=lesson.pk, reason="Болезнь", now=now)
    page = board.lesson_desk(methodist, school, lesson.uid, now)

    assert page.typed["starts_at"].isoformat() == "2026-11-24T15:00:00"
    assert (page.typed["speaker_ids"], page.typed["partner_ids"]) == ([speaker.pk], [partner.pk])
    assert (page.speakers, page.partners, len(page.handouts)) == ([speaker], [partner], 1)
    assert [(deed.what, deed.details) for deed in page.history] == [
        ("занятие отменено", "Болезнь"),
        ("занятие изменено", "название, место, организации-партнёры"),
        ("добавлен материал", "Памятка"),
    ]


def test_lesson_desk_of_a_draft_without_a_time(school, cycle, director, now):
    page = board.lesson_desk(director, school, LessonFactory(cycle=cycle).uid, now)
    assert (page.typed["starts_at"], page.can_edit) == (None, False)


def test_history_says_an_unknown_verb_as_it_stands(cycle, now):
    JournalEntry.objects.create(
        at=now, actor_name="Кто-то", verb="odd", subject_kind="programme.cycle", subject_id=cycle.pk
    )
    assert [(deed.what, deed.details) for deed in board.history_of(cycle)] == [("odd", "")]


def test_every_verb_that_services_write_has_words(school):
    services = Path(board.__file__).parent.parent / "services"
    text = "".join(path.read_text(encoding="utf-8") for path in services.glob("*.py"))
    verbs = set(findall(r'verb="(\w+)"', text)) | {"lesson_edited", "lesson_edit_undone", "lessons_reordered"}
    assert verbs == set(DONE)


@pytest.mark.parametrize("who", ["learner", "outsider"])
def test_desk_is_missing_for_who_is_not_of_it(school, programme, who, request, now):
    actor = request.getfixturevalue(who)
    for call in (
        lambda: board.years_of(actor, school),
        lambda: board.board_for(actor, school, programme.token, now),
        lambda: board.cycle_at_desk(actor, school, "x"),
        lambda: board.lesson_at_desk(actor, school, "x"),
        lambda: board.handout_at_desk(actor, school, "x"),
        lambda: board.lesson_desk(actor, school, "x", now),
        lambda: speakers_desk(actor, school, {}),
    ):
        with pytest.raises(School.DoesNotExist):
            call()


def test_rows_of_another_school_are_missing_at_the_desk(school, methodist):
    for model, call in (
        (Programme, lambda: board.programme_at_desk(methodist, school, ProgrammeFactory().token)),
        (Cycle, lambda: board.cycle_at_desk(methodist, school, CycleFactory().token)),
        (Lesson, lambda: board.lesson_at_desk(methodist, school, LessonFactory().uid)),
        (Handout, lambda: board.handout_at_desk(methodist, school, HandoutFactory().token)),
        (Speaker, lambda: speaker_at_desk(methodist, school, SpeakerFactory().token)),
    ):
        with pytest.raises(model.DoesNotExist):
            call()


def test_removed_rows_are_found_at_the_desk_to_be_brought_back(school, cycle, methodist, now):
    lesson = LessonFactory(cycle=cycle, removed_at=now)
    assert board.lesson_at_desk(methodist, school, lesson.uid) == lesson
    with pytest.raises(Lesson.DoesNotExist):
        board.lesson_desk(methodist, school, lesson.uid, now)


def test_check_can_run_is_for_the_methodist(school, methodist, director):
    board.check_can_run(methodist, school)
    with pytest.raises(PermissionDenied):
        board.check_can_run(director, school)


def test_next_year_begins_on_the_same_weekday(programme):
    assert board.next_year(programme) == {"title": programme.title, "starts_on": date(2027, 8, 31)}
    assert board.programme_typed(programme)["version"] == 0


def test_handout_is_found_at_the_desk(school, cycle, methodist):
    handout = HandoutFactory(lesson__cycle=cycle)
    assert board.handout_at_desk(methodist, school, handout.token) == handout


def test_board_asks_as_often_for_much_as_for_little(school, programme, methodist, now, assert_flat):
    assert_flat(
        lambda: board.board_for(methodist, school, programme.token, now),
        lambda: LessonSpeakerFactory(lesson__cycle__programme=programme),
        ceiling=5,
    )


# --- speakers ---


def test_speakers_are_counted_and_found_by_name(school, methodist, director):
    speaker = SpeakerFactory(school=school, name="Сёмина Вера", user=UserFactory(email="vera@example.ru"))
    LessonSpeakerFactory(lesson__cycle__programme__school=school, speaker=speaker)
    SpeakerFactory(school=school, name="Белова Анна")
    SpeakerFactory(name="Сёмина Чужая")
    page = speakers_desk(methodist, school, {"q": "СЕМИНА"})

    assert [[cell.text for cell in row] for row in page.listing.rows] == [
        ["Сёмина Вера", "методист", "—", "vera@example.ru", "1"]
    ]
    assert (page.can_edit, speakers_desk(director, school, {}).can_edit) == (True, False)


def test_speaker_form_offers_the_network_and_its_people(school, methodist, learner):
    organisation = OrganisationFactory()
    in_network(organisation, place_of(school))
    choice = speaker_choice(school)
    assert (choice.organisations, set(choice.people)) == ([organisation], {methodist, learner})
    speaker = SpeakerFactory(school=school, organisation=organisation)
    assert speaker_typed(speaker_at_desk(methodist, school, speaker.token)) == {
        "name": speaker.name,
        "position": "методист",
        "organisation": organisation.pk,
        "user": "",
    }


# --- enrolled ---


def test_enrolled_are_listed_with_how_they_came(school, programme, methodist, director, learner):
    library = LibraryFactory(number=6, name="Бессоновская")
    in_network(library.organisation, place_of(school))
    invited = UserFactory(full_name="Ёлкина Анна", position="библиотекарь", library=library)
    EnrolmentFactory(programme=programme, user=learner, enrolled_by=learner)
    EnrolmentFactory(programme=programme, user=invited, enrolled_by=methodist)
    EnrolmentFactory(programme=programme, left_at=school.created_at)
    page = enrolled_desk(director, school, programme.token, {})

    rows = [[cell.text for cell in row] for row in page.listing.rows]
    assert [(row[0], row[2], row[5]) for row in rows] == [
        ("Ёлкина Анна", "№ 6 · Бессоновская", "Методист школы"),
        ("Слушатель школы", "—", "самостоятельно"),
    ]
    assert not page.can_edit
    for params in ({"q": "елкина"}, {"q": invited.email.upper()}, {"library": library.token}):
        assert enrolled_desk(methodist, school, programme.token, params).listing.total == 1


def test_how_is_not_known_when_the_account_is_gone(programme, learner):
    assert how(EnrolmentFactory(programme=programme, user=learner)) == ""


def test_people_to_choose_are_those_without_a_place(school, programme, methodist, learner):
    library = LibraryFactory()
    in_network(library.organisation, place_of(school))
    EnrolmentFactory(programme=programme, user=learner)
    choice = people_to_choose(methodist, school, programme.token)
    assert (choice.people, choice.libraries) == ([methodist], [library])


@pytest.fixture
def reader(school):
    """A person of branch 17, in the village of Ёлкино."""
    library = LibraryFactory(name="Библиотека-музей", number=17, settlement="Ёлкино", settlement_key="елкино")
    person = UserFactory(full_name="Вера Сёмина", library=library)
    grant(person, Role.LEARNER, place_of(school))
    return person


@pytest.mark.parametrize("words", ["семин", " ВЕРА ", "музей", "17", "№ 17", "елкино"])
def test_people_to_choose_are_found_by_name_and_library(school, programme, methodist, learner, reader, words):
    choice = people_to_choose(methodist, school, programme.token, words=words)
    assert (choice.people, choice.more) == ([reader], 0)


def test_people_to_choose_keep_who_is_ticked(school, programme, methodist, learner, reader):
    choice = people_to_choose(methodist, school, programme.token, words="никого", ticked=[learner.pk])
    assert choice.people == [learner]


def test_people_to_choose_are_no_more_than_a_page(school, programme, methodist, learner, reader, monkeypatch):
    monkeypatch.setattr(enrolled, "MOST_SHOWN", 1)
    choice = people_to_choose(methodist, school, programme.token, ticked=[reader.pk])
    assert (len(choice.people), choice.more) == (2, 1)


def test_place_of_a_person_at_the_desk(school, programme, methodist, learner):
    place = EnrolmentFactory(programme=programme, user=learner)
    assert enrolment_at_desk(methodist, school, programme.token, learner.token) == place


def test_own_place_tells_whether_one_may_enrol(school, programme, learner):
    page = enrolment_page(learner, school, programme.token)
    assert (page.is_enrolled, page.is_open) == (False, True)
    EnrolmentFactory(programme=programme, user=learner)
    assert enrolment_page(learner, school, programme.token).is_enrolled
