"""Sessions are read as they were written, until they are over."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from nastavnik.core.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    session = SessionStore()
    session["word"] = "слово"
    session.create()
    return session.session_key


def test_session_is_read_as_it_was_written_in_one_query(key, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SessionStore(key)["word"] == "слово"


def test_session_that_is_over_is_empty_and_gets_another_key(key):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    session = SessionStore(key)

    assert dict(session.items()) == {}

    session["word"] = "другое"
    session.save()
    assert session.session_key != key


def test_session_that_was_changed_by_a_stranger_is_empty(key):
    Session.objects.update(session_data="eyJ3b3JkIjoieCJ9:1:forged")

    assert dict(SessionStore(key).items()) == {}


def test_unknown_session_is_empty():
    assert dict(SessionStore("unknown12345").items()) == {}
