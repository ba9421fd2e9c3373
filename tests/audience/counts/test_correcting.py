"""Mending: another row that names the wrong one and says why; what was mended once is mended by its newest row."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.audience.factories import ViewCountFactory

from nastavnik.audience.models import ViewCount
from nastavnik.audience.selectors.counts.history import count_to_mend, history_of
from nastavnik.audience.selectors.counts.holding import counts_holding
from nastavnik.audience.services.counts import Correction, correct_count, withdraw_count
from nastavnik.audience.services.refusals import AlreadyCorrected, NumberAbsurd, ReasonMissing, SameNumber
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db

RIGHT = Correction(47, "Переставлены цифры", "https://example.org/page")


@pytest.fixture
def wrong(vk, lesson, now):
    return ViewCountFactory(channel=vk, lesson=lesson, value=74, as_of=now)


def test_a_correction_holds_from_the_same_moment_and_names_what_it_mends(wrong, school, methodist, lesson, vk, now):
    made = correct_count(actor=methodist, count_id=wrong.pk, correction=RIGHT, now=now)

    assert [count.value for count in counts_holding(school.pk, now)] == [47]
    assert (made.corrects, made.as_of, made.entered_by) == (wrong, wrong.as_of, methodist)
    rows = history_of(methodist, school, lesson.uid, vk.token, "total_views").rows
    assert [(row.value, row.was, row.is_standing, row.is_holding) for row in rows] == [
        (47, 74, True, True),
        (74, None, False, False),
    ]
    assert (rows[0].who, rows[0].note, rows[1].who) == ("Методист школы", "Переставлены цифры", "")


def test_a_withdrawal_leaves_nothing_in_its_place(wrong, school, methodist, lesson, vk, now):
    made = withdraw_count(actor=methodist, count_id=wrong.pk, note="Другое занятие", now=now)

    assert made.is_withdrawal
    assert not counts_holding(school.pk, now).exists()
    assert not any(row.is_standing for row in history_of(methodist, school, lesson.uid, vk.token, "total_views").rows)


def test_what_was_mended_or_taken_back_is_not_mended_again(wrong, methodist, now):
    made = withdraw_count(actor=SYSTEM, count_id=wrong.pk, note="Ошибка", now=now)

    for count in (wrong, made):
        with pytest.raises(AlreadyCorrected):
            correct_count(actor=methodist, count_id=count.pk, correction=RIGHT, now=now)


@pytest.mark.parametrize(
    ("correction", "refusal"),
    [
        (Correction(74, "То же"), SameNumber),
        (Correction(47, "  "), ReasonMissing),
        (Correction(10**11, "Много"), NumberAbsurd),
    ],
    ids=["same", "no reason", "absurd"],
)
def test_a_correction_that_is_none_changes_nothing(wrong, methodist, now, correction, refusal):
    with pytest.raises(refusal):
        correct_count(actor=methodist, count_id=wrong.pk, correction=correction, now=now)

    assert ViewCount.objects.get() == wrong


def test_the_director_mends_nothing(wrong, director, learner, school, now):
    with pytest.raises(PermissionDenied):
        count_to_mend(director, school, wrong.pk)
    with pytest.raises(ViewCount.DoesNotExist):
        count_to_mend(learner, school, wrong.pk)
    with pytest.raises(PermissionDenied):
        withdraw_count(actor=director, count_id=wrong.pk, note="Нет", now=now)
