from types import SimpleNamespace

import pytest
from django.utils import timezone

from nastavnik.core.http.zone import ViewerZoneMiddleware, known_zone


def zone_for(*, cookie="", school=""):
    request = SimpleNamespace(COOKIES={"zone": cookie})
    if school:
        request.school = SimpleNamespace(time_zone=school)
    return ViewerZoneMiddleware(lambda _request: str(timezone.get_current_timezone()))(request)


def test_zone_is_the_browsers_then_the_schools(settings):
    assert zone_for(cookie="Asia/Tomsk", school="Europe/Samara") == "Asia/Tomsk"
    assert zone_for(school="Europe/Samara") == "Europe/Samara"
    assert zone_for() == settings.TIME_ZONE


@pytest.mark.parametrize(
    "name", ["", "Mars/Base", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/Moscow\0", "x" * 10_000]
)
def test_zone_of_a_hostile_name_is_none(name):
    assert known_zone(name) is None


def test_zone_is_back_as_it_was_after_the_request():
    before = timezone.get_current_timezone()
    zone_for(cookie="Asia/Omsk")

    assert timezone.get_current_timezone() is before
