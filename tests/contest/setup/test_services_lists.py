"""Directions, criteria and awards: added, changed, put in order, removed, brought back; protected once they are in use."""

from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from tests.contest.factories import (
    ApplicationFactory,
    AwardFactory,
    CriterionFactory,
    DirectionFactory,
    MarkFactory,
    SheetFactory,
)

from nastavnik.contest.enums import Target
from nastavnik.contest.models import Award, Criterion, Direction
from nastavnik.contest.selectors.typed import award_typed, criterion_typed, direction_typed
from nastavnik.contest.services import setup as services
from nastavnik.contest.services.setup import refusals
from nastavnik.contest.services.setup.undo import last_removal
from nastavnik.core.ordering import read_order

pytestmark = pytest.mark.django_db
CRITERION = {
    "title": "Новизна",
    "help": "Что своё",
    "weight": Decimal("2.00"),
    "lowest": 1,
    "highest": 5,
    "levels": {"5": "Своё", "0": "вне шкалы", "3": ""},
    "needs_comment": True,
}


@pytest.fixture
def marked(contest):
    """The jury has begun."""
    return MarkFactory(sheet=SheetFactory(juror__contest=contest))


def step(move):
    return partial(read_order, QueryDict(f"move={move}"))


def test_add_of_a_direction_puts_it_last(contest, methodist, now):
    added = services.add_direction(
        actor=methodist, contest_id=contest.pk, title="Инклюзия", target=Target.OTHER, now=now
    )

    assert list(Direction.objects.filter(contest=contest))[-1] == added
    with pytest.raises(refusals.TitleTaken):
        services.add_direction(actor=methodist, contest_id=contest.pk, title="Инклюзия", target=Target.OTHER, now=now)


def test_add_to_a_full_list_is_refused(contest, methodist, now):
    DirectionFactory.create_batch(19, contest=contest)

    with pytest.raises(refusals.TooMany):
        services.add_direction(actor=methodist, contest_id=contest.pk, title="Ещё", target=Target.OTHER, now=now)


def test_edit_of_a_direction_holds_for_its_applications(contest, methodist, now):
    row = DirectionFactory(contest=contest)
    ApplicationFactory(contest=contest, direction=row)
    edit = partial(services.edit_direction, actor=methodist, direction_id=row.pk, target=Target.YOUTH, now=now)
    seen = direction_typed(row)["version"]

    assert edit(title="Молодым", version=seen).title == "Молодым"
    with pytest.raises(refusals.ChangedMeanwhile):
        edit(title="Иначе", version=seen)
    with pytest.raises(refusals.TitleTaken):
        edit(title=Direction.objects.filter(contest=contest).first().title, version=seen)


def test_edit_that_changes_nothing_leaves_no_trace(contest, methodist, now):
    row = DirectionFactory(contest=contest)
    services.edit_direction(actor=methodist, direction_id=row.pk, now=now, **direction_typed(row))
    contest.refresh_from_db()

    assert contest.version == 0


def test_remove_of_a_direction_can_be_undone(contest, methodist, now):
    row = DirectionFactory(contest=contest, title="Своё", position=0)
    services.remove_direction(actor=methodist, direction_id=row.pk, now=now)
    entry = last_removal(contest)
    undo = partial(services.bring_back, actor=methodist, contest_id=contest.pk, now=now)

    assert undo(entry_id=entry) == "directions"
    assert Direction.objects.filter(contest=contest).first().title == "Своё"
    with pytest.raises(refusals.NothingToUndo):
        undo(entry_id=entry)
    with pytest.raises(refusals.NothingToUndo):
        undo(entry_id=entry + 100)


def test_undo_beside_a_new_one_of_that_title_is_refused(contest, methodist, now):
    row = DirectionFactory(contest=contest, title="Своё")
    services.remove_direction(actor=methodist, direction_id=row.pk, now=now)
    DirectionFactory(contest=contest, title="Своё")

    with pytest.raises(refusals.NothingToUndo):
        services.bring_back(actor=methodist, contest_id=contest.pk, entry_id=last_removal(contest), now=now)


def test_remove_of_a_direction_with_applications_is_refused(contest, methodist, now):
    row = ApplicationFactory(contest=contest, direction=DirectionFactory(contest=contest)).direction

    with pytest.raises(refusals.DirectionInUse):
        services.remove_direction(actor=methodist, direction_id=row.pk, now=now)


@pytest.mark.parametrize(
    ("factory", "order"),
    [
        (DirectionFactory, services.order_directions),
        (CriterionFactory, services.order_criteria),
        (AwardFactory, services.order_awards),
    ],
)
def test_order_moves_a_row_one_place(contest, methodist, now, factory, order):
    last = factory(contest=contest)
    rows = type(last).objects.filter(contest=contest)

    moved = order(actor=methodist, contest_id=contest.pk, rearrange=step(f"{last.pk}:up"), now=now)
    assert last in moved
    assert rows.first() == last
    order(actor=methodist, contest_id=contest.pk, rearrange=step(f"{last.pk}:up"), now=now)
    contest.refresh_from_db()
    assert contest.version == 1


def test_add_of_a_criterion_keeps_words_of_its_scale_only(contest, methodist, now):
    added = services.add_criterion(actor=methodist, contest_id=contest.pk, now=now, **CRITERION)

    assert added.levels == {"5": "Своё"}
    assert list(Criterion.objects.filter(contest=contest))[-1] == added


def test_edit_of_a_criterion_after_a_mark_corrects_words_only(contest, methodist, now, marked):
    row = marked.criterion
    known = criterion_typed(Criterion.objects.get(pk=row.pk))
    edit = partial(services.edit_criterion, actor=methodist, criterion_id=row.pk, now=now)

    with pytest.raises(refusals.JuryHasBegun):
        edit(**(known | {"weight": Decimal("9.00")}))
    assert edit(**(known | {"title": "Точнее"})).title == "Точнее"


def test_edit_of_a_criterion_before_any_mark_changes_all(contest, methodist, now):
    row = CriterionFactory(contest=contest)
    known = criterion_typed(Criterion.objects.get(pk=row.pk))
    services.edit_criterion(actor=methodist, criterion_id=row.pk, now=now, version=known["version"], **CRITERION)
    row.refresh_from_db()

    assert (row.weight, row.lowest, row.levels) == (Decimal("2.00"), 1, {"5": "Своё"})


def test_criteria_stay_after_a_mark(contest, methodist, now, marked):
    row = marked.criterion
    with pytest.raises(refusals.JuryHasBegun):
        services.add_criterion(actor=methodist, contest_id=contest.pk, now=now, **CRITERION)
    with pytest.raises(refusals.JuryHasBegun):
        services.remove_criterion(actor=methodist, criterion_id=row.pk, now=now)
    with pytest.raises(refusals.JuryHasBegun):
        services.order_criteria(actor=methodist, contest_id=contest.pk, rearrange=step(f"{row.pk}:up"), now=now)


def test_remove_of_a_criterion_can_be_undone_until_a_mark(contest, methodist, now):
    row = CriterionFactory(contest=contest, weight=Decimal("2.50"))
    services.remove_criterion(actor=methodist, criterion_id=row.pk, now=now)
    entry = last_removal(contest)
    undo = partial(services.bring_back, actor=methodist, contest_id=contest.pk, entry_id=entry, now=now)
    MarkFactory(sheet=SheetFactory(juror__contest=contest))

    with pytest.raises(refusals.JuryHasBegun):
        undo()
    assert not Criterion.objects.filter(title=row.title).exists()


def test_undo_of_a_criterion_gives_its_weight_and_levels_back(contest, methodist, now):
    row = CriterionFactory(contest=contest, weight=Decimal("2.50"))
    services.remove_criterion(actor=methodist, criterion_id=row.pk, now=now)
    services.bring_back(actor=methodist, contest_id=contest.pk, entry_id=last_removal(contest), now=now)
    back = Criterion.objects.get(contest=contest, title=row.title)

    assert (back.weight, back.levels, back.position) == (Decimal("2.50"), row.levels, row.position)


def test_awards_are_added_changed_and_removed(contest, methodist, now):
    added = services.add_award(actor=methodist, contest_id=contest.pk, title="Приз зрителей", now=now)
    version = award_typed(added)["version"]
    services.edit_award(
        actor=methodist, award_id=added.pk, version=version, title="Приз", prize="Игра", place=1, now=now
    )
    added.refresh_from_db()

    assert (added.title, added.prize, added.place) == ("Приз", "Игра", 1)
    services.remove_award(actor=methodist, award_id=added.pk, now=now)
    assert not Award.objects.filter(pk=added.pk).exists()


def test_deeds_of_others_are_refused(contest, director, now):
    row = Direction.objects.filter(contest=contest).first()

    with pytest.raises(PermissionDenied):
        services.remove_direction(actor=director, direction_id=row.pk, now=now)
    with pytest.raises(PermissionDenied):
        services.add_award(actor=director, contest_id=contest.pk, title="Приз", now=now)
