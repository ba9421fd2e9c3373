"""Where the settlements of the demonstration lie."""

from datetime import datetime

from nastavnik.mentoring.services.mentorships.wishes import Place, set_settlements
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import read
from nastavnik.programme.models import School


def add_settlements(school: School, methodist: User, now: datetime) -> None:
    """Say where they lie."""
    places = [Place(name, latitude, longitude) for name, (latitude, longitude) in read("settlements").items()]
    set_settlements(actor=methodist, school=school, places=places, now=now)
