"""Documents of strangers: their words, and nothing else of them."""

import zipfile
from types import SimpleNamespace

import docx
import pypdfium2
import pytest

from nastavnik.search.text import documents
from nastavnik.search.text.documents import read_document


@pytest.fixture
def docx_file(tmp_path):
    document = docx.Document()
    document.add_paragraph("Смета проекта.")
    document.add_table(rows=1, cols=2).rows[0].cells[1].text = "Цена книги"
    path = tmp_path / "a.docx"
    document.save(path)
    return path


def test_docx_gives_paragraphs_and_tables(docx_file):
    assert [(piece.page, piece.text) for piece in read_document(docx_file, "docx")] == [
        (None, "Смета проекта. Цена книги")
    ]


def test_pdf_gives_its_pages(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(a_pdf("Budget of a project", "Plan"))

    assert [(piece.page, piece.text) for piece in read_document(path, "pdf")] == [
        (1, "Budget of a project"),
        (2, "Plan"),
    ]


@pytest.mark.parametrize(("encoding", "text"), [("utf-8-sig", "Смета"), ("cp1251", "Смета"), ("utf-8", "Смета")])
def test_txt_is_read_in_the_encodings_of_people(tmp_path, encoding, text):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))

    assert [piece.text for piece in read_document(path, "txt")] == ["Смета"]


def test_broken_document_has_no_text(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 nonsense")

    assert read_document(path, "pdf") == []
    assert read_document(path, "docx") == []
    assert read_document(path, "xlsx") == []


def test_document_that_unpacks_to_too_much_is_left_alone(docx_file):
    with zipfile.ZipFile(docx_file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/big.xml", b"0" * (81 * 2**20))

    assert read_document(docx_file, "docx") == []


def test_document_that_is_too_large_is_not_opened(docx_file, monkeypatch):
    monkeypatch.setattr(documents, "MOST_BYTES", 10)

    assert read_document(docx_file, "docx") == []


def test_long_document_is_read_up_to_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "MOST_CHARACTERS", 30)
    path = tmp_path / "a.txt"
    path.write_text("слово " * 1000, encoding="utf-8")

    assert read_document(path, "txt")[0].text == "слово слово слово слово слово"


def test_reader_that_takes_too_long_is_ended(docx_file, monkeypatch):
    monkeypatch.setattr(documents, "CHILD", docx_file.parent / "never.py")
    (docx_file.parent / "never.py").write_text("raise SystemExit(3)")

    assert read_document(docx_file, "docx") == []


def a_pdf(*pages):
    """Return a PDF with a line of Latin text on each page, written by hand."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F 20 Tf 50 700 Td ({text}) Tj ET"
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>"
        )
        parts.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(parts) + 1}/Root 1 0 R>>\n"
    return body + f"{tail}startxref\n{len(body)}\n%%EOF".encode()


def test_hand_written_pdf_is_a_pdf():
    assert len(pypdfium2.PdfDocument(a_pdf("a", "b", "c"))) == 3


def test_text_that_is_long_as_bytes_is_read_as_far_as_fits(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("ძეგლი " * 70_000 + "конец", encoding="utf-8")

    pieces = read_document(path, "txt")

    assert pieces == []  # no word of ours is in it, and nothing broke


@pytest.mark.parametrize("text", ["\x01а " * 130_000, 'Ёлка "и" стол\\ ' * 20_000, "ა Смета " * 50_000])
def test_text_that_grows_as_it_is_written_is_read_as_far_as_fits(tmp_path, text):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")

    assert sum(len(piece.text) for piece in read_document(path, "txt")) > 100_000


def test_answer_that_is_no_json_is_no_text(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("Смета", encoding="utf-8")
    monkeypatch.setattr(documents, "run_limited", lambda *_words, **_more: SimpleNamespace(answer=b"[["))

    assert read_document(path, "txt") == []
