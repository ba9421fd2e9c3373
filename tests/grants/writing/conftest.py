"""What writing needs besides a project: somebody who signs in, threads that write at once."""

import pytest
from django.conf import settings
from tests.contest.applications.conftest import database_of_threads  # noqa: F401 -- tests find it here

from nastavnik.people.models import ConsentRound
from nastavnik.programme.permissions import place_of


@pytest.fixture
def sign_in(client, school, now):
    """Sign somebody in who has gone through the documents."""

    def enter(user):
        place = place_of(school)
        ConsentRound.objects.get_or_create(
            user=user, place_kind=place.kind, place_id=place.id, defaults={"answered_at": now}
        )
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        return client

    return enter
