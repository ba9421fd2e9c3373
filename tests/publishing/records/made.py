"""Editions, made up."""

from dataclasses import replace
from datetime import UTC, date, datetime

from nastavnik.publishing.records.imprint import Credit, Electronic, Form, Imprint, Printing, Publisher, Role
from nastavnik.publishing.records.names import Person
from nastavnik.publishing.records.work import work_of

NETWORK = "МУК «Центральная библиотека Белгородского района»"
IVANOVA = Person("Иванова", "Анна Петровна")
PETROV = Person("Петров", "Б. В.")
SIDOROVA = Person("Сидорова", "Вера")
ORLOV = Person("Орлов", "Глеб Ильич")
BELAYA = Person("Белая", "Дарья")
COLLECTION = Imprint(
    title="Школа библиотечного наставничества",
    subtitle="сборник материалов онлайн-курса",
    above_title=("Управление культуры администрации Белгородского района", NETWORK),
    organisation=NETWORK,
    publisher=Publisher("МУК ЦБ", "Белгород", NETWORK, "308000, Белгород, ул. Мирная, 1", "+7 4722 00-00-00"),
    year=2026,
    credits=(
        Credit(Role.COMPILER, IVANOVA),
        Credit(Role.EDITOR, PETROV),
        Credit(Role.REVIEWER, SIDOROVA, "канд. пед. наук"),
        Credit(Role.LAYOUT, ORLOV),
    ),
    pages=96,
    udc="023.5(470.325)",
    bbk="78.34(2Рос-4Бел)",
    author_mark="Ш 67",
    annotation="О наставничестве в сельских библиотеках: для тех, кто начинает.",
    age_mark="12+",
    copyright_holders=(NETWORK,),
    keywords=("наставничество", "библиотеки"),
    printing=Printing(date(2026, 11, 1), "60×84/16", 50, "12", "ООО «Типография»", "Белгород, ул. Новая, 5"),
)
ONLINE = replace(
    COLLECTION,
    form=Form.ELECTRONIC,
    printing=Printing(),
    electronic=Electronic(
        date(2026, 11, 1), 13_000_000, "браузер", "https://school.example/c/1", "10.1/1", date(2026, 11, 2)
    ),
)
MADE_AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
CHANGED_AT = datetime(2026, 11, 2, 10, 5, 7, tzinfo=UTC)


def made_work(imprint=COLLECTION, **changes):
    work = work_of(
        imprint, key="collection-1", made_at=MADE_AT, changed_at=CHANGED_AT, source="МУК ЦБ", files=("application/pdf",)
    )
    return replace(work, **changes)
