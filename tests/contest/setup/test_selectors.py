"""How a contest reads: its form, criteria, what is in use, what is missing."""

from decimal import Decimal

import pytest
from django.http import Http404
from tests.contest.factories import (
    ApplicationFactory,
    AwardFactory,
    ContestFactory,
    CriterionFactory,
    DirectionFactory,
    FormFieldFactory,
    FormSectionFactory,
    MarkFactory,
    SheetFactory,
    days_from_now,
)

from nastavnik.contest.enums import FieldKind, LatePolicy, TieRule
from nastavnik.contest.models import ApplicationFile, FormField, MarkEntry, SectionText
from nastavnik.contest.selectors import setup, setup_parts
from nastavnik.contest.selectors.blueprints import blueprint, blueprints
from nastavnik.contest.selectors.questions import sections_shown, words_of
from nastavnik.contest.selectors.readiness import days_out_of_order, lacks_of
from nastavnik.contest.selectors.typed import DAYS, direction_typed
from nastavnik.contest.selectors.usage import has_marks, usage_of, used_directions

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(contest):
    """A table that names the rows of another one, asked only of those who have partners."""
    section = FormSectionFactory(contest=contest, key="plan", position=10_000)
    FormFieldFactory(section=section, key="objectives", kind=FieldKind.ROWS, options=[{"key": "a", "label": "А"}])
    FormFieldFactory(section=section, key="has", label="Есть?", kind=FieldKind.CHOICE, options=["Да", "Нет"], most=0)
    return FormFieldFactory(
        section=section,
        key="activities",
        kind=FieldKind.ROWS,
        options=[{"key": "what", "label": "Что", "kind": "choice", "of": "objectives", "is_required": False}],
        condition={"key": "has", "values": ["Да"]},
        is_required=False,
        tells_who=True,
        most=7,
    )


def test_read_of_the_form_gives_sections_with_fields(contest, table, django_assert_num_queries):
    with django_assert_num_queries(2):
        form = setup.form_of(contest)

    field = form.field("activities")
    assert [section.key for section in form.sections][-1] == "plan"
    assert form.section("plan").fields[-1] == field
    assert (field.options, field.columns[0].of, field.columns[0].is_required) == ((), "objectives", False)
    assert field.condition == setup.Condition("has", ("Да",))
    assert form.field("has").options == ("Да", "Нет")
    assert form.section("nothing") is None
    assert form.field("nothing") is None


def test_read_of_criteria_has_levels_from_the_highest_down(contest):
    CriterionFactory(contest=contest, position=0, title="Главный", weight=Decimal("2.5"))
    first = setup.criteria_of(contest)[0]

    assert (first.title, [level.mark for level in first.levels]) == ("Главный", [5, 0])
    assert list(first.marks) == [0, 1, 2, 3, 4, 5]


def test_read_of_directions_awards_and_tie_rules_keeps_their_order(contest):
    DirectionFactory(contest=contest, title="Первое", position=0)
    AwardFactory(contest=contest, title="Первая", position=0)

    assert setup.directions_of(contest)[0].title == "Первое"
    assert setup.awards_of(contest)[0].title == "Первая"
    assert setup.tie_rules_of(contest) == [TieRule.MAIN_CRITERION, TieRule.CHAIR]


def test_words_of_a_field_say_all_its_rules(contest, table):
    form = setup.form_of(contest)
    told = words_of(form.field("activities"), form)

    assert "до 7 строк" in told
    assert "Есть?" in told
    assert "Да" in told
    assert "можно не заполнять" in told
    assert "скрыто" in told


def test_words_of_a_field_whose_condition_names_nothing_show_the_key(contest, table):
    table.condition = {"key": "gone", "values": ["Да"]}

    assert "gone" in words_of(setup.field_read(table), setup.Form(()))


def test_sections_hide_from_a_blind_jury_who_applies(contest, table):
    form = setup.form_of(contest)
    hidden = [one.is_hidden for one in sections_shown(form, is_blind=True)[-1].fields]

    assert hidden == [False, False, True]
    assert not any(one.is_hidden for one in sections_shown(form, is_blind=False)[-1].fields)


def test_blueprints_are_found_by_name():
    assert blueprint("district") in blueprints()
    with pytest.raises(KeyError):
        blueprint("nothing")


def test_usage_tells_what_applications_stand_on(contest):
    section = FormSectionFactory(contest=contest, key="about")
    for key, kind in (("letters", FieldKind.FILES), ("title", FieldKind.LINE), ("empty", FieldKind.TEXT)):
        FormFieldFactory(section=section, key=key, kind=kind)
    application = ApplicationFactory(contest=contest, direction=DirectionFactory(contest=contest))
    written = {"title": "Проект", "empty": "", "rows": []}
    SectionText.objects.create(application=application, key="about", values=written, changed_at=application.created_at)
    ApplicationFile.objects.create(
        application=application,
        field_key="letters",
        name="Письмо.pdf",
        kind="pdf",
        file="x",
        bytes=1,
        sha256="0" * 64,
        added_at=application.created_at,
    )
    usage = usage_of(contest)

    assert used_directions(contest) == {application.direction_id}
    assert usage.fields == {("about", "title"), ("about", "letters")}
    assert usage.has_field("about", "title")
    assert not usage.has_field("about", "empty")


def test_usage_reads_no_more_texts_than_it_needs(contest):
    FormField.objects.filter(section__contest=contest).update(key="only")
    section = FormField.objects.get(section__contest=contest).section
    for _number in range(3):
        application = ApplicationFactory(contest=contest)
        SectionText.objects.create(
            application=application, key=section.key, values={"only": "Да"}, changed_at=application.created_at
        )

    assert usage_of(contest).has_field(section.key, "only")


def test_marks_are_known_also_when_they_were_taken_back(contest):
    mark = MarkFactory(sheet=SheetFactory(juror__contest=contest), value=None)

    assert not has_marks(contest)
    MarkEntry.objects.create(sheet=mark.sheet, criterion=mark.criterion, value=3, entered_at=contest.created_at)
    assert has_marks(contest)


def test_version_changes_with_what_is_typed(contest):
    row = DirectionFactory(contest=contest)
    before = direction_typed(row)["version"]

    assert direction_typed(row)["version"] == before
    row.title = "Иначе"
    assert direction_typed(row)["version"] != before


def days_of(**days):
    return dict.fromkeys(DAYS) | days


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({}, []),
        ({"intake_at": 1, "deadline_at": 2, "review_until": 9}, []),
        ({"intake_at": 2, "deadline_at": 2}, ["deadline_at"]),
        ({"intake_at": 5, "deadline_at": 2, "check_until": 1}, ["deadline_at", "check_until"]),
        ({"announced_at": 3, "intake_at": 2}, ["intake_at"]),
        ({"announced_at": 2, "intake_at": 2}, []),
        ({"minutes_at": 5, "awarding_at": 4}, ["awarding_at"]),
        ({"review_until": 5, "awarding_at": 4}, ["awarding_at"]),
        ({"awarding_at": 4}, []),
    ],
)
def test_days_that_come_too_early_are_named(days, wrong):
    moments = {name: days_from_now(day) for name, day in days.items()}
    # of two equal days both are the same moment
    moments = {name: moments[next(key for key in days if days[key] == day)] for name, day in days.items()}

    assert days_out_of_order(days_of(**moments)) == wrong


def test_complete_contest_lacks_nothing(contest, now, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert lacks_of(contest, now) == []


def test_empty_contest_lacks_every_part(school, now):
    contest = ContestFactory(
        school=school,
        short="",
        regulation="",
        tie_rules=[],
        intake_at=None,
        deadline_at=None,
        check_until=None,
        review_until=None,
        late_policy=LatePolicy.MARK,
    )
    parts = [lack.part for lack in lacks_of(contest, now)]

    assert parts == ["words"] * 2 + ["days"] * 5 + ["directions", "criteria", "form", "rules"]


def test_deadline_that_is_past_is_missing(contest, now):
    contest.deadline_at = now

    assert [lack.part for lack in lacks_of(contest, now)] == ["days"]


def test_known_fields_are_those_that_the_form_lacks(contest):
    FormFieldFactory(section=FormSectionFactory(contest=contest), key="problem")
    keys = [known.key for known in setup_parts.known_fields(setup.form_of(contest))]

    assert "goal" in keys
    assert "problem" not in keys
    assert setup_parts.known_field("goal")["kind"] == "text"
    with pytest.raises(Http404):
        setup_parts.known_field("nothing")


def test_rows_of_another_contest_are_missing(contest, school):
    other = FormFieldFactory(section__contest=ContestFactory(school=school))

    for find, key in ((setup_parts.section_of, other.section.key), (setup_parts.field_of, other.key)):
        with pytest.raises(Http404):
            find(contest, key)
    with pytest.raises(Http404):
        setup_parts.row_of(contest, "directions", DirectionFactory().pk)


def test_fields_may_depend_on_choices_and_name_tables(contest, table):
    form = setup.form_of(contest)

    assert setup_parts.asked_pairs(form, "activities") == [("has=Да", "Есть?: Да"), ("has=Нет", "Есть?: Нет")]
    assert setup_parts.asked_pairs(form, "has") == []
    assert [key for key, _label in setup_parts.tables_of(form, "activities")] == ["objectives"]
