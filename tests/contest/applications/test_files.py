"""Files: told by their content, pictures written anew, limits; who gets them and under which name."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from tests.contest.applications.test_submitting import check, submit
from tests.contest.factories import JurorFactory, SheetFactory

from nastavnik.contest.enums import FormalVerdict
from nastavnik.contest.models import Application, ApplicationFile
from nastavnik.contest.papers import bare
from nastavnik.contest.papers.bare import NotBared, bare_copy
from nastavnik.contest.papers.bare_child import bare_part
from nastavnik.contest.selectors.applications.files import file_for
from nastavnik.contest.services import applications as services
from nastavnik.contest.services.applications import files
from nastavnik.contest.services.applications.refusals import FileNotKnown, FileTooLarge, SectionGone, TooManyFiles
from nastavnik.programme.enums import HandoutKind
from nastavnik.video.ffmpeg.run import FfmpegFailed

PDF = b"%PDF-1.4\n%%EOF\n"


def named(content, name):
    return ContentFile(content, name)


def picture(form="JPEG", size=(60, 40), mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, "red").save(target, form, **options)
    return target.getvalue()


def add(actor, application, now, content=PDF, name="письмо.pdf", key="letters"):
    return services.add_file(
        actor=actor, application_id=application.pk, field_key=key, file=named(content, name), now=now
    )


def test_add_keeps_a_file_with_its_hash(head, draft, now):
    added = add(head, draft, now)

    assert (added.kind, added.name, added.bytes) == ("pdf", "письмо.pdf", len(PDF))
    with default_storage.open(added.file) as kept:
        assert added.sha256 == hashlib.sha256(kept.read()).hexdigest()


def test_add_writes_pictures_anew(head, draft, now):
    exif = Image.Exif()
    exif[0x9286] = "Заведующая Анна"
    exif[0x0112] = 6
    added = add(head, draft, now, picture(exif=exif, size=(3000, 100)), "фото.jpg", "photos")

    with default_storage.open(added.file) as file, Image.open(file) as kept:
        assert not kept.getexif()
        assert kept.size == (80, 2400)
    plain = add(head, draft, now, picture("PNG", mode="RGBA"), "знак.png", "photos")
    with default_storage.open(plain.file) as file, Image.open(file) as kept:
        assert kept.mode == "RGBA"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90", "письмо.exe"),
        (PDF, "письмо.docx"),
        (b"{\\rtf1}", "письмо.rtf"),
        (b"\xff\xd8\xff broken", "фото.jpg"),
    ],
)
def test_add_refuses_what_it_does_not_know(head, draft, now, content, name):
    with pytest.raises(FileNotKnown):
        add(head, draft, now, content, name)
    assert not ApplicationFile.objects.exists()


def test_add_refuses_what_is_too_large(head, draft, now, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    with pytest.raises(FileTooLarge):
        add(head, draft, now)


@pytest.mark.parametrize(
    "limit", ["nastavnik.contest.services.applications.pictures.MOST_POINTS", "PIL.Image.MAX_IMAGE_PIXELS"]
)
def test_add_refuses_pictures_of_too_many_points(head, draft, now, monkeypatch, limit):
    monkeypatch.setattr(limit, 10)
    with pytest.raises(FileTooLarge):
        add(head, draft, now, picture(), "фото.jpg")


def test_add_refuses_more_than_fit(head, draft, now, monkeypatch):
    add(head, draft, now)
    second = add(head, draft, now)
    with pytest.raises(TooManyFiles):
        add(head, draft, now)
    services.remove_file(actor=head, application_id=draft.pk, file_token=second.token, now=now)
    monkeypatch.setattr(files, "MOST_BYTES_IN_ALL", len(PDF))
    with pytest.raises(TooManyFiles):
        add(head, draft, now)


@pytest.mark.parametrize("key", ["goal", "nothing"])
def test_add_refuses_a_field_that_takes_none(head, draft, now, key):
    with pytest.raises(SectionGone):
        add(head, draft, now, key=key)


def test_remove_forgets_what_was_never_submitted(head, draft, now, django_capture_on_commit_callbacks):
    added = add(head, draft, now)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_file(actor=head, application_id=draft.pk, file_token=added.token, now=now)

    assert not ApplicationFile.objects.exists()
    assert not default_storage.exists(added.file)


def test_remove_keeps_what_was_submitted(head, whole, now):
    added = add(head, whole, now)
    submit(head, whole, now)
    services.withdraw_application(actor=head, application_id=whole.pk, now=now)

    services.remove_file(actor=head, application_id=whole.pk, file_token=added.token, now=now)

    added.refresh_from_db()
    assert added.removed_at == now
    assert default_storage.exists(added.file)


# --- who gets them ----------------------------------------------------------------------------------------------------


@pytest.fixture
def judged(head, methodist, whole, now):
    """Return an admitted application with two files and a juror who judges it."""
    for key in ("letters", "photos"):
        add(head, whole, now, key=key)
    submit(head, whole, now)
    check(methodist, whole, now, FormalVerdict.ADMIT)
    whole.refresh_from_db()
    return whole


def ask(actor, application, file, *, is_blind=False):
    return file_for(actor, application.contest.school, application.token, file.token, is_blind=is_blind)


def test_file_goes_to_authors_and_desk_under_its_name(head, methodist, director, judged):
    letter = ApplicationFile.objects.get(field_key="letters")

    for person in (head, methodist, director):
        assert ask(person, judged, letter).name == "письмо.pdf"
    assert ask(methodist, judged, letter, is_blind=True).name == "Приложение 1.pdf"


def test_file_is_missing_for_others(learner, judged):
    JurorFactory(contest=judged.contest, user=learner)
    with pytest.raises(Application.DoesNotExist):
        ask(learner, judged, ApplicationFile.objects.first())


def test_file_goes_to_an_open_jury_under_its_name(judged):
    sheet = SheetFactory(juror=JurorFactory(contest=judged.contest), application=judged)

    found = ask(sheet.juror.user, judged, ApplicationFile.objects.get(field_key="photos"))

    assert (found.name, found.is_blind, found.media_type) == ("письмо.pdf", False, "application/pdf")


def test_file_goes_to_a_blind_jury_without_its_name_or_not_at_all(judged):
    judged.contest.is_blind = True
    judged.contest.save()
    sheet = SheetFactory(juror=JurorFactory(contest=judged.contest), application=judged)

    found = ask(sheet.juror.user, judged, ApplicationFile.objects.get(field_key="letters"))

    assert (found.name, found.is_blind) == ("Приложение 1.pdf", True)
    with pytest.raises(ApplicationFile.DoesNotExist):
        ask(sheet.juror.user, judged, ApplicationFile.objects.get(field_key="photos"))


def test_file_that_was_not_submitted_is_not_the_jurys(judged, now):
    sheet = SheetFactory(juror=JurorFactory(contest=judged.contest), application=judged)
    later = ApplicationFile.objects.create(
        application=judged, field_key="letters", name="x.pdf", kind="pdf", file="x", bytes=1, sha256="", added_at=now
    )
    with pytest.raises(ApplicationFile.DoesNotExist):
        ask(sheet.juror.user, judged, later)


def test_file_of_a_draft_has_no_number_without_its_name(head, draft, now):
    assert ask(head, draft, add(head, draft, now), is_blind=True).name == "Приложение 0.pdf"


# --- without what programs write into them ----------------------------------------------------------------------------


def package(**parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def test_bare_package_tells_no_author():
    content = package(
        **{
            "docProps__core.xml": "<dc:creator>Анна</dc:creator>",
            "docProps__app.xml": "<Company>Библиотека</Company>",
            "word__document.xml": '<w:ins w:author="Анна" w:id="1"/>Текст',
            "word__media__x.png": "Анна",
        }
    )

    with zipfile.ZipFile(io.BytesIO(bare_copy(io.BytesIO(content), HandoutKind.DOCX))) as kept:
        whole = "".join(kept.read(name).decode() for name in kept.namelist() if name.endswith(".xml"))
        assert "Анна" not in whole
        assert "Библиотека" not in whole
        assert "Текст" in whole
        assert len(kept.namelist()) == 4


def test_bare_pdf_tells_no_author():
    target = io.BytesIO()
    Image.new("RGB", (50, 50)).save(target, "PDF", author="Анна Ivanova", producer="Moj Word")
    assert b"Moj" in target.getvalue().replace(b"\x00", b"")

    kept = bare_copy(io.BytesIO(target.getvalue()), HandoutKind.PDF)

    assert kept.startswith(b"%PDF-")
    assert b"Moj" not in kept.replace(b"\x00", b"")


def test_bare_copy_of_a_text_is_the_text():
    assert bare_copy(io.BytesIO(b"text"), HandoutKind.TXT) == b"text"


def test_bare_copy_of_a_broken_file_is_none(monkeypatch):
    with pytest.raises(NotBared):
        bare_copy(io.BytesIO(b"%PDF-broken"), HandoutKind.PDF)

    def fall(*_args, **_options):
        raise FfmpegFailed("fell", "")

    monkeypatch.setattr(bare, "run_limited", fall)
    with pytest.raises(NotBared):
        bare_copy(io.BytesIO(PDF), HandoutKind.PDF)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("content.xml", "<dc:creator>Анна</dc:creator>"),
        ("ppt/commentAuthors.xml", '<p:cmAuthor name="Анна" initials="А"/>'),
        ("xl/comments1.xml", "<authors><author>Анна</author></authors>"),
        ("xl/workbook.xml", '<fileSharing userName="Анна"/>'),
    ],
)
def test_bare_part_tells_no_author(name, content):
    assert "Анна" not in bare_part(name, content.encode()).decode()
