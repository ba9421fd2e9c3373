"""Systems are served in turns: none keeps the others waiting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.learning.exchange.conftest import words_of
from tests.learning.exchange.records import waiting
from tests.learning.exchange.walk import link_of
from tests.people.factories import UserFactory
from tests.programme.factories import SchoolFactory

from nastavnik.learning.enums import SendState
from nastavnik.learning.models import LtiGrade, LtiLink, LtiPerson, RecordStore, Statement
from nastavnik.learning.services import turns
from nastavnik.learning.services.lti import grades, platforms
from nastavnik.learning.services.statements import sending
from nastavnik.learning.services.turns import ALL_TURNS, TURN, take_turns

pytestmark = pytest.mark.django_db


def test_turns_end_and_begin_with_the_first(now):
    moments, served = [now], []

    def serve(system, until):
        assert until == moments[-1] + TURN
        served.append(system.pk)
        moments.append(moments[-1] + ALL_TURNS / 2)
        return 10

    assert take_turns([RecordStore(pk=number) for number in range(5)], serve, clock=lambda: moments[-1]) == 20
    assert served == [0, 1]


def test_one_that_fails_loses_its_own_turn_alone(now):
    def serve(system, _until):
        return 1 // system.pk or 1

    assert take_turns([RecordStore(pk=number) for number in (1, 0, 2)], serve, clock=lambda: now) == 2


@pytest.fixture
def two_platforms(connected, learner, lesson, methodist, school, platform, now):
    """Let a grade wait for each of two platforms; the one of the newer waits since a minute later."""
    words = words_of(platform, client_id="client-2")
    other = platforms.add_platform(actor=methodist, school_id=school.pk, words=words, now=now)
    for minutes, one in enumerate((connected, other)):
        link = link_of(one, lesson, now, grades_url=f"{platform.issuer}/lineitems/4/lineitem?type_id=3")
        waits(link, learner, "student-1", now + timedelta(minutes=minutes))
    return [connected.pk, other.pk]


def waits(link, user, sub, since):
    person = LtiPerson.objects.create(platform=link.platform, sub=sub, user=user, linked_at=since)
    LtiGrade.objects.create(link=link, person=person, state=SendState.WAITING, try_at=since, changed_at=since)


def test_platform_that_breaks_keeps_no_other_from_its_grades(two_platforms, now, monkeypatch):
    served = []

    def broken(platform, _wanted, **_words):
        served.append(platform.pk)
        if len(served) == 1:
            raise UnicodeError

    monkeypatch.setattr(grades, "ask_service", broken)

    assert grades.send_due_grades(clock=lambda: now + timedelta(minutes=2)) == 1
    assert served == two_platforms


def test_platform_that_is_slow_keeps_no_other_waiting_for_long(two_platforms, now, monkeypatch):
    link = LtiLink.objects.get(platform=two_platforms[0])
    for number in range(5):
        waits(link, UserFactory(), f"other-{number}", now)
    moments, served = [now + timedelta(minutes=2)], []

    def slow(platform, _wanted, **_words):
        served.append(platform.pk)
        moments.append(moments[-1] + turns.TURN / 2)

    monkeypatch.setattr(grades, "ask_service", slow)

    assert grades.send_due_grades(clock=lambda: moments[-1]) == 3
    assert served == [two_platforms[0], two_platforms[0], two_platforms[1]]


def test_store_that_breaks_keeps_no_other_from_being_told(on, server, lesson, now, monkeypatch):
    waiting(lesson, now, 1)
    other = RecordStore.objects.get()
    other.pk, other.school, other.try_at = None, SchoolFactory(), now - timedelta(minutes=1)
    other.key = "ключ"
    other.save()
    statement = Statement.objects.get()
    statement.pk, statement.school, statement.source_id = uuid4(), other.school, 10**6
    statement.save()

    def broken(*words, **named):
        if named["login"][0] == "ключ":
            raise UnicodeError
        return guarded(*words, **named)

    guarded = sending.guarded
    monkeypatch.setattr(sending, "guarded", broken)

    assert sending.send_due_statements(clock=lambda: now) == 1


def test_store_that_is_slow_is_told_the_rest_afterwards(on, server, lesson, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    waiting(lesson, now, 8)
    server.most_in_a_batch = 1
    moments = [now]

    def slow(*words, **named):
        moments.append(moments[-1] + turns.TURN / 4)
        return guarded(*words, **named)

    guarded = sending.guarded
    monkeypatch.setattr(sending, "guarded", slow)

    # a batch that is too much and its halves, then half of the next one
    assert sending.send_due_statements(clock=lambda: moments[-1]) == 2
    moments.append(now + timedelta(hours=1))
    assert sending.send_due_statements(clock=lambda: moments[-1]) == 2
