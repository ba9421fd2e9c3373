import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.programme.factories import HandoutFactory, LessonFactory

from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.events import HandoutAdded
from nastavnik.programme.models import Handout
from nastavnik.programme.services import add_handout, handouts, remove_handout
from nastavnik.programme.services.files import HEAD_BYTES, clean_name, recognise
from nastavnik.programme.services.refusals import HandoutEmpty, HandoutNotKnown, HandoutTooLarge

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def office(folder, **more):
    return zipped(**{"[Content_Types].xml": "", f"{folder}/main.xml": "", **more})


ODF = "application/vnd.oasis.opendocument."
GOOD = {
    "a.pdf": (b"%PDF-1.7 x", HandoutKind.PDF),
    "a.PNG": (b"\x89PNG\r\n\x1a\n...", HandoutKind.PNG),
    "a.jpg": (b"\xff\xd8\xff...", HandoutKind.JPEG),
    "a.jpeg": (b"\xff\xd8\xff...", HandoutKind.JPEG),
    "a.rtf": (b"{\\rtf1 x}", HandoutKind.RTF),
    "a.doc": (OLE, HandoutKind.DOC),
    "a.xls": (OLE, HandoutKind.XLS),
    "a.ppt": (OLE, HandoutKind.PPT),
    "a.docx": (office("word"), HandoutKind.DOCX),
    "a.xlsx": (office("xl"), HandoutKind.XLSX),
    "a.pptx": (office("ppt"), HandoutKind.PPTX),
    "a.odt": (zipped(mimetype=ODF + "text"), HandoutKind.ODT),
    "a.ods": (zipped(mimetype=ODF + "spreadsheet"), HandoutKind.ODS),
    "a.odp": (zipped(mimetype=ODF + "presentation"), HandoutKind.ODP),
    "a.epub": (zipped(mimetype="application/epub+zip"), HandoutKind.EPUB),
    "a.zip": (zipped(memo="x"), HandoutKind.ZIP),
    "a.txt": ("Памятка".encode(), HandoutKind.TXT),
    "old.txt": ("Памятка".encode("cp1251"), HandoutKind.TXT),
    "long.txt": ("я".encode() * HEAD_BYTES, HandoutKind.TXT),
    "odd.text": (b"x", HandoutKind.TXT),
}
BAD = {
    "program.pdf": b"MZ\x90\0",
    "a.docx": b"%PDF-1.7",
    "a.exe": b"MZ\x90\0",
    "page.html": b"<script>",
    "macro.docx": office("word", **{"word/vbaProject.bin": ""}),
    "other.docx": zipped(**{"[Content_Types].xml": "", "odd/main.xml": ""}),
    "new.odg": zipped(mimetype=ODF + "graphics"),
    "book.odt": zipped(mimetype="application/x-odd"),
    "broken.zip": b"PK\x03\x04 broken",
    "a.docm": OLE,
    "bytes.txt": b"x\0y",
    "neither.txt": b"\x98 \xff\x98",
    "noending": b"%PDF-1.7",
}


@pytest.mark.parametrize("name", GOOD)
def test_recognise_tells_the_kind_by_content(name):
    content, kind = GOOD[name]
    assert recognise(io.BytesIO(content), name) == kind


@pytest.mark.parametrize("name", BAD)
def test_recognise_refuses_what_is_not_what_it_says(name):
    with pytest.raises(HandoutNotKnown):
        recognise(io.BytesIO(BAD[name]), name)


def test_recognise_refuses_an_archive_of_very_many_files(monkeypatch):
    monkeypatch.setattr("nastavnik.programme.services.files.MAX_ZIP_ENTRIES", 1)
    with pytest.raises(HandoutNotKnown):
        recognise(io.BytesIO(zipped(one="", two="")), "a.zip")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Памятка № 1 (для всех).pdf", "Памятка № 1 (для всех).pdf"),
        ("..\\..\\etc/passwd.pdf", "passwd.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a Set-Cookie x.pdf"),
        ("....pdf", "handout.pdf"),
        ("скан.jpeg.pdf", "скан.jpeg.pdf"),
        ("я" * 300 + ".pdf", "я" * 100 + ".pdf"),
        ("безымянный", "безымянный.pdf"),
    ],
)
def test_clean_name_keeps_words_and_nothing_else(name, expected):
    assert clean_name(name, HandoutKind.PDF) == expected


@pytest.fixture
def lesson(cycle):
    return LessonFactory(cycle=cycle)


@pytest.fixture
def add(lesson, methodist, now):
    def call(**words):
        given = {"actor": methodist, "lesson_id": lesson.pk, "title": "", "now": now}
        return add_handout(**(given | words))

    return call


def pdf(name="Памятка.pdf"):
    return ContentFile(b"%PDF-1.7 x", name=name)


def test_add_file_keeps_its_kind_size_and_clean_name(add, heard):
    with heard() as news:
        handout = add(file=pdf())

    handout.refresh_from_db()
    assert (handout.title, handout.file_name, handout.file_kind, handout.file_bytes) == (
        "Памятка",
        "Памятка.pdf",
        "pdf",
        10,
    )
    assert handout.file.name == f"handouts/2026/{handout.token}.pdf"
    with handout.file.open() as file:
        assert file.read() == b"%PDF-1.7 x"
    assert handout.media_type == "application/pdf"
    assert news == [HandoutAdded(handout_id=handout.pk)]


def test_add_address_is_called_by_itself(add):
    handout = add(url="https://example.ru/memo")
    assert (handout.title, handout.position, bool(handout.file)) == ("https://example.ru/memo", 1, False)


def test_add_goes_to_the_end_under_its_title(add):
    add(url="https://example.ru/1")
    second = add(file=pdf(), title=" Слайды ")
    assert (second.title, second.position) == ("Слайды", 2)


@pytest.mark.parametrize("both", [True, False])
def test_add_both_or_neither_is_refused(add, both):
    words = {"file": pdf(), "url": "https://example.ru/memo"} if both else {}
    with pytest.raises(HandoutEmpty):
        add(**words)


def test_add_too_large_is_refused(add, monkeypatch):
    monkeypatch.setattr(handouts, "MAX_BYTES", 9)
    with pytest.raises(HandoutTooLarge):
        add(file=pdf())


def test_add_a_file_without_a_name_is_refused(add):
    with pytest.raises(HandoutNotKnown):
        add(file=ContentFile(b"%PDF-1.7"))


def test_add_by_the_director_is_denied(add, director):
    with pytest.raises(PermissionDenied):
        add(actor=director, url="https://example.ru/memo")


def test_remove_takes_the_file_along(add, methodist, now, django_capture_on_commit_callbacks):
    handout = add(file=pdf())
    name = handout.file.name
    with django_capture_on_commit_callbacks(execute=True):
        remove_handout(actor=methodist, handout_id=handout.pk, now=now)
    assert not default_storage.exists(name)


def test_remove_leaves_a_file_that_another_year_hands_out(add, methodist, now, django_capture_on_commit_callbacks):
    handout = add(file=pdf())
    name = handout.file.name
    HandoutFactory(url="", file=name, file_kind="pdf")
    with django_capture_on_commit_callbacks(execute=True):
        remove_handout(actor=methodist, handout_id=handout.pk, now=now)
    assert default_storage.exists(name)


def test_remove_an_address_is_all(add, methodist, now):
    remove_handout(actor=methodist, handout_id=add(url="https://example.ru/memo").pk, now=now)
    assert Handout.objects.count() == 0


def test_remove_by_another_schools_methodist_is_denied(add, outsider, now):
    with pytest.raises(PermissionDenied):
        remove_handout(actor=outsider, handout_id=add(url="https://example.ru/memo").pk, now=now)
