from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory

from nastavnik.core.models import JournalEntry
from nastavnik.programme.enums import EnrolmentPolicy
from nastavnik.programme.events import ProgrammeHidden, ProgrammePublished
from nastavnik.programme.models import Cycle
from nastavnik.programme.services import (
    add_cycle,
    bring_back_cycle,
    create_programme,
    edit_cycle,
    edit_programme,
    hide_programme,
    move_cycle,
    publish_programme,
    remove_cycle,
)
from nastavnik.programme.services.refusals import ChangedMeanwhile, CycleNotEmpty, DaysOutOfOrder

pytestmark = pytest.mark.django_db
DAYS = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31)}
BACKWARDS = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 8, 31)}


def order_of(programme):
    cycles = Cycle.objects.filter(programme=programme, removed_at=None).order_by("position")
    return [(cycle.position, cycle.title) for cycle in cycles]


@pytest.fixture
def three(programme):
    return [CycleFactory(programme=programme, title=title, position=place) for place, title in enumerate("АБВ", 1)]


def test_create_programme_is_hidden_at_first(school, methodist, now):
    programme = create_programme(actor=methodist, school_id=school.pk, title="Год", now=now, **DAYS)
    assert (programme.is_public, programme.school) == (False, school)
    assert JournalEntry.objects.get().verb == "programme_made"


def test_create_programme_with_days_backwards_is_refused(school, methodist, now):
    with pytest.raises(DaysOutOfOrder):
        create_programme(actor=methodist, school_id=school.pk, title="Год", now=now, **BACKWARDS)


def test_create_programme_by_the_director_is_denied(school, director, now):
    with pytest.raises(PermissionDenied):
        create_programme(actor=director, school_id=school.pk, title="Год", now=now, **DAYS)


@pytest.fixture
def edit(programme, methodist, now):
    def call(**words):
        given = {
            "actor": methodist,
            "programme_id": programme.pk,
            "version": programme.version,
            "title": "Другой год",
            "description": "О чём он",
            "enrolment_policy": EnrolmentPolicy.INVITATION,
            "now": now,
            **DAYS,
        }
        return edit_programme(**(given | words))

    return call


def test_edit_programme_saves_and_counts_the_version(edit, programme):
    edit()
    programme.refresh_from_db()
    assert (programme.title, programme.enrolment_policy, programme.version) == ("Другой год", "invitation", 1)


def test_edit_programme_opened_before_another_edit_is_refused(edit, programme):
    edit()
    with pytest.raises(ChangedMeanwhile):
        edit(title="Третий")
    programme.refresh_from_db()
    assert programme.title == "Другой год"


def test_edit_programme_with_days_backwards_is_refused(edit):
    with pytest.raises(DaysOutOfOrder):
        edit(**BACKWARDS)


def test_edit_programme_of_another_school_is_denied(edit):
    with pytest.raises(PermissionDenied):
        edit(programme_id=ProgrammeFactory().pk)


def test_publish_programme_twice_is_told_once(school, methodist, now, heard):
    programme = ProgrammeFactory(school=school, is_public=False)
    with heard() as news:
        for _ in range(2):
            publish_programme(actor=methodist, programme_id=programme.pk, now=now)

    programme.refresh_from_db()
    assert programme.is_public
    assert news == [ProgrammePublished(programme_id=programme.pk)]


def test_hide_programme_twice_is_told_once(programme, methodist, now, heard):
    with heard() as news:
        for _ in range(2):
            hide_programme(actor=methodist, programme_id=programme.pk, now=now)

    programme.refresh_from_db()
    assert not programme.is_public
    assert news == [ProgrammeHidden(programme_id=programme.pk)]


def test_add_cycle_goes_to_the_end(programme, methodist, now, three):
    add_cycle(actor=methodist, programme_id=programme.pk, title="Г", now=now)
    assert order_of(programme) == [(1, "А"), (2, "Б"), (3, "В"), (4, "Г")]


def test_add_first_cycle_has_number_one(programme, methodist, now):
    assert add_cycle(actor=methodist, programme_id=programme.pk, title="А", now=now).position == 1


def test_edit_cycle_opened_before_another_edit_is_refused(cycle, methodist, now):
    words = {"actor": methodist, "cycle_id": cycle.pk, "version": 0, "description": "", "now": now}
    edit_cycle(title="Первое", **words)
    with pytest.raises(ChangedMeanwhile):
        edit_cycle(title="Второе", **words)
    cycle.refresh_from_db()
    assert cycle.title == "Первое"


@pytest.mark.parametrize(
    ("which", "step", "expected"), [(0, 1, "БАВ"), (2, -1, "АВБ"), (0, -1, "АБВ"), (2, 1, "АБВ"), (1, 1, "АВБ")]
)
def test_move_cycle_changes_places_and_stops_at_the_edge(programme, methodist, now, three, which, step, expected):
    move_cycle(actor=methodist, cycle_id=three[which].pk, step=step, now=now)
    assert order_of(programme) == list(enumerate(expected, 1))


def test_move_cycle_that_was_removed_is_not_found(methodist, now, three):
    remove_cycle(actor=methodist, cycle_id=three[1].pk, now=now)
    with pytest.raises(Cycle.DoesNotExist):
        move_cycle(actor=methodist, cycle_id=three[1].pk, step=1, now=now)


def test_remove_cycle_closes_the_gap_and_can_be_undone(programme, methodist, now, three):
    remove_cycle(actor=methodist, cycle_id=three[0].pk, now=now)
    assert order_of(programme) == [(1, "Б"), (2, "В")]

    for _ in range(2):
        bring_back_cycle(actor=methodist, cycle_id=three[0].pk, now=now)
    assert order_of(programme) == [(1, "Б"), (2, "В"), (3, "А")]


def test_remove_cycle_with_lessons_is_refused(cycle, methodist, now):
    LessonFactory(cycle=cycle)
    with pytest.raises(CycleNotEmpty):
        remove_cycle(actor=methodist, cycle_id=cycle.pk, now=now)


def test_remove_cycle_with_removed_drafts_only_is_allowed(cycle, methodist, now):
    LessonFactory(cycle=cycle, removed_at=now)
    assert remove_cycle(actor=methodist, cycle_id=cycle.pk, now=now).removed_at == now
