"""A task that looks for all there is to do waits once."""

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.core.queue.once import enqueue_once
from nastavnik.learning.tasks import make_standings
from nastavnik.portal.tasks import draw_card

pytestmark = pytest.mark.django_db


def test_enqueue_once_leaves_a_task_that_waits_alone():
    assert enqueue_once(make_standings, 1)
    assert not enqueue_once(make_standings, 1)
    assert enqueue_once(make_standings, 2)

    assert DBTaskResult.objects.count() == 2


def test_enqueue_once_has_the_database_look_at_the_arguments(django_assert_num_queries):
    assert enqueue_once(draw_card, "книга", 1)
    assert enqueue_once(draw_card, "книга", 12)

    with django_assert_num_queries(1) as asked:
        assert not enqueue_once(draw_card, "книга", 1)
    assert "LIMIT 1" in asked[0]["sql"]


def test_enqueue_once_enqueues_behind_one_that_runs():
    enqueue_once(make_standings, 1)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)

    assert enqueue_once(make_standings, 1)
