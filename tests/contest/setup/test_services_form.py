"""The form: sections and fields; what somebody has written into stays readable."""

from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from tests.contest.factories import ApplicationFactory, FormFieldFactory, FormSectionFactory

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import FormField, FormSection, SectionText
from nastavnik.contest.selectors.setup_parts import board_of, current_order
from nastavnik.contest.selectors.typed import field_typed, section_typed
from nastavnik.contest.services import setup as services
from nastavnik.contest.services.setup import form as form_services
from nastavnik.contest.services.setup import refusals
from nastavnik.contest.services.setup.undo import last_removal
from nastavnik.core.ordering import read_order

pytestmark = pytest.mark.django_db
FIELD = {
    "label": "Кто помогает",
    "help": "",
    "example": "",
    "kind": FieldKind.TEXT,
    "is_required": True,
    "most": 500,
    "options": [],
    "condition": {},
    "tells_who": False,
}


@pytest.fixture
def section(contest):
    return FormSectionFactory(contest=contest, key="plan", position=10_000)


@pytest.fixture
def field(section):
    return FormFieldFactory(section=section, key="goal", kind=FieldKind.CHOICE, options=["Да", "Нет"], most=0)


@pytest.fixture
def written(contest):
    """Write into fields: `written(plan={"goal": "Да"})`."""

    def write(**sections):
        application = ApplicationFactory(contest=contest)
        for key, values in sections.items():
            SectionText.objects.create(
                application=application, key=key, values=values, changed_at=application.created_at
            )

    return write


def edit(row, actor, now, **values):
    row = FormField.objects.get(pk=row.pk)
    known = field_typed(row)
    known.pop("key")
    return services.edit_field(actor=actor, field_id=row.pk, now=now, **(known | values))


def test_add_of_a_section_gives_it_a_key_of_its_own(contest, methodist, now):
    add = partial(services.add_section, actor=methodist, contest_id=contest.pk, title="Риски", help="", now=now)

    assert [add().key, add().key] == ["own_riski", "own_riski_2"]


def test_add_of_too_many_sections_and_fields_is_refused(contest, section, methodist, now, monkeypatch):
    monkeypatch.setattr(form_services, "MOST_SECTIONS", 2)
    monkeypatch.setattr(form_services, "MOST_FIELDS", 1)

    with pytest.raises(refusals.TooMany):
        services.add_section(actor=methodist, contest_id=contest.pk, title="Риски", help="", now=now)
    with pytest.raises(refusals.TooMany):
        services.add_field(actor=methodist, section_id=section.pk, now=now, **FIELD)


def test_edit_of_a_section_changes_its_words(section, methodist, now):
    seen = section_typed(section)["version"]
    change = partial(services.edit_section, actor=methodist, section_id=section.pk, version=seen, help="", now=now)

    assert change(title=section.title).title == section.title
    assert change(title="План").title == "План"
    with pytest.raises(refusals.ChangedMeanwhile):
        change(title="Иначе")


def test_remove_of_an_empty_section_can_be_undone(contest, section, methodist, now):
    services.remove_section(actor=methodist, section_id=section.pk, now=now)
    undo = partial(services.bring_back, actor=methodist, contest_id=contest.pk, now=now)

    assert undo(entry_id=last_removal(contest)) == "form"
    back = FormSection.objects.get(contest=contest, key="plan")
    services.remove_section(actor=methodist, section_id=back.pk, now=now)
    FormSectionFactory(contest=contest, key="plan")
    with pytest.raises(refusals.NothingToUndo):
        undo(entry_id=last_removal(contest))


def test_remove_of_a_section_with_fields_is_refused(field, methodist, now):
    with pytest.raises(refusals.SectionNotEmpty):
        services.remove_section(actor=methodist, section_id=field.section_id, now=now)


@pytest.mark.parametrize(("step", "place"), [(-1, 0), (1, 1), (-5, 0)])
def test_move_of_a_section_stops_at_the_ends(contest, section, methodist, now, step, place):
    services.move_section(actor=methodist, section_id=section.pk, step=step, now=now)

    assert [one.key for one in FormSection.objects.filter(contest=contest)].index("plan") == place


def test_add_of_a_field_keeps_a_key_of_the_funds(contest, section, methodist, now):
    add = partial(services.add_field, actor=methodist, section_id=section.pk, now=now, **FIELD)

    assert add(key="partners").key == "partners"
    assert add().key == "own_kto_pomogaet"
    with pytest.raises(refusals.KeyTaken):
        add(key="partners")


def test_edit_of_a_field_nobody_wrote_into_changes_all(contest, field, methodist, now):
    edit(field, methodist, now, kind=FieldKind.TEXT, options=[], label="Цель", most=300)
    field.refresh_from_db()

    assert (field.kind, field.label, field.most) == ("text", "Цель", 300)
    contest.refresh_from_db()
    edit(field, methodist, now)
    contest_after = type(contest).objects.get(pk=contest.pk)
    assert contest_after.version == contest.version


def test_edit_of_what_somebody_else_saved_is_refused(field, methodist, now):
    seen = field_typed(field)
    seen.pop("key")
    edit(field, methodist, now, label="Чужое")

    with pytest.raises(refusals.ChangedMeanwhile):
        services.edit_field(actor=methodist, field_id=field.pk, now=now, **seen)


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({"kind": FieldKind.LINE, "options": []}, True),
        ({"options": ["Да"]}, True),
        ({"options": ["Да", "Нет", "Не знаю"]}, False),
        ({"label": "Точнее"}, False),
        ({"most": 1}, True),
    ],
)
def test_edit_of_a_field_in_use_keeps_what_was_written(field, methodist, now, written, values, is_refused):
    written(plan={"goal": "Да"})
    if is_refused:
        with pytest.raises(refusals.FieldInUse):
            edit(field, methodist, now, **values)
    else:
        edit(field, methodist, now, **values)
        field.refresh_from_db()
        assert {name: getattr(field, name) for name in values} == values


def test_edit_of_a_limit_in_use_raises_it_only(section, methodist, now, written):
    text = FormFieldFactory(section=section, key="problem", most=1000)
    written(plan={"problem": "Нет кружков"})

    for most in (2000, 0):
        edit(text, methodist, now, most=most)
    with pytest.raises(refusals.FieldInUse):
        edit(text, methodist, now, most=5000)


def test_edit_of_columns_in_use_adds_only(section, methodist, now, written):
    told = [{"key": "what", "label": "Что", "kind": "text"}]
    table = FormFieldFactory(section=section, key="rows", kind=FieldKind.ROWS, options=told)
    written(plan={"rows": [{"what": "Встреча"}]})

    edit(table, methodist, now, options=[*told, {"key": "place", "label": "Где", "kind": "line"}])
    with pytest.raises(refusals.FieldInUse):
        edit(table, methodist, now, options=[{"key": "what", "label": "Что", "kind": "date"}])


@pytest.fixture
def dependent(section, field):
    """A table that is asked only when the field is yes, and a column of which names another table."""
    FormFieldFactory(section=section, key="objectives", kind=FieldKind.ROWS, options=[])
    return FormFieldFactory(
        section=section,
        key="activities",
        kind=FieldKind.ROWS,
        options=[{"key": "of", "label": "Задача", "kind": "choice", "of": "objectives"}],
        condition={"key": "goal", "values": ["Да"]},
    )


def test_edit_of_what_others_name_is_refused(field, dependent, methodist, now):
    objectives = FormField.objects.get(key="objectives")
    for row, values in (
        (field, {"options": ["Нет", "Возможно"]}),
        (field, {"kind": FieldKind.TEXT, "options": []}),
        (objectives, {"kind": FieldKind.TEXT}),
    ):
        with pytest.raises(refusals.FieldNamedByOthers):
            edit(row, methodist, now, **values)
    edit(field, methodist, now, options=["Да", "Возможно"])


def test_remove_of_what_others_name_is_refused(field, dependent, methodist, now):
    for key in ("goal", "objectives"):
        with pytest.raises(refusals.FieldNamedByOthers):
            services.remove_field(actor=methodist, field_id=FormField.objects.get(key=key).pk, now=now)


def test_remove_of_a_field_in_use_is_refused(field, methodist, now, written):
    written(plan={"goal": "Да"})

    with pytest.raises(refusals.FieldInUse):
        services.remove_field(actor=methodist, field_id=field.pk, now=now)


def test_remove_of_a_field_can_be_undone_once(contest, section, field, methodist, now):
    services.remove_field(actor=methodist, field_id=field.pk, now=now)
    undo = partial(services.bring_back, actor=methodist, contest_id=contest.pk, entry_id=last_removal(contest), now=now)

    assert undo() == "form"
    back = FormField.objects.get(section=section, key="goal")
    assert (back.options, back.position) == (field.options, field.position)


@pytest.mark.parametrize("gone", ["section", "key"])
def test_undo_of_a_field_without_its_place_is_refused(contest, section, field, methodist, now, gone):
    services.remove_field(actor=methodist, field_id=field.pk, now=now)
    if gone == "section":
        section.delete()
    else:
        FormFieldFactory(section=section, key="goal")

    with pytest.raises(refusals.NothingToUndo):
        services.bring_back(actor=methodist, contest_id=contest.pk, entry_id=last_removal(contest), now=now)


def order(contest, actor, now, words):
    return services.order_fields(
        actor=actor, contest_id=contest.pk, rearrange=partial(read_order, QueryDict(words)), now=now
    )


def test_order_moves_fields_within_and_between_sections(contest, section, field, methodist, now):
    order(contest, methodist, now, f"move={field.pk}:up")
    field.refresh_from_db()

    assert field.section.key != "plan"
    assert current_order(contest)["plan"] == []
    order(contest, methodist, now, f"move={field.pk}:up")
    assert next(iter(current_order(contest).values()))[0] == str(field.pk)
    contest.refresh_from_db()
    order(contest, methodist, now, f"move={field.pk}:up")
    assert type(contest).objects.get(pk=contest.pk).version == contest.version


def test_order_of_a_field_in_use_into_another_section_is_refused(contest, field, methodist, now, written):
    written(plan={"goal": "Да"})

    with pytest.raises(refusals.FieldInUse):
        order(contest, methodist, now, f"move={field.pk}:up")


def test_board_says_what_is_in_use(contest, field, written):
    written(plan={"goal": "Да"})
    board = board_of(contest)

    assert [one.is_used for one in board[-1].fields] == [True]
    assert (board[0].is_first, board[0].is_last, board[-1].is_last) == (True, False, True)


def test_deeds_of_others_are_refused(field, director, now):
    with pytest.raises(PermissionDenied):
        services.remove_field(actor=director, field_id=field.pk, now=now)
