"""Who a session belongs to, for what is answered before Django."""

import pytest
from django.conf import settings
from django.test import Client
from tests.people.factories import UserFactory

from nastavnik.people.selectors.sessions import NotSignedIn, person_of_session, session_of, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


@pytest.fixture
def cookies(person):
    """A `Cookie` header as her browser sends it, with a cookie of another program beside ours."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[1])
    return f"display=theme%3Ddark; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_person_is_found_by_her_session(person, cookies):
    assert person_of_session(cookies) == person
    assert user_of(session_of(cookies)) == person


@pytest.mark.parametrize(
    "cookies",
    [
        "",
        "display=theme",
        "sessionid=unknown12345",
        "sessionid=",
        "sessionid=\x00",
        "sess\x01ionid=x; ;;=",
        "a=b; [bad]=1",
        "a,b=1",
    ],
)
def test_nobody_is_found_without_a_session(cookies):
    with pytest.raises(NotSignedIn):
        person_of_session(cookies)


def test_person_who_was_barred_is_nobody(person, cookies):
    person.is_active = False
    person.save()

    with pytest.raises(NotSignedIn):
        person_of_session(cookies)


def test_new_password_ends_the_session(person, cookies):
    person.set_password("another-long-word")
    person.save()

    with pytest.raises(NotSignedIn):
        person_of_session(cookies)


def test_guest_with_a_session_is_nobody():
    client = Client()
    session = client.session
    session["word"] = "x"
    session.save()

    with pytest.raises(NotSignedIn):
        person_of_session(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
