"""What is thrown away, and what stays."""

from datetime import date, timedelta

import pytest
from tests.audience.viewing.words import view

from nastavnik.audience import tasks
from nastavnik.audience.models import DaySalt, DayViewer, DayViews, Retention, Viewing
from nastavnik.audience.selectors.viewing.plays import unpacked
from nastavnik.audience.services.viewing import following, forgetting
from nastavnik.audience.services.viewing.opening import viewer_of
from nastavnik.core.events import publish
from nastavnik.people.events import PersonErased
from nastavnik.video.events import VideoShifted
from nastavnik.video.models import SourceShift

pytestmark = pytest.mark.django_db


def test_salt_of_a_day_is_thrown_away_when_the_day_is_over_everywhere(now):
    for ago in range(5):
        DaySalt.objects.create(day=now.date() - timedelta(days=ago), salt=b"s")
    forgetting.forget_what_is_old(now=now)
    assert DaySalt.objects.count() == 3


def test_sums_and_who_was_there_ever_outlive_days_and_viewings(film, now, monkeypatch):
    monkeypatch.setattr(forgetting, "AT_ONCE", 1)
    for viewer in (1, 2):
        view(film, now, viewer=viewer)
    forgetting.forget_what_is_old(now=now + timedelta(days=3))
    assert (DayViewer.objects.count(), Viewing.objects.count()) == (4, 2)
    assert forgetting.forget_what_is_old(now=now + timedelta(days=4)) == 2
    assert set(DayViewer.objects.values_list("day", flat=True)) == {date(1970, 1, 1)}
    assert forgetting.forget_what_is_old(now=now + timedelta(days=401)) == 2
    assert not Viewing.objects.exists()
    assert DayViews.objects.values_list("views", flat=True).get() == 2


def test_nothing_leads_to_somebody_who_was_erased(film, learner, now, django_capture_on_commit_callbacks):
    view(film, now, viewer=viewer_of(learner.pk))
    view(film, now, viewer=77)
    with django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=learner.pk))
    assert set(DayViewer.objects.values_list("viewer", flat=True)) == {77}
    assert set(Viewing.objects.values_list("viewer", flat=True)) == {0, 77}
    assert DayViews.objects.values_list("views", flat=True).get() == 2


def test_sweep_finds_whose_erasure_was_missed(film, learner, now):
    view(film, now, viewer=viewer_of(learner.pk))
    view(film, now, viewer=77)
    assert forgetting.forget_who_was_missed() == 0
    type(learner).objects.filter(pk=learner.pk).update(erased_at=now)

    assert [forgetting.forget_who_was_missed() for _ in range(2)] == [1, 0]

    assert set(Viewing.objects.values_list("viewer", flat=True)) == {0, 77}


def test_curve_follows_its_film_once(film, now, django_capture_on_commit_callbacks):
    SourceShift.objects.create(video=film, by_seconds=90.0, made_at=now)
    view(film, now, (0, 30))  # of the film as it is after that
    SourceShift.objects.create(video=film, by_seconds=6.0, made_at=now)
    with django_capture_on_commit_callbacks(execute=True):
        publish(VideoShifted(video_id=film.pk))
    numbers = list(unpacked(Retention.objects.get().plays))
    assert (numbers[:3], numbers[11:13]) == ([0, 0, 1], [1, 0])
    assert following.follow_shifts() == 0


def test_night_does_all_of_it(film, now):
    view(film, now)
    DaySalt.objects.create(day=date(2020, 1, 1), salt=b"s")
    tasks.look_after_viewings.func()
    assert not DaySalt.objects.exists()
