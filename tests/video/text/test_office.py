import zipfile
from io import BytesIO

import pytest
from docx import Document

from nastavnik.video.text import office
from nastavnik.video.text.office import NoDocument, read_document
from nastavnik.video.text.reading import Fault, Unreadable, read_words

ODT = (
    '<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>'
    "<text:tracked-changes><text:p>вычеркнуто</text:p></text:tracked-changes>"
    "<text:h>План</text:h><text:p>Добрый<text:s/>день,<text:line-break/><text:span>коллеги</text:span>."
    "<office:annotation><text:p>на полях</text:p></office:annotation> Начнём.</text:p><text:p/>"
    "</office:text></office:body></office:document-content>"
)


def packed(**files: str | bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def spoilt(method: int) -> bytes:
    """Return a document whose packed text is damaged in its middle."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("content.xml", ODT * 20)
    content = bytearray(file.getvalue())
    begin = content.index(b"content.xml") + len("content.xml")
    content[begin + 9 : begin + 60] = b"\xff" * 51
    return bytes(content)


def docx() -> bytes:
    document = Document()
    document.add_heading("План", level=1)
    paragraph = document.add_paragraph("Добрый день, ")
    paragraph.add_run("коллеги").bold = True
    paragraph.add_run(".\nНачнём.")
    document.add_paragraph("")
    document.add_table(1, 1).cell(0, 0).text = "В таблице."
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_read_document_reads_the_paragraphs_of_docx():
    assert read_document(docx()) == "План\n\nДобрый день, коллеги. Начнём.\n\nВ таблице."


def test_read_document_reads_what_is_said_in_odt():
    assert read_document(packed(content_xml=ODT)) == "План\n\nДобрый день, коллеги. Начнём."


def test_read_words_takes_a_document_for_a_text_without_times():
    assert [(one.text, one.begins_paragraph) for one in read_words(docx()).sentences] == [
        ("План", True),
        ("Добрый день, коллеги.", True),
        ("Начнём.", False),
        ("В таблице.", True),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 damaged",
        packed(mimetype="x"),
        packed(content_xml="<a>"),
        packed(content_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        docx()[:2000],
        spoilt(zipfile.ZIP_DEFLATED),
        spoilt(zipfile.ZIP_LZMA),
    ],
    ids=["damaged", "another zip", "broken xml", "entities", "cut short", "spoilt", "spoilt lzma"],
)
def test_read_words_refuses_what_is_no_document(content):
    with pytest.raises(Unreadable) as refused:
        read_words(content)

    assert refused.value.fault == Fault.NOT_TEXT


def test_read_document_does_not_unpack_without_end(monkeypatch):
    monkeypatch.setattr(office, "MOST_BYTES", 1000)

    with pytest.raises(NoDocument):
        read_document(packed(content_xml=b" " * 1001))


def test_read_document_does_not_grow_a_tree_of_tags_without_words():
    assert office.MOST_BYTES <= 8 * 2**20

    with pytest.raises(NoDocument):
        read_document(packed(content_xml=b"<a>" + b"<p/>" * office.MOST_TAGS + b"</a>"))


def test_read_words_of_an_empty_document_is_empty():
    with pytest.raises(Unreadable) as refused:
        read_words(packed(content_xml="<a/>"))

    assert refused.value.fault == Fault.EMPTY
