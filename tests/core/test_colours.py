import pytest

from nastavnik.core.colours import accent_styles, contrast, is_legible_accent


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1f5a4b", "#1f5a4b") == 1


@pytest.mark.parametrize(
    ("colour", "theme", "is_legible"),
    [
        ("#1f5a4b", "light", True),
        ("#1f5a4b", "dark", False),
        ("#8ccab5", "dark", True),
        ("#ffff00", "light", False),
        ("red", "light", False),
        ("#1f5a4b}", "light", False),
    ],
)
def test_legible_accent_is_told_by_its_theme(colour, theme, is_legible):
    assert is_legible_accent(colour, theme) is is_legible


def test_styles_of_an_accent_choose_the_legible_button_text():
    styles = accent_styles("#7a1f3d", "#f0a8b8")

    assert "--accent:#7a1f3d;--accent-ink:#ffffff" in styles
    assert "--accent:#f0a8b8;--accent-ink:#14110c" in styles
    assert ":not([data-vision])" in styles


@pytest.mark.parametrize(("light", "dark"), [("#eeeeee", "#8ccab5"), ("#1f5a4b", "#000000"), ("#1f5a4b;}", "#8ccab5")])
def test_styles_of_an_illegible_accent_are_refused(light, dark):
    with pytest.raises(ValueError, match="cannot be read"):
        accent_styles(light, dark)
