"""A platform on this machine that the school is connected with, and people who come from it."""

import pytest
from django.test import Client
from tests.fakes.lti_platform import LtiPlatform
from tests.learning.exchange.walk import Walk
from tests.programme.factories import CycleFactory, LessonFactory, ProgrammeFactory

from nastavnik.core import clock
from nastavnik.learning.services.lti.platforms import PlatformWords, add_platform


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
