"""The register, the formal check and applications from paper at the desk."""

import io
from datetime import timedelta

import openpyxl
from tests.contest.applications.pages import address, section, sent, text_of
from tests.contest.factories import ApplicationFactory, JurorFactory, SheetFactory

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application


def test_register_lists_what_came_in(sign_in, methodist, contest, submitted, head):
    ApplicationFactory(contest=contest)
    client = sign_in(methodist)
    page = address("register", contest.token)

    shown = text_of(client.get(page))

    assert "Читаем вместе" in shown
    assert head.full_name in shown
    assert "пишется 1 черновик" in shown
    for query, is_there in (
        ("q=ЧИТАЕМ", True),
        ("q=1", True),
        ("q=99", False),
        ("late=late", False),
        ("state=submitted", True),
    ):
        assert ("Читаем вместе" in text_of(client.get(f"{page}?{query}"))) is is_there, query
    assert "Читаем вместе" in text_of(client.get(f"{page}?direction={submitted.direction_id}"))


def test_register_leads_back_to_where_its_reader_comes_from(sign_in, methodist, secretary, contest):
    own = {methodist: "desk_contest", secretary: "jury_contest"}
    for reader, name in own.items():
        page = text_of(sign_in(reader).get(address("register", contest.token)))
        assert f'href="{address(name, contest.token)}"' in page
        assert "Заявок пока не поступало" in page


def test_register_is_sent_as_a_workbook(sign_in, director, contest, submitted):
    Application.objects.update(is_late=True, library=None, direction=None, title="")

    response = sign_in(director).get(address("register", contest.token) + "?export=xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)
    assert rows[1][0] == 1
    assert "опозданием" in rows[1][6]


def test_check_shows_the_application_and_what_strikes(sign_in, methodist, submitted, contest, now):
    page = address("check_application", contest.token, submitted.token)
    client = sign_in(methodist)
    assert "ограничения соблюдены" in text_of(client.get(page))

    response = client.post(page, {"verdict": "admit", "message": "", "until": "", "turn": 1})

    submitted.refresh_from_db()
    assert response.url == address("register", contest.token)
    assert submitted.state == ApplicationState.ADMITTED
    SheetFactory(juror=JurorFactory(contest=contest), application=submitted)
    assert "уже есть её оценочные листы" in text_of(client.get(page))


def test_check_asks_for_a_word_and_a_moment(sign_in, secretary, submitted, contest, school, now):
    page = address("check_application", contest.token, submitted.token)
    client = sign_in(secretary)

    wrong = text_of(client.post(page, {"verdict": "return", "message": " ", "until": "", "turn": 1}))
    assert "Напишите в нескольких словах" in wrong
    assert "Укажите, до какого времени" in wrong
    past = client.post(page, {"verdict": "return", "message": "Цель", "until": "2020-01-01T10:00", "turn": 1})
    assert "в будущем" in text_of(past)
    until = (now + timedelta(days=2)).astimezone(school.zone).strftime("%Y-%m-%dT%H:%M")
    client.post(page, {"verdict": "return", "message": "Цель", "until": until, "turn": 1})

    submitted.refresh_from_db()
    assert submitted.return_until.astimezone(school.zone).strftime("%Y-%m-%dT%H:%M") == until
    assert "на исправлении до" in text_of(client.get(page))


def test_check_is_looked_at_by_the_director_and_decided_by_others(sign_in, director, submitted, contest):
    page = address("check_application", contest.token, submitted.token)
    client = sign_in(director)

    assert 'name="verdict"' not in text_of(client.get(page))
    assert client.post(page, {"verdict": "admit", "turn": 1}).status_code == 403
    assert client.get(address("desk_receipt", contest.token, submitted.token)).content.startswith(b"%PDF-")


def test_check_finds_what_paper_lacks(sign_in, secretary, contest, library, now):
    client = sign_in(secretary)
    page = address("paper_application", contest.token)
    assert client.get(page).status_code == 200
    came = (now - timedelta(hours=2)).astimezone(contest.school.zone).strftime("%Y-%m-%dT%H:%M")
    future = (now + timedelta(hours=2)).astimezone(contest.school.zone).strftime("%Y-%m-%dT%H:%M")
    assert "не могла прийти" in text_of(client.post(page, {"library": library.pk, "received_at": future}))

    response = client.post(page, {"library": library.pk, "received_at": came})
    begun = Application.objects.get()
    assert response.url == address("application", begun.token)
    client.post(section(begun), sent(title="С бумаги"))
    shown = text_of(client.get(address("application", begun.token)))
    assert "С бумаги" in shown
    client.post(address("submit_application", begun.token))

    checked = text_of(client.get(address("check_application", contest.token, begun.token)))
    assert "#section-about" in checked
    assert address("application", begun.token) in checked


def test_check_of_what_was_never_submitted_is_missing(sign_in, methodist, contest, draft):
    client = sign_in(methodist)
    assert client.get(address("check_application", contest.token, draft.token)).status_code == 404
    Application.objects.update(number=1, state=ApplicationState.SUBMITTED)
    assert client.get(address("check_application", contest.token, draft.token)).status_code == 404
