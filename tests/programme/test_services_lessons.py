from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import OrganisationFactory
from tests.programme.factories import EnrolmentFactory, LessonFactory, PartnerFactory, SpeakerFactory

from nastavnik.core.models import JournalEntry
from nastavnik.people.models import Notice, Organisation
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.events import LessonChanged, LessonMoved, LessonRemoved
from nastavnik.programme.models import Lesson, Speaker
from nastavnik.programme.services import (
    add_lesson,
    announce_lesson,
    bring_back_lesson,
    edit_lesson,
    remove_cycle,
    remove_lesson,
    set_partners,
    set_speakers,
    undo_lesson_edit,
)
from nastavnik.programme.services.lessons import speaker_ids_of
from nastavnik.programme.services.refusals import (
    ChangedMeanwhile,
    LessonIsPublic,
    LessonNeedsTime,
    NothingToUndo,
    SlugTaken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(cycle, now):
    return LessonFactory(cycle=cycle, number=1, title="Блог", starts_at=now + timedelta(days=3))


@pytest.fixture
def edit(lesson, methodist, now):
    """Save named fields of `lesson`, as of the version that the form was opened on."""

    def call(version=0, **fields):
        return edit_lesson(actor=methodist, lesson_id=lesson.pk, version=version, now=now, **fields)

    return call


def test_add_lesson_is_a_draft_at_the_end_with_an_address_of_its_title(cycle, methodist, now):
    LessonFactory(cycle=cycle, number=4)
    LessonFactory(cycle=cycle, number=9, removed_at=now)
    lesson = add_lesson(
        actor=methodist, cycle_id=cycle.pk, now=now, title="Щедрый вечер: чтение вслух", kind=LessonKind.SEMINAR
    )

    lesson.refresh_from_db()
    assert (lesson.slug, lesson.number, lesson.state) == ("shchedryi-vecher-chtenie-vslukh", 5, "draft")
    assert (lesson.school, lesson.updated_at) == (cycle.programme.school, now)


def test_add_lesson_of_the_same_title_gets_an_address_of_its_own(cycle, methodist, now):
    slugs = [add_lesson(actor=methodist, cycle_id=cycle.pk, now=now, title="Блог").slug for _ in range(3)]
    assert slugs == ["blog", "blog-2", "blog-3"]


def test_add_lesson_at_a_taken_address_is_refused(lesson, cycle, methodist, now):
    with pytest.raises(SlugTaken):
        add_lesson(actor=methodist, cycle_id=cycle.pk, now=now, title="Другое", slug=lesson.slug)


def test_add_lesson_by_the_director_is_denied(cycle, director, now):
    with pytest.raises(PermissionDenied):
        add_lesson(actor=director, cycle_id=cycle.pk, now=now, title="Блог")


def test_edit_words_is_news_but_not_for_calendars(edit, lesson, heard):
    with heard() as news:
        edit(title="Блог библиотеки", summary="С чего начать")

    lesson.refresh_from_db()
    assert (lesson.title, lesson.summary, lesson.version, lesson.sequence) == ("Блог библиотеки", "С чего начать", 1, 0)
    assert news == [LessonChanged(lesson_id=lesson.pk)]
    assert JournalEntry.objects.get().details["before"] == {"title": "Блог", "summary": ""}


@pytest.mark.parametrize("field", [{"place": "Зал"}, {"duration_minutes": 90}, {"time_zone": "Asia/Omsk"}])
def test_edit_of_what_a_calendar_shows_grows_the_sequence(edit, lesson, heard, field):
    with heard() as news:
        edit(**field)

    lesson.refresh_from_db()
    assert lesson.sequence == 1
    assert news == [LessonMoved(lesson_id=lesson.pk)]


def test_edit_without_a_difference_changes_nothing(edit, lesson, heard):
    with heard() as news:
        edit(title="Блог")

    lesson.refresh_from_db()
    assert (lesson.version, news, JournalEntry.objects.count()) == (0, [], 0)


def test_edit_by_another_schools_methodist_is_denied(lesson, outsider, now):
    with pytest.raises(PermissionDenied):
        edit_lesson(actor=outsider, lesson_id=lesson.pk, version=0, now=now, title="Чужое")


def test_move_of_an_announced_lesson_is_told_with_the_time_before(edit, lesson, methodist, now):
    announce_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    enrolled = EnrolmentFactory(programme=lesson.cycle.programme).user
    edit(version=1, starts_at=now + timedelta(days=4))

    notice = Notice.objects.get(user=enrolled)
    assert "Суббота, 28 ноября 2026 г., 12:00" in notice.text
    assert "Прежнее начало: Пятница, 27 ноября 2026 г., 12:00" in notice.text


def test_change_of_place_is_told_without_a_time_before(edit, lesson, methodist, now):
    announce_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    EnrolmentFactory(programme=lesson.cycle.programme)
    edit(version=1, place="Читальный зал")

    text = Notice.objects.get().text
    assert "Где: Читальный зал." in text
    assert "Прежнее начало" not in text


def test_move_of_a_draft_is_told_to_nobody(edit, lesson, now):
    EnrolmentFactory(programme=lesson.cycle.programme)
    edit(starts_at=now + timedelta(days=4))
    assert Notice.objects.count() == 0


def test_announced_lesson_cannot_lose_its_time(edit, lesson, methodist, now):
    announce_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    with pytest.raises(LessonNeedsTime):
        edit(version=1, starts_at=None)


def test_draft_may_lose_its_time(edit, lesson):
    edit(starts_at=None)
    lesson.refresh_from_db()
    assert lesson.starts_at is None


def test_edit_to_a_taken_address_is_refused(edit, cycle):
    with pytest.raises(SlugTaken):
        edit(slug=LessonFactory(cycle=cycle).slug)


def test_edit_to_a_free_address_moves_the_lesson(edit, lesson):
    edit(slug="novyi-adres")
    lesson.refresh_from_db()
    assert lesson.slug == "novyi-adres"


# --- two at once ---


def test_late_form_keeps_what_another_saved_where_it_touched_nothing(edit, lesson):
    edit(place="Читальный зал", title="Блог")
    edit(version=0, place="", title="Блог библиотеки")

    lesson.refresh_from_db()
    assert (lesson.place, lesson.title) == ("Читальный зал", "Блог библиотеки")


def test_late_form_is_refused_where_both_changed_the_same(edit, lesson):
    edit(title="Первое", place="Зал", summary="Общее")
    with pytest.raises(ChangedMeanwhile) as refused:
        edit(version=0, title="Второе", place="", summary="Общее")

    assert (refused.value.disputed, refused.value.untouched) == ({"title"}, {"place"})
    lesson.refresh_from_db()
    assert (lesson.title, lesson.place) == ("Первое", "Зал")


def test_late_form_counts_from_the_first_of_several_changes(edit, lesson):
    edit(title="Первое")
    edit(version=1, title="Второе")
    edit(version=0, title="Блог", place="Зал")

    lesson.refresh_from_db()
    assert (lesson.title, lesson.place) == ("Второе", "Зал")


def test_late_form_is_not_stopped_by_a_change_of_state(edit, lesson, methodist, now):
    announce_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    edit(version=0, title="Блог библиотеки")

    lesson.refresh_from_db()
    assert (lesson.title, lesson.state) == ("Блог библиотеки", "announced")


def test_late_form_keeps_the_speakers_that_another_chose(edit, lesson, school):
    speaker = SpeakerFactory(school=school)
    edit(speaker_ids=[speaker.pk])
    edit(version=0, speaker_ids=[], title="Блог библиотеки")
    assert speaker_ids_of(lesson) == [speaker.pk]


# --- undo ---


def test_undo_puts_everything_back(edit, lesson, methodist, now, school):
    was = lesson.starts_at
    speaker = SpeakerFactory(school=school)
    edit(title="Ошибка", starts_at=None, speaker_ids=[speaker.pk])
    undo_lesson_edit(actor=methodist, lesson_id=lesson.pk, version=1, now=now)

    lesson.refresh_from_db()
    assert (lesson.title, lesson.starts_at, lesson.version) == ("Блог", was, 2)
    assert speaker_ids_of(lesson) == []


def test_undo_after_another_change_is_refused(edit, lesson, methodist, now):
    edit(title="Первое")
    edit(version=1, title="Второе")
    with pytest.raises(NothingToUndo):
        undo_lesson_edit(actor=methodist, lesson_id=lesson.pk, version=1, now=now)


def test_undo_of_what_was_no_edit_is_refused(lesson, methodist, now):
    with pytest.raises(NothingToUndo):
        undo_lesson_edit(actor=methodist, lesson_id=lesson.pk, version=0, now=now)


# --- speakers and partners ---


def test_set_speakers_keeps_their_order_and_counts_each_once(lesson, methodist, now, school):
    first, second = SpeakerFactory(school=school), SpeakerFactory(school=school)
    words = {"actor": methodist, "lesson_id": lesson.pk, "now": now}
    set_speakers(speaker_ids=[second.pk, first.pk, second.pk], **words)
    assert speaker_ids_of(lesson) == [second.pk, first.pk]

    set_speakers(speaker_ids=[first.pk], **words)
    assert speaker_ids_of(lesson) == [first.pk]


def test_set_speakers_of_another_school_is_missing(lesson, methodist, now):
    with pytest.raises(Speaker.DoesNotExist):
        set_speakers(actor=methodist, lesson_id=lesson.pk, speaker_ids=[SpeakerFactory().pk], now=now)


def test_new_speaker_is_added_after_those_who_are_there(edit, lesson, methodist, now, school):
    known = SpeakerFactory(school=school)
    set_speakers(actor=methodist, lesson_id=lesson.pk, speaker_ids=[known.pk], now=now)
    edit(version=1, new_speaker="  Сидорова   Вера ")

    new = Speaker.objects.get(name="Сидорова Вера")
    assert speaker_ids_of(lesson) == [known.pk, new.pk]


def test_set_partners_takes_partners_of_the_school_only(lesson, methodist, now, school):
    partner = PartnerFactory(school=school).organisation
    words = {"actor": methodist, "lesson_id": lesson.pk, "now": now}
    set_partners(organisation_ids=[partner.pk, partner.pk], **words)
    assert list(lesson.partners.all()) == [partner]
    with pytest.raises(Organisation.DoesNotExist):
        set_partners(organisation_ids=[OrganisationFactory().pk], **words)


def test_edit_with_partners_saves_them(edit, lesson, school):
    partner = PartnerFactory(school=school).organisation
    edit(partner_ids=[partner.pk])
    assert list(lesson.partners.all()) == [partner]


# --- off the board and back ---


def test_remove_draft_closes_the_gap_and_comes_back_at_the_end(lesson, cycle, methodist, now, heard):
    after = LessonFactory(cycle=cycle, number=2)
    with heard() as news:
        for _ in range(2):
            remove_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    after.refresh_from_db()
    assert (after.number, news) == (1, [LessonRemoved(lesson_id=lesson.pk)])

    for _ in range(2):
        bring_back_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    lesson.refresh_from_db()
    assert (lesson.number, lesson.removed_at) == (2, None)


def test_remove_a_public_lesson_is_refused(cycle, methodist, now):
    lesson = LessonFactory(cycle=cycle, announced=True)
    with pytest.raises(LessonIsPublic):
        remove_lesson(actor=methodist, lesson_id=lesson.pk, now=now)


def test_bring_back_a_lesson_brings_its_removed_cycle_back_to_the_end(lesson, cycle, methodist, now):
    remove_lesson(actor=methodist, lesson_id=lesson.pk, now=now)
    remove_cycle(actor=methodist, cycle_id=cycle.pk, now=now)
    bring_back_lesson(actor=methodist, lesson_id=lesson.pk, now=now)

    cycle.refresh_from_db()
    assert cycle.removed_at is None
    assert Lesson.objects.get(pk=lesson.pk).number == 1
