"""Writing together: fields are kept one by one, and nobody writes over another unseen."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.contest.applications.a_form import PLAN

from nastavnik.contest.checking.merging import Change
from nastavnik.contest.checking.values import mark_of
from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import SectionText
from nastavnik.contest.selectors.stages import NotOpenForWriting
from nastavnik.contest.services import applications as services
from nastavnik.contest.services.applications.refusals import FormIsFuller, SectionGone

EMPTY = mark_of("")


def save(actor, application, now, key="about", **changes):
    sent = {name: change if isinstance(change, Change) else Change(change, EMPTY) for name, change in changes.items()}
    return services.save_section(actor=actor, application_id=application.pk, key=key, changes=sent, now=now)


def values_of(application, key="about"):
    return SectionText.objects.get(application=application, key=key).values


def test_save_keeps_what_was_typed_and_the_title(head, draft, now):
    kept = save(head, draft, now, title="  Читаем\n вместе ", goal="Цель")

    draft.refresh_from_db()
    row = SectionText.objects.get(application=draft)
    assert kept.theirs == {}
    assert kept.marks == {"title": mark_of("  Читаем\n вместе "), "goal": mark_of("Цель")}
    assert (draft.title, draft.title_key, draft.changed_at) == ("Читаем вместе", "читаем вместе", now)
    assert (row.values["goal"], row.version, row.changed_by) == ("Цель", 1, head)


def test_save_of_nothing_new_makes_no_version(head, draft, now):
    save(head, draft, now, goal="Цель")
    save(head, draft, now, goal=Change("Цель", mark_of("Цель")))

    assert SectionText.objects.get(application=draft).version == 1


def test_save_of_a_field_untouched_leaves_what_another_wrote(head, colleague, draft, now):
    services.add_author(actor=head, application_id=draft.pk, email=colleague.email, now=now)
    save(head, draft, now, goal="Моя цель")

    kept = save(colleague, draft, now, goal="", title="Название")

    assert values_of(draft) == {"goal": "Моя цель", "title": "Название"}
    assert kept.marks["goal"] == mark_of("Моя цель")
    assert kept.theirs == {}


def test_save_of_what_both_changed_shows_theirs_and_changes_nothing(head, draft, now):
    save(head, draft, now, goal="Первая")

    kept = save(head, draft, now, goal="Вторая", title="Название")

    assert kept.theirs == {"goal": "Первая"}
    assert kept.marks["goal"] == mark_of("Первая")
    assert values_of(draft) == {"goal": "Первая", "title": "Название"}


def test_save_again_with_their_mark_puts_mine_in_its_place(head, draft, now):
    save(head, draft, now, goal="Первая")
    seen = save(head, draft, now, goal="Вторая").marks["goal"]

    kept = save(head, draft, now, goal=Change("Вторая", seen))

    assert kept.theirs == {}
    assert values_of(draft) == {"goal": "Вторая"}


def test_save_of_what_another_emptied_says_so(head, draft, now):
    save(head, draft, now, goal="Первая")
    save(head, draft, now, goal=Change("", mark_of("Первая")))

    kept = save(head, draft, now, goal=Change("Первая и вторая", mark_of("Первая")))

    assert kept.theirs == {"goal": ""}


def test_save_of_the_same_by_two_is_no_conflict(head, draft, now):
    save(head, draft, now, goal="Одна")

    assert save(head, draft, now, goal="Одна").theirs == {}


def test_save_keeps_rows_and_measures_them(head, draft, now):
    save(head, draft, now, key="money", plan=PLAN)

    assert values_of(draft, "money") == {"plan": PLAN}
    with pytest.raises(FormIsFuller):
        save(head, draft, now, groups=["ж" * 120_001])
    with pytest.raises(FormIsFuller):
        save(head, draft, now, key="money", plan=Change([{"id": "a", "what": "ж" * 120_001}], mark_of(PLAN)))


def test_save_leaves_out_fields_that_the_form_does_not_have(head, draft, now):
    save(head, draft, now, goal="Цель", intruder="x")

    assert values_of(draft) == {"goal": "Цель"}


def test_save_refuses_a_section_that_is_gone_and_an_application_that_is_closed(head, draft, now):
    with pytest.raises(SectionGone):
        save(head, draft, now, key="nothing", goal="Цель")
    draft.state, draft.number = ApplicationState.SUBMITTED, 1
    draft.save()
    with pytest.raises(NotOpenForWriting):
        save(head, draft, now, goal="Цель")


def test_save_refuses_who_does_not_write_it(colleague, methodist, draft, now):
    for stranger in (colleague, methodist):
        with pytest.raises(PermissionDenied):
            save(stranger, draft, now, goal="Цель")
