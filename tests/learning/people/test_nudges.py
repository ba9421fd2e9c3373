"""Letters to those who lag behind: whom, filled in, each at most once a day, past no preference."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from tests.learning.factories import StandingFactory
from tests.programme.factories import EnrolmentFactory, ProgrammeFactory

from nastavnik.core.models import JournalEntry
from nastavnik.learning.models import Nudge, Nudged
from nastavnik.learning.selectors.nudges import (
    Reader,
    Scope,
    called,
    filled,
    library_choices,
    nudge_page,
    reader_choices,
    usual_letter,
)
from nastavnik.learning.services import nudges
from nastavnik.learning.services.refusals import NobodyToRemind
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import Letter, Notice
from nastavnik.programme.models import Programme


@pytest.fixture
def network(join, branch, other_branch, lessons):
    """Return people by their names: two who lag in one branch, one in the other, one who is through."""
    people = [
        join("Лесная Анна Ивановна", branch, count=0),
        join("Речная Вера", branch, count=1),
        join("Горная Дарья", other_branch, count=1),
        join("Полевая Ольга", branch, count=4),
    ]
    return {user.full_name.split()[1]: user for user in people}


@pytest.fixture
def write(methodist, programme, now):
    """Write to those who lag."""

    def written(scope=None, actor=methodist, at=now, subject="Как дела, {name}?", text="Осталось: {left}"):
        return nudges.nudge(
            actor=actor,
            programme_id=programme.pk,
            scope=scope or Scope(),
            subject=subject,
            text=text,
            now=at,
        )

    return written


def names(page):
    return [reader.full_name.split()[1] for reader in page.readers]


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(), ["Дарья", "Анна", "Вера"]),
        (Scope(progress="idle"), ["Анна"]),
        (Scope(library="none"), []),
        (Scope(progress="no such words"), ["Дарья", "Анна", "Ольга", "Вера"]),
    ],
)
def test_page_lists_those_who_lag(network, methodist, school, programme, now, scope, found):
    page = nudge_page(methodist, school, programme.token, scope, now)

    assert (names(page), page.count, page.nudged_today, page.held) == (found, len(found), 0, 4)
    assert page.can_tick


def test_page_narrows_to_a_library(network, methodist, school, programme, other_branch, now):
    page = nudge_page(methodist, school, programme.token, Scope(library=other_branch.token), now)

    assert names(page) == ["Дарья"]
    assert library_choices(page.libraries)[1:3] == [(library.token, library.label) for library in page.libraries]


def test_page_leaves_out_who_was_switched_off(network, methodist, school, programme, now):
    network["Анна"].is_active = False
    network["Анна"].save(update_fields=["is_active"])

    assert names(nudge_page(methodist, school, programme.token, Scope(), now)) == ["Дарья", "Вера"]


def test_page_is_the_methodists(network, director, learner, outsider, school, programme, now):
    for stranger in (director, learner, outsider):
        with pytest.raises(Programme.DoesNotExist):
            nudge_page(stranger, school, programme.token, Scope(), now)


def test_page_of_an_unknown_programme_does_not_exist(methodist, school, now):
    with pytest.raises(Programme.DoesNotExist):
        nudge_page(methodist, school, "no-such-one", Scope(), now)


def test_letter_is_told_to_each_with_her_own_words(network, write, run_tasks, methodist, now, programme):
    letter = write()
    assert run_tasks() == ["send_nudge"]

    notice = Notice.objects.get(user=network["Анна"])
    assert (notice.title, notice.text, notice.kind) == ("Как дела, Анна Ивановна?", "Осталось: 4", NoticeKind.LEARNING)
    assert Notice.objects.get(user=network["Вера"]).text == "Осталось: 3"
    assert not Notice.objects.filter(user=network["Ольга"]).exists()
    assert Letter.objects.filter(kind=NoticeKind.LEARNING).count() == 3
    entry = JournalEntry.objects.get(verb="nudged")
    assert (entry.actor_id, entry.subject_id) == (methodist.pk, letter.pk)
    assert entry.details == {"people": 3}


def test_chosen_people_alone_get_it(network, write, run_tasks):
    write(Scope(user_ids=frozenset({network["Вера"].pk, network["Ольга"].pk})))
    run_tasks()

    assert [notice.user for notice in Notice.objects.all()] == [network["Вера"]]


def test_nobody_gets_two_letters_in_a_day(network, write, methodist, school, programme, now):
    write(Scope(user_ids=frozenset({network["Вера"].pk})))

    page = nudge_page(methodist, school, programme.token, Scope(), now)
    assert (names(page), page.nudged_today) == (["Дарья", "Анна"], 1)
    write()
    with pytest.raises(NobodyToRemind):
        write(at=now + timedelta(hours=10))

    assert Nudged.objects.count() == 3


def test_next_day_by_the_schools_clock_she_may_be_written_to_again(network, write, school, now):
    school.time_zone = "Asia/Kamchatka"  # twelve hours before UTC: its next day begins at noon
    school.save(update_fields=["time_zone"])
    write(at=now)

    write(at=now + timedelta(hours=3))

    assert Nudged.objects.filter(user=network["Вера"]).count() == 2


def test_letter_in_two_programmes_of_a_day_is_one(network, write, methodist, school, now):
    other = ProgrammeFactory(school=school)
    for user in network.values():
        EnrolmentFactory(programme=other, user=user)
        StandingFactory(programme=other, user=user)
    write()

    letter = nudges.nudge(
        actor=methodist, programme_id=other.pk, scope=Scope(progress="idle"), subject="А", text="Б", now=now
    )

    assert [person.user for person in letter.people.all()] == [network["Ольга"]]


def test_nobody_to_write_to_is_said(join, branch, lessons, write):
    join("Полевая Ольга", branch, count=4)

    with pytest.raises(NobodyToRemind):
        write()
    assert not Nudge.objects.exists()


def test_letters_are_the_methodists(network, write, director, learner, outsider):
    for stranger in (director, learner, outsider):
        with pytest.raises(PermissionDenied):
            write(actor=stranger)


def test_sending_twice_tells_once(network, write, run_tasks, now):
    letter = write()
    run_tasks()

    assert nudges.send_nudge(nudge_id=letter.pk, now=now) == 0
    assert Notice.objects.count() == 3


def test_letter_that_was_cut_off_goes_on(network, write, run_tasks, now):
    letter = write()
    nudges.send_nudge(nudge_id=letter.pk, now=now)
    Nudged.objects.filter(user=network["Вера"]).update(told_at=None)
    Notice.objects.filter(user=network["Вера"]).delete()

    assert nudges.send_what_was_missed(now=now + timedelta(minutes=10)) == 1
    assert nudges.send_what_was_missed(now=now + timedelta(minutes=20)) == 0
    assert Notice.objects.filter(user=network["Вера"]).count() == 1


def test_letters_of_before_are_listed(network, write, methodist, school, programme, now):
    write(subject="Первое", scope=Scope(progress="idle"))
    write(subject="Второе", at=now + timedelta(minutes=1))

    latest = nudge_page(methodist, school, programme.token, Scope(), now).latest

    assert [(sent.subject, sent.people, sent.by) for sent in latest] == [
        ("Второе", 2, str(methodist)),
        ("Первое", 1, str(methodist)),
    ]


def test_reader_is_called_by_name_and_patronymic():
    assert [called(name) for name in ("Лесная Анна Ивановна", "Лесная Анна", "Анна", "")] == [
        "Анна Ивановна",
        "Анна",
        "Анна",
        "",
    ]


def test_words_in_braces_are_filled_in_and_others_left(programme, school):
    reader = Reader(1, "Лесная Анна", "№ 3", 2, Decimal("3.5"))
    text = "{name} {programme} {lessons}/{held} {left} {hours} {link} {other} {name.secret} {}"

    assert filled(text, reader, programme, 4) == (
        f"Анна Год наставника 2/4 2 3,5 {school.base_url}/me/ {{other}} {{name.secret}} {{}}"
    )
    assert filled("{left}", Reader(1, "А", "", 9, Decimal(0)), programme, 4) == "0"


def test_usual_letter_has_no_word_that_is_not_filled_in(programme):
    reader = Reader(1, "Лесная Анна", "", 2, Decimal(3))

    assert "{" not in "".join(filled(text, reader, programme, 4) for text in usual_letter())
    assert reader_choices([reader, Reader(2, "Б", "№ 3", 0, Decimal(0))]) == [(1, "Лесная Анна"), (2, "Б, № 3")]
