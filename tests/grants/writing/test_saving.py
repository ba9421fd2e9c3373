"""Writing together: fields are kept one by one, nobody writes over another unseen, and the second of two texts is set aside."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.grants.writing.typing import on, revisions_of, save, told, values_of

from nastavnik.contest.checking.merging import Kept
from nastavnik.contest.checking.values import mark_of
from nastavnik.grants.enums import GrantState
from nastavnik.grants.models import FieldText, Revision
from nastavnik.grants.services.fields import MOST_CHARACTERS
from nastavnik.grants.services.refusals import FieldGone, GrantIsFuller

pytestmark = pytest.mark.django_db


def test_save_keeps_what_was_typed_with_its_revision_and_the_title(application, author, now):
    saved = save(author, application, now, title="  Читаем\n дома ", short_description="Кратко")

    application.refresh_from_db()
    text = FieldText.objects.get(grant=application, key="short_description")
    assert saved.kept.theirs == {}
    assert saved.kept.marks["short_description"] == mark_of("Кратко")
    assert (text.value, text.version, text.changed_by, text.changed_at) == ("Кратко", 1, author, now)
    assert (application.project.title, application.project.title_key) == ("Читаем дома", "читаем дома")
    assert application.percent > 0
    assert told(application, "short_description") == [("Кратко", False)]


def test_save_of_nothing_new_makes_no_revision(application, author, now):
    save(author, application, now, geography="Район")
    save(author, application, now, geography=on("Район", "Район"))

    assert FieldText.objects.get(grant=application).version == 1
    assert told(application, "geography") == [("Район", False)]


def test_save_of_a_field_untouched_leaves_what_another_wrote(application, author, mentor, now):
    save(author, application, now, geography="Район")
    saved = save(mentor, application, now, geography="", title="Название")

    assert values_of(application) == {"geography": "Район", "title": "Название"}
    assert saved.kept.theirs == {}


def test_save_of_what_both_changed_shows_theirs_and_sets_mine_aside(application, author, mentor, now):
    save(author, application, now, target_group="Подростки")

    saved = save(mentor, application, now, target_group="Семьи", title="Название")

    assert saved.kept.theirs == {"target_group": "Подростки"}
    assert values_of(application) == {"target_group": "Подростки", "title": "Название"}
    assert told(application, "target_group") == [("Подростки", False), ("Семьи", True)]
    assert revisions_of(application, "target_group")[1].settled_at is None


def test_save_of_what_another_emptied_sets_mine_aside(application, author, mentor, now):
    save(author, application, now, target_group="Подростки")
    save(author, application, now + timedelta(hours=2), target_group=on("", "Подростки"))

    saved = save(mentor, application, now, target_group=on("Подростки и семьи", "Подростки"))

    assert saved.kept.theirs == {"target_group": ""}
    assert told(application, "target_group") == [("Подростки", False), ("", False), ("Подростки и семьи", True)]


def test_save_again_with_their_mark_puts_mine_in_its_place_and_settles_it(application, author, mentor, now):
    save(author, application, now, target_group="Подростки")
    seen = save(mentor, application, now, target_group="Семьи").kept.marks["target_group"]

    saved = save(mentor, application, now, target_group=on("Подростки и семьи", "Подростки"))

    assert seen == mark_of("Подростки")
    assert saved.kept.theirs == {}
    assert values_of(application) == {"target_group": "Подростки и семьи"}
    texts = [("Подростки", False), ("Семьи", True), ("Подростки и семьи", False)]
    assert told(application, "target_group") == texts
    assert revisions_of(application, "target_group")[1].settled_at == now


def test_save_by_another_settles_nothing_of_hers(application, author, mentor, now):
    save(author, application, now, target_group="Подростки")
    save(mentor, application, now, target_group="Семьи")
    save(author, application, now, target_group=on("Подростки 14+", "Подростки"))

    assert Revision.objects.get(is_aside=True).settled_at is None


def test_save_writes_an_aside_on_while_nothing_much_goes(application, author, mentor, now):
    save(author, application, now, target_group="Подростки")
    for text in ("Семьи", "Семьи с детьми", "Семьи с детьми", "Семьи с детьми до 12 лет"):
        save(mentor, application, now, target_group=text)

    assert told(application, "target_group") == [("Подростки", False), ("Семьи с детьми до 12 лет", True)]


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Совсем другое, о другом и для других: пожилые читатели", timedelta(0)),
        ("Семьи " * 20 + "и", timedelta(hours=2)),
    ],
)
def test_save_keeps_an_aside_apart_when_much_goes_or_time_has_passed(application, author, mentor, now, text, later):
    save(author, application, now, target_group="Подростки")
    save(mentor, application, now, target_group="Семьи " * 20)
    save(mentor, application, now + later, target_group=text)

    assert told(application, "target_group") == [("Подростки", False), ("Семьи " * 20, True), (text, True)]


def test_save_keeps_asides_of_two_and_of_a_settled_one_apart(application, author, mentor, head, now):
    save(author, application, now, target_group="Подростки")
    save(mentor, application, now, target_group="Семьи")
    save(head, application, now, target_group="Семьи")
    save(mentor, application, now, target_group=on("Семьи", "Подростки"))
    save(head, application, now, target_group="Семьи и школы")

    asides = [row for row in revisions_of(application, "target_group") if row.is_aside]
    assert [(row.written_by, row.value) for row in asides] == [
        (mentor, "Семьи"),
        (head, "Семьи"),
        (head, "Семьи и школы"),
    ]


def test_save_of_rows_sets_rows_aside_and_writes_them_on(application, author, mentor, now):
    mine, theirs = [{"id": "a", "objective": "Собрать"}], [{"id": "b", "objective": "Научить"}]
    save(author, application, now, "plan", objectives=mine)
    save(mentor, application, now, "plan", objectives=theirs)
    longer = [*theirs, {"id": "c", "objective": "Показать"}]
    saved = save(mentor, application, now, "plan", objectives=longer)

    assert saved.kept.theirs == {"objectives": mine}
    assert told(application, "objectives") == [(mine, False), (longer, True)]


def test_save_of_one_sitting_is_one_revision_and_of_two_hands_are_two(application, author, mentor, now):
    save(author, application, now, problem="П", key="why")
    save(author, application, now + timedelta(minutes=5), key="why", problem=on("Пр", "П"))
    save(mentor, application, now + timedelta(minutes=6), key="why", problem=on("Про", "Пр"))
    save(mentor, application, now + timedelta(minutes=20), key="why", problem=on("Проб", "Про"))

    assert told(application, "problem") == [("Пр", False), ("Про", False), ("Проб", False)]


def test_save_into_a_submitted_application_sets_everything_new_aside(application, author, now):
    save(author, application, now, title="Название", geography="Район")
    application.state = GrantState.SUBMITTED
    application.save()

    sent = {"title": on("Новое", "Название"), "geography": on("Район", "Район"), "target_group": "", "strange": "x"}
    saved = save(author, application, now, **sent)

    assert saved.is_closed
    assert saved.kept == Kept()
    assert values_of(application) == {"title": "Название", "geography": "Район"}
    assert told(application, "title") == [("Название", False), ("Новое", True)]
    assert not revisions_of(application, "target_group")
    assert not revisions_of(application, "strange")


def test_save_makes_a_checked_application_a_draft_again(application, author, now):
    application.state = GrantState.CHECKED
    application.save()
    save(author, application, now, title="Название")

    application.refresh_from_db()
    assert application.state == GrantState.DRAFT


def test_save_leaves_out_fields_that_the_section_has_not(application, author, now):
    save(author, application, now, title="Название", problem="Не здесь")

    assert values_of(application) == {"title": "Название"}


def test_save_refuses_a_section_that_is_none_and_more_than_it_can_hold(application, author, now):
    with pytest.raises(FieldGone):
        save(author, application, now, "nothing", title="Название")
    with pytest.raises(GrantIsFuller):
        save(author, application, now, title="ж" * (MOST_CHARACTERS + 1))


def test_save_refuses_who_does_not_write_it(application, learner, director, now):
    for stranger in (learner, director):
        with pytest.raises(PermissionDenied):
            save(stranger, application, now, title="Название")
