import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.colours import TEXT_CONTRAST
from nastavnik.programme.models import ACCENT_DARK, ACCENT_LIGHT
from nastavnik.programme.services.accents import accent_contrast, is_readable, nearest_readable


def test_usual_accents_can_be_read():
    assert is_readable(ACCENT_LIGHT, "light")
    assert is_readable(ACCENT_DARK, "dark")


@pytest.mark.parametrize(("colour", "theme"), [("#ffcc00", "light"), ("#1f5a4b", "dark"), ("#777777", "light")])
def test_pale_accent_cannot_be_read(colour, theme):
    assert not is_readable(colour, theme)


def test_nearest_of_a_readable_colour_is_hardly_another():
    assert accent_contrast(nearest_readable("#1f5a4b", "light"), "light") == pytest.approx(
        accent_contrast("#1f5a4b", "light"), rel=0.03
    )


def test_nearest_keeps_the_hue():
    assert nearest_readable("#ff0000", "light") == "#d90000"


@given(st.integers(0, 0xFFFFFF), st.sampled_from(["light", "dark"]))
def test_nearest_can_always_be_read(number, theme):
    assert accent_contrast(nearest_readable(f"#{number:06x}", theme), theme) >= TEXT_CONTRAST
