"""Files as a blind jury gets them: nothing in them tells who made them, and they look as before."""

import io
import zipfile

import pypdfium2
import pytest
from docx import Document
from PIL import Image, ImageChops, PngImagePlugin
from tests.contest.papers import telling_docx, telling_pdf, telling_picture

from nastavnik.contest.papers import bare_child
from nastavnik.contest.papers.bare import bare_copy
from nastavnik.contest.papers.bare_child import bare_part
from nastavnik.programme.enums import HandoutKind

WORD = "щукля00бряк"


def forms_of(word):
    wide = word.encode("utf-16-be")
    return word.encode(), wide, wide.hex().encode(), word.encode("utf-16-le")


def tells(content, word=WORD):
    small = content.lower()
    return any(form.lower() in small for form in forms_of(word))


def bare(kind, content):
    return bare_copy(io.BytesIO(content), kind)


def drawn(content):
    return [page.render(scale=0.5).to_pil().convert("L") for page in pypdfium2.PdfDocument(content)]


def test_pdf_tells_neither_author_nor_whose_remark_it_is_nor_who_took_a_picture():
    told = telling_pdf(WORD)

    copy = bare(HandoutKind.PDF, told)

    assert tells(told)
    assert not tells(copy)
    ((before,), (after,)) = drawn(told), drawn(copy)
    assert before.size == after.size
    # but for the sign of the remark, which is drawn no more
    assert sum(ImageChops.difference(before, after).histogram()[60:]) < 300


def test_pdf_of_several_pages_keeps_them_all_and_their_words():
    several = pypdfium2.PdfDocument.new()
    for _number in range(3):
        several.import_pages(pypdfium2.PdfDocument(telling_pdf(WORD)))
    content = io.BytesIO()
    several.save(content)

    copy = bare(HandoutKind.PDF, content.getvalue())

    assert not tells(copy)
    assert [page.size for page in drawn(copy)] == [page.size for page in drawn(content.getvalue())]


def test_docx_tells_its_author_in_no_part_and_still_opens():
    copy = bare(HandoutKind.DOCX, telling_docx(WORD))

    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        assert [name for name in package.namelist() if tells(package.read(name))] == []
        assert not package.comment
        picture = next(name for name in package.namelist() if name.endswith(".jpg"))
        with Image.open(io.BytesIO(package.read(picture))) as opened:
            assert opened.convert("RGB").getpixel((5, 5))[0] > 200
    assert Document(io.BytesIO(copy)).paragraphs[0].text == "Письмо поддержки"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/comments.xml", "<w:comment w:author='{0}' w:initials=\"{0}\"/>"),
        ("word/document.xml", '<ns1:ins ns1:author="{0}"/>'),
        ("xl/persons/person.xml", '<person displayName="{0}" userId="S::{0}@lib.ru" id="1"/>'),
        ("ppt/authors.xml", '<p188:author name="{0}" initials="{0}" userId="{0}"/>'),
        ("xl/workbook.xml", '<x15ac:absPath url="C:\\Users\\{0}\\" xmlns:x15ac="x"/>'),
        ("word/_rels/settings.xml.rels", '<Relationship Target="\\\\server\\{0}\\a.dotx"/>'),
        ("word/_rels/settings.xml.rels", "<Relationship Target='C:\\{0}\\a.dotx'/>"),
        ("package/services/metadata/core-properties/1.psmdcp", "<dc:creator>{0}</dc:creator>"),
        ("customXml/item2.xml", "<Manager>{0}</Manager>"),
    ],
)
def test_part_tells_nobody(name, content):
    assert not tells(bare_part(name, content.format(WORD).encode()))


def test_settings_of_a_printer_do_not_come_along():
    assert bare_part("xl/printerSettings/printerSettings1.bin", b"HP of Anna") == b""


@pytest.mark.parametrize(
    ("content", "copy"),
    [
        (b"<</A 1/PieceInfo <</P<</N(Anna)>>>>/B 2>>", b"<</A 1                             /B 2>>"),
        (b"<</PieceInfo 7 0 R>> 17 0 obj<<>>endobj 7 0 obj<</N(Anna)>>endobj", None),
        (b"<</PieceInfo 9 0 R>>", b"<<                >>"),
        (b"<</PieceInfo 9 0 R>>9 0 obj<</N(Anna)", b"<<" + b" " * 16 + b">>9 0 obj null" + b" " * 5),
        (b"<</PieceInfo <</N(Anna)", b"<<" + b" " * 21),
    ],
)
def test_pieces_of_programs_in_a_pdf_are_blanked_in_their_places(content, copy):
    bare = bare_child.bare_streams(content)

    assert len(bare) == len(content)
    assert b"Anna" not in bare
    assert copy is None or bare == copy
    assert b"17 0 obj<<>>endobj" in bare or b"17 0 obj" not in content


def test_part_of_a_table_keeps_its_name():
    """A workbook whose tables have lost their names is said to be damaged."""
    table = b'<table displayName="Table1" name="Table1"/>'

    assert bare_part("xl/tables/table1.xml", table) == table
    links = b'<Relationship Target="https://example.org/"/>'
    assert bare_part("word/_rels/document.xml.rels", links) == links
    properties = b"<ds:datastoreItem/>"
    assert bare_part("customXml/itemProps1.xml", properties) == properties


def test_pictures_lose_their_notes_and_nothing_else():
    noted, target = PngImagePlugin.PngInfo(), io.BytesIO()
    noted.add_itxt("Author", WORD)
    Image.new("RGB", (6, 4), "blue").save(target, "PNG", pnginfo=noted)
    for content in (target.getvalue(), telling_picture(WORD)):
        copy = bare_part("word/media/image1.png", content)
        assert not tells(copy)
        with Image.open(io.BytesIO(copy)) as after, Image.open(io.BytesIO(content)) as before:
            assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
    assert bare_part("word/embeddings/sound.wav", b"RIFF") == b"RIFF"


def test_packages_inside_of_packages_are_bared_so_deep_and_no_deeper():
    content, deep = telling_docx(WORD), io.BytesIO()
    with zipfile.ZipFile(deep, "w") as package:
        package.writestr("word/embeddings/letter.docx", content)
    target = io.BytesIO()

    bare_child.copy_package(deep, target)

    with zipfile.ZipFile(target) as package, zipfile.ZipFile(io.BytesIO(package.read(package.namelist()[0]))) as inner:
        assert [name for name in inner.namelist() if tells(inner.read(name))] == []
    with pytest.raises(ValueError, match="too much"):
        bare_child.copy_package(deep, io.BytesIO(), bare_child.MOST_INSIDE)
