"""The board of deadlines: every application of the network, the most urgent first; filters, figures, a workbook."""

from datetime import date, timedelta
from io import BytesIO
from itertools import count

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.grants.factories import GrantFactory, GrantProjectFactory
from tests.people.factories import LibraryFactory, UserFactory, grant

from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import ReportDue
from nastavnik.grants.selectors.out.board import board_page
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BOARD = "grants:board"


@pytest.fixture
def director(school):
    user = UserFactory()
    grant(user, Role.DIRECTOR, place_of(school))
    return user


@pytest.fixture
def network(school, library, now):
    """Applications in all states, each with a title that says which."""

    def made(title, **changes):
        project = GrantProjectFactory(school=school, library=library, title=title, title_key=title.lower())
        return GrantFactory(project=project, **changes)

    won = made("Выиграна", state="won", granted=50_000_000, requested=60_000_000, answered_on=date(2026, 4, 30))
    ReportDue.objects.create(grant=won, title="Отчёт", due_on=(now + 20 * DAY).date())
    ReportDue.objects.create(grant=won, title="Отчёт", due_on=(now + 200 * DAY).date())
    made("Закрыта", closes_at=now - DAY)
    made("Скоро", closes_at=now + 5 * DAY, requested=12_345_678, percent=40)
    made("Сегодня", closes_at=now + timedelta(hours=3), fund="fpg")
    made("Потом", closes_at=now + 100 * DAY)
    made("Без срока")
    made("Подана", state="submitted", fund_number="26-1-7", requested=10_000_000)
    made("Отказ", state="refused", answered_on=date(2026, 5, 1))
    made("Снята", removed_at=now)
    return school


def rows_of(user, school, now, **params):
    return [[cell.text for cell in row] for row in board_page(user, school, params, now).listing.rows]


def titles(user, school, now, **params):
    return [row[0] for row in rows_of(user, school, now, **params)]


def test_board_has_the_most_urgent_first(network, director, now):
    order = ["Сегодня", "Скоро", "Потом", "Выиграна", "Без срока", "Подана", "Закрыта", "Отказ"]

    assert titles(director, network, now) == order


def test_board_says_what_is_left_and_what_the_fund_said(network, director, now):
    rows = {row[0]: row for row in rows_of(director, network, now)}

    assert rows["Сегодня"][6] == "отправьте сейчас"
    assert rows["Скоро"][3:5] == ["123\xa0456,78", "40"]
    assert rows["Скоро"][6] == "5 дней"
    assert rows["Закрыта"][6] == "приём окончен"
    assert rows["Без срока"][5:7] == ["неизвестно", "—"]
    assert rows["Подана"][6:8] == ["—", "Подана, № 26-1-7"]
    assert rows["Выиграна"][7] == "Победа, 500\xa0000 ₽, 30.04.2026"
    assert rows["Отказ"][7].endswith("01.05.2026")
    assert rows["Выиграна"][8] != "—"


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"state": "won"}, ["Выиграна"]),
        ({"fund": "Фонд президентских грантов"}, ["Сегодня"]),
        ({"when": "soon"}, ["Сегодня", "Скоро"]),
        ({"when": "over"}, ["Закрыта"]),
        ({"when": "reports"}, ["Выиграна"]),
        ({"q": "СКОРО"}, ["Скоро"]),
        ({"q": "библиотека у леса", "state": "refused"}, ["Отказ"]),
        ({"sort": "-sum", "when": "soon"}, ["Скоро", "Сегодня"]),
    ],
)
def test_board_is_narrowed_by_address(network, director, now, params, found):
    assert titles(director, network, now, **params) == found


def test_board_counts(network, director, now):
    figures = board_page(director, network, {}, now).figures

    assert (figures.total, figures.written, figures.soon, figures.waiting) == (8, 5, 2, 1)
    assert (figures.won, figures.refused, figures.granted) == (1, 1, "500\xa0000 ₽")


def test_board_is_given_out_as_a_workbook(client, sign_in, network, director):
    answer = sign_in(director).get(reverse(BOARD), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(answer.getvalue())).active

    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 9
    assert 123456.78 in [row[3] for row in rows]


def test_board_of_a_project_without_a_library(school, director, now):
    GrantFactory(project=GrantProjectFactory(school=school, library=None, title="Сеть"), state=GrantState.WON)

    (row,) = rows_of(director, school, now)
    assert (row[1], row[7]) == ("—", "Победа")


def test_board_asks_the_same_however_large_the_network(client, sign_in, network, director, assert_flat):
    signed, numbers = sign_in(director), count(31_000)

    def grow():
        for number in range(30):
            library = LibraryFactory(organisation=network.owner, number=next(numbers))
            GrantFactory(
                project=GrantProjectFactory(school=network, library=library), fund="pfci" if number % 2 else "fpg"
            )

    assert_flat(lambda: signed.get(reverse(BOARD)), grow, ceiling=12)


def test_board_is_not_for_those_who_only_write(client, sign_in, network, author):
    assert sign_in(author).get(reverse(BOARD)).status_code == 403


def test_board_names_the_clock_of_the_fund_where_the_school_has_another(network, director, now):
    assert "время" not in rows_of(director, network, now, q="скоро")[0][5]

    network.time_zone = "Asia/Vladivostok"
    assert "(московское время)" in rows_of(director, network, now, q="скоро")[0][5]
