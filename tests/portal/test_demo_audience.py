"""The ledger in the demonstration: the numbers of the case, each with where it stood, and a slip that was mended."""

from collections import defaultdict

import pytest
from tests.portal.demonstrating import NOW

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind
from nastavnik.audience.models import Placement, ViewCount
from nastavnik.audience.selectors.counts.holding import counts_holding
from nastavnik.programme.models import School

# the making of it is tried on both databases (`test_demo_made.py`)
pytestmark = pytest.mark.own_database


@pytest.fixture
def school(demonstrated, db):
    return School.objects.get(slug="demo")


def test_numbers_that_hold_are_those_of_the_case(school):
    sums, lessons = defaultdict(int), defaultdict(set)
    for count in counts_holding(school.pk, NOW).select_related("channel"):
        sums[count.channel.kind, count.metric] += count.value
        lessons[count.channel.kind].add(count.lesson_id)

    assert sums == {(PlaceKind.CULTURE, Metric.LIVE_VIEWS): 761, (PlaceKind.VK, Metric.TOTAL_VIEWS): 7745}
    assert {kind: len(found) for kind, found in lessons.items()} == {PlaceKind.CULTURE: 12, PlaceKind.VK: 12}


def test_every_number_was_typed_by_somebody_and_says_where_it_stood(school):
    counts = ViewCount.objects.filter(school=school)

    assert not counts.exclude(method=CountMethod.HAND).exists()
    assert not counts.filter(entered_by=None).exists()
    assert not counts.filter(evidence_url="").exists()
    assert not Placement.objects.filter(channel__school=school, outer_id="").exists()


def test_a_slip_was_mended_and_stays_to_be_read(school):
    mended = ViewCount.objects.get(school=school, corrects__isnull=False)

    assert (mended.corrects.value, mended.value) == (74, 47)
    assert mended.note
