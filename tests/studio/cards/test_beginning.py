"""Cards are begun, removed and brought back; their topics go with them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory, SpeakerFactory
from tests.studio.factories import CardFactory, TopicFactory

from nastavnik.people.models import Notice, User
from nastavnik.programme.enums import LessonState
from nastavnik.studio.enums import CardState, TopicState
from nastavnik.studio.models import ProductionCard, StudioRules, Topic
from nastavnik.studio.selectors.cards.choices import next_cycle
from nastavnik.studio.services import cards
from nastavnik.studio.services.cards.refusals import CardIsPublished, CardNeedsTitle, ColumnFull
from nastavnik.studio.services.topics.refusals import TopicMoved

pytestmark = pytest.mark.django_db


def begin(school, methodist, now, **fields):
    return cards.begin_card(actor=methodist, school_id=school.pk, now=now, **fields)


def test_begin_from_a_topic_takes_its_words_and_the_topic(school, methodist, topic, cycle, now):
    card = begin(school, methodist, now, topic_id=topic.pk)

    assert (card.title, card.brief, card.state) == ("Буктрейлер за вечер", "Как снять его одной", CardState.IDEA)
    assert card.cycle == cycle
    assert Topic.objects.get().state == TopicState.TAKEN
    with pytest.raises(TopicMoved):
        begin(school, methodist, now, topic_id=topic.pk)


def test_begin_counts_from_the_removed_ones_too(school, methodist, now):
    first = begin(school, methodist, now, title="Первая")
    cards.remove_card(actor=methodist, card_id=first.pk, now=now)

    second = begin(school, methodist, now, title="  Вторая   карточка ")

    assert (second.number, second.title, second.position) == (2, "Вторая карточка", 1)


def test_begin_refuses_what_is_not_of_the_school(school, methodist, maker, learner, director, now):
    with pytest.raises(CardNeedsTitle):
        begin(school, methodist, now, title=" ")
    with pytest.raises(User.DoesNotExist):
        begin(school, methodist, now, title="Тема", owner=learner)
    with pytest.raises(Topic.DoesNotExist):
        begin(school, methodist, now, topic_id=TopicFactory().pk)
    for actor in (maker, director):
        with pytest.raises(PermissionDenied):
            begin(school, actor, now, title="Тема")
    assert not ProductionCard.objects.exists()


def test_begin_tells_the_owner(school, methodist, maker, now):
    begin(school, methodist, now, title="Тема", owner=maker, due_on=date(2026, 12, 1))
    begin(school, methodist, now, title="Своя", owner=methodist)

    notice = Notice.objects.get()
    assert (notice.user, notice.title) == (maker, "Вам поручено видео «Тема»")
    assert "1 декабря 2026" in notice.text


def test_speaker_with_an_account_may_make_films(school, methodist, learner, now):
    SpeakerFactory(school=school, user=learner)

    assert begin(school, methodist, now, title="Тема", owner=learner).owner == learner


def test_next_cycle_is_the_first_that_is_not_over(school, cycle, now):
    today = now.date()
    LessonFactory(cycle=cycle, held=True)
    second = CycleFactory(programme=cycle.programme, position=2)
    CycleFactory(programme=ProgrammeFactory(school=school, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31)))

    assert next_cycle(school, today) == second
    LessonFactory(cycle=second, state=LessonState.DRAFT)
    assert next_cycle(school, today) == second
    LessonFactory(cycle=cycle)
    assert next_cycle(school, today) == cycle


def test_next_cycle_is_the_last_when_all_are_over_and_none_without_any(school, now):
    assert next_cycle(school, now.date()) is None
    past = CycleFactory(
        programme=ProgrammeFactory(school=school, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31))
    )
    LessonFactory(cycle=past, held=True)
    assert next_cycle(school, now.date()) == past


def test_removed_card_gives_its_topic_back_and_takes_it_again(school, methodist, topic, now):
    card = begin(school, methodist, now, topic_id=topic.pk)

    for _twice in range(2):
        cards.remove_card(actor=methodist, card_id=card.pk, now=now)
    assert Topic.objects.get().state == TopicState.OPEN

    for _twice in range(2):
        cards.restore_card(actor=methodist, card_id=card.pk, now=now)
    card.refresh_from_db()
    assert (card.removed_at, card.state) == (None, CardState.IDEA)
    assert Topic.objects.get().state == TopicState.TAKEN


def test_card_whose_topic_has_another_one_stays_removed(school, methodist, topic, now):
    card = begin(school, methodist, now, topic_id=topic.pk)
    cards.remove_card(actor=methodist, card_id=card.pk, now=now)
    begin(school, methodist, now, topic_id=topic.pk)

    with pytest.raises(TopicMoved):
        cards.restore_card(actor=methodist, card_id=card.pk, now=now)


def test_card_does_not_come_back_into_a_full_state(school, methodist, now):
    StudioRules.objects.create(school=school, limits={"shoot": 1})
    card = CardFactory(school=school, number=1, state=CardState.SHOOT, removed_at=now)
    CardFactory(school=school, number=2, state=CardState.SHOOT)

    with pytest.raises(ColumnFull):
        cards.restore_card(actor=methodist, card_id=card.pk, now=now)


def test_published_card_is_not_removed_and_others_do_not_remove(card, maker, methodist, now):
    with pytest.raises(PermissionDenied):
        cards.remove_card(actor=maker, card_id=card.pk, now=now)
    ProductionCard.objects.update(state=CardState.PUBLISHED, published_at=now)
    with pytest.raises(CardIsPublished):
        cards.remove_card(actor=methodist, card_id=card.pk, now=now)
