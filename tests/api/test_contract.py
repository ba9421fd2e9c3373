"""The contract and what is answered agree: every operation is asked what the contract allows and what it forbids."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from nastavnik.api.services import pace
from nastavnik.api.views.rest.contract import contract, operations_of

# it makes hundreds of requests: one round is enough
pytestmark = [pytest.mark.django_db, pytest.mark.own_database]

USUAL = settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def application(environ, start_response):
    """The school as a server calls it, which always says who asks; nothing is packed, for nothing here unpacks it."""
    asked = {**environ, "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "identity"}
    return get_wsgi_application()(asked, start_response)


@pytest.fixture
def connections_stay():
    """Let requests leave the connection alone: it belongs to the transaction of the test, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def nobody_waits(monkeypatch):
    monkeypatch.setattr(pace, "note_request", lambda *_words: True)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_the_contract_says(school_with_all, program, mode, nobody_waits, connections_stay):
    headers = program().headers
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body or operation.path_parameters):
            continue

        @USUAL
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            # unknown words in an address are not looked at, and no fault
            is_odd = bool(set(case.query or {}) - {parameter.name for parameter in case.operation.query})
            case.call_and_validate(headers=headers, excluded_checks=[negative_data_rejection] if is_odd else [])

        ask()
        asked += 1
    assert asked > 20


def test_operations_are_told_apart_and_explained(db):
    made = contract()
    operations = operations_of(made)

    assert len({one["operationId"] for one in operations}) == len(operations)
    assert all(one["summary"] and one["description"] for one in operations)
    assert all(one["security"] for one in operations if "x-scope" in one)
