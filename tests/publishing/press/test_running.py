import json
import re
import runpy
import sys

import pytest
from tests.publishing.books import MADE_AT, never_stop, small_book

from nastavnik.publishing.press import reading, reference, running, typst_child
from nastavnik.publishing.press.book import Form, Picture
from nastavnik.publishing.press.pressing import press_book
from nastavnik.publishing.press.reading import read_markdown, read_tree
from nastavnik.publishing.press.running import READING, PressFailed, Steering, TooLarge, run_pandoc
from nastavnik.video.ffmpeg.limits import Limits
from nastavnik.video.ffmpeg.run import Stopped


def pandoc(words, folder, limits=READING, steering=None):
    run_pandoc(words, folder=folder, made_at_seconds=0, steering=steering or never_stop(), limits=limits)


def test_run_pandoc_that_fails_tells_why(tmp_path):
    with pytest.raises(PressFailed, match="nosuch"):
        pandoc(["--from", "nosuch"], tmp_path)


def test_run_pandoc_cannot_read_what_is_outside_of_its_folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.md").write_text("тайна", encoding="utf-8")
    with pytest.raises(PressFailed):
        pandoc(["--from", "markdown", "../secret.md", "-o", "out.md"], tmp_path / "in")


def test_run_pandoc_beyond_its_time_is_ended(tmp_path):
    (tmp_path / "a.md").write_text("а " * 2_000_000, encoding="utf-8")
    with pytest.raises(TooLarge):
        pandoc(["--from", "commonmark", "a.md", "-o", "a.html"], tmp_path, Limits(1, READING.memory_bytes, 10**9, 60))


def test_run_pandoc_that_is_not_wanted_stops(tmp_path):
    (tmp_path / "a.md").write_text("а " * 3_000_000, encoding="utf-8")
    with pytest.raises(Stopped):
        pandoc(["--from", "commonmark", "a.md", "-o", "a.html"], tmp_path, steering=Steering(should_stop=lambda: True))


def test_read_markdown_of_too_many_letters_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_LETTERS", 3)
    with pytest.raises(TooLarge):
        read_markdown("много", folder=tmp_path, steering=never_stop())


def test_read_markdown_nested_as_deep_as_it_goes_ends(tmp_path):
    with pytest.raises(TooLarge, match="too deep"):
        read_markdown(">" * 20_000 + "а", folder=tmp_path, steering=never_stop())


@pytest.mark.parametrize("written", [None, b"no"])
def test_read_tree_that_pandoc_did_not_write_fails(tmp_path, written):
    if written:
        (tmp_path / "a.json").write_bytes(written)
    with pytest.raises(PressFailed):
        read_tree(tmp_path / "a.json")


@pytest.mark.parametrize(
    "hostile",
    ["[" * 50_000, "*a **b " * 5_000, "`" * 50_001, "![" * 20_000, "|a" * 20_000 + "\n" + "|-" * 20_000, "<" * 50_000],
)
def test_read_markdown_made_to_take_long_ends_soon(tmp_path, hostile):
    try:
        read_markdown(hostile, folder=tmp_path, steering=never_stop())
    except TooLarge as refusal:
        assert "too deep" in str(refusal)  # noqa: PT017 -- either outcome is good, hanging is not


def test_reference_document_without_pandoc_fails(monkeypatch):
    monkeypatch.setattr(reference, "pandoc_path", lambda: "/bin/false")
    with pytest.raises(PressFailed):
        reference._default()


def job(**others):
    return {
        "main": "a.typ",
        "target": "a.pdf",
        "format": "pdf",
        "inputs": {"word": "слово"},
        "standards": ["a-2a"],
        "made_at_seconds": int(MADE_AT.timestamp()),
        "dots_per_inch": 72,
    } | others


def test_typst_child_sets_every_job(tmp_path, monkeypatch):
    (tmp_path / "a.typ").write_text("#set document(title: [x])\n#sys.inputs.word", encoding="utf-8")
    (tmp_path / "jobs.json").write_text(
        json.dumps([job(), job(target="b.png", format="png", standards=[])]), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["typst_child.py", str(running.FONTS)])
    runpy.run_path(typst_child.__file__, run_name="__main__")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "template", ['#read("/etc/passwd")', '#read("../secret")', '#import "@preview/cetz:0.3.0"', '#image("/etc/passwd")']
)
def test_typst_child_of_a_template_that_reads_elsewhere_ends(tmp_path, monkeypatch, template):
    (tmp_path / "a.typ").write_text(template, encoding="utf-8")
    (tmp_path / "jobs.json").write_text(json.dumps([job()]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["typst_child.py", str(running.FONTS)])
    with pytest.raises(SystemExit):
        typst_child.main()


def test_press_without_pictures_on_its_pages_needs_no_addresses():
    made = press_book(small_book("![п](p.jpg)", pictures={"p.jpg": Picture(b"")}), [Form.WEB])
    assert made.web["a1"] == "<p>п</p>\n"


def test_tables_without_captions_are_told_apart_and_an_empty_head_is_no_head():
    table = "| а | |\n|---|--:|\n| 1 | 2 |"
    page = press_book(small_book(f"{table}\n\nИ ещё.\n\n{table}"), [Form.WEB]).web["a1"]
    assert re.findall(r'role="region" aria-label="([^"]+)"', page) == ["Table (1)", "Table (2)"]
    assert page.count('<tr><th scope="col">а</th><td></td></tr>') == 2
