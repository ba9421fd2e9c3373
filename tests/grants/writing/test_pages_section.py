"""Sections of an application: written without a script and with one, read by who does not write."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.grants.writing.pages import EMPTY, address, marks_in, section, sent, text_of
from tests.grants.writing.test_files import PDF, add
from tests.grants.writing.typing import on, save, told, values_of

from nastavnik.contest.checking.values import mark_of
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import FieldText, GrantFile, Revision

pytestmark = pytest.mark.django_db


def test_section_shows_help_limits_findings_and_who_wrote(sign_in, application, author, now):
    save(author, application, now, title="ж" * 301)
    page = text_of(sign_in(author).get(section(application)))

    assert "301 из 300" in page
    assert "Длиннее на 1 знак" in page
    assert "Автор Ольга" in page
    assert address("field_history", application.token, "title") in page
    assert f'name="m-geography" value="{EMPTY}"' in page


def test_section_shows_what_the_checker_finds_beside_its_field(sign_in, application, author, now):
    rows = [{"id": "a", "objective": "Собрать"}]
    save(author, application, now, "plan", objectives=rows)
    page = text_of(sign_in(author).get(section(application, "plan")))

    assert "На каждую задачу ждут не меньше двух мероприятий." in page
    assert "Строка 1:" in page


def test_section_of_the_budget_leads_to_the_sheet(sign_in, application, author):
    page = text_of(sign_in(author).get(section(application, "budget")))

    assert address("budget", application.token) in page
    assert 'id="field-budget_lines"' in page
    assert "m-budget_lines" not in page


def test_section_without_a_script_keeps_and_goes_on(sign_in, application, author):
    client = sign_in(author)

    response = client.post(section(application), sent(title="Читаем", geography="Район") | {"then": "next"})

    assert response.url == section(application, "why")
    assert values_of(application) == {"title": "Читаем", "geography": "Район"}
    assert client.post(section(application), {"then": "title"}).url == section(application) + "#field-title"
    assert client.post(section(application), {"then": ""}).url == section(application)
    assert client.post(section(application), {"then": "done"}).url == address("grant", application.token)
    assert client.post(section(application, "budget"), {"then": "next"}).url == address("grant", application.token)


def test_section_without_a_script_shows_both_texts_and_takes_the_second_try(sign_in, application, author, mentor, now):
    save(author, application, now, target_group="Подростки села")
    client = sign_in(mentor)

    response = client.post(section(application), sent(target_group="Семьи", title="Название") | {"then": "next"})
    page = text_of(response)

    assert response.status_code == 409
    assert "Подростки села" in page
    assert "Семьи" in page
    assert told(application, "target_group")[1] == ("Семьи", True)
    marks = marks_in(page)
    assert marks["m-target_group"] == mark_of("Подростки села")
    client.post(
        section(application), {"f-target_group": "Подростки и семьи", "m-target_group": marks["m-target_group"]}
    )
    assert values_of(application) == {"target_group": "Подростки и семьи", "title": "Название"}


def test_section_shows_a_text_that_waits_to_both_writers(sign_in, application, author, mentor, now):
    save(author, application, now, target_group="Подростки")
    save(mentor, application, now, target_group="Семьи посёлка")

    hers = text_of(sign_in(author).get(section(application)))
    own = text_of(sign_in(mentor).get(section(application)))

    assert "Семьи посёлка" in hers
    assert "Здесь в это же время написан другой текст, автор — Наставница Вера." in hers
    assert "Пока писал соавтор, вы написали здесь другой текст." in own
    assert 'form="restore-target_group-2"' in own


def test_save_tells_a_script_marks_and_theirs(sign_in, application, author, mentor, now):
    save(author, application, now, "plan", objectives=[{"id": "a", "objective": "Собрать"}])
    row = {"f-objectives-0-id": "b", "f-objectives-0-objective": "Научить", "m-objectives": EMPTY}

    told_back = sign_in(mentor).post(address("save_section", application.token, "plan"), row | sent(goal="Цель")).json()

    assert told_back["theirs"] == {"objectives": "Собрать"}
    assert told_back["marks"]["goal"] == mark_of("Цель")
    assert Revision.objects.filter(key="objectives", is_aside=True).count() == 1


def test_save_of_no_conflict_tells_no_theirs(sign_in, application, author):
    answer = sign_in(author).post(address("save_section", application.token, "about"), sent(title="Название"))

    assert answer.json() == {"marks": {"title": mark_of("Название")}, "theirs": {}}


def test_save_after_submission_says_that_the_text_is_kept(sign_in, application, author, now):
    application.state = GrantState.SUBMITTED
    application.save()
    client = sign_in(author)
    script = {"HTTP_ACCEPT": "application/json"}

    answer = client.post(address("save_section", application.token, "about"), sent(title="Поздно"), **script)
    page = client.post(section(application), sent(geography="Тоже поздно"))

    assert answer.status_code == page.status_code == 409
    assert "сохранено в истории" in text_of(answer)
    assert told(application, "title") == [("Поздно", True)]
    assert told(application, "geography") == [("Тоже поздно", True)]
    assert not values_of(application)


def test_section_is_read_by_the_director_and_when_it_was_submitted(sign_in, application, author, director, now):
    save(author, application, now, title="Читаем", geography="Район")
    page = text_of(sign_in(director).get(section(application)))
    assert "Район" in page
    assert "<textarea" not in page
    assert sign_in(director).post(section(application), sent(title="Нет")).status_code == 403
    application.state = GrantState.SUBMITTED
    application.save()

    assert "<textarea" not in text_of(sign_in(author).get(section(application)))


def test_section_that_is_none_does_not_exist(sign_in, application, author):
    assert sign_in(author).get(section(application, "nothing")).status_code == 404


def test_files_are_added_sent_and_removed_by_the_form(sign_in, application, author, director, learner):
    client = sign_in(author)
    came = [SimpleUploadedFile("письмо.pdf", PDF), SimpleUploadedFile("игра.exe", b"MZ\x90\x00")]
    answer = client.post(section(application), {"f-full_description": came, "then": "full_description"}, follow=True)

    file = GrantFile.objects.get()
    assert "игра.exe" in text_of(answer)
    assert file.name in text_of(answer)
    sent_back = sign_in(director).get(address("file", application.token, file.token))
    assert b"".join(sent_back.streaming_content) == PDF
    assert sent_back["X-Content-Type-Options"] == "nosniff"
    assert sign_in(learner).get(address("file", application.token, file.token)).status_code == 404
    sign_in(author).post(section(application), {"remove-file": file.token})
    assert not GrantFile.objects.exists()


def test_read_shows_the_whole_with_files_tables_and_what_is_empty(sign_in, application, author, director, now):
    save(author, application, now, title="Читаем", starts_on="2027-02-01")
    save(author, application, now, "plan", objectives=[{"id": "a", "objective": "Собрать"}])
    add(author, application, now)
    page = text_of(sign_in(director).get(address("read", application.token)))

    assert "1 февраля 2027" in page
    assert "<td>Собрать</td>" in page
    assert "письмо.pdf" in page
    assert "Здесь пока ничего не написано." in page
    assert section(application, "why") not in page
    assert section(application, "why") in text_of(sign_in(author).get(address("read", application.token)))


def test_section_offers_empty_faults_when_asked(sign_in, application, author):
    client = sign_in(author)

    assert "Не заполнено" not in text_of(client.get(section(application)))
    assert "Не заполнено" in text_of(client.get(section(application) + "?checked"))


def test_unchanged_aside_is_not_shown_twice_in_a_conflict(sign_in, application, author, mentor, now):
    save(author, application, now, target_group="Подростки")
    page = text_of(sign_in(mentor).post(section(application), sent(target_group="Семьи")))

    assert "aside-target_group" not in page
    assert on("а", "").mark == EMPTY


def test_now_tells_an_open_page_what_others_did_meanwhile(sign_in, application, author, mentor, now):
    save(author, application, now, target_group="Подростки", title="Название")
    save(mentor, application, now, target_group="Семьи")
    page = address("section_now", application.token, "about")

    told_author, told_mentor = sign_in(author).get(page).json(), sign_in(mentor).get(page).json()

    assert told_author["fields"]["title"]["mark"] == mark_of("Название")
    assert "Автор Ольга" in told_author["fields"]["title"]["said"]
    assert "Наставница Вера" in told_author["asides"]["target_group"]["said"]
    assert told_mentor["asides"] == {}


def test_now_names_nobody_who_was_forgotten(sign_in, application, author, now):
    save(author, application, now, title="Название")
    FieldText.objects.update(changed_by=None)
    page = address("section_now", application.token, "about")

    assert "Автор" not in sign_in(author).get(page).json()["fields"]["title"]["said"]
