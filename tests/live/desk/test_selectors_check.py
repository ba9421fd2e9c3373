"""The check before air in words."""

from datetime import timedelta

import pytest

from nastavnik.live.models import Preflight
from nastavnik.live.selectors import desk_check


@pytest.fixture
def checked(methodist, school, broadcast, now):
    """Return the lines of a check by their labels: what was told and found."""

    def read(*, is_done=True, asked_at=None, relays=(), disk=100 * 2**30, signal=None, **told):
        known = {"disk_free_bytes": disk, "relays": list(relays), "signal": signal or {}}
        found = known if is_done else {}
        done_at = now if is_done else None
        values = {"asked_at": asked_at or now, "told": told, "found": found, "done_at": done_at}
        Preflight.objects.update_or_create(broadcast=broadcast, defaults=values)
        page = desk_check.check_page(methodist, school, broadcast.token, now)
        return page, {row.label: row for row in page.rows}

    return read


def test_check_that_nobody_asked_for_is_empty(methodist, school, broadcast, now):
    page = desk_check.check_page(methodist, school, broadcast.token, now)

    assert (page.asked_at, page.is_running, page.rows, page.is_fine) == (None, False, [], False)


def test_check_that_goes_on_is_waited_for(checked, now):
    page, _rows = checked(is_done=False)
    assert (page.is_running, page.rows) == (True, [])

    page, rows = checked(is_done=False, asked_at=now - timedelta(seconds=30), sound_db=-20)

    assert (page.is_running, page.is_fine) == (False, False)
    assert rows["Диск и площадки"].badge == "wrong"
    assert rows["Звук"].badge == "ok"


def test_check_is_fine_when_nothing_is_in_the_way(checked):
    relays = [{"channel": "ВК", "verdict": "answers", "milliseconds": 20}]
    page, rows = checked(sound_db=-20.0, brightness=90.0, spread=40.0, upload_bits=5e6, relays=relays)

    assert page.is_fine
    assert [row.badge for row in page.rows] == ["ok"] * 5
    assert rows["ВК"].mark == "в порядке"


def test_check_of_obs_leaves_out_what_the_browser_did_not_measure(checked):
    page, rows = checked()

    assert page.is_fine
    assert [row.badge for row in page.rows] == ["neutral", "neutral", "neutral", "ok"]
    assert rows["Звук"].mark == "не измерено"


def test_check_of_obs_goes_by_what_the_school_saw_unless_the_browser_tells(checked):
    seen = {"sound_db": -80.0, "brightness": 0.0, "spread": 0.0}

    _page, rows = checked(signal=seen)
    assert (rows["Звук"].badge, rows["Изображение"].badge) == ("wrong", "wrong")
    _page, rows = checked(signal=seen, sound_db=-20.0)
    assert (rows["Звук"].badge, rows["Изображение"].badge) == ("ok", "wrong")


@pytest.mark.parametrize(
    ("label", "told", "badge"),
    [
        ("Звук", {"sound_db": -80.0}, "wrong"),
        ("Звук", {"sound_db": -45.0}, "warn"),
        ("Звук", {"sound_db": -3.0}, "warn"),
        ("Изображение", {"brightness": 2.0, "spread": 1.0}, "wrong"),
        ("Изображение", {"brightness": 120.0, "spread": 1.0}, "warn"),
        ("Изображение", {"brightness": 8.0, "spread": 20.0}, "ok"),
        ("Канал до школы", {"upload_bits": 2e6}, "warn"),
        ("Канал до школы", {"upload_bits": 0.0}, "wrong"),
        ("Свободно на диске", {"disk": 2**30}, "wrong"),
        ("Свободно на диске", {"disk": 3 * 2**30}, "warn"),
    ],
)
def test_check_says_what_is_not_well(checked, label, told, badge):
    _page, rows = checked(**told)

    assert rows[label].badge == badge


@pytest.mark.parametrize("verdict", [one for one in desk_check.VERDICT_TEXTS if one != "answers"])
def test_check_says_what_is_wrong_with_a_channel(checked, verdict):
    page, rows = checked(relays=[{"channel": "ВК", "verdict": verdict, "milliseconds": 1}])

    assert rows["ВК"].badge == "wrong"
    assert rows["ВК"].text
    assert not page.is_fine
