"""The whole network: branches, people, lessons, in numbers that can be followed to their rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.learning.factories import AttendanceFactory, CompletionFactory
from tests.people.factories import LibraryFactory
from tests.programme.factories import EnrolmentFactory, LessonFactory, ProgrammeFactory

from nastavnik.learning.models import RollCall, Standing
from nastavnik.learning.selectors.network import Totals, lessons_page, network_page, people_page
from nastavnik.learning.services import completion
from nastavnik.programme.models import Enrolment, Programme, School


@pytest.fixture
def network(join, branch, other_branch, lessons):
    """Three people of one branch, one of the other, one of none."""
    join("Лесная Анна", branch, count=0)
    join("Речная Вера", branch, count=2)
    join("Полевая Ольга", branch, count=4)
    join("Горная Дарья", other_branch, count=1)
    join("Озёрная Инна", None, count=4)


def cells(page):
    return {row[0].text: [cell.text for cell in row[1:]] for row in page.listing.rows}


def test_branches_are_summed(network, methodist, school, programme):
    page = network_page(methodist, school, {})

    rows = {name: row[:5] for name, row in cells(page).items()}
    assert rows == {
        "№ 3 · Отрадненская": ["3", "50", "12,0", "1", "1"],
        "№ 7 · Кинельская": ["1", "25", "2,0", "0", "0"],
        "Без библиотеки": ["1", "100", "8,0", "0", "1"],
    }
    assert page.totals == Totals(people=5, hours=Decimal(22), idle=1, done=2, held=4, percent=55)


def test_branches_that_lag_come_first(network, methodist, school):
    assert list(cells(network_page(methodist, school, {}))) == [
        "№ 7 · Кинельская",
        "№ 3 · Отрадненская",
        "Без библиотеки",
    ]


def test_branch_of_which_nobody_takes_part_stands_there_with_nothing(methodist, school, branch, lessons):
    assert cells(network_page(methodist, school, {}))["№ 3 · Отрадненская"][:5] == ["0", "0", "0,0", "0", "0"]


def test_person_of_a_library_outside_of_the_network_is_not_lost(join, methodist, school, lessons, branch):
    join("Дальняя Мария", LibraryFactory(name="Дальняя", number=None), count=1)

    assert cells(network_page(methodist, school, {}))["Дальняя"][0] == "1"


def test_who_left_counts_no_more(network, methodist, school, now):
    Enrolment.objects.update(left_at=now)

    assert network_page(methodist, school, {}).totals.people == 0


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"q": "кинель"}, ["№ 7 · Кинельская"]),
        ({"kind": "central"}, []),
        ({"kind": "branch", "sort": "library"}, ["№ 3 · Отрадненская", "№ 7 · Кинельская"]),
    ],
)
def test_branches_are_found_and_sorted(network, methodist, school, params, names):
    assert list(cells(network_page(methodist, school, params))) == names


def test_branch_leads_to_its_people(network, methodist, school, programme, branch):
    links = {row[0].text: row[0].link for row in network_page(methodist, school, {}).listing.rows}

    assert links["№ 3 · Отрадненская"] == f"/desk/progress/{programme.token}/people/?library={branch.token}"
    assert links["Без библиотеки"].endswith("?library=none")


def test_another_programme_is_chosen_by_its_token(network, methodist, school, programme):
    older = ProgrammeFactory(school=school, starts_on=date(2024, 9, 1), ends_on=date(2025, 5, 31))

    page = network_page(methodist, school, {}, older.token)

    assert (page.programme, page.totals.people) == (older, 0)
    assert [choice.is_current for choice in page.programmes] == [False, True]
    with pytest.raises(Programme.DoesNotExist):
        network_page(methodist, school, {}, "no-such-one")


def test_school_without_a_programme_has_an_empty_page(methodist, school):
    page = network_page(methodist, school, {})

    assert (page.programme, page.listing, page.totals) == (None, None, None)


@pytest.mark.parametrize("read", [network_page, people_page, lessons_page])
def test_network_is_the_desks(network, learner, head, outsider, school, programme, read):
    for stranger in (learner, head, outsider, AnonymousUser()):
        with pytest.raises(School.DoesNotExist):
            read(stranger, school, {}, programme.token)


def test_letters_are_offered_to_methodists_alone(network, methodist, director, school, programme):
    for read in (network_page, people_page):
        assert read(methodist, school, {}, programme.token).nudge_url.endswith(f"/{programme.token}/remind/")
        assert read(director, school, {}, programme.token).nudge_url == ""


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, ["Горная Дарья", "Лесная Анна", "Озёрная Инна", "Полевая Ольга", "Речная Вера"]),
        ({"progress": "idle"}, ["Лесная Анна"]),
        ({"progress": "behind"}, ["Горная Дарья", "Лесная Анна"]),
        ({"progress": "done"}, ["Озёрная Инна", "Полевая Ольга"]),
        ({"library": "none"}, ["Озёрная Инна"]),
        ({"q": "вер"}, ["Речная Вера"]),
        ({"sort": "-lessons", "library": "none"}, ["Озёрная Инна"]),
    ],
)
def test_people_are_found_by_how_far_they_are(network, methodist, school, programme, params, names):
    assert list(cells(people_page(methodist, school, params, programme.token))) == names


def test_people_of_a_branch_with_their_sums(network, methodist, school, programme, branch):
    page = people_page(methodist, school, {"library": branch.token, "sort": "-hours"}, programme.token)

    assert [(row[0].text, row[3].text, row[4].text, row[5].text) for row in page.listing.rows] == [
        ("Полевая Ольга", "4", "100", "8,0"),
        ("Речная Вера", "2", "50", "4,0"),
        ("Лесная Анна", "0", "0", "0,0"),
    ]


def test_nobody_is_through_before_a_lesson_was_held(join, methodist, school, programme, branch):
    join("Лесная Анна", branch)

    assert cells(people_page(methodist, school, {"progress": "done"}, programme.token)) == {}
    assert network_page(methodist, school, {}).totals.done == 0


def test_unknown_programme_has_no_people_and_no_lessons(methodist, school):
    for read in (people_page, lessons_page):
        with pytest.raises(Programme.DoesNotExist):
            read(methodist, school, {}, "no-such-one")
        with pytest.raises(Programme.DoesNotExist):
            read(methodist, school, {}, "")


def test_lessons_in_numbers(methodist, school, programme, lessons, cycle, now):
    RollCall.objects.create(lesson=lessons[0], began_at=now, ended_at=now, taken_at=now, screens=12, people=47)
    AttendanceFactory.create_batch(2, lesson=lessons[0])
    CompletionFactory(lesson=lessons[0])
    LessonFactory(cycle=cycle, number=9, title="Черновик")

    rows = cells(lessons_page(methodist, school, {"sort": "place"}, programme.token))

    first = rows[f"{cycle.position}.1"]
    assert first[0] == "Занятие 1"
    assert first[3:] == ["12", "47", "2", "1"]
    assert rows[f"{cycle.position}.2"][3:] == ["—", "—", "0", "0"]
    assert rows[f"{cycle.position}.9"][:3] == ["Черновик", "Черновик", "—"]


def test_lessons_are_found_by_title_and_state(methodist, school, programme, lessons, cycle):
    LessonFactory(cycle=cycle, number=9, title="Черновик")

    assert len(cells(lessons_page(methodist, school, {"q": "черно"}, programme.token))) == 1
    assert len(cells(lessons_page(methodist, school, {"state": "held"}, programme.token))) == 4


def test_person_without_a_standing_gets_one_by_the_sweep(programme, methodist, school, lessons):
    EnrolmentFactory(programme=programme)
    assert not Standing.objects.exists()

    completion.recount_everything()

    assert network_page(methodist, school, {}).totals.people == 1
