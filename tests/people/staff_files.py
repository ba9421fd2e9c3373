"""Staff lists for tests, and short ways to take them through."""

import io

import openpyxl

from nastavnik.people import services
from nastavnik.people.models import StaffImportRow

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
