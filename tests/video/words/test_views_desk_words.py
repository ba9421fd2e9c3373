"""The desk of a film's words: bringing, recognising, taking off; and the glossary of the school."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.video.words.factories import CueFactory, GlossaryTermFactory

from nastavnik.video.enums import TranscriptOrigin, TranscriptState
from nastavnik.video.models import Cue, GlossaryTerm, Transcript
from nastavnik.video.selectors.glossary import MOST_IN_PREVIEW
from nastavnik.video.selectors.recognition import ModelRow

SRT = "1\n00:00:01,000 --> 00:00:03,000\nДобрый день.\n"


@pytest.fixture
def desk(client, methodist):
    client.force_login(methodist, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def models(monkeypatch):
    """Have a recogniser on the server."""
    rows = (ModelRow("small-ru", "vosk", "ru", ""), ModelRow("big", "whisper", "", "nastavnik[whisper]"))
    for place in ("selectors.editor", "views.words"):
        monkeypatch.setattr(f"nastavnik.video.{place}.model_rows", lambda: rows)


def address(name, film, *rest):
    return reverse(f"video:{name}", args=[film.token, *rest])


def test_page_without_words_teaches_and_says_how_to_get_a_model(desk, film):
    page = desk.get(address("film_words", film)).content.decode()

    assert "Пока пусто" in page
    assert "nastavnik models add" in page


def test_file_of_subtitles_becomes_the_words(desk, film):
    answer = desk.post(
        address("film_words", film), {"language": "ru", "file": SimpleUploadedFile("a.srt", SRT.encode())}
    )

    assert answer.status_code == 302
    assert Cue.objects.get().text == "Добрый день."
    assert address("edit_words", film, "ru") in desk.get(address("film_words", film)).content.decode()


def test_pasted_text_becomes_the_words(desk, film):
    desk.post(address("film_words", film), {"language": "tt", "text": "Хәерле көн. Исәнмесез."})

    assert Transcript.objects.get().language == "tt"


@pytest.mark.parametrize(
    "brought",
    [
        {},
        {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 ...")},
        {"file": SimpleUploadedFile("a.srt", b"")},
        {"file": SimpleUploadedFile("a.srt", b"a" * (8 * 2**20 + 1))},
        {"text": "   "},
    ],
)
def test_nothing_useful_is_refused_in_words(desk, film, brought):
    page = desk.post(address("film_words", film), {"language": "ru", **brought}).content.decode()

    assert "errorlist" in page or "problems" in page
    assert not Transcript.objects.exists()


def test_words_in_work_are_shown_again_until_they_are_there(desk, film, transcript):
    Transcript.objects.update(state=TranscriptState.RECOGNISING, origin=TranscriptOrigin.RECOGNISED, done_seconds=30.0)

    page = desk.get(address("words_making", film)).content.decode()
    Transcript.objects.update(state=TranscriptState.READY)

    assert 'value="50"' in page
    assert address("stop_words", film, "ru") in page
    assert desk.get(address("words_making", film)).headers["HX-Refresh"] == "true"


def test_recognition_is_asked_for_with_a_model(desk, film, models, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "nastavnik.video.views.words.recognition.request_recognition", lambda **words: asked.append(words) or True
    )

    page = desk.get(address("film_words", film)).content.decode()
    answer = desk.post(address("recognise_words", film), {"recognise-language": "ru", "recognise-model": "small-ru"})

    assert "small-ru" in page
    assert "big (whisper)" not in page
    assert answer.status_code == 302
    assert (asked[0]["language"], asked[0]["model"]) == ("ru", "small-ru")


def test_recognition_without_a_model_says_how_to_get_one(desk, film, models):
    page = desk.post(address("recognise_words", film), {"recognise-language": "ru"}).content.decode()
    odd = desk.post(address("recognise_words", film), {"recognise-language": "марсианский"})

    assert "nastavnik models add" in page
    assert odd.status_code == 200


def test_failed_recognition_can_go_on_and_a_running_one_be_stopped(desk, film, transcript):
    CueFactory(transcript=transcript)
    Transcript.objects.update(state=TranscriptState.FAILED, origin=TranscriptOrigin.RECOGNISED, problem="Не вышло.")
    page = desk.get(address("film_words", film)).content.decode()

    assert "Не вышло." in page
    assert desk.post(address("resume_words", film, "ru")).status_code == 302
    assert Transcript.objects.get().state == TranscriptState.WAITING
    assert desk.post(address("stop_words", film, "ru")).status_code == 302
    assert Transcript.objects.get().state == TranscriptState.READY


def test_words_are_taken_off(desk, film, cue):
    desk.post(address("remove_words", film, "ru"))

    assert not Transcript.objects.exists()
    assert desk.post(address("remove_words", film, "ru")).status_code == 404


# --- the glossary ------------------------------------------------------------------------------------------------------


def test_glossary_is_empty_and_teaches(desk, school):
    assert "Начните с того" in desk.get(reverse("video:glossary")).content.decode()


def test_word_is_added_and_leads_to_what_it_puts_right(desk, school, cue):
    answer = desk.post(
        reverse("video:glossary"), {"term": "ББК", "variants": "два\nбэ бэ ка", "synonyms": "классификация"}
    )

    term = GlossaryTerm.objects.get()
    assert (term.term, term.variants, term.synonyms) == ("ББК", ["два", "бэ бэ ка"], ["классификация"])
    page = desk.get(answer.url).content.decode()
    assert "<del>раз два три</del> <ins>раз ББК три</ins>" in page


def test_word_that_is_there_is_refused_with_what_was_typed(desk, school):
    GlossaryTermFactory(school=school, term="ББК")

    page = desk.post(reverse("video:glossary"), {"term": "ББК", "variants": "набрано"}).content.decode()

    assert "problems" in page
    assert "набрано" in page


def test_word_is_changed_and_removed(desk, school):
    term = GlossaryTermFactory(school=school, term="ББК")
    page = reverse("video:glossary_term", args=[term.pk])

    assert "бэбэка" in desk.get(page).content.decode()
    assert desk.post(page, {"term": "УДК", "variants": "", "synonyms": ""}).status_code == 302
    assert GlossaryTerm.objects.get().term == "УДК"
    GlossaryTermFactory(school=school, term="ББК")
    assert "problems" in desk.post(page, {"term": "ББК"}).content.decode()
    desk.post(reverse("video:glossary_remove", args=[term.pk]))
    assert not GlossaryTerm.objects.filter(pk=term.pk).exists()


def test_ticked_phrases_alone_are_put_right(desk, school, cue, following):
    GlossaryTermFactory(school=school, term="ББК", variants=["два", "пять"])
    chosen = {"chosen": [f"{cue.pk}:{cue.version}", "чушь", "1:x"], "term": ""}

    answer = desk.post(reverse("video:glossary_apply"), chosen, follow=True)

    assert "Исправлена 1 фраза" in answer.content.decode()
    assert list(Cue.objects.order_by("seconds").values_list("text", flat=True)) == ["раз ББК три", "четыре пять"]


def test_as_many_phrases_as_a_preview_shows_can_be_ticked(desk, school, cue, settings):
    # of Django's own limit, which a school may be left with
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
    chosen = [f"{number}:1" for number in range(MOST_IN_PREVIEW)]
    fields = {"chosen": chosen, "term": "", "csrfmiddlewaretoken": "x"}

    assert desk.post(reverse("video:glossary_apply"), fields).status_code == 302


def test_preview_of_nothing_says_so(desk, school, cue):
    assert "Исправлять нечего" in desk.get(reverse("video:glossary_preview"), {"term": "x"}).content.decode()


def test_preview_that_is_cut_says_that_there_is_more(desk, school, cue, following, monkeypatch):
    monkeypatch.setattr("nastavnik.video.selectors.glossary.MOST_IN_PREVIEW", 1)
    GlossaryTermFactory(school=school, term="ББК", variants=["два", "пять"])

    assert "Это ещё не всё" in desk.get(reverse("video:glossary_preview")).content.decode()
