"""A card that somebody works on, and one who is shown in its film and has her link."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.studio.factories import CardFactory

from nastavnik.people.models import Letter
from nastavnik.studio.services import shooting
from nastavnik.studio.services.shooting import Named


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def card(school, maker):
    return CardFactory(school=school, title="Буктрейлер за вечер", owner=maker)


@pytest.fixture
def maker():
    """Somebody without a role, who makes the film."""
    return UserFactory(full_name="Белова Ольга")


@pytest.fixture
def call(methodist, card, now):
    """What every service of the desk is given."""
    return {"actor": methodist, "card_id": card.pk, "now": now}


@pytest.fixture
def person(call):
    return shooting.add_shown(named=Named("Орлова Алёна Петровна", "orlova@example.org"), **call)


@pytest.fixture
def send(call):
    """Send somebody who is shown her link, and return its secret, which only her letter has."""

    def sent(to, **more):
        shooting.send_consent(**call | {"person": to.token} | more)
        path = reverse("studio:sign", args=["-"]).removesuffix("-/")
        return Letter.objects.latest("pk").text.partition(path)[2].partition("/")[0]

    return sent


@pytest.fixture
def secret(send, person):
    return send(person)


@pytest.fixture
def later(now):
    """Past the term to answer."""
    return now + timedelta(days=31)
