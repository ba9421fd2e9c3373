"""The sheet in a browser without a script, and what a script is told."""

import pytest
from tests.grants.check.full import LINES, fill, line
from tests.grants.check.sheet import address, asides, form_of, lines_in, names_in, number_of
from tests.grants.factories import GrantFactory, text_row
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.enums import GrantState
from nastavnik.grants.funds.rows import mark_of_row
from nastavnik.grants.models import FieldText

pytestmark = pytest.mark.django_db


def test_sheet_shows_lines_under_their_articles_with_sums(sign_in, full, author):
    html = sign_in(author).get(address(full)).content.decode()

    assert (
        html.index("Оплата труда штатных") < html.index("Руководитель проекта Мария") < html.index("Страховые взносы")
    )
    assert 'data-total="cost">253\u00a0242<' in html
    assert 'data-total="own">39\u00a0248<' in html
    assert 'data-total="requested">213\u00a0994<' in html
    assert "<span data-share>15,5</span> %" in html
    assert 'id="line-b1"' in html
    assert "сходятся" in html


def test_sheet_sent_as_it_came_changes_nothing(sign_in, full, author):
    client = sign_in(author)
    before = lines_in(full)

    answer = client.post(address(full), form_of(client.get(address(full))))

    assert answer.status_code == 302
    assert lines_in(full) == before
    assert FieldText.objects.get(grant=full, key="budget_lines").version == 1


def test_sheet_without_a_script_changes_removes_and_adds(sign_in, full, author):
    client = sign_in(author)
    sent = form_of(client.get(address(full)))
    first, last = number_of(sent, "b1"), number_of(sent, "b5")
    new = max(int(name.split("-")[2]) for name in sent if name.endswith("-id"))
    sent |= {f"f-budget_lines-{first}-price": "21 000", f"f-budget_lines-{last}-drop": "1"}
    sent |= {f"f-budget_lines-{new}-name": " Чай ", f"f-budget_lines-{new}-price": "500"}

    client.post(address(full), sent)

    assert names_in(full) == [*(row["name"] for row in LINES[:4]), "Чай"]
    assert lines_in(full)[0]["price"] == "21 000"
    html = client.get(address(full)).content.decode()
    assert "Вне статей этого фонда" in html


def test_line_that_was_emptied_goes_and_a_new_empty_one_does_not_come(sign_in, full, author):
    client = sign_in(author)
    sent = form_of(client.get(address(full)))
    number = number_of(sent, "b4")
    sent |= {f"f-budget_lines-{number}-{column}": "" for column in ("name", "quantity", "price", "own", "comment")}

    client.post(address(full), sent)

    assert [row["id"] for row in lines_in(full)] == ["b1", "b2", "b3", "b5"]


def test_strange_and_doubled_names_of_lines_are_replaced(sign_in, full, author):
    base = "f-budget_lines"
    client = sign_in(author)
    client.post(
        address(full),
        {
            f"{base}-7-id": "НЕ ТО",
            f"{base}-7-name": "Первая",
            f"{base}-8-id": "nn",
            f"{base}-8-name": "Вторая",
            f"{base}-9-id": "nn",
            f"{base}-9-name": "Третья",
        },
    )

    ids = [row["id"] for row in lines_in(full)]
    assert names_in(full)[:3] == ["Первая", "Вторая", "Третья"]
    assert len(set(ids)) == len(ids) == 8
    assert "НЕ ТО" not in ids


def test_conflict_shows_both_lines_and_keeps_both(sign_in, full, author, mentor):
    mine, theirs = sign_in(author), sign_in(mentor)
    sent = form_of(mine.get(address(full)))
    name = f"f-budget_lines-{number_of(sent, 'b4')}-name"
    theirs.post(address(full), form_of(theirs.get(address(full))) | {name: "Микрофон петличный"})

    answer = mine.post(address(full), sent | {name: "Микрофон <мой>"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'class="theirs-text">Статья: Оборудование · За что: Микрофон петличный' in html
    assert 'value="Микрофон &lt;мой&gt;"' in html
    assert len(asides(full)) == 1
    again = mine.post(address(full), form_of(answer) | {name: "Микрофон <мой>"})
    assert again.status_code == 302
    assert "Микрофон <мой>" in names_in(full)


def test_line_removed_here_and_changed_there_is_shown_as_it_stands(sign_in, full, author, mentor):
    mine, theirs = sign_in(author), sign_in(mentor)
    sent = form_of(mine.get(address(full)))
    base = f"f-budget_lines-{number_of(sent, 'b4')}"
    theirs.post(address(full), form_of(theirs.get(address(full))) | {f"{base}-name": "Микрофон петличный"})

    answer = mine.post(address(full), sent | {f"{base}-drop": "1"})

    assert answer.status_code == 409
    assert 'value="Микрофон петличный"' in answer.content.decode()


def test_contributions_are_reckoned_after_what_was_typed_is_kept(sign_in, full, author):
    client = sign_in(author)
    sent = form_of(client.get(address(full)))
    sent |= {f"f-budget_lines-{number_of(sent, 'b1')}-price": "30 000", "then": "contributions"}

    page = client.post(address(full), sent, follow=True).content.decode()

    assert "Страховые взносы — 63\u00a0360 ₽" in page
    assert next(row for row in lines_in(full) if row["id"] == "b3")["price"] == "63\u00a0360"


def test_contributions_without_a_rate_say_so_and_keep_what_was_typed(sign_in, full, author):
    fill(full, author, starts_on="")
    client = sign_in(author)
    sent = form_of(client.get(address(full)))
    sent |= {f"f-budget_lines-{number_of(sent, 'b1')}-price": "30 000", "then": "contributions"}

    page = client.post(address(full), sent, follow=True).content.decode()

    assert "Нет ставки страховых взносов" in page
    assert lines_in(full)[0]["price"] == "30 000"
    assert "Рассчитать взносы" not in page


def test_contributions_are_not_offered_where_nobody_is_paid(sign_in, full, author):
    fill(full, author, budget_lines=LINES[3:])

    assert "Рассчитать взносы" not in sign_in(author).get(address(full)).content.decode()


def test_sheet_tells_what_the_rules_say_beside_each_line(sign_in, full, author):
    lines = [*LINES[:2], line("b9", "yachts", "Яхта", "-5", "дорого", "10", activity="lost", comment="")]
    fill(full, author, budget_lines=lines)

    html = sign_in(author).get(address(full)).content.decode()

    assert "«Яхта» не стоит ни в одной статье этого фонда" in html
    assert 'aria-invalid="true" title="Это не сумма в рублях' in html
    assert '<option value="yachts" selected>yachts</option>' in html
    assert "надо рассчитать" in html
    assert "−10" in html
    assert "по ставке вышло бы" in html


def test_empty_sheet_offers_new_lines_and_a_full_one_none(sign_in, full, author):
    fill(full, author, budget_lines=[])
    client = sign_in(author)
    assert client.get(address(full)).content.decode().count("data-blank>") == 2

    fill(full, author, budget_lines=[line(f"b{number}", "other", "Чай", "1", "5") for number in range(100)])
    assert "data-blank>" not in client.get(address(full)).content.decode()


def test_sheet_of_a_submitted_application_and_of_a_director_is_read(sign_in, full, author, director):
    assert "<form" not in sheet_of(sign_in(director).get(address(full)))
    full.state = GrantState.SUBMITTED
    full.save()

    html = sheet_of(sign_in(author).get(address(full)))

    assert "<input" not in html
    assert "Микрофон студийный" in html
    assert sign_in(director).post(address(full), {}).status_code == 403


def sheet_of(page):
    html = page.content.decode()
    return html[html.index('class="sheet-tools"') : html.index("</main>")]


def test_read_sheet_without_lines_says_so(sign_in, full, director):
    fill(full, None, budget_lines=[])

    assert "ещё нет ни одной строки" in sign_in(director).get(address(full)).content.decode()


def test_fund_without_a_budget_leads_to_its_sections(sign_in, project, author):
    grant = GrantFactory(project=project, template=text_row(TEMPLATE, project.school))
    client = sign_in(author)

    assert "не просит таблицу расходов" in client.get(address(grant)).content.decode()
    assert client.post(address(grant), {}).status_code == 409
    client.get(address(grant, "budget_file")).getvalue()
    assert client.post(address(grant, "paste_budget"), {"table": "Стол\t1\t5"}).status_code == 409


def test_fund_with_other_columns_gets_its_own_sheet(sign_in, project, author):
    columns = "".join(
        f"          - {{key: {key}, kind: {kind}, label: {label}, is_required: no}}\n"
        for key, kind, label in (
            ("name", "line", "Что"),
            ("price", "money", "Почём"),
            ("since", "date", "Когда"),
            ("unit", "number", "Мера"),
        )
    )
    budget = "      - key: budget_lines\n        kind: rows\n        label: Расходы\n        help: По-своему\n        columns:\n"
    grant = GrantFactory(project=project, template=text_row(TEMPLATE + budget + columns, project.school))
    fill(grant, author, budget_lines=[{"id": "b1", "name": "Стол", "price": "5", "since": "2027-01-01", "unit": "кг"}])

    html = sign_in(author).get(address(grant)).content.decode()

    assert 'type="date" name="f-budget_lines-0-since" value="2027-01-01"' in html
    assert "Это не число" in html
    assert "По-своему" in html
    assert "-own" not in html


# --- what a script is told -------------------------------------------------------------------------------------------


def save(client, grant, **cells):
    return client.post(address(grant, "save_budget"), cells, headers={"accept": "application/json"})


def sent_line(number, row, **cells):
    base = f"f-budget_lines-{number}"
    told = {f"{base}-id": row["id"], f"{base}-mark": mark_of_row(row) if row.get("name") else ""}
    changed = {**row, **cells} if cells else {}
    return told | {f"{base}-{key}": cell for key, cell in changed.items() if key != "id"}


def test_script_sends_touched_lines_and_goes_on_with_new_marks(sign_in, full, author):
    told = save(sign_in(author), full, **sent_line(0, LINES[0], price="21 000"), **sent_line(1, LINES[1])).json()

    assert told["marks"]["b1"] == mark_of_row(LINES[0] | {"price": "21 000"})
    assert told["marks"]["b2"] == mark_of_row(LINES[1])
    assert set(told["fresh"]) == {"b3", "b4", "b5"}
    assert (told["gone"], told["theirs"]) == ([], {})
    assert lines_in(full)[1] == LINES[1]


def test_script_hears_what_others_did_to_lines_that_it_did_not_touch(sign_in, full, author, mentor):
    save(sign_in(mentor), full, **sent_line(0, LINES[1], name="Звукорежиссёр и монтажёр"))
    save(
        sign_in(mentor), full, **sent_line(0, LINES[2]), **{"f-budget_lines-0-drop": "1", "f-budget_lines-0-name": "x"}
    )

    told = save(
        sign_in(author), full, **sent_line(0, LINES[0], price="1"), **sent_line(1, LINES[1]), **sent_line(2, LINES[2])
    ).json()

    assert told["fresh"]["b2"]["name"] == "Звукорежиссёр и монтажёр"
    assert told["gone"] == ["b3"]


def test_script_hears_of_a_line_that_both_changed(sign_in, full, author, mentor):
    save(sign_in(mentor), full, **sent_line(0, LINES[3], name="Микрофон петличный"))

    told = save(sign_in(author), full, **sent_line(0, LINES[3], name="Микрофон мой")).json()

    assert "За что: Микрофон петличный" in told["theirs"]["b4"]
    assert "Мероприятие: Открытие студии" in told["theirs"]["b4"]
    assert told["marks"]["b4"] == mark_of_row(LINES[3] | {"name": "Микрофон петличный"})
    assert "b4" not in told["fresh"]


def test_script_is_refused_in_a_sentence(sign_in, full, author, director):
    full.state = GrantState.SUBMITTED
    full.save()

    answer = save(sign_in(author), full, **sent_line(0, LINES[0], price="1"))

    assert (answer.status_code, answer.headers["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert save(sign_in(director), full).status_code == 403


def test_sheet_asks_the_same_queries_whatever_stands_there(assert_flat, sign_in, full, author):
    client = sign_in(author)

    def grow():
        fill(
            full,
            author,
            budget_lines=[*lines_in(full), *[line(f"x{len(lines_in(full))}{n}", "other", "Чай") for n in range(9)]],
        )

    assert_flat(lambda: client.get(address(full)), grow)
    assert_flat(lambda: client.get(address(full, "budget_file")).getvalue(), grow)
