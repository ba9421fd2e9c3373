"""The thread of a question as its asker and mentors see it, and what the asker does there."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests.mentoring.answering.factories import RecommendedHandoutFactory, RecommendedMomentFactory
from tests.mentoring.asking.conftest import SAID, page_of
from tests.mentoring.factories import (
    AssignmentFactory,
    AttachmentFactory,
    RecommendationFactory,
    RemarkFactory,
)
from tests.programme.factories import HandoutFactory, LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

from nastavnik.mentoring.enums import RemarkKind
from nastavnik.mentoring.models import Attachment, Consultation, Remark
from nastavnik.video.enums import Access
from nastavnik.video.models import Deck, Slide

LIST = "/consultations/"


# --- the thread ------------------------------------------------------------------------------------------------------


def test_the_thread_shows_everything_in_its_order(window, answered, mentor, film):
    RemarkFactory(consultation=answered, text="Сначала это")
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True, text="Потом совет")
    RecommendationFactory(consultation=answered, text="Чужой черновик")
    asked = RemarkFactory(consultation=answered, author=mentor, kind=RemarkKind.ASK_BACK, text="Под конец вопрос")
    AttachmentFactory(consultation=answered, remark=asked, name="К вопросу.pdf")
    AttachmentFactory(consultation=answered, name="К самому началу.pdf")
    answered.video, answered.seconds = film, 12.0
    answered.moment = MomentFactory(video=film, seconds=4.0, end_seconds=18.0, quote=SAID)
    answered.save()

    page = window.get(page_of(answered)).content.decode()

    places = [page.index(text) for text in ("К самому началу", "Сначала это", "Потом совет", "Под конец", "К вопросу")]
    assert places == sorted(places)
    assert "Чужой черновик" not in page
    assert SAID in page


def test_the_thread_of_a_draft_is_the_page_on_which_it_is_written(window, draft):
    assert window.get(page_of(draft)).headers["Location"] == page_of(draft, "edit_question")


def test_the_thread_shows_a_mentor_who_asks_and_the_way_to_answer(enter, question, mentor, asker):
    page = enter(mentor).get(page_of(question)).content.decode()

    assert asker.full_name in page
    assert reverse("mentoring:answer", args=[question.token]) in page
    assert "data-draft" not in page


def test_the_thread_hides_from_everybody_else(enter, question, director, outsider):
    assert [enter(one).get(page_of(question)).status_code for one in (director, outsider)] == [404, 404]


def test_the_thread_says_of_which_photos_the_place_goes(window, question):
    assert "фотографии внутри документов его сохраняют" in window.get(page_of(question)).content.decode()


@pytest.mark.parametrize("who", ["asker", "mentor", "methodist"])
def test_the_thread_asks_few_queries_however_much_is_said(request, enter, who, answered, mentor, film, assert_flat):
    """Of the most that it may hold: it was asked from a moment, and answered with doubtful moments and with handouts."""
    answered.video, answered.seconds, answered.lesson = film, 12.0, film.lesson
    answered.moment = MomentFactory(video=film, seconds=4.0, end_seconds=18.0, quote=SAID)
    answered.save()
    reader = enter(request.getfixturevalue(who))

    def grow():
        remark = RemarkFactory(consultation=answered)
        AttachmentFactory(consultation=answered, remark=remark)
        AttachmentFactory(consultation=answered)
        AssignmentFactory(consultation=answered)
        sent = RecommendationFactory(consultation=answered, mentor=mentor, sent=True)
        for access in (Access.OPEN, Access.ENROLLED):
            other = VideoFactory(lesson=LessonFactory(held=True, cycle=film.lesson.cycle), ready=True, access=access)
            Deck.objects.create(video=other, pages=[{"picture": "page-1"}])
            Slide.objects.create(video=other, seconds=0.0, still="slide-1", page=1)
            RecommendedMomentFactory(recommendation=sent, moment=MomentFactory(video=other, is_lost=True))
            RecommendedHandoutFactory(recommendation=sent, handout=HandoutFactory(lesson=other.lesson))

    assert_flat(lambda: reader.get(page_of(answered)), grow)
    assert reader.get(page_of(answered)).content.decode().count("Памятка") == 8


def test_saying_more_sends_it_with_its_files(window, question):
    words = {"text": "Столов два.", "files": SimpleUploadedFile("план.txt", b"plan")}

    response = window.post(page_of(question), words, follow=True)

    assert Attachment.objects.get().remark == Remark.objects.get()
    assert "Столов два." in response.content.decode()


@pytest.mark.parametrize("text", ["", "   "])
def test_saying_nothing_is_said_to_be_wrong(window, question, text):
    response = window.post(page_of(question), {"text": text})

    assert response.context["form"].errors
    assert not Remark.objects.exists()


def test_saying_more_than_fits_keeps_the_words_on_the_page(window, question, monkeypatch):
    monkeypatch.setattr("nastavnik.mentoring.services.asking.remarks.MOST_REMARKS", 0)

    response = window.post(page_of(question), {"text": "Столов два."})

    assert "Столов два." in response.content.decode()
    assert response.context["form"].non_field_errors()


def test_what_a_script_keeps_is_there_when_she_comes_back(window, question):
    saved = window.post(page_of(question, "autosave_remark"), {"text": "Не дописано"})

    assert saved.status_code == 204
    assert "Не дописано" in window.get(page_of(question)).content.decode()


def test_what_she_has_not_sent_is_not_shown_to_her_mentor(window, enter, question, mentor):
    window.post(page_of(question, "autosave_remark"), {"text": "Не дописано"})

    assert "Не дописано" not in enter(mentor).get(page_of(question)).content.decode()


@pytest.mark.parametrize(("said", "has_helped", "end"), [("yes", True, ""), ("no", False, "#say"), ("maybe", None, "")])
def test_judging_notes_what_she_says(window, answered, said, has_helped, end):
    response = window.post(page_of(answered, "judge"), {"helped": said})

    answered.refresh_from_db()
    assert answered.has_helped is has_helped
    assert response.headers["Location"] == f"{page_of(answered)}{end}"


def test_taking_back_asking_again_and_deleting(window, question):
    def do(deed):
        return window.post(reverse("mentoring:do_question", args=[question.token, deed])).headers["Location"]

    assert do("withdraw") == page_of(question)
    assert "erase" in window.get(page_of(question)).content.decode()
    assert do("bring-back") == page_of(question)
    do("withdraw")
    assert do("erase") == LIST
    assert Consultation.objects.get().text == ""


def test_a_file_is_sent_to_be_saved_and_never_run(enter, question, mentor):
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    name = default_storage.save("consultations/hall.png", ContentFile(picture.getvalue()))
    file = AttachmentFactory(consultation=question, file=name, name="Зал.png", kind="png", width=4, height=4)

    response = enter(mentor).get(reverse("mentoring:attachment", args=[file.token]))

    assert b"".join(response.streaming_content) == picture.getvalue()
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Зал.png" in enter(mentor).get(page_of(question)).content.decode()
