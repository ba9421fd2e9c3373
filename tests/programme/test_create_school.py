from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.programme.factories import SchoolFactory

from nastavnik.people.models import Organisation
from nastavnik.programme.models import School

pytestmark = pytest.mark.django_db


def make(**options):
    out = StringIO()
    call_command("create_school", slug="north", title="Северная школа", owner="МУК «Север»", stdout=out, **options)
    return out.getvalue()


def test_command_makes_the_school_and_its_owner(settings):
    settings.BASE_URL = "https://example.ru"
    assert make(path="north", time_zone="Asia/Omsk") == "Северная школа: https://example.ru/north/\n"
    school = School.objects.get()
    assert (school.owner.name, school.time_zone) == ("МУК «Север»", "Asia/Omsk")


def test_command_that_is_refused_makes_nothing():
    SchoolFactory(slug="north")
    with pytest.raises(CommandError, match="занят"):
        make()
    assert not Organisation.objects.filter(name="МУК «Север»").exists()
