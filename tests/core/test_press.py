"""Papers are set by Typst: the same words make the same file, and what has failed is not used again."""

import threading
from datetime import UTC, datetime

import pytest

from nastavnik.core import press

NOW = datetime(2026, 11, 26, 9, 0, 0, 500, tzinfo=UTC)
TEMPLATE = """
#let told = json(bytes(sys.inputs.data))
#set document(title: told.title)
#set text(lang: "ru")
#set page(width: 60mm, height: 30mm)
#told.title
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "paper.typ"
    path.write_text(TEMPLATE)
    yield path
    press._idle.pop(path, None)


def test_set_pdf_makes_the_same_file_of_the_same_words(template):
    one = press.set_pdf(template, {"title": "Справка"}, made_at=NOW)

    assert one == press.set_pdf(template, {"title": "Справка"}, made_at=NOW)
    assert one != press.set_pdf(template, {"title": "Другая"}, made_at=NOW)
    assert b"pdfuaid" in one
    assert b"/StructTreeRoot" in one


def test_set_pdf_takes_words_as_values_and_never_as_markup(template):
    assert press.set_pdf(template, {"title": '#read("/etc/passwd") \uffff'}, made_at=NOW).startswith(b"%PDF")


def test_set_png_makes_a_picture(template):
    assert press.set_png(template, {"title": "Знак"}, dots_per_inch=72).startswith(b"\x89PNG")


def test_set_pdf_reads_no_file_but_those_beside_its_template(template, tmp_path):
    template.write_text('#read("../secret.txt")')
    (tmp_path.parent / "secret.txt").write_text("secret")

    with pytest.raises(RuntimeError):
        press.set_pdf(template, {"title": ""}, made_at=NOW)


def test_compiler_that_failed_is_not_lent_again(template):
    with pytest.raises(ZeroDivisionError), press.compiler(template):
        raise ZeroDivisionError
    assert press._idle[template] == []
    with press.compiler(template) as first:
        pass
    with press.compiler(template) as second:
        assert first is second


def test_no_more_compilers_are_lent_than_are_set_at_once(template):
    lent = threading.Event()

    def borrow():
        with press.compiler(template):
            lent.set()

    with press.compiler(template), press.compiler(template):
        third = threading.Thread(target=borrow)
        third.start()
        assert not lent.wait(0.2)
    assert lent.wait(5)
    third.join()


def test_set_svg_makes_a_picture_of_lines(template):
    assert b"<svg" in press.set_svg(template, {"title": "Знак"})[:200]
