"""Who asked to be forgotten is forgotten by each area, also when one fails or the event is lost."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs
from tests.learning.coverage.factories import WatchCoverageFactory
from tests.learning.factories import SurveyAnswerFactory
from tests.learning.quizzes.factories import AttemptFactory
from tests.people.factories import UserFactory

from nastavnik.core import clock
from nastavnik.core.events import publish
from nastavnik.learning import tasks
from nastavnik.learning.models import Attempt, SurveyAnswer, WatchCoverage
from nastavnik.learning.services import forgetting
from nastavnik.people.events import PersonErased

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture(autouse=True)
def _rows(person):
    """Let her, and somebody else, have played, said and answered something."""
    for user in (person, UserFactory()):
        WatchCoverageFactory(user=user)
        SurveyAnswerFactory(user=user)
        AttemptFactory(user=user)


def erase(person):
    person.erased_at = clock.now()
    person.save()


def left_of(person):
    return [model.objects.filter(user=person).exists() for model in (WatchCoverage, SurveyAnswer, Attempt)]


def break_first(monkeypatch):
    broken = replace(forgetting.AREAS[0], forget=lambda _user_id, _now: 1 / 0)
    monkeypatch.setattr(forgetting, "AREAS", (broken, *forgetting.AREAS[1:]))


def test_area_that_fails_keeps_no_other_from_forgetting(person, monkeypatch, django_capture_on_commit_callbacks):
    break_first(monkeypatch)
    with capture_logs() as lines, django_capture_on_commit_callbacks(execute=True):
        publish(PersonErased(user_id=person.pk))
    assert left_of(person) == [True, False, False]
    assert [(line["event"], line["area"]) for line in lines] == [("person_not_forgotten", "coverage")]


def test_erasure_that_nobody_heard_of_is_found_by_the_sweep(person):
    erase(person)
    tasks.forget_who_was_missed.func()
    assert left_of(person) == [False, False, False]
    assert (WatchCoverage.objects.count(), SurveyAnswer.objects.count(), Attempt.objects.count()) == (1, 2, 1)
    assert forgetting.forget_who_was_missed(now=clock.now()) == 0


def test_sweep_takes_nobody_who_did_not_ask_and_repeats_what_failed(person, monkeypatch):
    assert forgetting.forget_who_was_missed(now=clock.now()) == 0
    erase(person)
    with monkeypatch.context() as broken:
        break_first(broken)
        assert forgetting.forget_who_was_missed(now=clock.now()) == 2
    assert left_of(person) == [True, False, False]
    assert forgetting.forget_who_was_missed(now=clock.now()) == 1
