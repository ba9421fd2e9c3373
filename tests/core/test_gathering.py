"""Numbers of a group in one text."""

import pytest
from django.db.models import F
from tests.contest.jury.factories import SheetFactory

from nastavnik.contest.models import ScoreSheet
from nastavnik.core.gathering import Gathered, numbers_of

pytestmark = pytest.mark.django_db


def test_gathered_are_all_numbers_of_each_group(school):
    first, second = SheetFactory(), SheetFactory()
    third = SheetFactory(application=first.application)
    rows = ScoreSheet.objects.order_by().values_list("application").annotate(jurors=Gathered("juror_id"))

    assert {key: {*numbers_of(jurors)} for key, jurors in rows} == {
        first.application_id: {first.juror_id, third.juror_id},
        second.application_id: {second.juror_id},
    }


def test_gathered_may_be_computed(school):
    sheet = SheetFactory(version=3)
    (found,) = ScoreSheet.objects.values_list("juror").annotate(codes=Gathered(F("juror_id") * 10 + F("version")))

    assert numbers_of(found[1]) == [sheet.juror_id * 10 + 3]


def test_gathered_of_nothing_is_nothing():
    assert ScoreSheet.objects.aggregate(jurors=Gathered("juror_id")) == {"jurors": None}
    assert numbers_of(None) == []
