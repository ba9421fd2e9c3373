"""An application that keeps every rule of the fund of presidential grants, and of the others that ask the same."""

from django.utils import timezone

from nastavnik.grants.models import FieldText
from nastavnik.grants.services.reckoning import reckon

PROBLEM = (
    "В посёлке Ровеньки и селе Харьковское живут 412 подростков. Вечером им негде быть вместе: клуб закрыт на ремонт с 2024 года, "
    "спортивный зал работает до семи. По опросу библиотеки 71 из 80 подростков хотели бы собираться и делать что-то своё."
)


def activity(row, title, objective, begins, ends, **more):
    told = {"place": "Ровеньки", "people": "40", "result": "выпуски записаны и выложены"}
    return {
        "id": row,
        "activity": title,
        "objective": objective,
        "starts_on": begins,
        "ends_on": ends,
        **told,
        **more,
    }


def line(row, article, name, quantity="1", price="", own="", activity="a1", comment="по договору"):
    return {
        "id": row,
        "article": article,
        "name": name,
        "activity": activity,
        "quantity": quantity,
        "price": price,
        "own": own,
        "comment": comment,
    }


LINES = [
    line(
        "b1",
        "staff",
        "Руководитель проекта Мария Иванова",
        "6",
        "20 000",
        "24 000",
        comment="шесть месяцев, 0,5 ставки",
    ),
    line(
        "b2", "people", "Звукорежиссёр Пётр Сидоров", "10", "3 000", activity="a2", comment="десять занятий по договору"
    ),
    line("b3", "contributions", "Страховые взносы", "1", "45 240", "7 248", comment="30,2 % и 30 %"),
    line("b4", "equipment", "Микрофон студийный", "4", "12 500,50", comment="средняя цена трёх магазинов"),
    line("b5", "publishing", "Афиши", "100", "80", "8 000", activity="a3", comment="типография района"),
]
VALUES = {
    "fund_direction": "Культурный код",
    "project_type": "Образовательная программа",
    "traditional_value": "Коллективизм",
    "title": "Голоса двух сёл: вечерняя мастерская подкастов",
    "short_description": "Раз в неделю библиотека становится студией: подростки двух сёл записывают рассказы старших.",
    "geography": "Белгородская область, Ровеньский район: посёлок Ровеньки",
    "starts_on": "2027-02-01",
    "ends_on": "2027-07-31",
    "target_group": "Подростки 12–17 лет посёлка Ровеньки.",
    "problem": PROBLEM,
    "goal": "За шесть месяцев 80 подростков научатся делать подкасты и выпустят 20 выпусков.",
    "objectives": [{"id": "o1", "objective": "Открыть студию"}, {"id": "o2", "objective": "Научить делать выпуски"}],
    "activities": [
        activity("a1", "Открытие студии", "o1", "2027-02-01", "2027-02-20"),
        activity("a2", "Занятия со звукорежиссёром", "o2", "2027-02-22", "2027-04-30"),
        activity("a3", "Встречи с героями", "o1", "2027-03-01", "2027-06-30"),
        activity("a4", "Фестиваль выпусков", "o2", "2027-07-01", "2027-07-15", people="80"),
    ],
    "people": "120",
    "quantitative_results": [{"id": "q1", "indicator": "выпуски", "value": "20", "how_measured": "страница проекта"}],
    "qualitative_results": "Подростки умеют брать интервью: это видно по выпускам.",
    "information_support": "Страница библиотеки, районная газета, афиши в школах.",
    "further_development": "Студия остаётся в библиотеке и работает дальше.",
    "team": [
        {"id": "t1", "name": "Мария Иванова", "role": "руководитель"},
        {"id": "t2", "name": "Пётр Сидоров", "role": "звукорежиссёр"},
    ],
    "budget_lines": LINES,
}


def fill(grant, user=None, **values):
    """Write a full application, with some fields otherwise."""
    now = timezone.now()
    for key, value in (VALUES | values).items():
        FieldText.objects.update_or_create(
            grant=grant, key=key, defaults={"value": value, "changed_by": user, "changed_at": now, "version": 1}
        )
    reckon(grant)
    return grant
