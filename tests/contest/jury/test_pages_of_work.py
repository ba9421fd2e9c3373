"""Who judges what, how far it is, what came on paper; and how often pages ask."""

import pytest
from django.contrib.messages import get_messages
from tests.contest.jury.factories import (
    NOW,
    ApplicationFactory,
    CriterionFactory,
    DirectionFactory,
    JurorFactory,
    RecusalFactory,
    SheetFactory,
    finish,
    give_form,
)
from tests.contest.jury.pages import posted, said, text_of, url

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Mark, Recusal, ScoreSheet


@pytest.fixture
def bench(contest):
    return [JurorFactory(contest=contest) for _ in range(4)]


def test_assignment_spreads_and_takes_back(as_methodist, contest, bench):
    ApplicationFactory(contest=contest, direction=DirectionFactory(contest=contest))
    ApplicationFactory(contest=contest)
    page = text_of(as_methodist.get(url("jury_assignment", contest.token)))
    assert "Распределить поровну" in page
    assert "Распределить по направлениям" in page

    response = as_methodist.post(url("jury_spread", contest.token))

    assert said(response) == ["Дано 6 листов."]
    undo = next(message.extra_tags for message in get_messages(response.wsgi_request)).removeprefix("undo:")
    as_methodist.post(undo)
    assert not ScoreSheet.objects.exists()


def test_assignment_by_direction_says_what_lacks(as_methodist, contest, bench):
    direction = DirectionFactory(contest=contest)
    application = ApplicationFactory(contest=contest, direction=direction)
    ticked = {"by_direction": "1", f"direction-{direction.pk}": [bench[0].token, bench[1].token, "nobody"]}

    response = as_methodist.post(url("jury_spread", contest.token), ticked)

    assert set(ScoreSheet.objects.values_list("juror_id", flat=True)) == {bench[0].pk, bench[1].pk}
    assert f"не хватает экспертов: {application.number}" in said(response)[0]


def test_assignment_filters(as_methodist, contest, bench):
    direction = DirectionFactory(contest=contest, title="Семья")
    lacking = ApplicationFactory(contest=contest, direction=direction, title="Ёлка")
    full = ApplicationFactory(contest=contest)
    for one in bench[:3]:
        SheetFactory(juror=one, application=full)

    for query, wanted, hidden in (
        ("only=lacking", lacking, full),
        ("direction=Семья", lacking, full),
        (f"q={bench[0].name}", full, lacking),
    ):
        page = text_of(as_methodist.get(f"{url('jury_assignment', contest.token)}?{query}"))
        table = page.partition("<tbody>")[2]
        assert wanted.token in table, query
        assert hidden.token not in table, query


def test_assignment_of_nothing_teaches(as_methodist, contest):
    assert "Ни одна заявка ещё не допущена" in text_of(as_methodist.get(url("jury_assignment", contest.token)))


def test_by_hand_gives_takes_recuses_and_reopens(as_methodist, contest, bench, application, criteria):
    address = url("jury_by_hand", contest.token, application.token)

    def press(juror, do, **words):
        return as_methodist.post(address, {"juror": juror.token, "do": do, **words})

    press(bench[0], "give")
    press(bench[1], "give")
    press(bench[1], "take")
    press(bench[2], "recuse", reason="Письмо")
    press(bench[3], "recuse", reason="Письмо")
    press(bench[3], "judge")
    finish(ScoreSheet.objects.get())
    page = text_of(as_methodist.get(address))
    for words in ("Листов: 1 из 3.", "Закончен", "самоотвод"):
        assert words in page

    press(bench[0], "reopen", reason="Ошибка")
    for nothing in ("take", "reopen", "judge", "dance"):
        press(bench[1], nothing)

    assert [sheet.state for sheet in ScoreSheet.objects.all()] == [SheetState.OPEN]
    assert list(Recusal.objects.values_list("juror_id", flat=True)) == [bench[2].pk]
    assert press(JurorFactory(), "give").status_code == 404


def test_by_hand_warns_and_says_how_far_sheets_are(as_methodist, contest, application, juror, colleague):
    juror.organisation = application.library.organisation
    juror.save()
    SheetFactory(juror=juror, application=application, version=1)
    SheetFactory(juror=colleague, application=application)

    page = text_of(as_methodist.get(url("jury_by_hand", contest.token, application.token)))

    for words in ("та же организация", "Не начат", ">Начат<"):
        assert words in page


# --- how far it is ---------------------------------------------------------------------------------------------------


def test_progress_counts_without_marks_and_reminds(as_methodist, contest, sheet, colleague, criteria):
    finish(SheetFactory(juror=colleague, application=sheet.application), Актуальность=9)
    SheetFactory(juror=JurorFactory(contest=contest, left_at=NOW))
    JurorFactory(contest=contest)

    page = text_of(as_methodist.get(url("jury_progress", contest.token)))

    assert "Готово листов: 1 из 2" in page
    response = as_methodist.post(url("jury_progress", contest.token))
    assert said(response) == ["Напомнили 1 эксперту."]


def test_progress_of_nothing_teaches(as_methodist, contest, juror):
    assert "Жюри ещё ничего не дано" in text_of(as_methodist.get(url("jury_progress", contest.token)))


def test_progress_exports(as_methodist, contest, sheet):
    response = as_methodist.get(f"{url('jury_progress', contest.token)}?export=csv")

    assert sheet.juror.name in b"".join(response.streaming_content).decode()


# --- paper -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(contest, application):
    return SheetFactory(juror=JurorFactory(contest=contest, user=None, name="Бумажная Нина"), application=application)


def test_paper_is_printed_typed_and_compared(client, contest, paper, criteria, methodist):
    secretary, address = (
        JurorFactory(contest=contest, is_secretary=True),
        url("jury_typing", contest.token, paper.token),
    )
    client.force_login(secretary.user)
    page = text_of(client.get(url("jury_paper", contest.token)))
    assert "Ждёт бумаги" in page
    assert client.get(url("jury_printed", contest.token, paper.juror.token, 1)).content.startswith(b"%PDF")

    client.get(address)
    assert client.post(address, posted(paper, criteria, "4", advice="Считать")).url == url("jury_paper", contest.token)
    own = text_of(client.get(address))
    assert "Совпадает с бумагой" not in own
    assert secretary.user.full_name in own

    client.force_login(methodist)
    assert "Совпадает с бумагой" in text_of(client.get(address))
    client.post(address, {"version": 1, "same": "1"})

    paper.refresh_from_db()
    assert paper.state == SheetState.FINISHED
    assert "Сверен" in text_of(client.get(url("jury_paper", contest.token)))
    assert client.get(address).status_code == 200


def test_typing_keeps_what_was_typed_after_a_refusal(as_methodist, contest, paper, criteria):
    address = url("jury_typing", contest.token, paper.token)
    wanting = posted(paper, criteria, "4", advice="Считать") | {f"mark-{criteria[1].pk}": ""}

    response = as_methodist.post(address, wanting)
    broken = as_methodist.post(address, {f"mark-{criteria[0].pk}": "4"})

    assert response.status_code == broken.status_code == 409
    assert "Ещё не оценено: Бюджет" in text_of(response)
    assert "Считать" in text_of(response)
    assert not Mark.objects.exists()


def test_typing_shows_no_sheet_that_a_juror_fills_in_herself(as_methodist, contest, sheet):
    address = url("jury_typing", contest.token, sheet.token)
    assert as_methodist.get(address).status_code == 200

    ScoreSheet.objects.filter(pk=sheet.pk).update(version=1)

    assert as_methodist.get(address).status_code == 404


def test_paper_filters(as_methodist, contest, paper, sheet):
    page = text_of(as_methodist.get(f"{url('jury_paper', contest.token)}?q=бумажная&state=waiting"))

    table = page.partition("<tbody>")[2]
    assert paper.token in table
    assert sheet.token not in table


# --- queries ---------------------------------------------------------------------------------------------------------


def test_pages_of_jurors_ask_as_often_for_much_as_for_little(as_juror, contest, juror, criteria, assert_flat):
    give_form(contest)
    colleague = JurorFactory(contest=contest)

    def grow():
        for one in (juror, colleague):
            finish(SheetFactory(juror=one, application=ApplicationFactory(contest=contest), saw_others_at=NOW))
        SheetFactory(juror=juror, application=ApplicationFactory(contest=contest))
        RecusalFactory(juror=juror)
        CriterionFactory(contest=contest)

    grow()
    finished = ScoreSheet.objects.filter(juror=juror, state=SheetState.FINISHED).first()
    finish(SheetFactory(juror=colleague, application=finished.application))
    open_sheet = ScoreSheet.objects.filter(juror=juror, state=SheetState.OPEN).first()
    for address in (
        url("jury_contest", contest.token),
        url("jury_sheet", open_sheet.token),
        url("jury_sheet", finished.token),
        url("own_calibration", contest.token),
    ):
        assert_flat(lambda address=address: as_juror.get(address), grow)


def test_pages_of_the_desk_ask_as_often_for_much_as_for_little(as_methodist, contest, criteria, assert_flat):
    application = ApplicationFactory(contest=contest)

    def grow():
        juror = JurorFactory(contest=contest)
        finish(SheetFactory(juror=juror, application=application))
        SheetFactory(juror=JurorFactory(contest=contest, user=None))
        RecusalFactory(juror=juror)
        DirectionFactory(contest=contest)

    for name in ("jury", "jury_calibration", "jury_assignment", "jury_progress", "jury_paper"):
        assert_flat(lambda name=name: as_methodist.get(url(name, contest.token)), grow)
    assert_flat(lambda: as_methodist.get(url("jury_by_hand", contest.token, application.token)), grow)
