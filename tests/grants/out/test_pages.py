"""Pages of what goes to the fund: what they show, what is noted on them, and with how few queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.grants.whole import fill

from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantApplication, GrantFile, ReportDue

pytestmark = pytest.mark.django_db


def address(name, grant, *more):
    return reverse(f"grants:{name}", args=[grant.token, *more])


def page(client, name, grant, *more):
    answer = client.get(address(name, grant, *more))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["papers", "document", "archive", "copy"])
def test_page_of_an_application_opens_for_its_mentor(sign_in, application, mentor, name):
    assert sign_in(mentor).get(address(name, application)).status_code == 200


def test_papers_offer_the_next_step_to_who_decides_alone(sign_in, whole, author, mentor):
    assert "Отметить проверенной" in page(sign_in(author), "papers", whole)
    assert "Отметить проверенной" not in page(sign_in(mentor), "papers", whole)


def test_papers_warn_of_what_is_red(sign_in, application, author):
    fill(application, title="")

    assert "из-за котор" in page(sign_in(author), "papers", application)


def test_step_is_taken_and_taken_back(sign_in, whole, author):
    client = sign_in(author)

    answer = client.post(address("move", whole, "checked"), follow=True)
    assert "Теперь: Проверена" in answer.content.decode()
    assert address("move", whole, "draft") in answer.content.decode()
    client.post(address("move", whole, "draft"))
    assert GrantApplication.objects.get(pk=whole.pk).state == GrantState.DRAFT


def test_red_application_is_not_marked_as_checked(sign_in, application, author):
    answer = sign_in(author).post(address("move", application, "checked"))

    assert answer.status_code == 409
    assert "Проверка ещё находит" in answer.content.decode()


def test_submission_is_noted_with_its_moment_and_number(sign_in, whole, author, school):
    client = sign_in(author)
    assert "Сначала отправьте заявку на сайте фонда" in page(client, "move", whole, "submitted")

    client.post(address("move", whole, "submitted"), {"submitted_at": "2026-11-20T12:30", "fund_number": "26-1-7"})

    grant = GrantApplication.objects.get(pk=whole.pk)
    assert (grant.state, grant.fund_number) == (GrantState.SUBMITTED, "26-1-7")
    assert grant.submitted_at.astimezone(school.zone).isoformat()[:16] == "2026-11-20T12:30"


@pytest.mark.parametrize(
    ("typed", "why"), [("2099-11-20T12:30", "ещё не наступил"), ("", "field--wrong"), ("вчера", "field--wrong")]
)
def test_wrong_moment_is_told_beside_the_field_and_the_rest_stays(sign_in, whole, author, typed, why):
    told = {"submitted_at": typed, "fund_number": "26-1-7"}
    answer = sign_in(author).post(address("move", whole, "submitted"), told)

    assert why in answer.content.decode()
    assert "26-1-7" in answer.content.decode()
    assert GrantApplication.objects.get(pk=whole.pk).state == GrantState.DRAFT


def test_win_needs_its_sum(sign_in, whole, author):
    GrantApplication.objects.filter(pk=whole.pk).update(state=GrantState.ADMITTED)
    client = sign_in(author)

    assert (
        "Напишите сумму в рублях" in client.post(address("move", whole, "won"), {"granted": "много"}).content.decode()
    )
    assert "field--wrong" in client.post(address("move", whole, "won"), {"granted": ""}).content.decode()
    client.post(address("move", whole, "won"), {"granted": "126 000,50", "answered_on": "2026-04-30", "answer": "Да"})

    grant = GrantApplication.objects.get(pk=whole.pk)
    assert (grant.state, grant.granted, grant.answered_on) == (GrantState.WON, 12_600_050, date(2026, 4, 30))


@pytest.mark.parametrize("state", ["won", "nonsense", "draft"])
def test_step_that_is_none_is_refused_with_a_page(sign_in, whole, author, state):
    client = sign_in(author)

    assert client.get(address("move", whole, state)).status_code == 409
    assert client.post(address("move", whole, state)).status_code == 409


def test_step_that_needs_no_words_has_no_page(sign_in, whole, author):
    assert sign_in(author).get(address("move", whole, "checked")).url == address("papers", whole)


def test_answer_is_corrected(sign_in, won, author):
    client = sign_in(author)
    assert "126" in page(client, "answer", won)

    told = {"submitted_at": "2026-11-20T12:30", "granted": "100 000", "answer": "Письмо", "answered_on": "2026-04-30"}
    assert client.post(address("answer", won), told).status_code == 302

    assert GrantApplication.objects.get(pk=won.pk).granted == 10_000_000
    assert "100\xa0000 ₽" in page(client, "papers", won)


def test_answer_that_says_nothing_changes_nothing(sign_in, won, author):
    told = {"submitted_at": "", "granted": "", "answer": "", "answered_on": ""}

    assert sign_in(author).post(address("answer", won), told).status_code == 302

    assert GrantApplication.objects.get(pk=won.pk).granted == won.granted


def test_answer_before_there_is_one_has_no_sum(sign_in, whole, author):
    GrantApplication.objects.filter(pk=whole.pk).update(state=GrantState.SUBMITTED)

    shown = page(sign_in(author), "answer", whole)
    assert 'name="answer"' in shown
    assert 'name="granted"' not in shown


def test_answer_of_what_was_not_submitted_is_refused(sign_in, whole, author):
    assert sign_in(author).post(address("answer", whole), {"answer": "Да"}).status_code == 409


def test_reports_are_noted_sent_and_removed(sign_in, won, author, now):
    client = sign_in(author)
    assert "за две недели" in page(client, "papers", won)

    client.post(address("add_report", won), {"title": "Отчёт за этап", "due_on": "2027-07-01"})
    client.post(address("add_report", won), {"title": "Опоздавший", "due_on": (now - timedelta(days=3)).date()})
    client.post(address("add_report", won), {"title": "Скорый", "due_on": (now + timedelta(days=3)).date()})
    shown = page(client, "papers", won)
    assert "Отчёт за этап" in shown
    assert "просрочен" in shown
    late = ReportDue.objects.get(title="Опоздавший")

    client.post(address("mark_report", won, late.token))
    assert ReportDue.objects.get(pk=late.pk).sent_on is not None
    assert "Не отправлен" in page(client, "papers", won)
    client.post(address("mark_report", won, late.token), {"not": "1"})
    assert ReportDue.objects.get(pk=late.pk).sent_on is None
    client.post(address("remove_report", won, late.token))
    assert ReportDue.objects.count() == 2


def test_wrong_report_keeps_what_was_typed(sign_in, won, author):
    answer = sign_in(author).post(address("add_report", won), {"title": "Отчёт за этап", "due_on": "2300-01-01"})

    assert "Отчёт за этап" in answer.content.decode()
    assert not ReportDue.objects.exists()


def test_report_of_what_is_not_won_is_refused_beside_the_form(sign_in, whole, author):
    answer = sign_in(author).post(address("add_report", whole), {"title": "Отчёт", "due_on": "2027-07-01"})

    assert answer.status_code == 200
    assert not ReportDue.objects.exists()


def test_copy_page_hides_what_only_a_script_can_do(sign_in, whole, author):
    shown = page(sign_in(author), "copy", whole)

    assert "Читаем вместе" in shown
    assert shown.count("data-press") == shown.count("data-press aria-describedby")


def test_papers_ask_the_same_however_much_there_is(sign_in, won, author, assert_flat, now):
    client = sign_in(author)

    def grow():
        told = {"kind": "pdf", "file": "x", "bytes": 7, "sha256": "", "added_at": now}
        for number in range(20):
            ReportDue.objects.create(grant=won, title=str(number), due_on=date(2027, 7, 1))
            GrantFile.objects.create(
                project=won.project, grant=won, field_key="support_letters", name=f"{number}", **told
            )

    assert_flat(lambda: client.get(address("papers", won)), grow, ceiling=12)
