"""The page of the checker, and what two applications share."""

import pytest
from tests.grants.check.full import LINES, PROBLEM, fill, line
from tests.grants.check.sheet import address
from tests.grants.factories import GrantFactory, GrantMemberFactory, GrantProjectFactory, text_row
from tests.grants.funds.a_template import TEMPLATE
from tests.people.factories import LibraryFactory

from nastavnik.grants.enums import GrantState
from nastavnik.grants.funds.checker import RULES
from nastavnik.grants.funds.titles import RULE_TITLES
from nastavnik.grants.models import FieldText
from nastavnik.grants.selectors.check.overlap import overlap_page
from nastavnik.grants.selectors.check.page import check_page
from nastavnik.grants.selectors.check.places import label_of, place_url
from nastavnik.grants.selectors.templates import template_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(school, library):
    """Another application of the same organisation, which nobody of the project may open."""
    project = GrantProjectFactory(
        school=school, library=LibraryFactory(organisation=library.organisation), title="Чужой проект"
    )
    return GrantFactory(project=project, fund="pfci")


def write(grant, key, value, now):
    FieldText.objects.create(grant=grant, key=key, value=value, changed_at=now)


def checked(grant, user, now):
    return check_page(user, grant.project.school, grant.token, now)


def test_every_rule_has_a_title():
    assert set(RULE_TITLES) == set(RULES)


def test_check_of_a_full_application_is_green(sign_in, full, author, now):
    page = checked(full, author, now)

    assert (page.light, page.red, page.amber, page.gaps, page.first_url) == ("green", 0, 0, 0, "")
    assert page.kept == len(page.rules) == 16
    html = sign_in(author).get(address(full, "check")).content.decode()
    assert "Зелёный" in html
    assert "Положение о конкурсе 2026-1" in html
    assert "24 ноября 2026" in html
    assert "Исправить первое место" not in html


def test_check_lists_broken_rules_first_and_leads_to_each_place(sign_in, full, author, now):
    lines = [LINES[0], LINES[1], LINES[2], line("b9", "yachts", "Яхта", "1", "5", activity="", comment="")]
    fill(full, author, budget_lines=lines, geography="Москва")

    page = checked(full, author, now)

    broken = [rule for rule in page.rules if rule.places]
    assert [rule.kind for rule in page.rules] == ["wrong"] * 3 + ["warn"] + ["ok"] * 12
    assert {rule.key for rule in broken} == {"line_has_activity", "line_has_comment", "line_has_article", "places"}
    assert page.first_url == f"{address(full)}#line-b9"
    assert (page.light, page.amber) == ("red", 1)
    html = sign_in(author).get(address(full, "check")).content.decode()
    assert f'href="{address(full, "section", "plan")}#field-activities"' in html
    assert "Исправить первое место" in html


def test_check_tells_the_gaps_of_a_budget_line_by_line(full, author, now):
    lines = [*LINES, line("b9", "equipment", "", "много", "5"), line("b8", "equipment", "Стол", "1", "дорого")]
    fill(full, author, budget_lines=lines, goal="")

    page = checked(full, author, now)

    gaps = {section.title: [(gap.label, gap.words, gap.url) for gap in section.gaps] for section in page.sections}
    assert gaps["Цель, задачи, план"] == [("Цель", "Не заполнено", f"{address(full, 'section', 'plan')}#field-goal")]
    assert [(label, url) for label, _words, url in gaps["Бюджет"]] == [
        ("a1", f"{address(full)}#line-b9"),
        ("a1", f"{address(full)}#line-b9"),
        ("Стол", f"{address(full)}#line-b8"),
    ]
    assert "«Сколько»" in gaps["Бюджет"][1][1]


def test_check_of_an_empty_or_overlong_budget_tells_the_whole_field(full, author, now):
    fill(full, author, budget_lines=[line(f"b{number}", "equipment", "Стол", "1", "5") for number in range(101)])
    assert [gap.words for gap in checked(full, author, now).sections[0].gaps] == ["Слишком много строк"]

    fill(full, author, budget_lines=[])
    assert [gap.url for gap in checked(full, author, now).sections[0].gaps] == [address(full)]


def test_check_compares_with_other_applications_of_the_organisation(sign_in, full, other, author, head, methodist, now):
    write(other, "problem", f"Мы узнали: {PROBLEM}", now)

    page = checked(full, author, now)
    alike = next(rule for rule in page.rules if rule.key == "alike")
    assert (page.light, page.others) == ("red", 1)
    assert [(place.label, place.beside_url) for place in alike.places] == [("Обоснование социальной значимости", "")]
    assert "другая заявка вашей организации" in alike.places[0].words

    seen = checked(full, methodist, now)
    (place,) = next(rule for rule in seen.rules if rule.key == "alike").places
    assert "Чужой проект" in place.words
    assert place.beside_url == address(full, "overlap_with", other.token)
    assert "Чужой проект" not in sign_in(author).get(address(full, "check")).content.decode()
    assert "Чужой проект" not in sign_in(author).get(address(full, "overlap")).content.decode()


def test_check_does_not_compare_what_is_no_copy(school, full, project, author, now):
    foreign = GrantFactory(project=GrantProjectFactory(school=school), fund="fpg")
    refused = GrantFactory(
        project=GrantProjectFactory(school=school, library=project.library), state=GrantState.REFUSED
    )
    removed = GrantFactory(project=project, fund="fpg", removed_at=now)
    elsewhere = GrantFactory(project=project, fund="pfci")
    partner = GrantFactory(project=GrantProjectFactory(school=school, library=project.library), is_partner=True)
    for grant in (foreign, refused, removed, elsewhere, partner):
        write(grant, "problem", PROBLEM, now)

    assert checked(full, author, now).others == 0


def test_check_of_a_partner_compares_with_what_the_partner_applies_for(school, full, project, author, now):
    full.is_partner, full.applicant = True, "АНО «Голоса»"
    full.save()
    twin = GrantFactory(
        project=GrantProjectFactory(school=school), is_partner=True, applicant="АНО «Голоса»", fund="fpg"
    )
    write(twin, "problem", PROBLEM, now)
    GrantFactory(project=GrantProjectFactory(school=school, library=project.library))

    assert checked(full, author, now).others == 1


def test_same_project_twice_at_one_fund_is_compared(full, project, author, now):
    GrantFactory(project=project, fund="fpg")

    assert checked(full, author, now).others == 1


def test_overlap_lists_the_most_alike_first(sign_in, full, other, library, author, methodist, now):
    write(other, "problem", PROBLEM, now)
    less = GrantFactory(
        project=GrantProjectFactory(school=full.project.school, library=library, title="Похожий немного")
    )
    write(less, "problem", " ".join(PROBLEM.split()[:8]), now)
    nothing = GrantFactory(
        project=GrantProjectFactory(school=full.project.school, library=library, title="Другой совсем")
    )
    write(nothing, "problem", "Совсем о другом", now)

    page = overlap_page(methodist, full.project.school, full.token, now)

    assert [(box.title, box.is_over) for box in page.others] == [
        ("Чужой проект", True),
        ("Похожий немного", False),
        ("Другой совсем", False),
    ]
    assert [box.percent for box in page.others][::2] == [100, 0]
    assert "слишком похоже" in sign_in(methodist).get(address(full, "overlap")).content.decode()


def test_overlap_of_the_only_application_says_so(sign_in, full, author):
    assert "других заявок нет" in sign_in(author).get(address(full, "overlap")).content.decode()


def test_pair_marks_the_words_that_both_have(sign_in, full, other, methodist, now):
    write(other, "problem", f"Другое начало <b>. {PROBLEM}", now)
    write(other, "team", [{"id": "x", "name": "Мария Иванова", "role": "руководитель всего проекта сразу"}], now)

    html = sign_in(methodist).get(address(full, "overlap_with", other.token)).content.decode()

    assert "<mark>В посёлке Ровеньки" in html
    assert "Другое начало &lt;b&gt;. " in html
    assert "100 %" in html
    assert "Команда" not in html


def test_pair_without_shared_words_says_so(sign_in, full, other, methodist):
    html = sign_in(methodist).get(address(full, "overlap_with", other.token)).content.decode()

    assert "Совпадений от пяти слов подряд нет" in html


@pytest.mark.parametrize("whose", ["author", "learner"])
def test_pair_does_not_exist_for_who_may_not_open_the_other(request, sign_in, full, other, whose):
    client = sign_in(request.getfixturevalue(whose))

    assert client.get(address(full, "overlap_with", other.token)).status_code == 404
    assert client.get(address(full, "overlap_with", "nowhere")).status_code == 404


def test_fund_without_rules_and_a_field_that_it_does_not_have(sign_in, project, author, now):
    rules = TEMPLATE[: TEMPLATE.index("rules:")] + "rules: []\n" + TEMPLATE[TEMPLATE.index("sections:") :]
    grant = GrantFactory(project=project, template=text_row(rules, project.school))

    assert "нет правил" in sign_in(author).get(address(grant, "check")).content.decode()
    assert overlap_page(author, project.school, grant.token, now).most == 50
    template = template_of(grant.template)
    assert (place_url(grant, template, "goal"), label_of(template, "goal")) == ("", "")


def test_pages_ask_the_same_queries_whatever_stands_there(assert_flat, sign_in, school, library, full, author, now):
    client = sign_in(author)

    def grow():
        project = GrantProjectFactory(school=school, library=library)
        GrantMemberFactory(project=project, user=author)
        fill(GrantFactory(project=project, fund="fpg"), author)

    for name in ("check", "overlap"):
        assert_flat(lambda name=name: client.get(address(full, name)), grow)
    last = type(full).objects.exclude(pk=full.pk).last()
    assert_flat(lambda: client.get(address(full, "overlap_with", last.token)), grow)
