"""Forms of funds at the desk, and the way from pages of contests to funds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.grants.factories import shipped_text
from tests.grants.funds.a_template import TEMPLATE
from tests.grants.projects.pages import text_of

from nastavnik.contest.selectors.applications.onward import ways_onward
from nastavnik.grants.models import TemplateText
from nastavnik.grants.services import projects as services

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_budgetary")]


# --- forms of funds ---


def test_reads_forms_as_pages_and_as_texts(at, methodist, director):
    assert "Фонд президентских грантов" in text_of(at(methodist, "funds"))
    assert reverse("grants:edit_fund", args=["fpg"]) in text_of(at(methodist, "fund", "fpg"))
    assert reverse("grants:edit_fund", args=["fpg"]) not in text_of(at(director, "fund", "fpg"))
    answer = at(director, "fund_text", "fpg")
    assert answer.content.decode() == shipped_text("fpg")
    assert "fpg.yaml" in answer["Content-Disposition"]


def test_corrects_a_copy(at, do, methodist, school):
    assert "key: fpg" in text_of(at(methodist, "edit_fund", "fpg"))
    sent = shipped_text("fpg").replace("\n", "\r\n").replace("первый конкурс 2026 года", "конкурс 2027 года", 1)
    answer = do(methodist, "edit_fund", "fpg", text=sent)
    assert answer.url == reverse("grants:fund", args=["fpg"])
    row = TemplateText.objects.get()
    assert (row.school, row.version) == (school, 2)
    assert "\r" not in row.text
    assert at(methodist, "fund", "fpg", version="2").status_code == 200


def test_tells_the_line_of_a_mistake_and_loses_nothing(do, methodist):
    sent = TEMPLATE.replace("zone: Europe/Moscow", "zone: Луна")
    answer = do(methodist, "new_fund", text=sent)
    text = text_of(answer)
    assert answer.status_code == 422
    assert "Луна" in text
    assert "Договоры с людьми" in text
    assert not TemplateText.objects.exists()


def test_looks_without_keeping(do, methodist):
    answer = do(methodist, "new_fund", text=TEMPLATE, look="1")
    assert answer.status_code == 200
    assert "Малый фонд" in text_of(answer)
    assert not TemplateText.objects.exists()


@pytest.mark.parametrize(
    ("content", "is_kept"),
    [
        (TEMPLATE.encode("utf-8-sig"), True),
        (TEMPLATE.encode("cp1251"), False),
        (b"x" * (256 * 1024 + 1), False),
        (b"a: &a [1]\nb: *a\n", False),
        (b"!!python/object/apply:os.system ['true']", False),
    ],
)
def test_imports_a_file_and_refuses_a_hostile_one(do, methodist, content, is_kept):
    answer = do(methodist, "new_fund", text="", file=SimpleUploadedFile("fund.yaml", content))
    assert TemplateText.objects.exists() == is_kept
    assert answer.status_code in ({302} if is_kept else {200, 422})


def test_asks_for_something_to_read(at, do, methodist):
    assert at(methodist, "new_fund", like="fpg").status_code == 200
    assert do(methodist, "new_fund", text="").status_code == 200


def test_hides_a_form_and_offers_it_again(at, do, methodist, head, library):
    do(methodist, "hide_fund", "fpg")
    assert "Фонд президентских грантов" not in text_of(at(head, "begin"))
    assert at(methodist, "funds").status_code == 200
    assert at(methodist, "fund", "fpg").status_code == 200
    do(methodist, "show_fund", "fpg")
    assert "Фонд президентских грантов" in text_of(at(head, "begin"))


# --- on pages of the contest ---


def test_leads_from_the_contest_to_funds_and_back(client, head, author, methodist, director, entry, contest, now):
    client.force_login(head)
    url = reverse("contest:application", args=[entry.token])
    assert reverse("grants:begin") + f"?from={entry.token}" in text_of(client.get(url))
    grant = services.promote(actor=head, application_id=entry.pk, intended=services.Intended("pfci"), now=now)
    assert reverse("grants:project", args=[grant.project.token]) in text_of(client.get(url))


def test_leads_nobody_on_who_may_not_go_there(head, author, entry, contest, director, now):
    assert ways_onward(author, entry) == []
    services.promote(actor=head, application_id=entry.pk, intended=services.Intended("pfci"), now=now)
    assert ways_onward(author, entry) == []
    assert len(ways_onward(director, entry)) == 1
    entry.state = "draft"
    assert ways_onward(head, entry) == []
