"""What every area of learning may rely on: a moment, and browsers that somebody has signed in with."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


@pytest.fixture
def now():
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def enter():
    """Return the browser of somebody who has signed in."""

    def browser(user) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return browser


@pytest.fixture
def run_tasks(db):
    """Do what waits in the queue, in its order; return the names of the tasks."""

    def work() -> list[str]:
        names = []
        for row in DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at"):
            task = import_string(row.task_path)
            task.func(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
            names.append(task.name)
            row.delete()
        return names

    return work
