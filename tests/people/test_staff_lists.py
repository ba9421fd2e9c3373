import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import LibraryFactory, UserFactory, grant

from nastavnik.core import journal
from nastavnik.people import selectors, services
from nastavnik.people.enums import KeptBecause, LibraryKind, Role, RowFault, RowOutcome
from nastavnik.people.models import Letter, RoleAssignment, StaffImport, StaffImportRow, User
from nastavnik.people.services import refusals
from nastavnik.people.services.staff import tables
from nastavnik.people.services.staff.columns import NoHeadings, column_of
from nastavnik.people.services.staff.values import Fault, email_of, library_text_of, name_of, shelf_of

pytestmark = pytest.mark.django_db
HEADINGS = ["ФИО", "Почта", "Должность", "Филиал", "Телефон"]


def csv_file(rows, encoding="utf-8", separator=";"):
    return io.BytesIO("\n".join(separator.join(row) for row in rows).encode(encoding))


def xlsx_file(rows, title="Лист"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def upload(actor, place, now, rows, *, headings=HEADINGS, file=None):
    file = file or csv_file([headings, *rows])
    size = len(file.getvalue())
    return services.upload_staff_list(
        actor=actor, place=place, file=file, size=size, file_name="C:\\Отдел\\список.csv", now=now
    )


def apply(actor, place, now, staff_import, *, is_inviting=False):
    return services.apply_staff_list(
        actor=actor,
        place=place,
        place_title="Школа",
        token=staff_import.token,
        now=now,
        is_inviting=is_inviting,
    )


def undo(actor, place, now, staff_import):
    return services.undo_staff_list(actor=actor, place=place, token=staff_import.token, now=now)


def rows_of(staff_import):
    return list(StaffImportRow.objects.filter(staff_import=staff_import).order_by("number"))


def outcomes(staff_import):
    return [(row.outcome, row.faults) for row in rows_of(staff_import)]


NEW = ["Новая Анна", "new@example.ru", "библиотекарь", "6", "8-920"]


# --- headings and values


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("№ п/п", ""),
        ("№", ""),
        ("ФИО", "full_name"),
        ("Ф.И.О. сотрудника", "full_name"),
        ("Фамилия, имя, отчество", "full_name"),
        ("Фамилия", "last_name"),
        ("Имя", "first_name"),
        ("Отчество", "middle_name"),
        ("E-mail", "email"),
        ("Эл. почта", "email"),
        ("Адрес электронной почты:", "email"),
        ("Должность*", "position"),
        ("№ филиала", "library_number"),
        ("Филиал №", "library_number"),
        ("Структурное подразделение", "library"),
        ("Наименование библиотеки", "library"),
        ("Номер телефона", "phone"),
        ("Сотовый", "phone"),
        ("Дата рождения", ""),
        ("=A1", ""),
        ("", ""),
    ],
)
def test_columns_are_known_by_their_headings(title, name):
    assert column_of(title) == name


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"full_name": "ИВАНОВА АННА"}, "Иванова Анна"),
        ({"last_name": "Иванова", "first_name": "Анна", "middle_name": ""}, "Иванова Анна"),
        ({"full_name": "Иванова А."}, "Иванова А."),
        ({"full_name": ""}, RowFault.NO_NAME),
        ({"full_name": "Вакансия"}, RowFault.NOT_A_NAME),
        ({"full_name": "а б" * 100}, RowFault.NAME_TOO_LONG),
    ],
)
def test_names(cells, name):
    try:
        found = name_of(cells)
    except Fault as error:
        found = error.fault
    assert found == name


@pytest.mark.parametrize(
    ("cell", "email"),
    [
        (" Anna@Example.RU ", "anna@example.ru"),
        ("mailto:a@b.ru", "a@b.ru"),
        ("a@b.ru; c@d.ru", "a@b.ru"),
        ("нет", ""),
        ("-", ""),
        ("", ""),
        ("a@@b", RowFault.BAD_EMAIL),
        ("анна@b.ru", RowFault.CYRILLIC_EMAIL),
    ],
)
def test_addresses(cell, email):
    try:
        found = email_of(cell)
    except Fault as error:
        found = error.fault
    assert found == email


def test_number_of_a_column_of_its_own_comes_first():
    assert library_text_of({"library_number": "6", "library": "Бессоновская"}) == "№ 6 Бессоновская"
    assert library_text_of({"library": "Бессоновская"}) == "Бессоновская"
    assert library_text_of({"library_number": "филиал 6"}) == "филиал 6"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("6", "branch"),
        ("6-й", "branch"),
        ("№6", "branch"),
        ("Филиал № 6 «Бессоновская ПБ»", "branch"),
        ("филиал 6", "branch"),
        ("бессоновская поселенческая библиотека", "branch"),
        ("Бессоновская ПБ", "branch"),
        ("«Детская»", "children"),
        ("ДРБ", "children"),
        ("Библиотека им. 40-летия Победы", "victory"),
        ("", None),
        ("—", None),
        ("99", RowFault.UNKNOWN_LIBRARY),
        ("Луна", RowFault.UNKNOWN_LIBRARY),
        ("библиотека", RowFault.UNKNOWN_LIBRARY),
        ("Новая", RowFault.SEVERAL_LIBRARIES),
    ],
)
def test_libraries_are_found_as_people_name_them(branch, network, text, found):
    known = {
        "branch": branch,
        "children": LibraryFactory(organisation=network, kind=LibraryKind.CHILDREN, number=None, name="Детская"),
        "victory": LibraryFactory(organisation=network, number=40, name="Библиотека им. 40-летия Победы"),
    }
    LibraryFactory(organisation=network, number=41, name="Новая первая")
    LibraryFactory(organisation=network, number=42, name="Новая вторая")
    shelf = shelf_of([*known.values(), *network.library_set.filter(number__gt=40)])
    try:
        library = shelf.find(text)
    except Fault as error:
        library = error.fault
    assert library == known.get(found, found)


# --- files


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ";"), ("utf-8-sig", ","), ("cp1251", ";"), ("cp1251", "\t"), ("utf-16", ";")]
)
def test_csv_of_every_encoding_and_separator_is_read(methodist, branch, place, now, encoding, separator):
    file = csv_file([HEADINGS, NEW], encoding, separator)
    assert outcomes(upload(methodist, place, now, [], file=file)) == [(RowOutcome.NEW, [])]


def test_xlsx_is_read_past_titles_and_empty_rows_from_the_first_list(methodist, branch, place, now):
    file = xlsx_file(
        [["Список"], [], ["Фамилия", "Имя", "Филиал", "E-mail"], ["Новая", "Анна", 6, "new@example.ru"], []]
    )
    staff_import = upload(methodist, place, now, [], file=file)
    [row] = rows_of(staff_import)
    assert (row.number, row.outcome, row.after["full_name"], row.library) == (4, RowOutcome.NEW, "Новая Анна", branch)
    assert staff_import.file_name == "список.csv"


def test_formula_is_text_and_odd(methodist, place, now):
    file = xlsx_file([["ФИО", "E-mail"], ['=HYPERLINK("http://x")', "a@example.ru"]])
    assert outcomes(upload(methodist, place, now, [], file=file)) == [(RowOutcome.ODD, [RowFault.FORMULA])]


def test_cells_are_read_as_people_see_them():
    assert [tables.text_of(value) for value in (None, 6.0, 6.5, " a\n b ")] == ["", "6", "6.5", "a b"]


def package(*parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    file.seek(0)
    return file


def many_rows(count):
    return csv_file([["ФИО", "E-mail"], *(["а б", "x"] for _ in range(count))])


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda: io.BytesIO(b"x" * (tables.MAX_BYTES + 1)), tables.TableTooLarge),
        (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + b"0" * 100), tables.OldFormat),
        (lambda: io.BytesIO(b"PK\x03\x04 broken"), tables.NotATable),
        (lambda: package(("a.txt", "b")), tables.NotATable),
        (lambda: package(("xl/workbook.xml", "<")), tables.NotATable),
        (lambda: package(("xl/workbook.xml", "0" * (65 * 2**20))), tables.TableUnpacksTooLarge),
        (lambda: package(*((f"{n}", "") for n in range(501)), ("xl/workbook.xml", "")), tables.TableUnpacksTooLarge),
        (lambda: io.BytesIO(b"\x89PNG\x00\x00"), tables.NotATable),
        (lambda: io.BytesIO(b"\x98\xff"), tables.NotATable),
        (lambda: io.BytesIO('ФИО;E-mail\n"'.encode() + b"a" * 200_000), tables.NotATable),
        (lambda: many_rows(tables.MAX_ROWS + 1), tables.TableTooLong),
        (lambda: io.BytesIO("ФИО;E-mail\n".encode() + b"\n" * 100_001), tables.TableTooLong),
        (lambda: io.BytesIO(b""), NoHeadings),
        (lambda: csv_file([["Город", "Улица"], *([["а", "б"]] * 30)]), NoHeadings),
        (lambda: csv_file([["ФИО"], ["Иванова Анна"]]), NoHeadings),
        (lambda: xlsx_file([["Город", "Улица"]]), NoHeadings),
    ],
)
def test_hostile_and_odd_files_are_refused_and_leave_nothing(methodist, place, now, make, refusal):
    with pytest.raises(refusal):
        upload(methodist, place, now, [], file=make())
    assert not StaffImport.objects.exists()


def test_entities_of_xml_are_refused(methodist, place, now):
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boom">]><workbook>&b;</workbook>'
    file = xlsx_file([["ФИО", "E-mail"]])
    with zipfile.ZipFile(file) as source:
        parts = [(name, bomb if name == "xl/workbook.xml" else source.read(name)) for name in source.namelist()]
    with pytest.raises(tables.NotATable):
        upload(methodist, place, now, [], file=package(*parts))


def test_upload_by_others_is_refused(director, outsider, place, now):
    for actor in (director, outsider):
        with pytest.raises(PermissionDenied):
            upload(actor, place, now, [NEW])


# --- plans


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
    services.set_notice_preferences(actor=person["work"], mailed=[])
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
