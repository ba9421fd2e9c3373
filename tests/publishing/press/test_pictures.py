import pytest
from tests.publishing.books import claimed_png, picture

from nastavnik.core.pictures import NoPicture, TooManyPoints
from nastavnik.publishing.press import pictures
from nastavnik.publishing.press.book import Picture
from nastavnik.publishing.press.pictures import laid_out, prepared_picture


def test_lay_out_writes_pictures_under_names_of_ours(tmp_path):
    given = {"../../etc/кот.jpg": Picture(picture()), "b.png": Picture(picture(kind="PNG"))}
    shown = laid_out(given, tmp_path)
    assert {name: (one.path, one.width, one.height) for name, one in shown.items()} == {
        "../../etc/кот.jpg": ("img/0001.jpg", 900, 600),
        "b.png": ("img/0002.png", 900, 600),
    }
    assert sorted(path.name for path in (tmp_path / "img").iterdir()) == ["0001.jpg", "0002.png"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
        claimed_png(30_000, 30_000),
        claimed_png(9_000, 9_000),
    ],
)
def test_lay_out_of_what_is_no_picture_or_huge_leaves_it_out(tmp_path, content):
    assert laid_out({"p": Picture(content)}, tmp_path) == {}
    assert list((tmp_path / "img").iterdir()) == []


def test_lay_out_of_a_heavy_file_leaves_it_out(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    assert laid_out({"p": Picture(picture())}, tmp_path) == {}


def test_prepare_picture_makes_it_small_and_keeps_what_lets_through():
    assert prepared_picture(picture(3000, 100))[:3] == b"\xff\xd8\xff"
    assert prepared_picture(picture(kind="PNG", colour="#00000000"))[:4] == b"\x89PNG"


@pytest.mark.parametrize(("content", "refusal"), [(b"x", NoPicture), (claimed_png(30_000, 30_000), TooManyPoints)])
def test_prepare_picture_of_what_is_none_is_refused(content, refusal):
    with pytest.raises(refusal):
        prepared_picture(content)
