"""Lines out of Excel put into a budget."""

import pytest
from tests.grants.check.full import LINES
from tests.grants.check.sheet import names_in

from nastavnik.grants.models import Revision
from nastavnik.grants.services import budget as services
from nastavnik.grants.services.budget.refusals import NothingPasted, TooManyLines

pytestmark = pytest.mark.django_db
LINE = {"id": "p1", "name": "Стол", "quantity": "1", "price": "5 000"}


def take(user, grant, now, lines, *, is_replacing=False):
    return services.take_lines(actor=user, grant_id=grant.pk, lines=lines, is_replacing=is_replacing, now=now)


def test_take_puts_lines_after_those_that_are_there(full, author, now):
    assert take(author, full, now, [LINE]) == 1

    assert names_in(full) == [*(line["name"] for line in LINES), "Стол"]
    assert Revision.objects.get(grant=full, key="budget_lines").note == "таблица из Excel"


def test_take_puts_lines_in_their_place(full, author, now):
    take(author, full, now, [LINE], is_replacing=True)

    assert names_in(full) == ["Стол"]


def test_take_refuses_nothing_and_too_much(full, author, now):
    with pytest.raises(NothingPasted):
        take(author, full, now, [])
    with pytest.raises(TooManyLines):
        take(author, full, now, [LINE | {"id": f"p{number}"} for number in range(96)])

    assert len(names_in(full)) == 5
