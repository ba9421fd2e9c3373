"""In a process of its own: `make` a film and passes of a crowd in the data folder of the environment, or tell what was `kept`."""

import json
import sys

from django.core.management import call_command
from tests.people.factories import UserFactory
from tests.video.factories import VideoFactory

from nastavnik.core import clock
from nastavnik.core.sealing import key_for
from nastavnik.learning.models import WatchCoverage
from nastavnik.learning.selectors.progress import PURPOSE
from nastavnik.learning.watching import passes
from nastavnik.learning.watching.seconds import unpacked

VIEWERS, LENGTH, A_DAY = 16, 3600, 86_400


def make() -> list[str]:
    call_command("migrate", verbosity=0)
    film = VideoFactory(ready=True, duration_seconds=float(LENGTH))
    issued_at = int(clock.now().timestamp()) - A_DAY
    people = UserFactory.create_batch(VIEWERS)
    one = [passes.Pass(person.pk, film.pk, LENGTH, 0, issued_at) for person in people]
    return [passes.written(each, key_for(PURPOSE)) for each in one]


def kept() -> dict[str, str]:
    """Return the bits of each person, as hexadecimal numbers."""
    rows = WatchCoverage.objects.values_list("user_id", "seconds")
    return {str(user_id): f"{unpacked(bits):x}" for user_id, bits in rows}


def main(deed: str) -> None:
    sys.stdout.write(json.dumps({"make": make, "kept": kept}[deed]()))
