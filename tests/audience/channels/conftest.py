"""Places on this machine, asked without waiting in between."""

import pytest
from tests.fakes.view_places import ViewPlaces

from nastavnik.audience.channels.base import Talk
from nastavnik.audience.channels.rutube import Rutube
from nastavnik.audience.channels.vk import VkFilms, VkPosts


@pytest.fixture
def places(settings):
    settings.EXCHANGE_INSIDE = True
    with ViewPlaces() as opened:
        yield opened


@pytest.fixture
def waits():
    """Return how long was waited each time."""
    return []


@pytest.fixture
def talk(waits):
    return Talk(0.4, sleep=waits.append)


@pytest.fixture
def rutube(places, talk):
    return Rutube(places.rutube, talk)


@pytest.fixture
def posts(places, talk):
    return VkPosts(places.key, places.vk, talk, most=2)


@pytest.fixture
def vk_films(places, talk):
    return VkFilms(places.key, places.vk, talk)
