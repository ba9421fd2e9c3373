"""The pages of asking, with and without a script: nothing typed is lost, nothing private shows elsewhere."""

import io

import pytest
from django.conf import settings
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.mentoring.factories import (
    AssignmentFactory,
    AttachmentFactory,
    ConsultationFactory,
    RecommendationFactory,
    RemarkFactory,
    ThemeFactory,
)
from tests.programme.factories import LessonFactory
from tests.search.factories import CueFactory, TranscriptFactory
from tests.video.factories import VideoFactory

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import ConsultationState, RemarkKind
from nastavnik.mentoring.models import Attachment, Consultation, HelpedBefore, Remark
from nastavnik.mentoring.selectors.suggestions import key_of
from nastavnik.mentoring.views.kept_words import SALT
from nastavnik.search import services as search

LIST = "/consultations/"
NEW = "/consultations/new/"
SAID = "Смету проекта начинают с перечня закупок."


def page_of(consultation, name="consultation"):
    return reverse(f"mentoring:{name}", args=[consultation.token])


def signed(user):
    return signing.dumps(user.pk, salt=SALT)


def typed(**words):
    return {"subject": "Смета проекта", "text": "С чего начать?", "audience": "private", "version": "0"} | words


@pytest.fixture
def window(asker, enter):
    return enter(asker)


@pytest.fixture
def film(school, now):
    lesson = LessonFactory(held=True, cycle__programme__school=school)
    film = VideoFactory(lesson=lesson, ready=True, title="Мастерская проектов")
    CueFactory(transcript=TranscriptFactory(video=film, version=1), seconds=10.0, end_seconds=15.0, text=SAID)
    search.index_video(video_id=film.pk, now=now)
    return film


# --- the page of consultations ---------------------------------------------------------------------------------------


def test_the_page_shows_a_guest_how_to_ask(db, school):
    page = Client().get(LIST).content.decode()

    assert f"/accounts/login/?next={NEW}" in page
    assert "csrfmiddlewaretoken" not in page.partition("<main")[2]


def test_the_page_shows_her_own_questions_what_waits_for_her_first(window, school, asker):
    ConsultationFactory(school=school, asker=asker, subject="Черновик мой")
    ConsultationFactory(school=school, asker=asker, subject="Ждёт", waiting=True)
    ConsultationFactory(school=school, asker=asker, subject="Отвечен давно", answered=True)
    ConsultationFactory(school=school, subject="Чужая тайна", waiting=True)

    response = window.get(LIST)

    page = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert page.index("Черновик мой") < page.index("Отвечен давно") < page.index("Ждёт")
    assert "Чужая тайна" not in page


def test_the_page_tells_somebody_of_another_school_that_she_has_no_place_here(enter, school, outsider):
    page = enter(outsider).get(LIST)

    assert page.context["page"].can_ask is False
    assert "ask-short" not in page.content.decode()


def test_the_page_leads_methodists_to_all_questions(enter, methodist):
    assert reverse("mentoring:desk_consultations") in enter(methodist).get(LIST).content.decode()


def test_the_page_makes_few_queries_and_none_by_its_questions(window, school, asker, assert_flat):
    def grow():
        ConsultationFactory(school=school, asker=asker, waiting=True, theme=ThemeFactory(school=school))

    assert_flat(lambda: window.get(LIST), grow)


# --- writing ---------------------------------------------------------------------------------------------------------


def test_asking_from_a_moment_shows_it_with_what_is_said_then(window, film):
    page = window.get(NEW, {"video": film.token, "t": "12.5"})

    assert page.context["page"].moment.quote == SAID
    assert f'name="video" value="{film.token}"' in page.content.decode()
    assert 'name="t" value="12.5"' in page.content.decode()


@pytest.mark.parametrize("seconds", ["", "x", "-3", "1e9", "nan"])
def test_asking_from_a_second_that_is_none_asks_about_the_film(window, film, seconds):
    page = window.get(NEW, {"video": film.token, "t": seconds}).context["page"]

    assert (page.moment.title, page.moment.seconds) == ("Мастерская проектов", None)


def test_asking_from_a_film_that_she_may_not_watch_asks_without_it(window, school):
    hidden = VideoFactory(school=school, ready=True)

    assert window.get(NEW, {"video": hidden.token}).context["page"].moment is None
    assert window.get(NEW, {"video": "nothing"}).context["page"].moment is None


def test_asking_is_for_people_of_the_school(enter, outsider, school):
    assert enter(outsider).get(NEW).status_code == 404


def test_a_moment_of_a_film_that_was_closed_since_keeps_its_title_alone(window, film, draft):
    draft.video, draft.seconds = film, 12.0
    draft.save()
    film.removed_at = draft.created_at
    film.save()

    moment = window.get(page_of(draft, "edit_question")).context["page"].moment

    assert (moment.title, moment.url, moment.quote) == ("Мастерская проектов", "", "")


def test_opening_the_page_keeps_nothing(window):
    window.get(NEW, {"subject": "Смета"})

    assert not Consultation.objects.exists()


def test_posting_without_a_script_keeps_the_draft_with_its_moment_and_files(window, film, asker):
    token = new_token()
    words = typed(token=token, video=film.token, t="12.5", deed="attach", files=SimpleUploadedFile("план.txt", b"plan"))

    response = window.post(NEW, words)

    draft = Consultation.objects.get()
    assert response.headers["Location"] == f"{page_of(draft, 'edit_question')}#files"
    assert (draft.token, draft.asker, draft.video, draft.seconds) == (token, asker, film, 12.5)
    assert Attachment.objects.get().consultation == draft
    assert "план.txt" in window.get(page_of(draft, "edit_question")).content.decode()


def test_posting_a_token_that_is_none_of_ours_makes_a_new_one(window):
    window.post(NEW, typed(token="../x", deed="save"))

    assert len(Consultation.objects.get().token) == 10


def test_sending_goes_to_the_thread(window, draft, mentor):
    response = window.post(page_of(draft, "edit_question"), typed(deed="send"), follow=True)

    draft.refresh_from_db()
    assert (draft.state, draft.subject) == (ConsultationState.WAITING, "Смета проекта")
    assert response.redirect_chain[-1][0] == page_of(draft)


def test_sending_without_a_question_keeps_the_draft_and_says_so(window, draft):
    response = window.post(page_of(draft, "edit_question"), typed(subject="", deed="send"), follow=True)

    assert response.redirect_chain[-1][0] == page_of(draft, "edit_question")
    assert Consultation.objects.get().text == "С чего начать?"
    assert response.context["messages"]


def test_sending_with_a_file_that_was_refused_does_not_send(window, draft):
    words = typed(deed="send", files=SimpleUploadedFile("x.exe", b"MZ"))

    response = window.post(page_of(draft, "edit_question"), words, follow=True)

    draft.refresh_from_db()
    assert draft.state == ConsultationState.DRAFT
    assert len(response.context["messages"]) == 1


def test_looking_shows_what_may_answer(window, draft, film):
    response = window.post(page_of(draft, "edit_question"), typed(deed="look"), follow=True)

    page = response.content.decode()
    assert response.redirect_chain[-1][0].endswith("?look=1#answers")
    assert "перечня закупок" in page
    assert reverse("mentoring:helped_before") in page


def test_looking_in_vain_says_so(window, draft):
    window.post(page_of(draft, "edit_question"), typed(deed="look"))

    assert window.get(page_of(draft, "edit_question"), {"look": "1"}).context["answers"] == []


def test_throwing_away_can_be_undone(window, draft):
    response = window.post(page_of(draft, "edit_question"), typed(deed="throw"), follow=True)

    assert response.redirect_chain[-1][0] == LIST
    window.post(reverse("mentoring:do_question", args=[draft.token, "bring-back"]))
    assert Consultation.objects.get().state == ConsultationState.DRAFT


def test_taking_a_file_off_keeps_what_was_typed(window, draft):
    name = default_storage.save("consultations/plan.pdf", ContentFile(b"plan"))
    file = AttachmentFactory(consultation=draft, file=name)

    response = window.post(page_of(draft, "edit_question"), typed(deed=f"detach:{file.token}"))

    assert response.headers["Location"].endswith("#files")
    assert (Attachment.objects.count(), Consultation.objects.get().subject) == (0, "Смета проекта")


def test_two_windows_get_both_texts(window, draft):
    window.post(page_of(draft, "edit_question"), typed(text="Первое окно", deed="save"))

    page = window.post(page_of(draft, "edit_question"), typed(text="Второе окно", deed="save"))

    assert "Первое окно" in page.content.decode()
    assert "Второе окно" in page.content.decode()
    assert 'name="version" value="1"' in page.content.decode()
    assert Consultation.objects.get().text == "Первое окно"


def test_what_cannot_be_kept_is_said_and_stays_on_the_page(window, draft, monkeypatch):
    monkeypatch.setattr("nastavnik.mentoring.services.asking.drafts.MOST_DRAFTS", 1)

    page = window.post(NEW, typed(token=new_token(), text="Ещё один", deed="save"))

    assert "Ещё один" in page.content.decode()
    assert page.context["form"].non_field_errors()


def test_what_is_wrong_with_the_form_is_said_and_stays_on_the_page(window, draft):
    page = window.post(page_of(draft, "edit_question"), typed(audience="everybody", text="Останется"))

    assert "Останется" in page.content.decode()
    assert Consultation.objects.get().text != "Останется"


def test_themes_are_offered_without_those_retired_but_the_drafts_own(window, school, asker, now):
    retired = ThemeFactory(school=school, title="Бывшая", retired_at=now)
    ThemeFactory(school=school, title="Сметы")
    draft = ConsultationFactory(school=school, asker=asker, theme=retired)

    assert [theme.title for theme in window.get(NEW).context["page"].themes] == ["Сметы"]
    assert "Бывшая" in window.get(page_of(draft, "edit_question")).content.decode()
    window.post(page_of(draft, "edit_question"), typed(theme=str(retired.pk), deed="save"))
    draft.refresh_from_db()
    assert (draft.subject, draft.theme) == ("Смета проекта", retired)


def test_a_draft_that_was_sent_has_no_page_to_write_it(window, question):
    assert window.get(page_of(question, "edit_question")).status_code == 404


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


def test_suggestions_ask_few_queries_however_much_is_found(window, school, film, now, assert_flat):
    def grow():
        lesson = LessonFactory(held=True, cycle__programme__school=school)
        other = VideoFactory(lesson=lesson, ready=True)
        CueFactory(transcript=TranscriptFactory(video=other, version=1), text=SAID)
        search.index_video(video_id=other.pk, now=now)

    address = reverse("mentoring:question_suggestions")
    assert_flat(lambda: window.post(address, {"subject": "смета проекта", "text": "закупки"}), grow, ceiling=14)


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


# --- the thread ------------------------------------------------------------------------------------------------------


def test_the_thread_shows_everything_in_its_order(window, answered, mentor, film):
    RemarkFactory(consultation=answered, text="Сначала это")
    RecommendationFactory(consultation=answered, mentor=mentor, sent=True, text="Потом совет")
    RecommendationFactory(consultation=answered, text="Чужой черновик")
    asked = RemarkFactory(consultation=answered, author=mentor, kind=RemarkKind.ASK_BACK, text="Под конец вопрос")
    AttachmentFactory(consultation=answered, remark=asked, name="К вопросу.pdf")
    AttachmentFactory(consultation=answered, name="К самому началу.pdf")
    answered.video, answered.seconds = film, 12.0
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


def test_the_thread_asks_few_queries_however_much_is_said(window, answered, mentor, assert_flat):
    def grow():
        remark = RemarkFactory(consultation=answered)
        AttachmentFactory(consultation=answered, remark=remark)
        AssignmentFactory(consultation=answered)
        RecommendationFactory(consultation=answered, mentor=mentor, sent=True)

    assert_flat(lambda: window.get(page_of(answered)), grow, ceiling=14)


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
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Зал.png" in enter(mentor).get(page_of(question)).content.decode()
