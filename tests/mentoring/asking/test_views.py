"""The pages of asking, with and without a script: nothing typed is lost, nothing private shows elsewhere."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.mentoring.asking.conftest import SAID, page_of, typed
from tests.mentoring.factories import (
    AttachmentFactory,
    ConsultationFactory,
    ThemeFactory,
)
from tests.video.factories import VideoFactory

from nastavnik.core.ids import new_token
from nastavnik.mentoring.enums import ConsultationState
from nastavnik.mentoring.models import Attachment, Consultation

LIST = "/consultations/"
NEW = "/consultations/new/"


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


def test_asking_is_for_people_of_the_school(school, enter, outsider):
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
