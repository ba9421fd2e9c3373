"""A request that is sent twice under the same word is done once."""

from datetime import timedelta

import pytest

from nastavnik.api.enums import Scope
from nastavnik.api.models import Repeat
from nastavnik.api.tasks import forget_what_is_old
from nastavnik.programme.models import Cycle

pytestmark = pytest.mark.django_db
WORD = {"Idempotency-Key": "order-17"}


@pytest.fixture
def path(programme):
    return f"/desk/programmes/{programme.token}/cycles"


def test_request_that_comes_twice_is_done_once_and_answered_alike(program, path):
    asks = program()

    first = asks.post(path, {"title": "Первый"}, status=201, **WORD)
    second = asks.post(path, {"title": "Первый"}, status=201, **WORD)

    assert first == second
    assert Cycle.objects.count() == 1


def test_answers_of_before_are_counted_too(program, path, monkeypatch):
    monkeypatch.setattr("nastavnik.api.services.pace.MOST_OF_KEY", 2)
    asks = program()
    asks.post(path, {"title": "Первый"}, status=201, **WORD)
    asks.post(path, {"title": "Первый"}, status=201, **WORD)

    assert asks.post(path, {"title": "Первый"}, status=429, **WORD)["title"]
    asks.post(path, {"title": "Второй"}, status=429, **WORD)


def test_same_word_with_another_request_is_refused(program, path):
    asks = program()
    asks.post(path, {"title": "Первый"}, status=201, **WORD)

    told = asks.post(path, {"title": "Второй"}, status=409, **WORD)

    assert "Idempotency-Key" in told["detail"]
    assert Cycle.objects.count() == 1


def test_what_went_wrong_is_not_kept_and_can_be_tried_again(program, path):
    asks = program()

    asks.post(path, {"title": ""}, status=422, **WORD)

    assert not Repeat.objects.exists()
    asks.post(path, {"title": "Первый"}, status=201, **WORD)


def test_words_of_another_key_are_other_words(program, path):
    for _ in range(2):
        program().post(path, {"title": "Первый"}, status=201, **WORD)

    assert Cycle.objects.count() == 2


def test_word_opens_nothing_without_a_key_that_does(program, guest, path):
    guest.post(path, {"title": "Первый"}, status=401, **WORD)
    program(Scope.READ_LESSONS).post(path, {"title": "Первый"}, status=403, **WORD)
    program().post(path, {"title": "Первый"}, status=422, **{"Idempotency-Key": "не слово"})
    program().get("/desk/lessons", **WORD)

    assert not Cycle.objects.exists()
    assert not Repeat.objects.exists()


def test_answers_are_forgotten_after_a_day(program, path, now):
    program().post(path, {"title": "Первый"}, status=201, **WORD)
    forget_what_is_old.func()
    assert Repeat.objects.count() == 1
    Repeat.objects.update(made_at=now - timedelta(days=1, minutes=1))

    forget_what_is_old.func()

    assert not Repeat.objects.exists()
