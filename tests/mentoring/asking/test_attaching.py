"""Files: known by their content, small, without a trace of where a photo was taken."""

import io
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.mentoring.factories import AttachmentFactory, RecommendationFactory, RemarkFactory

from nastavnik.mentoring.models import Attachment, Consultation
from nastavnik.mentoring.permissions import attachments_visible_to, can_see_attachment
from nastavnik.mentoring.services import asking
from nastavnik.mentoring.services.asking import attaching, pictures

GPS = 0x8825


def photo(width=40, height=20, orientation=1, form="JPEG", mode="RGB"):
    picture = Image.new(mode, (width, height), "green")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "Борисовка"
    exif.get_ifd(GPS)[1] = "N"
    target = io.BytesIO()
    picture.save(target, form, exif=exif)
    return target.getvalue()


@pytest.fixture
def attach(asker, now):
    def call(consultation, *files, **rest):
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        return asking.attach(
            actor=rest.pop("actor", asker), consultation_id=consultation.pk, files=sent, now=now, **rest
        )

    return call


def stored():
    with default_storage.open(Attachment.objects.get().file) as kept:
        return io.BytesIO(kept.read())


def test_attaching_a_document_keeps_it_as_it_is(attach, draft, asker, now):
    assert attach(draft, ("план зала.txt", "план".encode())) == []

    kept = Attachment.objects.get()
    assert (kept.consultation, kept.author, kept.remark, kept.recommendation) == (draft, asker, None, None)
    assert (kept.name, kept.kind, kept.bytes, kept.created_at) == ("план зала.txt", "txt", 8, now)
    assert stored().read() == "план".encode()
    assert "план" not in kept.file


@pytest.mark.parametrize(("form", "name"), [("JPEG", "зал.jpg"), ("PNG", "зал.png")])
def test_attaching_a_photo_leaves_nothing_of_where_it_was_taken(attach, draft, form, name):
    attach(draft, (name, photo(form=form)))

    with Image.open(stored()) as kept:
        assert kept.format == form
        assert dict(kept.getexif()) == {}
        assert not {"exif", "icc_profile", "xmp", "comment"} & kept.info.keys()


def test_attaching_a_photo_turns_it_upright_and_makes_it_small(attach, draft, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST_SIDE", 20)

    attach(draft, ("зал.jpg", photo(80, 40, orientation=6)))

    kept = Attachment.objects.get()
    assert (kept.width, kept.height) == (10, 20)
    with Image.open(stored()) as picture:
        assert picture.size == (10, 20)


def test_attaching_a_picture_that_lets_its_ground_through_keeps_it_so(attach, draft):
    attach(draft, ("знак.png", photo(form="PNG", mode="RGBA")))

    with Image.open(stored()) as kept:
        assert kept.mode == "RGBA"


def test_attaching_what_is_no_picture_inside_is_refused(attach, draft):
    refused = attach(draft, ("зал.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100))

    assert [type(one) for one in refused] == [asking.FileNotKnown]
    assert not Attachment.objects.exists()


def test_attaching_a_picture_of_too_many_points_is_refused(attach, draft, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_POINTS", 100)

    assert [type(one) for one in attach(draft, ("зал.jpg", photo()))] == [asking.FileTooLarge]


def test_attaching_a_picture_that_would_fill_the_memory_is_refused(attach, draft, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    assert [type(one) for one in attach(draft, ("зал.jpg", photo()))] == [asking.FileTooLarge]


def test_attaching_what_is_too_large_is_refused(attach, draft, monkeypatch):
    monkeypatch.setattr(attaching, "MOST_BYTES", 3)

    assert [type(one) for one in attach(draft, ("план.txt", b"plan"))] == [asking.FileTooLarge]


def test_attaching_a_program_or_an_archive_is_refused(attach, draft):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("план.txt", "план")

    refused = attach(draft, ("план.exe", b"MZ"), ("план.zip", archive.getvalue()))

    assert [type(one) for one in refused] == [asking.FileNotKnown, asking.FileNotKnown]


def test_attaching_a_sixth_file_is_refused_and_leaves_nothing_in_the_storage(attach, draft, monkeypatch):
    saved, save = [], default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *words: saved.append(save(*words)) or saved[-1])
    files = [(f"план {number}.txt", b"plan") for number in range(6)]

    refused = attach(draft, *files)

    assert [type(one) for one in refused] == [asking.TooManyFiles]
    assert Attachment.objects.count() == 5
    assert len(saved) == 6
    assert [name for name in saved if default_storage.exists(name)] == [one.file for one in Attachment.objects.all()]


def test_attaching_to_a_sent_question_or_to_somebody_elses_is_refused(attach, question, draft, mentor):
    with pytest.raises(asking.NoDraftAnyMore):
        attach(question, ("план.txt", b"plan"))
    with pytest.raises(Consultation.DoesNotExist):
        attach(draft, ("план.txt", b"plan"), actor=mentor)


def test_attaching_to_a_remark_of_a_mentor_finds_nothing(attach, question, mentor):
    remark = RemarkFactory(consultation=question, author=mentor)

    with pytest.raises(Consultation.DoesNotExist):
        attach(question, ("план.txt", b"plan"), remark=remark)


def test_taking_a_file_off_a_draft_removes_it(attach, draft, asker, django_capture_on_commit_callbacks):
    attach(draft, ("план.txt", b"plan"))
    kept = Attachment.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        asking.detach(actor=asker, attachment_id=kept.pk)

    assert not Attachment.objects.exists()
    assert not default_storage.exists(kept.file)


def test_taking_a_file_off_a_sent_question_is_refused(question, asker):
    kept = AttachmentFactory(consultation=question)

    with pytest.raises(asking.NoDraftAnyMore):
        asking.detach(actor=asker, attachment_id=kept.pk)


def test_files_are_for_those_who_may_read_the_question(question, asker, mentor, methodist, director, outsider, school):
    kept = AttachmentFactory(consultation=question)

    people = [asker, mentor, methodist, director, outsider, AnonymousUser()]
    assert [can_see_attachment(one, kept) for one in people] == [True, True, True, False, False, False]
    assert [kept in attachments_visible_to(one, school) for one in people] == [True, True, True, False, False, False]


def test_files_of_an_answer_are_its_writers_until_it_is_sent(answered, asker, mentor, methodist, school, now):
    answer = RecommendationFactory(consultation=answered, mentor=mentor)
    kept = AttachmentFactory(consultation=answered, recommendation=answer)

    people = [asker, mentor, methodist]
    assert [can_see_attachment(one, kept) for one in people] == [False, True, False]
    assert [kept in attachments_visible_to(one, school) for one in people] == [False, True, False]

    answer.sent_at = now
    answer.save()
    assert [kept in attachments_visible_to(one, school) for one in people] == [True, True, True]
