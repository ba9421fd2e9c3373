from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import set_script_prefix
from tests.conftest import queries_of
from tests.people.factories import OrganisationFactory
from tests.programme.factories import (
    CycleFactory,
    EnrolmentFactory,
    HandoutFactory,
    LessonFactory,
    LessonSpeakerFactory,
    ProgrammeFactory,
)

from nastavnik.programme.enums import LessonKind, LessonState
from nastavnik.programme.models import Handout, Lesson
from nastavnik.programme.selectors import (
    handout_for,
    lesson_for,
    lessons_by_ids,
    lessons_to_choose,
    now_or_next,
    programme_url,
)
from nastavnik.programme.selectors.lessons import cards_of

pytestmark = pytest.mark.django_db
GUEST = AnonymousUser()


def card_of(lesson):
    return cards_of(Lesson.objects.filter(pk=lesson.pk))[0]


def test_card_has_everything_joined(cycle, now):
    lesson = LessonFactory(
        cycle=cycle, number=3, kind=LessonKind.SEMINAR, announced=True, starts_at=now, duration_minutes=90
    )
    organisation = OrganisationFactory(short_name="БГУНБ")
    LessonSpeakerFactory(lesson=lesson, position=2, speaker__name="Вторая", speaker__position="")
    LessonSpeakerFactory(lesson=lesson, position=1, speaker__name="Первая", speaker__organisation=organisation)
    card = card_of(lesson)

    assert card.mark == ("Цикл 1", "№ 3", "Семинар")
    assert card.url == f"/lessons/{lesson.slug}/"
    assert (card.starts_at, card.ends_at, card.duration_seconds) == (now, now + timedelta(minutes=90), 5400)
    assert card.zone == "Europe/Moscow"
    assert [(speaker.name, speaker.position, speaker.organisation) for speaker in card.speakers] == [
        ("Первая", "методист", "БГУНБ"),
        ("Вторая", "", ""),
    ]


@pytest.mark.parametrize(
    ("state", "label", "badge"),
    [
        (LessonState.DRAFT, "Черновик", "neutral"),
        (LessonState.ANNOUNCED, "Объявлено", "waiting"),
        (LessonState.CANCELLED, "Отменено", "wrong"),
        (LessonState.HELD, "Проведено", "ok"),
    ],
)
def test_card_says_its_state_in_one_word(cycle, now, state, label, badge):
    card = card_of(LessonFactory(cycle=cycle, state=state, starts_at=now))
    assert (card.state_label, card.badge) == (label, badge)
    assert [card.is_draft, card.is_announced, card.is_cancelled, card.is_held].count(True) == 1


def test_card_uses_the_lessons_own_zone_and_the_schools_prefix(cycle):
    lesson = LessonFactory(cycle=cycle, time_zone="Asia/Omsk", slug="blog")
    set_script_prefix("/north/")
    try:
        card = card_of(lesson)
        assert (card.zone, card.url, programme_url()) == ("Asia/Omsk", "/north/lessons/blog/", "/north/programme/")
    finally:
        set_script_prefix("/")


def test_cards_are_read_in_two_queries(cycle):
    def read():
        return cards_of(Lesson.objects.all())

    LessonSpeakerFactory(lesson__cycle=cycle)
    few = queries_of(read)
    for _ in range(5):
        LessonSpeakerFactory(lesson__cycle=cycle)
    assert few == queries_of(read) == 2


def test_lessons_of_a_school_are_read_with_their_speakers_in_one_query(school, cycle):
    lessons = [LessonFactory(cycle=cycle, number=number, announced=True) for number in (1, 2, 3)]
    organisations = [OrganisationFactory(short_name="БГУНБ"), OrganisationFactory(short_name=""), None]
    for position, organisation in zip((3, 1, 2), organisations, strict=True):
        for lesson in lessons[:2]:
            LessonSpeakerFactory(lesson=lesson, position=position, speaker__organisation=organisation)
    seen = []

    assert queries_of(lambda: seen.extend(lessons_to_choose(GUEST, school))) == 1
    assert seen == cards_of(Lesson.objects.order_by("number"))
    assert [len(card.speakers) for card in seen] == [3, 3, 0]


def test_lesson_page_for_a_guest(school, programme, cycle, now):
    before = LessonFactory(cycle=cycle, number=1, announced=True)
    LessonFactory(cycle=cycle, number=2)
    lesson = LessonFactory(cycle=cycle, number=3, announced=True, slug="blog")
    after = LessonFactory(cycle=CycleFactory(programme=programme, position=2), number=1, cancelled=True)
    lesson.partners.add(partner := OrganisationFactory())
    handout = HandoutFactory(lesson=lesson, title="Памятка", url="", file="handouts/x.pdf", file_kind="pdf")
    page = lesson_for(GUEST, school, "blog")

    assert (page.card.id, page.programme, page.partners) == (lesson.pk, programme, [partner.name])
    assert (page.previous.id, page.following.id) == (before.pk, after.pk)
    assert (page.is_enrolled, page.can_enrol, page.can_edit) == (False, False, False)
    (row,) = page.handouts
    assert (row.title, row.is_file, row.url) == ("Памятка", True, f"/handouts/{handout.token}/")
    assert row.kind_label == "документ PDF"


def test_lesson_page_of_the_only_lesson_has_no_neighbours(school, cycle, learner):
    LessonFactory(cycle=cycle, announced=True, slug="blog")
    page = lesson_for(learner, school, "blog")
    assert (page.previous, page.following, page.can_enrol) == (None, None, True)


def test_lesson_page_knows_the_enrolled_and_the_methodist(school, programme, cycle, learner, methodist):
    EnrolmentFactory(programme=programme, user=learner)
    LessonFactory(cycle=cycle, announced=True, slug="blog")
    assert lesson_for(learner, school, "blog").is_enrolled
    assert not lesson_for(learner, school, "blog").can_enrol
    assert lesson_for(methodist, school, "blog").can_edit


def test_lesson_page_of_what_was_announced_a_moment_ago_is_there(school, cycle, learner):
    LessonFactory(cycle=cycle, announced=True, slug="blog")
    lesson_for(learner, school, "blog")
    LessonFactory(cycle=cycle, announced=True, slug="news")

    assert lesson_for(learner, school, "news").card.slug == "news"


def test_lesson_page_at_the_desk_is_never_a_memory(school, cycle, methodist):
    lesson = LessonFactory(cycle=cycle, announced=True, slug="blog", title="Было")
    lesson_for(methodist, school, "blog")
    Lesson.objects.filter(pk=lesson.pk).update(title="Стало")

    assert lesson_for(methodist, school, "blog").card.title == "Стало"


def test_lesson_page_of_a_draft_is_missing_for_a_guest(school, cycle):
    LessonFactory(cycle=cycle, slug="blog")
    with pytest.raises(Lesson.DoesNotExist):
        lesson_for(GUEST, school, "blog")


def test_lesson_page_asks_as_often_for_much_as_for_little(school, programme, cycle, learner, assert_flat):
    lesson = LessonFactory(cycle=cycle, number=1, announced=True, slug="blog")

    def grow():
        LessonSpeakerFactory(lesson=LessonFactory(cycle=cycle, announced=True))
        HandoutFactory(lesson=lesson)
        lesson.partners.add(OrganisationFactory())

    assert_flat(lambda: lesson_for(learner, school, "blog"), grow, ceiling=6)


def test_address_of_a_handout_leads_outside(school, cycle):
    handout = HandoutFactory(lesson=LessonFactory(cycle=cycle, announced=True, slug="blog"), url="https://example.ru/")
    (row,) = lesson_for(GUEST, school, "blog").handouts
    assert (row.url, row.kind_label, row.is_file) == ("https://example.ru/", "", False)
    assert handout_for(GUEST, school, handout.token) == handout


def test_handout_of_a_draft_is_missing(school, cycle):
    handout = HandoutFactory(lesson__cycle=cycle)
    with pytest.raises(Handout.DoesNotExist):
        handout_for(GUEST, school, handout.token)


def test_lessons_by_ids_leaves_out_what_is_hidden(school, cycle):
    seen, draft = LessonFactory(cycle=cycle, announced=True), LessonFactory(cycle=cycle)
    assert list(lessons_by_ids(GUEST, school, [seen.pk, draft.pk])) == [seen.pk]


def test_lessons_to_choose_begin_with_the_newest_year(school, cycle, methodist):
    old = LessonFactory(cycle=cycle, number=1)
    new = LessonFactory(
        cycle__programme=ProgrammeFactory(
            school=school, starts_on=cycle.programme.ends_on, ends_on=cycle.programme.ends_on
        )
    )
    assert [card.id for card in lessons_to_choose(methodist, school)] == [new.pk, old.pk]


def test_now_or_next_finds_all_three(school, cycle, now):
    on_air = LessonFactory(cycle=cycle, announced=True, starts_at=now - timedelta(minutes=30))
    soon = LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=1))
    LessonFactory(cycle=cycle, announced=True, starts_at=now + timedelta(days=2))
    LessonFactory(cycle=cycle, cancelled=True, starts_at=now + timedelta(hours=1))
    LessonFactory(cycle=cycle, held=True, starts_at=now - timedelta(days=9))
    latest = LessonFactory(cycle=cycle, held=True, starts_at=now - timedelta(days=8))
    moment = now_or_next(GUEST, school, now)

    assert (moment.now.id, moment.next.id, moment.latest.id) == (on_air.pk, soon.pk, latest.pk)


def test_now_or_next_of_an_empty_school_is_nothing(school, now):
    moment = now_or_next(GUEST, school, now)
    assert (moment.now, moment.next, moment.latest) == (None, None, None)


def test_now_or_next_ends_with_the_last_minute(school, cycle, now):
    LessonFactory(cycle=cycle, announced=True, starts_at=now, duration_minutes=60)
    assert now_or_next(GUEST, school, now).now is not None
    assert now_or_next(GUEST, school, now + timedelta(minutes=60)).now is None


def test_now_or_next_shows_nothing_of_a_hidden_programme_even_to_the_desk(school, methodist, now):
    LessonFactory(cycle__programme=ProgrammeFactory(school=school, is_public=False), announced=True)
    assert now_or_next(methodist, school, now).next is None
