"""What is made of a report says what its page says."""

import io
from datetime import UTC, datetime
from urllib.parse import unquote

import docx
import openpyxl
import pypdfium2
import pytest
from django.core.files.storage import default_storage

from nastavnik.audience.papers.book import write_book
from nastavnik.audience.papers.kept import KeptRows
from nastavnik.audience.papers.naming import file_name
from nastavnik.audience.papers.news import MOST_POST, MOST_SITE, news_of
from nastavnik.audience.papers.note import note_docx, note_of, note_pdf
from nastavnik.audience.papers.poster import poster_of, poster_pdf, poster_svg
from nastavnik.audience.papers.told import ToldFigure, ToldParagraph, ToldReport, report_from

MOMENT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
GREEN = "#1f5a4b"
EVIL = '#import "x"; =cmd() </w:t> {{ a }} \x01'


def figure(code, value, *, before=None, title=EVIL):
    return ToldFigure(code, "Раздел", title, "count", value, str(value), before, str(before), f"Правило {code[:4]}")


@pytest.fixture
def hostile():
    """A report in which all that people typed looks like a language of programs."""
    figures = (
        figure("lessons.held", 6, before=4),
        figure("lessons.held.seminar", 2),
        figure("views.vk", 7745),
        figure("films.published", 0),
        *(figure(f"grants.fund.{place}", place) for place in range(1, 400)),
    )
    article = (ToldParagraph("Занятия", (("Проведено: ", ""), ("6 занятий", "lessons.held"), (EVIL * 400, ""))),)
    return ToldReport(EVIL, EVIL, "за год", "20 ноября", "20 ноября", True, figures, article)


def pages_of(pdf):
    return list(pypdfium2.PdfDocument(io.BytesIO(pdf)))


def book_of(told, tables):
    file = io.BytesIO()
    write_book(file, told, tables, made_at=MOMENT)
    return openpyxl.load_workbook(file)


def test_xlsx_read_back_equals_the_page(enter, director, report, lesson):
    client = enter(director)
    page = client.get(f"/desk/reports/frozen/{report.token}/").context["page"]
    answer = client.get(f"/desk/reports/frozen/{report.token}/files/xlsx/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))

    rows = list(book.worksheets[0].values)[1:]
    assert [(row[1], row[2], row[6]) for row in rows] == [
        (one.figure.title, one.figure.value, one.figure.footnote) for one in page.lines
    ]
    held = next(row for row in rows if row[1] == report_from(report.figures).figure("lessons.held").title)
    moment, title, *_rest, minutes = next(iter(list(book[held[5]].values)[1:]))
    assert (title, minutes) == (lesson.title, lesson.duration_minutes)
    assert isinstance(moment, datetime)
    assert book.properties.created == report.frozen_at.replace(tzinfo=None)
    assert unquote(answer.headers["Content-Disposition"]).endswith("Отчёт за год.xlsx")


def test_write_book_shows_rows_once_names_sheets_apart_and_computes_nothing():
    told = ToldReport(
        "t", "s", "p", "a", "t", False, tuple(figure(code, 1) for code in ("a", "a.b", "c", "d", "e")), ()
    )
    tables = [
        KeptRows("a", ("x",), (False,), [["=1+1"], ["b"]]),
        KeptRows("a.b", ("x",), (False,), [["b"]]),
        KeptRows("c", ("x",), (False,), [["=1+1"], ["b"]]),
        KeptRows("d", ("x",), (False,), [["other"]]),
        KeptRows("e", ("x",), (False,), []),
    ]

    book = book_of(told, tables)

    first, second = book.worksheets[1:]
    assert first["A2"].value == "=1+1"
    assert first["A2"].data_type == "s"
    assert second.title.endswith(" 2")
    assert [row[5] for row in list(book.worksheets[0].values)[1:]] == [
        first.title,
        first.title,
        first.title,
        second.title,
        None,
    ]


def test_note_says_the_article_tables_and_equal_footnotes_once(hostile):
    note = note_of(hostile)

    assert note["notes"] == ["Правило less", "Правило view", "Правило gran"]
    ((_title, rows),) = note["sections"]
    assert rows[0][1:] == ["1", "6", "4"]
    assert len(rows) == 300
    document = docx.Document(io.BytesIO(note_docx(hostile, made_at=MOMENT)))
    said = "\n".join(one.text for one in document.paragraphs)
    assert "Проведено: 6 занятий" in said
    assert "{{ a }}" in said
    assert document.tables[0].rows[1].cells[1].text == "6"
    text = "".join(
        page.get_textpage().get_text_bounded() for page in pages_of(note_pdf(hostile, accent=GREEN, made_at=MOMENT))
    )
    assert "7745" in text
    assert "cmd()" in text


def test_note_of_a_report_with_nothing_is_made_all_the_same():
    empty = ToldReport("Отчёт", "Школа", "за год", "сегодня", "сегодня", False, (), ())

    assert note_pdf(empty, accent=GREEN, made_at=MOMENT).startswith(b"%PDF")
    assert len(note_of(empty)["heads"]) == 2
    assert poster_svg(empty, accent=GREEN).startswith(b"<svg")


def test_poster_stands_on_one_page_with_bars_of_what_is_alike(hostile):
    poster = poster_of(hostile, GREEN)

    assert [number for number, _label in poster["big"]] == ["6"]
    ((_title, bars),) = poster["bars"]
    assert bars[0]["share"] == 1
    assert [number for number, _label in poster["views"]] == ["7745"]
    assert len(pages_of(poster_pdf(hostile, accent=GREEN, made_at=MOMENT))) == 1


def test_news_keep_to_their_lengths_and_cut_no_sentence(hostile, report):
    assert [len(one.text) <= one.most for one in news_of(hostile)] == [True, True]
    site, post = news_of(report_from(report.figures))
    assert (site.most, post.most) == (MOST_SITE, MOST_POST)
    assert report.figures["article"][0]["title"] in site.text
    assert "— 1" in post.text
    assert site.count == len(site.text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Отчёт: 2026/27", "Отчёт 2026 27.pdf"), ("..\\..", "_.pdf"), ("я" * 300, "я" * 100 + ".pdf")],
)
def test_file_name_is_safe_in_letters_of_any_language(title, expected):
    assert file_name(title, "pdf") == expected


@pytest.mark.parametrize("kind", ["docx", "pdf", "poster-pdf", "poster-svg"])
def test_live_and_frozen_files_open(enter, director, report, kind):
    client = enter(director)

    for url in (f"/desk/reports/files/{kind}/?from=2026-01-01", f"/desk/reports/frozen/{report.token}/files/{kind}/"):
        answer = client.get(url)
        assert answer.status_code == 200
        assert unquote(answer.headers["Content-Disposition"]).partition("''")[2].startswith("Отчёт")
    assert client.get("/desk/reports/files/xls/").status_code == 404


def test_frozen_file_of_damaged_rows_says_so_and_the_note_is_made(enter, director, report):
    default_storage.delete(report.rows_file)
    client = enter(director)

    answer = client.get(f"/desk/reports/frozen/{report.token}/files/xlsx/", follow=True)
    assert not answer.headers["Content-Type"].startswith("application/vnd")
    assert client.get(f"/desk/reports/frozen/{report.token}/files/pdf/").status_code == 200


def test_news_pages_show_texts_of_live_and_frozen_reports(enter, director, report):
    client = enter(director)

    for url in ("/desk/reports/news/", f"/desk/reports/frozen/{report.token}/news/"):
        assert len(client.get(url).context["texts"]) == 2
    assert len(b"".join(client.get("/desk/reports/files/xlsx/"))) > 1000
