"""The line of insurance contributions by the rate of the project's first day."""

import pytest
from tests.grants.check.full import LINES, fill, line
from tests.grants.check.sheet import lines_in
from tests.grants.factories import GrantFactory, text_row
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.models import Revision
from nastavnik.grants.selectors.check.page import check_page
from nastavnik.grants.services import budget as services
from nastavnik.grants.services.budget.refusals import NoContributions, NoPay, SeveralContributions

pytestmark = pytest.mark.django_db
PAY = LINES[:2]
DUE = 36_240_00 + 9_000_00


def renew(user, grant, now):
    return services.renew_contributions(actor=user, grant_id=grant.pk, now=now)


def contributions_in(grant):
    return [row for row in lines_in(grant) if row["article"] == "contributions"]


def test_renew_adds_the_line_with_what_is_due(full, author, now):
    fill(full, author, budget_lines=PAY)

    assert renew(author, full, now) == DUE

    (added,) = contributions_in(full)
    assert (added["quantity"], added["price"], added["own"]) == ("1", "45\u00a0240", "7\u00a0248")
    assert added["name"] == "Страховые взносы"
    assert added["activity"] == "a1"
    assert "30,2 % с выплат штатным работникам" in added["comment"]
    assert "Взносы" not in _findings(full, author, now)
    assert Revision.objects.get(grant=full, key="budget_lines").note == "рассчитаны страховые взносы"


def test_renew_keeps_what_was_written_in_the_line(full, author, now):
    old = line("b3", "contributions", "Взносы в фонды", "2", "1", "90 000", activity="a3", comment="как в прошлом году")
    fill(full, author, budget_lines=[old, *PAY])

    renew(author, full, now)

    (renewed,) = contributions_in(full)
    assert lines_in(full)[0] == renewed
    assert (renewed["name"], renewed["comment"], renewed["activity"]) == ("Взносы в фонды", "как в прошлом году", "a3")
    assert (renewed["quantity"], renewed["price"]) == ("1", "45\u00a0240")
    assert renewed["own"] == "45\u00a0240"


def test_renew_leaves_the_other_lines_of_contributions(full, author, now):
    lines = [line("b3", "contributions", "Штат", "1", "1"), line("b6", "contributions", "Договоры", "1", "9 000")]
    fill(full, author, budget_lines=[*PAY, *lines])

    renew(author, full, now)

    assert [row["price"] for row in contributions_in(full)] == ["36\u00a0240", "9 000"]


def test_renew_refuses_where_the_others_are_more_than_is_due(full, author, now):
    lines = [line("b3", "contributions", "Штат", "1", "1"), line("b6", "contributions", "Договоры", "1", "99 000")]
    fill(full, author, budget_lines=[*PAY, *lines])

    with pytest.raises(SeveralContributions):
        renew(author, full, now)


def test_renew_of_pay_without_an_activity_names_none(full, author, now):
    fill(full, author, budget_lines=[PAY[0] | {"activity": "", "own": ""}])

    renew(author, full, now)

    assert [(row["activity"], row["own"]) for row in contributions_in(full)] == [("", "")]


def test_renew_refuses_where_nobody_is_paid(full, author, now):
    fill(full, author, budget_lines=LINES[3:])

    with pytest.raises(NoPay):
        renew(author, full, now)


@pytest.mark.parametrize("day", ["", "2022-12-31", "никогда"])
def test_renew_refuses_where_no_rate_holds(full, author, now, day):
    fill(full, author, starts_on=day)

    with pytest.raises(NoContributions):
        renew(author, full, now)


def test_renew_refuses_a_fund_without_such_an_article(project, author, now):
    columns = "".join(f"          - {{key: {key}, kind: line, label: {key}}}\n" for key in ("article", "name", "price"))
    budget = "      - key: budget_lines\n        kind: rows\n        label: Расходы\n        columns:\n" + columns
    starts = "      - {key: starts_on, kind: date, label: Начало}\n"
    grant = GrantFactory(project=project, template=text_row(TEMPLATE + budget + starts, project.school))
    fill(grant, author)

    with pytest.raises(NoContributions):
        renew(author, grant, now)


def _findings(grant, user, now):
    page = check_page(user, grant.project.school, grant.token, now)
    return " ".join(place.words for rule in page.rules for place in rule.places)
