import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from tests.people.factories import LibraryFactory
from tests.people.staff_files import HEADINGS, NEW, csv_file, outcomes, rows_of, upload, xlsx_file

from nastavnik.people.enums import LibraryKind, RowFault, RowOutcome
from nastavnik.people.models import StaffImport
from nastavnik.people.services.staff import tables
from nastavnik.people.services.staff.columns import NoHeadings, column_of
from nastavnik.people.services.staff.values import Fault, email_of, library_text_of, name_of, shelf_of

pytestmark = pytest.mark.django_db


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
