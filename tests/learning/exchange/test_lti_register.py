"""A platform connects itself by a link of the methodist."""

import json

import pytest
from tests.fakes.lti_platform import TOOL
from tests.learning.exchange.conftest import words_of
from tests.learning.exchange.walk import policy_of
from tests.programme.factories import SchoolFactory

from nastavnik.learning.models import LtiPlatform
from nastavnik.learning.services.lti import platforms, registration
from nastavnik.learning.services.lti.refusals import (
    RegistrationFailed,
    RegistrationOver,
)
from nastavnik.people.models import User
from nastavnik.programme.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(platform, school, methodist, client):
    """The address that an administrator opens within the platform."""
    client.cookies["language"] = "en"
    secret = registration.registration_secret(actor=methodist, school=school)
    query = f"openid_configuration={platform.issuer}/configuration&registration_token=leave-to-register"
    return f"/lti/register/{secret}/?{query}"


def test_platform_connects_itself_by_a_link(door, client, platform, school):
    asked = client.get(door)
    assert "Connect a platform" in asked.content.decode()
    assert f"frame-ancestors 'self' {platform.issuer}" in policy_of(asked)
    assert platform.registered == []

    done = client.post(door)

    assert "The platform is connected" in done.content.decode()
    assert f'data-close-frame="{platform.issuer}"' in done.content.decode()
    [row] = LtiPlatform.objects.all()
    assert (row.client_id, row.deployments, row.issuer) == ("client-1", ["7"], platform.issuer)
    assert not row.makes_accounts
    [told] = platform.registered
    assert told["redirect_uris"] == [f"{school.base_url}/lti/launch/"]
    assert told[TOOL]["messages"][1]["target_link_uri"] == f"{school.base_url}/lti/deep/"
    assert "email" not in told[TOOL]["claims"]


def test_link_connects_one_platform(door, client, platform):
    client.post(door)

    assert "has been used" in client.post(door).content.decode()
    assert len(platform.registered) == 1


def test_link_works_for_a_day_for_this_school_and_while_she_is_a_methodist(
    door, client, school, methodist, monkeypatch, now
):
    secret = door.partition("/lti/register/")[2].partition("/")[0]
    with pytest.raises(School.DoesNotExist):
        registration.open_door(school=SchoolFactory(), secret=secret)
    with pytest.raises(School.DoesNotExist):
        registration.open_door(school=school, secret="guessed")
    assert client.get("/lti/register/guessed/").status_code == 404
    with monkeypatch.context() as context:
        context.setattr(registration, "LIVES_SECONDS", -1)
        assert "its day is over" in client.get(door).content.decode()
    User.objects.filter(pk=methodist.pk).update(is_active=False)
    with pytest.raises(RegistrationOver):
        registration.register(school=school, secret=secret, configuration_url="https://a/", token="", now=now)


@pytest.mark.parametrize(
    ("path", "lie"),
    [
        ("configuration", b"<html>"),
        ("configuration", b"[]"),
        ("configuration", b'{"issuer": "https://elsewhere.example"}'),
        ("registration", b'{"client_id": ""}'),
    ],
)
def test_platform_that_tells_odd_things_is_not_connected(door, client, platform, path, lie):
    platform.lies[path] = lie

    assert "could not be connected" in client.post(door).content.decode()
    assert not LtiPlatform.objects.exists()


@pytest.mark.parametrize("path", ["configuration", "registration"])
def test_platform_that_does_not_answer_is_not_connected(door, client, platform, path):
    platform.down[path] = 500

    assert "could not be connected" in client.post(door).content.decode()


def test_platform_that_gives_no_leave_is_not_connected(door, client):
    assert "could not be connected" in client.post(door.partition("&")[0]).content.decode()


def test_platform_without_a_deployment_yet_is_connected(door, client, platform):
    platform.lies["registration"] = b'{"client_id": "abc"}'
    client.post(door)

    assert LtiPlatform.objects.get().deployments == []


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a..example/", "https://name:word@a.example/"])
def test_platform_that_names_an_odd_address_is_not_connected(door, client, platform, name, url):
    home = platform.issuer
    words = {
        "issuer": home,
        "authorization_endpoint": f"{home}/auth",
        "token_endpoint": f"{home}/token",
        "jwks_uri": f"{home}/certs",
        "registration_endpoint": f"{home}/registration",
    }
    platform.lies["configuration"] = json.dumps({**words, name: url}).encode()

    assert "could not be connected" in client.post(door).content.decode()
    assert not LtiPlatform.objects.exists()
    assert platform.registered == []


def test_link_inside_is_not_called(door, client, platform, settings):
    settings.EXCHANGE_INSIDE = False

    assert "could not be connected" in client.post(door).content.decode()
    assert platform.asked == []


@pytest.mark.parametrize("query", ["", "?openid_configuration=javascript:alert(1)", "?openid_configuration=https://[1"])
def test_link_by_hand_tells_what_it_is_for(door, client, query):
    page = client.post(door.partition("?")[0] + query)

    assert "This link is for a platform" in page.content.decode()
    assert not LtiPlatform.objects.exists()


def test_registration_of_a_known_platform_is_told(door, client, platform, methodist, school, now):
    platforms.add_platform(actor=methodist, school_id=school.pk, words=words_of(platform), now=now)

    assert "connected already" in client.post(door).content.decode()


def test_registration_failure_is_a_sentence(school, methodist, platform, now):
    secret = registration.registration_secret(actor=methodist, school=school)
    with pytest.raises(RegistrationFailed):
        registration.register(
            school=school, secret=secret, configuration_url=f"{platform.issuer}/configuration", token="", now=now
        )
