"""What is done to the outside for slides: the tap, stills, thin sound, pages of a talk's file, letters."""

import shutil
import stat
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.video import films
from tests.video.slides import talks

from nastavnik.video.ffmpeg import letters, pages, stills
from nastavnik.video.ffmpeg.run import FfmpegFailed
from nastavnik.video.ffmpeg.tap import make_tap
from nastavnik.video.slides.finder import find_slides
from nastavnik.video.slides.frames import FRAME_BYTES, frames_of
from nastavnik.video.slides.matching import match_pictures


def numbers(path):
    return np.fromfile(path, np.uint8)


def test_tap_of_the_ladder_shows_the_slides():
    assert [slide.seconds for slide in find_slides(frames_of(numbers(talks.tap_file())))] == [0.0, 8.0, 16.0]


def test_tap_alone_shows_the_same(tmp_path):
    folder, made = talks.build_files()
    path = folder / min((one for one in made if one.is_picture), key=lambda one: one.height).files[1]

    tap = make_tap(path, tmp_path, duration_seconds=talks.SECONDS)

    assert abs(tap.stat().st_size // FRAME_BYTES - 48) <= 1
    assert [slide.seconds for slide in find_slides(frames_of(numbers(tap)))] == [0.0, 8.0, 16.0]


def test_stills_are_taken_in_two_sizes_and_never_larger_than_the_film(tmp_path):
    wanted = [stills.WantedStill(f"slide-{number}", 7.0 + number) for number in range(10)]
    wanted.append(stills.WantedStill("slide-end", 99.0))

    stills.take_stills(talks.talk_film(), wanted, tmp_path, duration_seconds=talks.SECONDS)

    assert len(list(tmp_path.glob("*.webp"))) == 22
    with Image.open(tmp_path / "slide-end-1280.webp") as large:
        assert large.size == (320, 180)


def test_stills_that_do_not_come_out_are_a_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(stills, "still_names", lambda name: (f"{name}-1.webp", f"{name}-2.webp"))
    monkeypatch.setattr(stills, "_still_words", lambda *_words: ["-version"])

    with pytest.raises(FfmpegFailed):
        stills.take_stills(films.lecture(), [stills.WantedStill("x", 1.0)], tmp_path, duration_seconds=9.0)


def test_thin_sound_of_an_hour_leaves_room_for_stills(tmp_path):
    made = stills.make_thin_sound(films.voice(), tmp_path, "thin-x", duration_seconds=9.0)

    assert made == ("thin-x.m3u8", "thin-x.m4s")
    assert (tmp_path / "thin-x.m4s").stat().st_size / 9.0 * 3600 < 13e6


def test_thin_sound_that_does_not_come_out_is_a_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(stills, "hls_words", lambda _streams: ["-f", "null", "-"])

    with pytest.raises(FfmpegFailed):
        stills.make_thin_sound(films.voice(), tmp_path, "thin-x", duration_seconds=9.0)


# --- pages -------------------------------------------------------------------------------------------------------------


def given(tmp_path, name, content) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def read_pdf(tmp_path, lines):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder, pages.read_pdf(given(tmp_path, "talk.pdf", talks.pdf(lines)), folder, "page-x")


def test_pdf_gives_titles_texts_and_pictures(tmp_path):
    lines = [
        [(40, "Budget of the project"), (20, "one hundred roubles")],
        [(12, "small above"), (40, "Two lines"), (40, "of a title"), (20, "text")],
    ]
    folder, (read, greys) = read_pdf(tmp_path, lines)

    assert [page.title for page in read] == ["Budget of the project", "Two lines of a title"]
    assert read[0].text == "Budget of the project\none hundred roubles"
    assert (len(greys), read[0].box) == (2, (0, 0, 160, 90))
    assert sorted(path.name for path in folder.iterdir()) == [
        f"page-x-{page}-{width}.webp" for page in (1, 2) for width in (1280, 640)
    ]
    assert pages.page_names("page-x", 2) == ("page-x-2-1280.webp", "page-x-2-640.webp")
    with Image.open(folder / "page-x-1-1280.webp") as large:
        assert large.size == (1280, 720)


def test_pdf_of_letters_of_one_size_takes_its_first_line(tmp_path):
    _folder, (read, _greys) = read_pdf(tmp_path, [[(20, "first"), (20, "second"), (20, "third")], []])

    assert [page.title for page in read] == ["first", ""]


def test_pictures_are_made_grey_as_pages_are(tmp_path):
    folder, (_read, greys) = read_pdf(
        tmp_path, [[(60, "First slide")], [(30, "Second"), (30, "slide"), (30, "of three")]]
    )

    again = pages.grey_pictures([folder / "page-x-2-640.webp", folder / "page-x-1-640.webp"], folder)

    assert match_pictures(again, greys, [(0, 0, 160, 90)] * 2) == [1, 0]


def test_pptx_gives_titles_and_texts(tmp_path):
    path = given(tmp_path, "talk.pptx", talks.pptx([("Бюджет", "сто рублей"), ("", "без заголовка")]))

    read = pages.read_pptx(path, tmp_path)

    assert [page.title for page in read] == ["Бюджет", "без заголовка"]
    assert read[0].text == "Бюджет\nсто рублей\ntable of Бюджет\ngroup of Бюджет"
    assert read[0].box is None


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", b"", b"PK\x03\x04 broken"])
def test_broken_files_are_refused(tmp_path, content):
    path = given(tmp_path, "talk", content)

    with pytest.raises(pages.TalkUnreadable):
        pages.read_pdf(path, tmp_path, "page-x")
    with pytest.raises(pages.TalkUnreadable):
        pages.read_pptx(path, tmp_path)


def test_child_that_dies_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "CHILD", given(tmp_path, "child.py", b"raise SystemExit(3)"))

    with pytest.raises(pages.TalkUnreadable):
        pages.read_pdf(given(tmp_path, "talk.pdf", talks.pdf([[]])), tmp_path, "page-x")


# --- letters -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """A program that stands in for tesseract; it says what is written into it."""

    def put(script: str) -> None:
        program = given(tmp_path, "tesseract", f"#!/bin/sh\n{script}\n".encode())
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(shutil, "which", lambda _name: str(program))
        letters.find_tesseract.cache_clear()

    yield put
    letters.find_tesseract.cache_clear()


def test_letters_are_read_where_tesseract_is(tmp_path, tesseract):
    tesseract("printf 'Цели  проекта\\n\\n|, ..\\nвторая строка\\f'")

    assert letters.read_letters(given(tmp_path, "still.webp", b"x"), tmp_path) == "Цели проекта\nвторая строка"


def test_letters_of_a_program_that_fails_are_none(tmp_path, tesseract):
    tesseract("exit 1")

    assert letters.read_letters(given(tmp_path, "still.webp", b"x"), tmp_path) == ""


def test_letters_without_tesseract_are_none(tmp_path, monkeypatch):
    monkeypatch.setattr(letters, "find_tesseract", lambda: "")

    assert letters.read_letters(tmp_path / "still.webp", tmp_path) == ""
