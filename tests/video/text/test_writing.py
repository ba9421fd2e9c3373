from io import BytesIO

import pytest
from docx import Document

from nastavnik.video.text.lines import broken
from nastavnik.video.text.phrases import TimedText
from nastavnik.video.text.reading import read_words
from nastavnik.video.text.writing import CONTENT_TYPES, Format, Heading, write_file

PHRASES = (
    TimedText(0.6, 3.16, "Добрый день, уважаемые коллеги.", begins_paragraph=True),
    TimedText(3.66, 9.14, "Сегодня мы поговорим о том, как превратить идею в социокультурный проект & <грант>."),
    TimedText(3601.5, 3605.25, "- Вопрос?\n- Ответ.", begins_paragraph=True),
)
HEADING = Heading("Проект & идея", "24 ноября 2026", "Школа. Проект. URL: https://example.ru", "ru")


def written(form: Format) -> bytes:
    return write_file(PHRASES, form, HEADING)


@pytest.mark.parametrize("form", [Format.VTT, Format.SRT, Format.TTML])
def test_write_file_is_read_back_as_it_was(form):
    read = read_words(written(form)).phrases

    assert [(one.seconds, one.end_seconds, one.text) for one in read] == [
        (one.seconds, one.end_seconds, one.text) for one in PHRASES
    ]


def test_write_file_keeps_paragraphs_in_vtt():
    assert [one.begins_paragraph for one in read_words(written(Format.VTT)).phrases] == [True, False, True]


def test_write_file_in_ass_is_read_back_to_a_hundredth():
    read = read_words(written(Format.ASS)).phrases

    assert [one.text for one in read] == [one.text for one in PHRASES]
    assert [one.seconds for one in read] == pytest.approx([one.seconds for one in PHRASES], abs=0.005)


def test_write_file_in_ass_gives_no_orders_to_the_player():
    content = write_file([TimedText(1, 2, r"{\an8}вверх \N вниз")], Format.ASS, HEADING).decode("utf-8-sig")

    assert content.splitlines()[-1].endswith(",,(/an8)вверх /N вниз")


def test_write_file_in_vtt_leaves_out_what_is_never_shown():
    assert write_file([TimedText(1, 1.0001, "миг")], Format.VTT, HEADING) == b"WEBVTT\n"


def test_write_file_in_text_has_paragraphs():
    assert written(Format.TEXT).decode("utf-8-sig") == (
        "Добрый день, уважаемые коллеги. Сегодня мы поговорим о том, как превратить идею в социокультурный проект & <грант>."
        "\n\n- Вопрос? - Ответ.\n"
    )


def test_write_file_in_docx_has_title_times_and_citation():
    document = Document(BytesIO(written(Format.DOCX)))

    assert [paragraph.text for paragraph in document.paragraphs] == [
        "Проект & идея",
        "24 ноября 2026",
        f"0:00\t{PHRASES[0].text} {PHRASES[1].text}",
        "1:00:01\t- Вопрос? - Ответ.",
        "Школа. Проект. URL: https://example.ru",
    ]
    assert document.core_properties.title == "Проект & идея"


def test_write_file_in_docx_without_subtitle_and_citation_has_neither():
    document = Document(BytesIO(write_file([], Format.DOCX, Heading("Пусто"))))

    assert [paragraph.text for paragraph in document.paragraphs] == ["Пусто"]


def test_every_format_has_its_type():
    assert set(CONTENT_TYPES) == set(Format)


def test_broken_makes_lines_of_about_equal_length():
    lines = broken("Сегодня мы поговорим о том, как превратить идею в социокультурный проект.")

    assert len(lines) == 2
    assert max(map(len, lines)) <= 42
    assert min(map(len, lines)) > 20
    assert broken("а" * 90) == ["а" * 90]
    assert broken(" ".join(["а" * 25] * 3)) == ["а" * 25] * 3
    assert broken("") == [""]
