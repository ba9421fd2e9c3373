"""The ledger: rows are only added, the same paste writes nothing twice, what shrank is asked about once more."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.audience.conftest import NOW
from tests.audience.factories import CountedChannelFactory, ViewCountFactory
from tests.programme.factories import LessonFactory

from nastavnik.audience.enums import CountMethod, Metric
from nastavnik.audience.models import ViewCount
from nastavnik.audience.selectors.counts.holding import counts_holding
from nastavnik.audience.services.counts import CountRow, record_counts, recording
from nastavnik.audience.services.refusals import (
    CellUnknown,
    DayAhead,
    NumberAbsurd,
    SmallerThanBefore,
    TooManyNumbers,
)
from nastavnik.people.permissions import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(school, methodist, now):
    def call(*rows, actor=methodist, at=now, **options):
        return record_counts(actor=actor, school=school, rows=rows, now=at, **options)

    return call


@pytest.fixture
def row(vk, lesson, now):
    def make(value, as_of=now, metric=Metric.TOTAL_VIEWS, channel=vk, of=lesson):
        return CountRow(channel.pk, of.pk, metric, value, as_of)

    return make


def holding(school, now):
    return list(counts_holding(school.pk, now).values_list("value", flat=True))


def test_numbers_are_written_with_who_when_and_how(record, row, methodist, now):
    (made,) = record(row(500), method=CountMethod.PASTE)

    kept = ViewCount.objects.get()
    assert kept == made
    assert (kept.value, kept.as_of, kept.method, kept.entered_by, kept.made_at) == (500, now, "paste", methodist, now)


def test_the_same_paste_twice_writes_nothing_new(record, row, now):
    record(row(500))

    assert record(row(500, now + timedelta(minutes=5)), at=now + timedelta(minutes=5)) == []
    assert ViewCount.objects.count() == 1


def test_the_same_number_on_another_day_is_a_row_of_its_own(record, row, now):
    record(row(500, now - timedelta(days=1)))

    assert len(record(row(500))) == 1


def test_another_number_for_the_same_moment_corrects_the_earlier_one(record, row, school, now):
    (first,) = record(row(500))
    (second,) = record(row(550))

    assert second.corrects == first
    assert holding(school, now) == [550]


def test_a_number_of_a_day_before_stays_behind_the_newer_one(record, row, school, now):
    record(row(500))
    record(row(300, now - timedelta(days=3)))

    assert holding(school, now) == [500]
    assert holding(school, now - timedelta(days=1)) == [300]


def test_views_in_all_that_became_fewer_are_asked_about_and_nothing_is_written(record, row, vk, lesson, other):
    record(row(500))

    with pytest.raises(SmallerThanBefore) as refused:
        record(row(480), row(10, of=other))

    assert refused.value.cells == ((vk.pk, lesson.pk, Metric.TOTAL_VIEWS),)
    assert refused.value.before == (500,)
    assert ViewCount.objects.count() == 1


def test_fewer_views_are_written_when_they_are_meant(record, row, school, now):
    record(row(500, now - timedelta(days=1)))
    record(row(480), is_less_meant=True)

    assert holding(school, now) == [480]


def test_fewer_at_once_is_nothing_to_ask_about(record, row, school, now):
    peak = CountedChannelFactory(school=school, metrics=[Metric.PEAK])
    record(row(50, now - timedelta(days=1), Metric.PEAK, peak))

    assert len(record(row(40, now, Metric.PEAK, peak))) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"value": 10**10 + 1}, NumberAbsurd),
        ({"value": -1}, NumberAbsurd),
        ({"as_of": NOW + timedelta(seconds=1)}, DayAhead),
        ({"metric": Metric.PEAK}, CellUnknown),
        ({"channel": CountedChannelFactory}, CellUnknown),
        ({"of": LessonFactory}, CellUnknown),
    ],
    ids=["absurd", "negative", "tomorrow", "metric", "channel", "lesson"],
)
def test_what_cannot_be_is_kept_out_with_all_that_came_with_it(record, row, other, change, refusal):
    told = {"value": 5, **{name: value() if isinstance(value, type) else value for name, value in change.items()}}
    with pytest.raises(refusal):
        record(row(7, of=other), row(**told))

    assert not ViewCount.objects.exists()


def test_one_cell_takes_one_number_at_a_time(record, row):
    with pytest.raises(CellUnknown):
        record(row(5), row(6))


def test_more_numbers_than_a_sheet_has_are_refused(record, row, monkeypatch):
    monkeypatch.setattr(recording, "MOST_ROWS", 1)

    with pytest.raises(TooManyNumbers):
        record(row(5), row(6))


def test_only_methodists_and_the_school_itself_write(record, row, director, outsider):
    for actor in (director, outsider):
        with pytest.raises(PermissionDenied):
            record(row(5), actor=actor)

    assert record(row(5), actor=SYSTEM)[0].entered_by is None


def test_what_was_withdrawn_gives_way_to_what_was_told_before(vk, lesson, school, now):
    ViewCountFactory(channel=vk, lesson=lesson, value=90, as_of=now - timedelta(days=2))
    wrong = ViewCountFactory(channel=vk, lesson=lesson, value=900, as_of=now - timedelta(days=1))
    ViewCountFactory(channel=vk, lesson=lesson, value=900, as_of=wrong.as_of, corrects=wrong, is_withdrawal=True)

    assert holding(school, now) == [90]
