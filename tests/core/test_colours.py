import pytest

from nastavnik.core.colours import accent_styles, contrast


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1f5a4b", "#1f5a4b") == 1


def test_styles_of_an_accent_choose_the_legible_button_text():
    styles = accent_styles("#7a1f3d", "#f0a8b8")

    assert "--accent:#7a1f3d;--accent-ink:#ffffff" in styles
    assert "--accent:#f0a8b8;--accent-ink:#14110c" in styles
    assert ":not([data-vision])" in styles


@pytest.mark.parametrize(("light", "dark"), [("red", "#8ccab5"), ("#1f5a4b", "#1f5a4b}"), ("#1f5a4b", "#1f5a4b\n")])
def test_styles_of_what_is_no_colour_are_refused(light, dark):
    with pytest.raises(ValueError, match="is not a colour"):
        accent_styles(light, dark)
