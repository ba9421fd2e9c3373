import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from tests.people.factories import UserFactory, grant
from tests.people.staff_files import HEADINGS, NEW, apply, outcomes, rows_of, undo, upload, xlsx_file

from nastavnik.core import journal
from nastavnik.people import selectors, services
from nastavnik.people.enums import KeptBecause, Role, RowFault, RowOutcome
from nastavnik.people.models import Letter, RoleAssignment, StaffImport, StaffImportRow, User
from nastavnik.people.services import refusals

pytestmark = pytest.mark.django_db


def test_known_person_is_changed_with_before_and_after(methodist, learner, branch, place, now):
    staff_import = upload(methodist, place, now, [["", learner.email, "зав.", "6", ""]], headings=HEADINGS)
    assert outcomes(staff_import) == [(RowOutcome.ODD, [RowFault.NO_NAME])]
    staff_import = upload(methodist, place, now, [[learner.full_name, learner.email.upper(), "зав.", "6", ""]])
    [row] = rows_of(staff_import)
    assert (row.outcome, row.user) == (RowOutcome.CHANGED, learner)
    assert (row.before, row.after) == (
        {"position": "", "library_id": None},
        {"position": "зав.", "library_id": branch.pk},
    )


def test_person_without_an_address_is_known_by_name_and_library(methodist, learner, branch, place, now):
    learner.library = branch
    learner.save()
    staff_import = upload(methodist, place, now, [[learner.full_name, "", "", "6", ""]])
    assert outcomes(staff_import) == [(RowOutcome.SAME, [])]


def test_odd_rows_say_why(methodist, learner, branch, place, other_place, outsider, now):
    UserFactory(full_name="Чужая Анна", email="alien@example.ru")
    twins = [UserFactory(full_name="Двойная Анна", library=branch) for _ in range(2)]
    off = UserFactory(full_name="Ушедшая Анна", is_active=False)
    shared = UserFactory(full_name="Общая Анна")
    grant(shared, Role.LEARNER, other_place)
    for one in (*twins, off, shared):
        grant(one, Role.LEARNER, place)
    rows = [
        (NEW, None),
        (["Иная Анна", "new@example.ru", "", "6", ""], RowFault.REPEATED_EMAIL),
        (["Новая Анна", "other@example.ru", "", "6", ""], RowFault.REPEATED_PERSON),
        (["Нет Почты", "", "", "6", ""], RowFault.NO_EMAIL),
        (["Двойная Анна", "", "", "6", ""], RowFault.SEVERAL_PEOPLE),
        ([learner.full_name, "second@example.ru", "", "", ""], RowFault.OTHER_EMAIL),
        (["Чужая Анна", "alien@example.ru", "", "", ""], RowFault.OTHER_SCHOOL),
        (["Соседка Анна", outsider.email, "", "", ""], RowFault.OTHER_SCHOOL),
        (["Ушедшая Анна", off.email, "", "", ""], RowFault.INACTIVE),
        (["Общая Анна", shared.email, "зав.", "", ""], RowFault.SHARED),
        (["Кто Тут", "x@example.ru", "", "99", ""], RowFault.UNKNOWN_LIBRARY),
    ]
    staff_import = upload(methodist, place, now, [row for row, _fault in rows])
    found = [row.faults[0] if row.faults else None for row in rows_of(staff_import)]
    assert found == [fault for _row, fault in rows]
    assert rows_of(staff_import)[1].repeats_row == 2
    assert not any(row.before or row.after or row.user_id for row in rows_of(staff_import) if row.faults)


def test_person_of_two_schools_with_nothing_new_is_unchanged(methodist, learner, place, other_place, now):
    grant(learner, Role.LEARNER, other_place)
    staff_import = upload(methodist, place, now, [[learner.full_name, learner.email, "", "", ""]])
    assert outcomes(staff_import) == [(RowOutcome.SAME, [])]


# --- applying


def test_apply_makes_learners_without_passwords_and_changes_the_known(methodist, learner, branch, place, now):
    rows = [NEW, [learner.full_name, learner.email, "зав.", "", ""], ["Вакансия", "", "", "", ""]]
    staff_import = apply(methodist, place, now, upload(methodist, place, now, rows))
    made = User.objects.get(email="new@example.ru")
    assert (made.library, made.has_usable_password(), made.name_key) == (branch, False, "новая анна")
    assert RoleAssignment.objects.get(user=made).role == Role.LEARNER
    learner.refresh_from_db()
    assert learner.position == "зав."
    assert journal.history_of(made)[0].details == {"staff_list": staff_import.pk}
    assert not Letter.objects.exists()
    with pytest.raises(refusals.ImportNotInPreview):
        apply(methodist, place, now, staff_import)
    with pytest.raises(refusals.ImportNotInPreview):
        services.recheck_staff_list(actor=methodist, place=place, token=staff_import.token)


def test_apply_can_invite_each_new_person(methodist, branch, place, now):
    apply(methodist, place, now, upload(methodist, place, now, [NEW]), is_inviting=True)
    letter = Letter.objects.get()
    secret = letter.text.split("/invitation/")[1].split("/")[0]
    user = services.accept_invitation(actor=methodist, secret=secret, now=now)
    assert user.email == "new@example.ru"


def test_apply_after_a_change_is_refused_and_writes_nothing(methodist, learner, branch, place, now):
    rows = [NEW, [learner.full_name, learner.email, "зав.", "", ""]]
    staff_import = upload(methodist, place, now, rows)
    learner.position = "директор"
    learner.save()
    with pytest.raises(refusals.PreviewChanged):
        apply(methodist, place, now, staff_import)
    assert not User.objects.filter(email="new@example.ru").exists()
    services.recheck_staff_list(actor=methodist, place=place, token=staff_import.token)
    apply(methodist, place, now, staff_import)
    learner.refresh_from_db()
    assert learner.position == "зав."


def test_apply_loses_a_race_for_an_address_whole(methodist, branch, place, now, monkeypatch):
    staff_import = upload(methodist, place, now, [NEW, ["Вторая Анна", "second@example.ru", "", "", ""]])
    UserFactory(email="second@example.ru")
    monkeypatch.setattr("nastavnik.people.services.staff.lists._check_still_true", lambda _rows, _place: None)
    with pytest.raises(refusals.PreviewChanged):
        apply(methodist, place, now, staff_import)
    assert not User.objects.filter(email="new@example.ru").exists()


def test_lists_of_another_school_do_not_exist(methodist, outsider, place, other_place, now):
    staff_import = upload(methodist, place, now, [NEW])
    for actor, where in ((outsider, place), (outsider, other_place)):
        with pytest.raises(StaffImport.DoesNotExist):
            apply(actor, where, now, staff_import)


# --- undoing


def test_undo_restores_exactly(methodist, learner, branch, place, now):
    before = list(User.objects.order_by("pk").values())
    rows = [NEW, [learner.full_name, learner.email, "зав.", "6", "8"]]
    staff_import = apply(methodist, place, now, upload(methodist, place, now, rows), is_inviting=True)
    undo(methodist, place, now, staff_import)
    assert list(User.objects.order_by("pk").values()) == before
    assert not Letter.objects.exists()
    assert selectors.kept_count(staff_import) == 0
    with pytest.raises(refusals.ImportNotApplied):
        undo(methodist, place, now, staff_import)


def test_undo_leaves_what_was_built_on_and_says_why(methodist, learner, director, branch, place, other_place, now):
    names = ("in", "changed", "off", "role", "work", "gone", "free")
    new = [[f"Новая {name}", f"{name}@example.ru", "", "", ""] for name in names]
    known = [[one.full_name, one.email, "зав.", "", ""] for one in (learner, director, methodist)]
    staff_import = apply(methodist, place, now, upload(methodist, place, now, [*new, *known]))
    person = {name: User.objects.get(email=f"{name}@example.ru") for name in names}
    User.objects.filter(pk=person["in"].pk).update(last_login=now)
    User.objects.filter(pk=person["changed"].pk).update(position="другая")
    User.objects.filter(pk=person["off"].pk).update(is_active=False)
    grant(person["role"], Role.MENTOR, place)
    services.set_notice_preferences(actor=person["work"], mail={}, pushed=[], quiet=None, digest_hour=9)
    person["gone"].delete()
    User.objects.filter(pk=learner.pk).update(position="своя")
    StaffImportRow.objects.filter(user=director).update(user=None)
    undo(methodist, place, now, staff_import)
    kept = {row.cells["email"].split("@")[0]: row.kept_because for row in rows_of(staff_import) if row.kept_because}
    assert kept == {
        "in": KeptBecause.SIGNED_IN,
        "changed": KeptBecause.CHANGED,
        "off": KeptBecause.CHANGED,
        "role": KeptBecause.IN_USE,
        "work": KeptBecause.IN_USE,
        "gone": KeptBecause.GONE,
        learner.email.split("@")[0]: KeptBecause.CHANGED,
        director.email.split("@")[0]: KeptBecause.GONE,
    }
    assert not User.objects.filter(pk=person["free"].pk).exists()
    assert User.objects.get(pk=methodist.pk).position == ""
    assert User.objects.get(pk=learner.pk).position == "своя"
    assert selectors.kept_count(staff_import) == len(kept)


def test_old_rows_are_wiped(methodist, place, now):
    staff_import = upload(methodist, place, now, [NEW])
    assert services.forget_old_rows(now=now + timedelta(days=29)) == 0
    assert services.forget_old_rows(now=now + timedelta(days=31)) == 1
    assert StaffImport.objects.get() == staff_import


# --- pages


def test_preview_shows_rows_of_one_outcome_in_words(methodist, learner, branch, place, now):
    rows = [NEW, [learner.full_name, learner.email, "зав.", "6", ""], ["Вакансия", "", "", "", ""]]
    staff_import = upload(methodist, place, now, rows, headings=[*HEADINGS[:4], "Рост"])
    page = selectors.preview(methodist, place, staff_import.token, "", "")
    assert (page.outcome, page.new, page.changed, page.odd, page.has_work) == (RowOutcome.NEW, 1, 1, 1, True)
    assert "№ 6 · Бессоновская поселенческая библиотека" in [one.after for one in page.rows[0].differences]
    assert staff_import.ignored_columns == ["Рост"]
    changed = selectors.preview(methodist, place, staff_import.token, "changed", "1").rows[0]
    assert [(one.before, one.after) for one in changed.differences] == [("", "зав."), ("", branch.label)]
    odd = selectors.preview(methodist, place, staff_import.token, "odd", "").rows[0]
    assert "не похоже на имя" in str(odd.faults[0])


def test_preview_of_an_empty_list_has_no_work(methodist, place, now):
    staff_import = upload(methodist, place, now, [])
    page = selectors.preview(methodist, place, staff_import.token, "nonsense", "x")
    assert (page.outcome, page.rows, page.has_work) == (RowOutcome.NEW, [], False)


def test_lists_are_for_methodists(methodist, director, place, now):
    staff_import = upload(methodist, place, now, [NEW])
    assert selectors.staff_lists(methodist, place) == [staff_import]
    with pytest.raises(PermissionDenied):
        selectors.staff_lists(director, place)


class WatchedFile(io.BytesIO):
    """A file that notes how many transactions were open whenever it was read."""

    def __init__(self, content):
        super().__init__(content)
        self.open_transactions = set()

    def read(self, *size):
        self.open_transactions.add(len(connection.savepoint_ids))
        return super().read(*size)


def test_file_is_read_while_the_database_is_free_for_others(methodist, place, now):
    rows = [["Новая Анна", f"new{number}@example.ru"] for number in range(3000)]
    file, before = WatchedFile(xlsx_file([HEADINGS, *rows]).getvalue()), len(connection.savepoint_ids)
    upload(methodist, place, now, [], file=file)
    assert file.open_transactions == {before}
