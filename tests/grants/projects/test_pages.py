"""The pages: begun, promoted, taken over, kept; what is not hers is not there, and no page asks more as its rows grow."""

import pytest
from django.urls import reverse
from tests.contest.factories import ApplicationFactory
from tests.grants.factories import GrantFactory, GrantMemberFactory
from tests.grants.funds.a_template import TEMPLATE
from tests.grants.projects.pages import text_of
from tests.grants.projects.test_people import leader  # noqa: F401 -- a fixture
from tests.people.factories import LibraryFactory

from nastavnik.contest.models import Award, Decision
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import GrantApplication, GrantMember, GrantProject
from nastavnik.grants.selectors.templates import read_text
from nastavnik.grants.services import projects as services
from nastavnik.grants.services.fields import put_values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_budgetary")]
AGAIN = {"applies": "own", "intake_title": "Осень", "closes_at": "2027-03-01T23:30", "results_on": "2027-05-01"}


# --- one's own ---


def test_shows_ones_projects_with_their_applications(at, author, application, now):
    application.closes_at = now
    application.save()
    text = text_of(at(author, "own"))
    assert "Читаем вместе" in text
    assert "Районный конкурс" in text


def test_teaches_who_has_no_project(at, learner, head, entry, methodist):
    assert "empty" in text_of(at(learner, "own"))
    assert reverse("grants:begin") not in text_of(at(learner, "own"))
    assert reverse("grants:begin") + f"?from={entry.token}" in text_of(at(head, "own"))
    assert reverse("grants:board") in text_of(at(methodist, "own"))


def test_names_winners_only_once_everybody_knows(at, head, entry, contest, now):
    award = Award.objects.filter(contest=contest).first()
    Decision.objects.create(application=entry, award=award, decided_at=now)
    assert award.title not in text_of(at(head, "own"))
    contest.released_at = now
    contest.save()
    assert award.title in text_of(at(head, "own"))


def test_shows_an_entry_without_library_or_decision(at, methodist, contest, now):
    contest.released_at = now
    contest.save()
    ApplicationFactory(contest=contest, library=None, admitted=True, title="Без библиотеки")
    assert "Без библиотеки" in text_of(at(methodist, "own"))


def test_shows_a_project_without_library_or_fund(at, author, project):
    project.library = None
    project.save()
    assert at(author, "own").status_code == 200
    assert at(author, "project", project.token).status_code == 200


# --- beginning ---


def test_tells_at_once_who_may_apply_and_the_way_round(at, head, library):
    text = text_of(at(head, "begin"))
    assert text.index("Президентский фонд культурных инициатив") < text.index("Фонд президентских грантов")
    assert "орган местного самоуправления" in text
    assert "партнёр" in text
    assert "поля и веса не проверены" in text.lower()


def test_asks_for_the_library_where_there_are_several(at, methodist, library):
    other = LibraryFactory(organisation=library.organisation, number=32_102)
    assert 'name="library"' in text_of(at(methodist, "begin"))
    assert "Президентский" in text_of(at(methodist, "begin", library=other.token))
    assert at(methodist, "begin", library="nowhere").status_code == 404


def test_begins_nothing_for_who_heads_no_library(at, author):
    assert at(author, "begin").status_code == 200
    assert at(author, "begin", **{"from": "nowhere"}).status_code == 404


def test_begins_a_project(client, head, library):
    client.force_login(head)
    url = reverse("grants:begin_fund", args=["district"]) + f"?library={library.token}"
    assert client.get(url).status_code == 200
    assert client.post(url, {**AGAIN, "title": ""}).status_code == 200
    answer = client.post(url, {**AGAIN, "title": "Вечера"})
    grant = GrantApplication.objects.get()
    assert answer.url == reverse("grants:grant", args=[grant.token])
    assert (grant.project.title, grant.intake, f"{grant.closes_at:%d %H:%M}") == ("Вечера", "Осень", "01 20:30")


def test_takes_an_intake_of_the_calendar(client, head, library, methodist, school, now):
    text = TEMPLATE.replace("2026-12-02 23:30", f"{now.year + 1}-12-02 23:30")
    services.keep_template(actor=methodist, school_id=school.pk, text=text, now=now)
    client.force_login(head)
    url = reverse("grants:begin_fund", args=["small-fund"]) + f"?library={library.token}"
    client.post(url, {"title": "Вечера", "applies": "own", "intake": "0"})
    grant = GrantApplication.objects.get()
    assert (grant.intake, grant.closes_at.year, grant.results_on.year) == ("Осень", now.year + 1, 2027)


@pytest.mark.parametrize("sent", [{"applies": "partner"}, {"applies": "partner", "partner": "АНО"}])
def test_asks_for_the_partner_and_its_form(client, head, library, sent):
    client.force_login(head)
    url = reverse("grants:begin_fund", args=["pfci"]) + f"?library={library.token}"
    assert client.post(url, {"title": "Вечера", **sent}).status_code == 200
    assert not GrantApplication.objects.exists()


def test_lets_a_partner_apply_where_the_fund_refuses_the_library(client, head, library):
    client.force_login(head)
    url = reverse("grants:begin_fund", args=["fpg"]) + f"?library={library.token}"
    assert 'name="applies"' not in text_of(client.get(url))
    assert client.post(url, {"title": "Вечера"}).status_code == 200
    client.post(url, {"title": "Вечера", "partner": "АНО «Читаем»", "partner_form": "ano"})
    assert GrantApplication.objects.get().is_partner


def test_grows_an_entry_and_tells_what_came(client, head, entry):
    client.force_login(head)
    begin = reverse("grants:begin") + f"?from={entry.token}"
    assert "Читаем вместе" in text_of(client.get(begin))
    answer = client.post(reverse("grants:begin_fund", args=["pfci"]) + f"?from={entry.token}", AGAIN)
    grant = GrantApplication.objects.get()
    assert answer.url == reverse("grants:carried", args=[grant.token])
    text = text_of(client.get(answer.url))
    assert "Что может помешать" in text
    assert "Заболеем" in text
    assert client.get(begin).url == reverse("grants:project", args=[grant.project.token])


def test_says_why_it_did_not_begin(client, head, entry, monkeypatch):
    client.force_login(head)
    url = reverse("grants:begin_fund", args=["pfci"]) + f"?from={entry.token}"
    services.promote(actor=head, application_id=entry.pk, intended=services.Intended("pfci"), now=entry.created_at)
    answer = client.post(url, AGAIN)
    assert answer.status_code == 200
    assert GrantProject.objects.count() == 1


def test_goes_to_one_more_fund(at, do, author, project, application, now):
    put_values(application, {"goal": "Семьи читают"}, actor=author, now=now)
    assert "Фонд президентских грантов" in text_of(at(author, "project_funds", project.token))
    assert application.token in text_of(at(author, "add_fund", project.token, "fpg"))
    sent = {"partner": "АНО", "partner_form": "ano", "like": application.token}
    answer = do(author, "add_fund", project.token, "fpg", **sent)
    grant = GrantApplication.objects.exclude(pk=application.pk).get()
    assert answer.url == reverse("grants:carried", args=[grant.token])
    assert at(author, "carried", grant.token).status_code == 200
    do(author, "add_fund", project.token, "district", **{**AGAIN, "like": ""})
    assert GrantApplication.objects.count() == 3


def test_shows_no_report_of_what_did_not_come(at, author, application):
    assert at(author, "carried", application.token).status_code == 404


# --- the project ---


def test_offers_the_mentor_and_lets_her_lead(at, do, author, project, leader):  # noqa: F811 -- a fixture
    assert leader.full_name in text_of(at(author, "project", project.token))
    assert do(author, "add_mentor", project.token, leader.token).status_code == 302
    assert GrantMember.objects.filter(project=project, user=leader).exists()


def test_adds_and_removes_people(do, author, project, learner):
    do(author, "add_member", project.token, email=learner.email, role="author")
    assert GrantMember.objects.filter(user=learner).exists()
    assert do(author, "add_member", project.token, email="nobody", role="author").status_code == 409
    gone = do(author, "remove_member", project.token, learner.token)
    assert gone.url == reverse("grants:project", args=[project.token])
    assert do(author, "remove_member", project.token, author.token).url == reverse("grants:own")


def test_shows_a_mentor_no_deeds_of_who_decides(at, mentor, project, application):
    text = text_of(at(mentor, "project", project.token))
    assert reverse("grants:project_funds", args=[project.token]) not in text
    assert reverse("grants:remove_project", args=[project.token]) not in text


def test_leads_back_to_the_contest_who_wrote_there(at, head, author, entry, now):
    grant = services.promote(actor=head, application_id=entry.pk, intended=services.Intended("pfci"), now=now)
    GrantMemberFactory(project=grant.project, user=author)
    url = reverse("contest:application", args=[entry.token])
    assert url in text_of(at(head, "project", grant.project.token))
    assert url not in text_of(at(author, "project", grant.project.token))


def test_removes_and_brings_back(do, author, project, application):
    assert do(author, "remove_grant", application.token).status_code == 302
    assert do(author, "remove_grant", application.token).status_code == 404
    assert do(author, "restore_grant", application.token).status_code == 302
    assert do(author, "restore_grant", application.token).status_code == 404
    assert do(author, "remove_project", project.token).url == reverse("grants:own")
    assert do(author, "restore_project", project.token).status_code == 302
    assert do(author, "restore_project", project.token).status_code == 404


def test_brings_back_for_nobody_else(do, author, mentor, project, application):
    do(author, "remove_grant", application.token)
    assert do(mentor, "restore_grant", application.token).status_code == 404
    do(author, "remove_project", project.token)
    assert do(mentor, "restore_project", project.token).status_code == 404


def test_shows_the_rules_of_the_fund(at, author, application):
    text = text_of(at(author, "grant_fund", application.token))
    assert "Актуальность" in text
    assert "booksite" in text


# --- taking over ---


def test_shows_differences_and_takes_them_over(at, do, author, application, project, now):
    other = GrantFactory(project=project, fund="fpg")
    put_values(other, {"goal": "Семьи читают дома"}, actor=author, now=now)
    text = text_of(at(author, "takeover", application.token))
    assert "<ins>Семьи читают дома</ins>" in text
    mark = text.split('name="mark-goal" value="')[1].split('"')[0]
    done = do(author, "takeover", application.token, **{"from": other.token, "take": "goal", "mark-goal": mark})
    assert done.url == reverse("grants:grant", args=[application.token])
    none = do(author, "takeover", application.token, **{"from": other.token})
    assert none.url == reverse("grants:takeover", args=[application.token])
    assert at(author, "takeover", application.token).status_code == 200


def test_shows_who_only_reads_no_button(at, director, application, project, author, now):
    put_values(GrantFactory(project=project, fund="fpg"), {"goal": "Семьи"}, actor=author, now=now)
    assert 'name="take"' not in text_of(at(director, "takeover", application.token))


# --- who applies and when ---


def test_leads_to_the_choice_of_a_library_who_named_none(at, head):
    assert at(head, "begin_fund", "pfci").url == reverse("grants:begin")


@pytest.mark.parametrize("is_partner", [True, False])
def test_corrects_who_applies_and_when(at, do, author, application, now, is_partner):
    application.is_partner, application.legal_form, application.closes_at = is_partner, "ano", now
    application.save()
    assert f'value="{"partner" if is_partner else "own"}"' in text_of(at(author, "terms", application.token))
    assert do(author, "terms", application.token, applies="partner").status_code == 200
    sent = {"applies": "partner", "partner": "АНО", "partner_form": "ano", "closes_at": "2027-03-01T23:30"}
    done = do(author, "terms", application.token, **sent)
    assert done.url == reverse("grants:project", args=[application.project.token])
    assert GrantApplication.objects.get().applicant == "АНО"


def test_says_why_the_terms_are_not_noted(at, do, author, project, application):
    application.state = GrantState.SUBMITTED
    application.save()
    answer = do(author, "terms", application.token, **AGAIN)
    assert answer.status_code == 200
    assert GrantApplication.objects.get().intake == ""


def test_offers_the_intakes_of_the_newest_form(at, author, project, methodist, school, now):
    text = TEMPLATE.replace("2026-12-02 23:30", f"{now.year + 1}-12-02 23:30")
    row = services.keep_template(actor=methodist, school_id=school.pk, text=text, now=now)
    intake = read_text(row.text).intakes[0]
    grant = GrantFactory(project=project, template=row, closes_at=intake.closes_at)
    assert "Осень" in text_of(at(author, "terms", grant.token))
