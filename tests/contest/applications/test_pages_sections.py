"""Sections of an application: written without a script and with one."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.contest.applications.pages import EMPTY, address, marks_in, section, sent, text_of
from tests.contest.applications.test_files import PDF, add

from nastavnik.contest.checking.values import mark_of
from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, ApplicationFile, SectionText


def test_section_shows_help_examples_limits_and_conditions(sign_in, head, draft):
    page = text_of(sign_in(head).get(section(draft)))

    assert "Начните здесь" in page
    assert "0 из 60" in page
    assert re.search(r'id="field-partners"[^>]*data-depends="f-has_partners"[^>]*hidden', page)
    assert f'name="m-goal" value="{EMPTY}"' in page


def test_section_of_a_blind_contest_says_what_the_jury_does_not_see(sign_in, head, draft):
    draft.contest.is_blind = True
    draft.contest.save()

    assert "Жюри этого не увидит" in text_of(sign_in(head).get(section(draft)))


def test_section_without_a_script_keeps_and_goes_on(sign_in, head, draft):
    client = sign_in(head)

    response = client.post(section(draft), sent(title="Читаем вместе", goal="Цель\r\nв две строки") | {"then": "next"})

    assert response.url == section(draft, "money")
    assert SectionText.objects.get().values == {"title": "Читаем вместе", "goal": "Цель\nв две строки"}
    assert client.post(section(draft), {"then": "goal"}).url == section(draft) + "#field-goal"
    assert client.post(section(draft), {"then": ""}).url == section(draft)
    assert client.post(section(draft), {"then": "done"}).url == address("application", draft.token)
    assert client.post(section(draft, "money"), {"then": "next"}).url == address("application", draft.token)


def test_section_reads_lists_and_rows(sign_in, head, draft):
    client = sign_in(head)
    rows = {
        "m-plan": EMPTY,
        "f-plan-0-id": "aa",
        "f-plan-0-what": " Вечер ",
        "f-plan-1-id": "aa",
        "f-plan-1-what": "Двойник",
        "f-plan-2-id": "НЕ ТО",
        "f-plan-2-what": "Прогулка",
        "f-plan-3-id": "bb",
        "f-plan-3-what": "Лишнее",
        "f-plan-3-drop": "1",
        "f-plan-5-id": "cc",
        "f-plan-5-what": "",
        "f-plan-6-id": "dd",
        "f-plan-6-people": "5",
    }

    client.post(section(draft, "money"), rows)
    client.post(section(draft), {"m-groups": EMPTY, "f-groups": ["дети", "рыбы"], "f-goal": "без метки"})

    values = {row.key: row.values for row in SectionText.objects.all()}
    plan = values["money"]["plan"]
    assert [row["what"] for row in plan] == ["Вечер", "Двойник", "Прогулка", ""]
    assert plan[0]["id"] == "aa"
    assert len({row["id"] for row in plan}) == 4
    assert values["about"] == {"groups": ["дети"]}
    page = text_of(client.get(section(draft, "money")))
    assert page.count("data-row-id") == 4 + 1 + 2 + 1  # rows, a pattern; of the empty table two and a pattern
    assert "Прогулка</option>" in page


def test_section_shows_what_is_wrong_with_what_was_typed(sign_in, head, draft):
    client = sign_in(head)
    client.post(section(draft), sent(goal="ж" * 41))

    page = text_of(client.get(section(draft)))

    assert "Длиннее на 1 знак" in page
    assert "Не заполнено" not in page
    assert "Не заполнено" in text_of(client.get(section(draft) + "?checked=1"))


@pytest.mark.parametrize(
    ("key", "first", "second", "told"),
    [
        ("about", {"f-goal": "Первая", "m-goal": EMPTY}, {"f-goal": "Вторая", "m-goal": EMPTY}, "Первая"),
        (
            "about",
            {"f-groups": ["дети", "все"], "m-groups": EMPTY},
            {"f-groups": "семьи", "m-groups": EMPTY},
            "дети, все",
        ),
        (
            "money",
            {"f-plan-0-id": "aa", "f-plan-0-what": "Вечер", "f-plan-0-people": "5", "m-plan": EMPTY},
            {"f-plan-0-id": "bb", "f-plan-0-what": "Утро", "m-plan": EMPTY},
            "Вечер · 5",
        ),
    ],
)
def test_section_shows_both_texts_of_a_conflict(sign_in, head, draft, key, first, second, told):
    client = sign_in(head)
    client.post(section(draft, key), first)

    response = client.post(section(draft, key), second)

    page = text_of(response)
    assert response.status_code == 409
    assert f'<div class="theirs-text">{told}</div>' in page
    mine = next(value for name, value in second.items() if name.endswith(("-what", "f-goal", "f-groups")))
    assert mine in page
    again = client.post(
        section(draft, key), second | {name: marks_in(page)[name] for name in second if name[:2] == "m-"}
    )
    assert again.status_code == 302


def test_section_shows_that_another_emptied_a_field(sign_in, head, draft):
    client = sign_in(head)
    client.post(section(draft), sent(goal="Первая"))
    client.post(section(draft), {"f-goal": "", "m-goal": mark_of("Первая")})

    page = text_of(client.post(section(draft), {"f-goal": "Своя", "m-goal": mark_of("Первая")}))

    assert "соавтор очистил" in page


def test_save_tells_a_script_marks_and_the_text_of_another(sign_in, head, draft):
    client = sign_in(head)
    save = address("save_section", draft.token, "about")
    assert client.post(save, sent(goal="Первая")).json() == {"marks": {"goal": mark_of("Первая")}, "theirs": {}}

    answer = client.post(save, sent(goal="Вторая")).json()

    assert answer == {"marks": {"goal": mark_of("Первая")}, "theirs": {"goal": "Первая"}}
    assert client.post(save, {"f-goal": "", "m-goal": mark_of("Первая")}).json()["marks"] == {"goal": EMPTY}
    assert client.post(save, {"f-goal": "Моя", "m-goal": mark_of("Первая")}).json()["theirs"] == {"goal": ""}


def test_section_that_is_gone_or_closed_is_not_shown(sign_in, head, draft):
    client = sign_in(head)
    assert client.get(section(draft, "nothing")).status_code == 404
    Application.objects.update(state=ApplicationState.SUBMITTED, number=1)
    assert client.get(section(draft)).status_code == 409


def test_files_come_and_go_with_the_section(sign_in, head, draft):
    client = sign_in(head)
    letter = SimpleUploadedFile("письмо.pdf", PDF)
    wrong = SimpleUploadedFile("игра.exe", b"MZ")

    response = client.post(
        section(draft), sent(goal="Цель") | {"f-letters": [letter, wrong], "then": "letters"}, follow=True
    )

    file = ApplicationFile.objects.get()
    page = text_of(response)
    assert response.redirect_chain[0][0] == section(draft) + "#field-letters"
    assert "письмо.pdf" in page
    assert "игра.exe: Такой файл не принимается" in page
    assert SectionText.objects.get().values == {"goal": "Цель"}
    client.post(section(draft), {"remove-file": file.token})
    assert not ApplicationFile.objects.exists()


def test_files_offer_no_place_when_a_field_is_full(sign_in, head, draft, now):
    for _ in range(2):
        add(head, draft, now)

    assert 'name="f-letters"' not in text_of(sign_in(head).get(section(draft)))


def test_direction_is_chosen(sign_in, head, draft, direction):
    client = sign_in(head)
    Application.objects.update(direction=None)
    page = address("application_direction", draft.token)
    assert page in text_of(client.get(address("application", draft.token)))
    assert client.get(page).status_code == 200

    assert client.post(page, {"direction": direction.pk}).url == address("application", draft.token)
    assert Application.objects.get().direction == direction
