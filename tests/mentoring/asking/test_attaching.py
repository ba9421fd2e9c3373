"""Files: known by their content, small, without a trace of where a photo was taken."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.mentoring.factories import AttachmentFactory, ConsultationFactory, RecommendationFactory, RemarkFactory

from nastavnik.core import pictures as core_pictures
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
    monkeypatch.setattr(core_pictures, "MOST_POINTS", 100)

    assert [type(one) for one in attach(draft, ("зал.jpg", photo()))] == [asking.PictureTooLarge]


def test_attaching_a_picture_that_unpacks_to_more_points_than_its_file_says_is_refused_unread(
    attach, draft, monkeypatch
):
    blank = io.BytesIO()
    Image.new("1", (4001, 4000)).save(blank, "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda *_words: pytest.fail("it was decoded"))

    assert [type(one) for one in attach(draft, ("план.png", blank.getvalue()))] == [asking.PictureTooLarge]


def test_attaching_a_photo_that_is_kept_whole_while_it_is_read_is_refused(attach, draft, monkeypatch):
    monkeypatch.setattr(core_pictures, "MOST_DECODED", 100)
    monkeypatch.setattr(pictures, "LARGEST_SIDE", 5)
    rounds = io.BytesIO()
    Image.new("RGB", (40, 20)).save(rounds, "JPEG", progressive=True)

    refused = attach(draft, ("зал.jpg", photo(40, 20)), ("залы.jpg", rounds.getvalue()))

    assert [type(one) for one in refused] == [asking.PictureTooLarge]
    assert Attachment.objects.get().name == "зал.jpg"


def test_attaching_a_drawing_of_few_colours_keeps_it_and_makes_it_small(attach, draft, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST_SIDE", 20)
    drawing = io.BytesIO()
    Image.new("P", (40, 80)).save(drawing, "PNG")

    attach(draft, ("план.png", drawing.getvalue()))

    kept = Attachment.objects.get()
    assert (kept.width, kept.height) == (10, 20)


def test_pictures_are_made_smaller_before_they_are_turned(attach, draft, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST_SIDE", 20)
    turned, turn = [], core_pictures.ImageOps.exif_transpose
    note = lambda picture, **words: turned.append(picture.size) or turn(picture, **words)  # noqa: E731 -- one line
    monkeypatch.setattr(core_pictures.ImageOps, "exif_transpose", note)

    attach(draft, ("зал.png", photo(80, 40, orientation=6, form="PNG")))

    assert turned == [(20, 10)]


def test_one_picture_is_decoded_at_a_time(attach, draft, monkeypatch):
    write, taken = core_pictures._drawn_anew, []
    note = lambda *words: taken.append(core_pictures._turn.locked()) or write(*words)  # noqa: E731 -- one line
    monkeypatch.setattr(core_pictures, "_drawn_anew", note)

    attach(draft, ("зал.jpg", photo()))

    assert (taken, core_pictures._turn.locked()) == ([True], False)


@pytest.fixture
def decoded(monkeypatch):
    """The pictures that were decoded."""
    found = []
    bare = attaching.bare_picture
    monkeypatch.setattr(attaching, "bare_picture", lambda file, kind: found.append(file.name) or bare(file, kind))
    return found


def test_pictures_that_have_no_room_are_not_decoded(attach, draft, decoded):
    pile = [(f"зал {number}.jpg", photo()) for number in range(20)]

    assert [type(one) for one in attach(draft, *pile)] == [asking.TooManyFiles] * 15
    assert len(decoded) == 5
    assert [type(one) for one in attach(draft, ("ещё.jpg", photo()))] == [asking.TooManyFiles]
    assert len(decoded) == 5


def test_pictures_for_what_may_have_none_are_not_decoded(attach, question, draft, mentor, decoded):
    with pytest.raises(asking.NoDraftAnyMore):
        attach(question, ("зал.jpg", photo()))
    with pytest.raises(Consultation.DoesNotExist):
        attach(draft, ("зал.jpg", photo()), actor=mentor)

    assert decoded == []


def test_attaching_more_in_a_day_than_anybody_needs_is_refused_until_the_next(attach, draft, school, asker, now):
    other = ConsultationFactory(school=school, asker=asker, waiting=True)
    AttachmentFactory(consultation=other, bytes=attaching.MOST_BYTES_A_DAY - 5, created_at=now - timedelta(hours=23))
    whole = ("план.txt", b"plan 1")

    assert [type(one) for one in attach(draft, whole)] == [asking.TooMuchToday]
    assert attach(draft, ("план.txt", b"plan!")) == []
    Attachment.objects.filter(consultation=other).update(created_at=now - timedelta(days=1))
    assert attach(draft, whole) == []


def test_attaching_a_picture_that_would_fill_the_memory_is_refused(attach, draft, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    assert [type(one) for one in attach(draft, ("зал.jpg", photo()))] == [asking.PictureTooLarge]


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
    attach(draft, *[(f"план {number}.txt", b"plan") for number in range(5)])

    # it may be the one that is there
    refused = attach(draft, ("план 1.txt", b"plan 1"))

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
