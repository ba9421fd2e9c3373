"""Cards on the board: states, limits on the work in progress, order; what two people do at once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import QueryDict
from tests.studio.factories import CardFactory

from nastavnik.core.models import JournalEntry
from nastavnik.core.ordering import OrderUnclear, read_order
from nastavnik.programme.selectors.board import order_mark
from nastavnik.programme.services.refusals import BoardChanged
from nastavnik.studio.enums import CardState, Voice
from nastavnik.studio.models import ProductionCard, StudioRules
from nastavnik.studio.services import cards
from nastavnik.studio.services.cards.moving import board_order
from nastavnik.studio.services.cards.refusals import CardIsPublished, ColumnFull, PublishedByItself

pytestmark = pytest.mark.django_db


def move(card, actor, state, now):
    return cards.move_card(actor=actor, card_id=card.pk, state=state, now=now)


def lies(school):
    return board_order(ProductionCard.objects.filter(school=school).order_by("position", "pk"))


def reorder(school, actor, now, posted, seen=None):
    rearrange = partial(read_order, QueryDict(posted))
    cards.reorder_cards(actor=actor, school_id=school.pk, rearrange=rearrange, seen=seen, now=now)


@pytest.fixture
def three(school):
    states = (CardState.IDEA, CardState.IDEA, CardState.SHOOT)
    return [CardFactory(school=school, number=n, position=n, state=state) for n, state in enumerate(states, start=11)]


def test_move_goes_to_the_end_of_the_column_forwards_and_back(card, maker, school, now):
    CardFactory(school=school, number=2, state=CardState.SCRIPT, position=4)

    moved = move(card, maker, CardState.SCRIPT, now)

    assert (moved.state, moved.position, moved.moved_at) == (CardState.SCRIPT, 5, now)
    assert move(card, maker, CardState.IDEA, now).state == CardState.IDEA
    assert JournalEntry.objects.filter(verb="card_moved").count() == 2
    move(card, maker, CardState.IDEA, now)
    assert JournalEntry.objects.filter(verb="card_moved").count() == 2


def test_full_state_takes_no_card_and_says_who_fills_it(card, maker, methodist, school, now):
    limits = {CardState.SHOOT: 1, CardState.EDIT: None}
    cards.set_rules(actor=methodist, school_id=school.pk, voice=Voice.PERSON, limits=limits, now=now)
    CardFactory(school=school, number=2, title="Полка новинок", state=CardState.SHOOT, owner=methodist)
    CardFactory(school=school, number=3, state=CardState.SHOOT, removed_at=now)

    with pytest.raises(ColumnFull) as refused:
        move(card, maker, CardState.SHOOT, now)

    assert "№ 2 «Полка новинок» (Методист школы)" in str(refused.value.message)
    assert ProductionCard.objects.get(pk=card.pk).state == CardState.IDEA
    assert StudioRules.objects.get().limits == {"shoot": 1}
    assert move(card, maker, CardState.EDIT, now).state == CardState.EDIT


def test_published_is_reached_by_publishing_alone_and_left_by_nothing(card, maker, now):
    with pytest.raises(PublishedByItself):
        move(card, maker, CardState.PUBLISHED, now)
    ProductionCard.objects.update(state=CardState.PUBLISHED, published_at=now)
    with pytest.raises(CardIsPublished):
        move(card, maker, CardState.EDIT, now)


def test_board_is_put_in_order_across_states(three, school, methodist, now):
    one, two, shot = three
    seen = order_mark(lies(school))

    reorder(school, methodist, now, f"order=idea:{two.token}&order=script:{one.token}&order=shoot:{shot.token}", seen)

    one.refresh_from_db()
    assert (one.state, one.position, one.moved_at) == (CardState.SCRIPT, 1, now)
    assert lies(school)["idea"] == [two.token]
    assert JournalEntry.objects.filter(verb="card_moved").count() == 1


def test_step_of_the_order_stays_in_the_state_or_goes_over(three, school, methodist, now):
    one, two, _shot = three

    reorder(school, methodist, now, f"move={two.token}:up")
    assert lies(school)["idea"] == [two.token, one.token]
    reorder(school, methodist, now, f"move={two.token}:up")
    assert JournalEntry.objects.filter(verb="board_moved").count() == 1
    with pytest.raises(OrderUnclear):
        reorder(school, methodist, now, "move=strange:up")


def test_order_into_a_full_state_is_refused_and_within_one_that_is_over_it_not(three, school, methodist, now):
    one, two, shot = three
    more = CardFactory(school=school, number=14, position=14, state=CardState.SHOOT)
    StudioRules.objects.create(school=school, limits={"shoot": 1})

    with pytest.raises(ColumnFull):
        reorder(
            school,
            methodist,
            now,
            "&".join(f"order=shoot:{card.token}" for card in (shot, more, one)) + f"&order=idea:{two.token}",
        )
    reorder(school, methodist, now, f"move={more.token}:up")

    assert lies(school) == {**lies(school), "idea": [one.token, two.token], "shoot": [more.token, shot.token]}


def test_order_from_an_old_board_is_refused_unless_one_moved_oneself(three, card, school, methodist, maker, now):
    seen = order_mark(lies(school))
    posted = "&".join(f"order={state}:{token}" for state, tokens in lies(school).items() for token in tokens)
    move(card, maker, CardState.BRIEF, now)

    with pytest.raises(BoardChanged):
        reorder(school, methodist, now, posted, seen)

    assert ProductionCard.objects.get(pk=card.pk).state == CardState.BRIEF
    move(card, methodist, CardState.SCRIPT, now)
    reorder(school, methodist, now, posted, seen)
    assert ProductionCard.objects.get(pk=card.pk).state == CardState.IDEA


def test_board_and_rules_are_the_methodists(three, school, maker, director, now):
    for actor in (maker, director):
        with pytest.raises(PermissionDenied):
            reorder(school, actor, now, f"move={three[0].token}:down")
        with pytest.raises(PermissionDenied):
            cards.set_rules(actor=actor, school_id=school.pk, voice=Voice.PERSON, limits={}, now=now)


# --- at once -----------------------------------------------------------------------------------------------------------

AT_ONCE = 4


def together(call, things):
    """Call for all things at once, each in a thread with a connection of its own; return what came."""

    def once(thing):
        try:
            return call(thing)
        except ColumnFull as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(once, things))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_of_threads")
def test_cards_that_go_at_once_do_not_go_over_the_limit(school, methodist, now):
    StudioRules.objects.create(school=school, limits={"shoot": 2})
    rows = [CardFactory(school=school, number=number) for number in range(1, 7)]

    came = together(lambda card: move(card, methodist, CardState.SHOOT, now), rows)

    assert ProductionCard.objects.filter(state=CardState.SHOOT).count() == 2
    assert sum(isinstance(one, ColumnFull) for one in came) == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_of_threads")
def test_cards_begun_at_once_have_numbers_of_their_own(school, methodist, now):
    together(lambda n: cards.begin_card(actor=methodist, school_id=school.pk, title=f"Тема {n}", now=now), range(8))

    assert sorted(ProductionCard.objects.values_list("number", "position")) == [(n, n) for n in range(1, 9)]
