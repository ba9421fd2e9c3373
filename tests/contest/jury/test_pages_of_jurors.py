"""What a juror sees: her desk, and the sheet beside its application."""

from datetime import timedelta

import pytest
from django.urls import reverse
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
from tests.contest.jury.pages import posted, text_of, url
from tests.people.factories import UserFactory

from nastavnik.contest.enums import SheetState
from nastavnik.contest.models import Mark, Recusal, ScoreSheet
from nastavnik.contest.services import jury as services


def test_desk_of_nobody_teaches(client, school):
    client.force_login(UserFactory())

    assert "Вы не входите в жюри" in text_of(client.get(url("jury_desk")))


def test_desk_with_one_contest_leads_there(as_juror, contest, sheet):
    assert as_juror.get(url("jury_desk")).url == url("jury_contest", contest.token)


def test_desk_with_two_contests_lets_choose(as_juror, juror, school, sheet):
    other = JurorFactory(user=juror.user, contest__school=school, contest__review_until=NOW - timedelta(days=1))

    page = text_of(as_juror.get(url("jury_desk")))

    for words in (other.contest.title, "Готово: 0 из 1", "Экспертиза окончена"):
        assert words in page


def test_contest_shows_what_was_given_samples_and_recusals(as_juror, contest, juror, sheet, criteria):
    sample = ApplicationFactory(contest=contest, is_sample=True, number=None, title="Пример один")
    SheetFactory(juror=juror, application=sample)
    finish(SheetFactory(juror=juror))
    own = RecusalFactory(juror=juror, declared_by=juror.user)
    foreign = RecusalFactory(juror=juror)
    SheetFactory(juror=juror, application=own.application)

    page = text_of(as_juror.get(url("jury_contest", contest.token)))

    for words in ("Готово: 1 из 2.", "Пример один", url("jury_judge", contest.token, own.application.token)):
        assert words in page
    assert url("jury_judge", contest.token, foreign.application.token) not in page


def test_contest_filters_by_words_direction_and_state(as_juror, contest, juror, criteria):
    direction = DirectionFactory(contest=contest, title="Семья")
    application = ApplicationFactory(contest=contest, direction=direction, title="Ёлка")
    found = SheetFactory(juror=juror, application=application)
    other, begun = finish(SheetFactory(juror=juror)), SheetFactory(juror=juror, version=1)

    for query, wanted, hidden in (
        ("q=елка", found, other),
        ("direction=Семья", found, other),
        ("state=finished", other, found),
        ("state=begun", begun, found),
    ):
        page = text_of(as_juror.get(f"{url('jury_contest', contest.token)}?{query}"))
        table = page.partition("<tbody>")[2]
        assert wanted.token in table, query
        assert hidden.token not in table, query


def test_contest_leads_the_secretary_to_her_papers(as_juror, contest, juror):
    juror.is_secretary = True
    juror.save()

    page = text_of(as_juror.get(url("jury_contest", contest.token)))

    for name in ("jury_paper", "register"):
        assert url(name, contest.token) in page
        assert as_juror.get(url(name, contest.token)).status_code == 200
    assert f'href="{url("desk_contests")}"' not in text_of(as_juror.get(url("jury_paper", contest.token)))


def test_jurors_are_led_to_their_desk(client, juror, learner):
    for user, is_led in ((juror.user, True), (learner, False)):
        client.force_login(user)
        assert (url("jury_desk") in text_of(client.get(reverse("portal:me")))) is is_led
    client.force_login(juror.user)
    assert 'aria-current="page">Жюри' in text_of(client.get(url("jury_contest", juror.contest.token)))


def test_pages_of_a_contest_are_missing_for_who_does_not_sit_there(client, contest, juror):
    juror.left_at = NOW
    juror.save()

    for user in (UserFactory(), juror.user):
        client.force_login(user)
        for name in ("jury_contest", "own_calibration"):
            assert client.get(url(name, contest.token)).status_code == 404


# --- the sheet -------------------------------------------------------------------------------------------------------


def test_sheet_shows_the_application_beside_its_criteria(as_juror, sheet, criteria):
    CriterionFactory(contest=criteria[0].contest, highest=2, levels={"0": "нет", "1": "есть", "2": "много"})

    page = text_of(as_juror.get(url("jury_sheet", sheet.token)))

    for words in (sheet.application.title, "Актуальность", "Образец", "marks--long"):
        assert words in page


def test_sheet_of_another_juror_is_missing(client, sheet, colleague, methodist):
    for user in (colleague.user, methodist):
        client.force_login(user)
        for name in ("jury_sheet", "jury_save", "jury_reopen", "jury_look", "jury_recuse"):
            assert client.post(url(name, sheet.token)).status_code == 404


def test_sheet_of_the_recused_is_missing(as_juror, sheet):
    RecusalFactory(juror=sheet.juror, application=sheet.application)

    assert as_juror.get(url("jury_sheet", sheet.token)).status_code == 404


def test_sheet_saves_by_its_button(as_juror, sheet, criteria):
    response = as_juror.post(url("jury_sheet", sheet.token), posted(sheet, criteria, "7", notes="вернуться"))

    assert response.url == f"{url('jury_sheet', sheet.token)}#sheet"
    assert set(Mark.objects.values_list("value", flat=True)) == {7}
    assert "вернуться" in text_of(as_juror.get(url("jury_sheet", sheet.token)))


def test_sheet_finishes_and_goes_on_to_the_next(as_juror, juror, sheet, criteria):
    following = SheetFactory(juror=juror, application=ApplicationFactory(contest=juror.contest, number=10**6))

    response = as_juror.post(url("jury_sheet", sheet.token), posted(sheet, criteria, finish="1"))
    last = as_juror.post(url("jury_sheet", following.token), posted(following, criteria, finish="1"))

    sheet.refresh_from_db()
    assert sheet.state == SheetState.FINISHED
    assert response.url == url("jury_sheet", following.token)
    assert last.url == url("jury_contest", juror.contest.token)


def test_sheet_that_is_not_whole_is_saved_and_says_what_is_missing(as_juror, sheet, criteria):
    wanting = posted(sheet, criteria, finish="1") | {f"mark-{criteria[1].pk}": ""}

    response = as_juror.post(url("jury_sheet", sheet.token), wanting)

    assert response.status_code == 409
    assert "Ещё не оценено: Бюджет" in text_of(response)
    assert Mark.objects.get(value=5).criterion == criteria[0]


def test_sheet_of_an_old_page_shows_both_texts_and_saves_at_the_second_try(as_juror, juror, sheet, criteria):
    old = posted(sheet, criteria, "3", advice="Набрано здесь")
    words = services.SheetWords({criteria[0].pk: 9}, {criteria[0].pk: "там"}, advice="Там")
    services.save_sheet(actor=juror.user, sheet_id=sheet.pk, words=words, version=0, now=NOW)

    response = as_juror.post(url("jury_sheet", sheet.token), old)

    page = text_of(response)
    assert response.status_code == 409
    for words in ("Сохранено: 9 — там", "Сохранено: —", "Набрано здесь", 'name="version" value="1"'):
        assert words in page

    as_juror.post(url("jury_sheet", sheet.token), old | {"version": 1})
    assert set(Mark.objects.values_list("value", flat=True)) == {3}


def test_sheet_without_its_version_keeps_what_was_typed(as_juror, sheet, criteria):
    without = posted(sheet, criteria, advice="Совет") | {"version": ""}

    response = as_juror.post(url("jury_sheet", sheet.token), without)

    assert response.status_code == 409
    assert "Совет" in text_of(response)
    assert not Mark.objects.exists()


def test_sheet_of_a_broken_page_shows_what_is_saved(as_juror, sheet, criteria):
    ScoreSheet.objects.filter(pk=sheet.pk).update(advice="Было")

    response = as_juror.post(url("jury_sheet", sheet.token), {})

    assert response.status_code == 409
    assert "Было" in text_of(response)


def test_sheet_passes_over_what_is_not_in_the_page(as_juror, sheet, criteria):
    as_juror.post(url("jury_sheet", sheet.token), {"version": 0, f"mark-{criteria[0].pk}": "6x"})
    as_juror.post(url("jury_sheet", sheet.token), {"version": 0, f"mark-{criteria[1].pk}": "6"})

    assert list(Mark.objects.values_list("criterion_id", "value")) == [(criteria[1].pk, 6)]


def test_save_answers_a_script_with_the_next_version(as_juror, sheet, criteria):
    def save(fields):
        return as_juror.post(url("jury_save", sheet.token), fields, headers={"Accept": "application/json"})

    assert save(posted(sheet, criteria, "7")).json() == {"version": 1}
    assert save(posted(sheet, criteria, "8") | {"version": 0}).status_code == 409
    assert save({}).status_code == 409
    assert set(Mark.objects.values_list("value", flat=True)) == {7}


def test_save_counts_lines_as_the_browser_does(as_juror, sheet, criteria):
    advice = "\r\n" * 1000 + "я" * 2900

    assert as_juror.post(url("jury_save", sheet.token), posted(sheet, criteria, advice=advice)).status_code == 200


def test_sheet_after_the_review_is_read_only(as_juror, contest, sheet, criteria):
    contest.review_until = NOW - timedelta(days=1)
    contest.save()

    page = text_of(as_juror.get(url("jury_sheet", sheet.token)))

    assert "Экспертиза окончена" in page
    assert "Закончить лист" not in page


def test_finished_sheet_can_be_changed_until_the_others_were_seen(as_juror, sheet, colleague, criteria):
    finish(sheet)
    finish(SheetFactory(juror=colleague, application=sheet.application), Актуальность=9)
    assert url("jury_reopen", sheet.token) in text_of(as_juror.get(url("jury_sheet", sheet.token)))

    as_juror.post(url("jury_look", sheet.token))

    page = text_of(as_juror.get(url("jury_sheet", sheet.token)))
    assert url("jury_reopen", sheet.token) not in page
    assert "мой: 5" in page
    assert '<span class="spread-mark">9</span>' in page
    assert colleague.name not in page


def test_reopened_sheet_is_open_again(as_juror, sheet, criteria):
    finish(sheet)

    as_juror.post(url("jury_reopen", sheet.token))

    assert "Закончить лист" in text_of(as_juror.get(url("jury_sheet", sheet.token)))


def test_recuse_and_judge_after_all(as_juror, sheet, contest):
    as_juror.post(url("jury_recuse", sheet.token), {"reason": "Моя организация"})
    assert Recusal.objects.get().juror == sheet.juror

    as_juror.post(url("jury_judge", contest.token, sheet.application.token))
    assert not Recusal.objects.exists()


# --- what stays hidden -----------------------------------------------------------------------------------------------


def test_marks_of_others_are_nowhere_before_ones_own_are_finished(as_juror, sheet, colleague, criteria):
    finish(SheetFactory(juror=colleague, application=sheet.application, advice="Чужой совет"))
    Mark.objects.filter(sheet__juror=colleague).update(value=3, comment="Чужое слово")

    for name, thing in (("jury_sheet", sheet.token), ("jury_contest", sheet.juror.contest.token)):
        page = text_of(as_juror.get(url(name, thing)))
        for foreign in ("Чужой", "Чужое", "spread-mark"):
            assert foreign not in page


@pytest.fixture
def blind_sheet(contest, methodist, criteria):
    contest.is_blind = True
    contest.save()
    give_form(contest)
    juror, application = JurorFactory(contest=contest), ApplicationFactory(contest=contest)
    ids = {"contest_id": contest.pk, "juror_id": juror.pk, "application_id": application.pk}
    return services.give_sheet(actor=methodist, now=NOW, **ids)


def test_blind_jury_reads_nothing_that_tells_who_applies(client, contest, blind_sheet):
    client.force_login(blind_sheet.juror.user)
    library = blind_sheet.application.library
    desk = url("jury_contest", contest.token)
    pages = [url("jury_sheet", blind_sheet.token), desk, f"{desk}?export=csv", reverse("people:notices")]

    for page in pages:
        response = client.get(page)
        body = b"".join(response.streaming_content).decode() if response.streaming else text_of(response)
        for telling in (library.name, library.organisation.name, library.settlement):
            assert telling not in body, page


def test_blind_jury_finds_nothing_by_the_name_of_a_library(client, contest, blind_sheet):
    client.force_login(blind_sheet.juror.user)

    page = text_of(client.get(f"{url('jury_contest', contest.token)}?q={blind_sheet.application.library.name}"))

    assert blind_sheet.token not in page.partition("filters")[2]
