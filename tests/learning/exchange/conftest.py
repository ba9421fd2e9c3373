"""A platform on this machine that the school is connected with, and people who come from it."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.fakes.lti_platform import LtiPlatform
from tests.fakes.record_store import RecordStoreServer
from tests.learning.exchange.walk import Walk
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory

from nastavnik.core import clock
from nastavnik.learning.services.lti.platforms import PlatformWords, add_platform
from nastavnik.learning.services.statements import store


@pytest.fixture
def platform(settings):
    settings.EXCHANGE_INSIDE = True
    with LtiPlatform() as running:
        yield running


def words_of(platform, **changes) -> PlatformWords:
    """Return what a methodist types of the running platform."""
    words = {
        "title": "Moodle института",
        "issuer": platform.issuer,
        "client_id": platform.client_id,
        "deployments": [platform.deployment],
        "auth_url": f"{platform.issuer}/auth",
        "token_url": f"{platform.issuer}/token",
        "keys_url": f"{platform.issuer}/certs",
        "makes_accounts": False,
    }
    return PlatformWords(**{**words, **changes})


@pytest.fixture
def typed():
    return words_of


@pytest.fixture
def connected(platform, school, methodist):
    """The row of the platform, which has an account for nobody yet."""
    platform.redirects = [f"{school.base_url}/lti/launch/"]
    made = add_platform(actor=methodist, school_id=school.pk, words=words_of(platform), now=clock.now())
    # read here: the platform answers in a thread, which has no part in the test's transaction
    platform.tool_keys = Client().get("/lti/keys/").json()
    return made


@pytest.fixture
def lesson(school):
    programme = ProgrammeFactory(school=school, title="Программа года")
    return LessonFactory(cycle=CycleFactory(programme=programme), held=True, title="Чтение вслух", summary="Как читать")


@pytest.fixture
def walk(platform, connected, school):
    """Somebody in a browser who follows links of the platform."""
    return Walk(platform, school)


@pytest.fixture
def server(settings):
    settings.EXCHANGE_INSIDE = True
    with RecordStoreServer() as running:
        yield running


@pytest.fixture
def on(server, school, methodist, now):
    """The school tells from half an hour before `now` on."""
    words = {"endpoint": server.endpoint, "key": server.key, "secret": server.secret, "is_named": False}
    begins_at = now - timedelta(minutes=30)
    return store.set_store(actor=methodist, school_id=school.pk, is_on=True, now=begins_at, **words)


@pytest.fixture
def desk(methodist, enter):
    client = enter(methodist)
    client.cookies["language"] = "en"
    return client
