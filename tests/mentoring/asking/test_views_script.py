"""What a script does while a question is typed, and words whose session ended."""

import time

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from tests.mentoring.asking.conftest import SAID, page_of, typed
from tests.programme.factories import EnrolmentFactory, HandoutFactory, LessonFactory
from tests.search.factories import CueFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Consultation, HelpedBefore
from nastavnik.mentoring.selectors.suggestions import key_of
from nastavnik.mentoring.views.kept_words import FIELD, KEPT_SECONDS, KEY, LONGEST, PAGE_SECONDS, SALT
from nastavnik.search import services as search
from nastavnik.search.enums import PassageKind
from nastavnik.video.enums import Access
from nastavnik.video.models import Deck, Slide

NEW = "/consultations/new/"


def signed(user):
    return signing.dumps(user.pk, salt=SALT)


# --- what a script does ----------------------------------------------------------------------------------------------


def test_a_script_keeps_the_draft_and_learns_its_version(window, asker, film):
    address = reverse("mentoring:autosave_question", args=[new_token()])

    first = window.post(address, typed(video=film.token, t="3"), headers={"Accept": "application/json"})
    again = window.post(address, typed(text="Дальше", version="1"), headers={"Accept": "application/json"})

    draft = Consultation.objects.get()
    assert (first.json(), again.json()) == ({"version": 1}, {"version": 2})
    assert (draft.text, draft.video, draft.seconds) == ("Дальше", film, 3.0)


def test_a_script_with_an_old_version_is_refused_in_words(window, draft):
    address = page_of(draft, "autosave_question")
    window.post(address, typed(), headers={"Accept": "application/json"})

    refused = window.post(address, typed(text="Другое"), headers={"Accept": "application/json"})

    assert refused.status_code == 409
    assert refused.headers["Content-Type"].startswith("text/plain")


def test_a_script_with_a_wrong_form_is_refused_in_words(window, draft):
    refused = window.post(page_of(draft, "autosave_question"), typed(audience="everybody"))

    assert refused.status_code == 409


def test_suggestions_are_shown_for_what_is_typed(window, film):
    found = window.post(reverse("mentoring:question_suggestions"), {"subject": "смета проекта", "text": ""})

    assert "перечня закупок" in found.content.decode()


def test_suggestions_are_not_for_who_may_not_ask_and_not_for_machines(window, enter, outsider, film, monkeypatch):
    address, words = reverse("mentoring:question_suggestions"), {"subject": "смета проекта"}

    assert enter(outsider).post(address, words).context["answers"] == []
    monkeypatch.setattr("nastavnik.search.services.pace.MOST_SUGGESTIONS", 0)
    window.post(address, words)
    assert window.post(address, words).context["answers"] == []
    assert window.post(address, {"subject": "с"}).context["answers"] == []


def test_suggestions_ask_few_queries_however_much_is_found(window, asker, school, film, now, assert_flat):
    """Open films and closed ones with slides, handouts beside a film and of lessons without: whatever a suggestion may be of."""
    EnrolmentFactory(programme=film.lesson.cycle.programme, user=asker)

    def grow():
        for access in (Access.OPEN, Access.ENROLLED):
            other = VideoFactory(lesson=LessonFactory(held=True, cycle=film.lesson.cycle), ready=True, access=access)
            CueFactory(transcript=TranscriptFactory(video=other, version=1), text=SAID)
            Deck.objects.create(video=other, pages=[{"picture": "page-1"}])
            Slide.objects.create(video=other, seconds=0.0, title="Смета проекта", still="slide-1", page=1)
            search.index_video(video_id=other.pk, now=now)
        for lesson in (film.lesson, LessonFactory(held=True, cycle__programme__school=school)):
            search.index_handout(handout_id=HandoutFactory(lesson=lesson, title="Смета проекта: закупки").pk, now=now)

    address, kinds = reverse("mentoring:question_suggestions"), set()

    def ask():
        answers = window.post(address, {"subject": "смета проекта", "text": "закупки"}).context["answers"]
        kinds.update(one.suggestion.hit.kind for one in answers)

    assert_flat(ask, grow)
    assert {PassageKind.SLIDE, PassageKind.HANDOUT} <= kinds


def test_what_helped_puts_the_draft_away_and_is_counted(window, school, draft):
    words = {"helped": key_of(school, "/lessons/quest/?t=40"), "token": draft.token}

    response = window.post(reverse("mentoring:helped_before"), words, follow=True)

    draft.refresh_from_db()
    assert draft.state == ConsultationState.WITHDRAWN
    assert HelpedBefore.objects.get().count == 1
    assert draft.subject not in response.content.decode()


def test_what_helped_without_a_draft_is_counted_too(window, school):
    window.post(reverse("mentoring:helped_before"), {"helped": key_of(school, "/lessons/quest/"), "token": ""})

    assert HelpedBefore.objects.get().count == 1


# --- a session that ended --------------------------------------------------------------------------------------------


def test_words_posted_without_a_session_wait_until_she_has_signed_in(asker, enter, film):
    browser = Client()
    words = typed(token=new_token(), writer=signed(asker), video=film.token, t="12.5")

    sent = browser.post(NEW, words)
    browser.force_login(asker, backend=settings.AUTHENTICATION_BACKENDS[1])
    page = browser.get(NEW)

    assert sent.headers["Location"] == f"/accounts/login/?next={NEW}"
    assert (page.context["form"].initial["subject"], page.context["page"].token) == ("Смета проекта", words["token"])
    assert page.context["page"].moment.seconds == 12.5
    assert browser.get(NEW).context["form"].initial["subject"] == ""


@pytest.mark.parametrize("is_signed", [True, False])
def test_words_of_somebody_else_are_not_shown_to_who_signs_in_next(asker, mentor, is_signed):
    browser = Client()

    browser.post(NEW, typed(writer=signed(asker) if is_signed else "nobody"))
    browser.force_login(mentor, backend=settings.AUTHENTICATION_BACKENDS[1])

    assert browser.get(NEW).context["form"].initial["subject"] == ""
    assert "mentoring.kept_words" not in browser.session


def test_words_kept_for_one_page_are_not_shown_on_another(asker, draft):
    browser = Client()

    browser.post(page_of(draft, "edit_question"), typed(writer=signed(asker)))
    browser.force_login(asker, backend=settings.AUTHENTICATION_BACKENDS[1])

    assert browser.get(NEW).context["form"].initial["subject"] == ""
    assert browser.get(page_of(draft, "edit_question")).context["form"].initial["subject"] == "Смета проекта"


@pytest.mark.parametrize("writer", ["nobody", "", "outdated"])
def test_words_of_nobody_known_are_not_kept(asker, writer, monkeypatch):
    if writer == "outdated":
        too_early = time.time() - PAGE_SECONDS - 1
        with monkeypatch.context() as earlier:
            earlier.setattr("time.time", lambda: too_early)
            writer = signed(asker)
    browser = Client()

    sent = browser.post(NEW, typed(writer=writer))

    assert sent.headers["Location"] == f"/accounts/login/?next={NEW}"
    assert settings.SESSION_COOKIE_NAME not in browser.cookies


def test_kept_words_have_a_sum_and_a_day(asker):
    browser = Client()

    browser.post(NEW, typed(writer=signed(asker), text="т" * LONGEST, question="в" * LONGEST))

    kept = browser.session[KEY]
    assert sum(len(words) for name, words in kept.items() if name not in {"path", FIELD}) == LONGEST
    assert kept["subject"] == "Смета проекта"
    assert browser.session.get_expiry_age() <= KEPT_SECONDS
    browser.force_login(asker, backend=settings.AUTHENTICATION_BACKENDS[1])
    browser.get(NEW)
    assert browser.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
