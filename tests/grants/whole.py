"""A whole application: with these values the forms of all funds that come with the program are green."""

from django.utils import timezone

from nastavnik.grants.models import FieldText
from nastavnik.grants.services.reckoning import reckon

PLAN = (
    ("a1", "Знакомство: чтение вслух для родителей", "o1", "2027-02-01", "2027-02-20"),
    ("a2", "Мастерская «Как читать с малышом»", "o1", "2027-03-01", "2027-03-25"),
    ("a3", "Семейный клуб: осенние встречи", "o2", "2027-09-01", "2027-10-10"),
    ("a4", "Праздник семейного чтения", "o2", "2027-11-01", "2027-11-20"),
)
VALUES = {
    "fund_direction": "Крепкая семья",
    "project_type": "Образовательная и наставническая программа",
    "traditional_value": "Крепкая семья",
    "title": "Читаем вместе",
    "short_description": "Родители села читают детям вслух реже раза в неделю. Библиотека учит их читать вместе и собирает семейный клуб.",
    "geography": "Село Ильинско-Подомское",
    "starts_on": "2027-01-15",
    "ends_on": "2027-12-15",
    "target_group": "Родители детей от трёх до семи лет",
    "problem": "По опросу библиотеки 2026 года вслух читают каждый день 12 % семей. Это мало.",
    "goal": "К декабрю 2027 года 60 семей села читают вслух каждую неделю.",
    "objectives": [
        {"id": "o1", "objective": "Научить родителей читать вслух"},
        {"id": "o2", "objective": "Собрать семейный клуб"},
    ],
    "activities": [
        {
            "id": key,
            "activity": title,
            "objective": objective,
            "starts_on": begins,
            "ends_on": ends,
            "place": "Село Ильинско-Подомское",
            "people": "60",
            "result": "Прошло занятие, записан список участников",
        }
        for key, title, objective, begins, ends in PLAN
    ],
    "people": "60",
    "quantitative_results": [{"id": "q1", "indicator": "Семей в клубе", "value": "60", "how_measured": "журнал"}],
    "qualitative_results": "Семьи читают чаще: повторим опрос в декабре.",
    "information_support": "Рассказываем в группе библиотеки и в районной газете.",
    "further_development": "Клуб остаётся в плане библиотеки на 2028 год.",
    "later_resources": "Средства библиотеки.",
    "team": [
        {
            "id": "t1",
            "name": "Анна Иванова",
            "role": "Руководитель",
            "education": "Высшее",
            "experience": "20 лет в библиотеке",
        }
    ],
    "partners": [{"id": "p1", "name": "Детский сад «Берёзка»", "contribution": "Даёт зал"}],
    "budget_lines": [
        {
            "id": "b1",
            "article": "staff",
            "name": "Анна Иванова, руководитель",
            "activity": "a1",
            "quantity": "10",
            "price": "12 000",
            "own": "30 000",
            "comment": "Доплата руководителю проекта",
        },
        {
            "id": "b2",
            "article": "contributions",
            "name": "Страховые взносы",
            "activity": "a1",
            "quantity": "1",
            "price": "36 240",
            "own": "",
            "comment": "30,2 % с оплаты труда",
        },
        {
            "id": "b3",
            "article": "equipment",
            "name": "Книги для семейного клуба",
            "activity": "a3",
            "quantity": "60",
            "price": "450,50",
            "own": "",
            "comment": "По книге на семью",
        },
    ],
}


def fill(grant, now=None, **values):
    """Let these values stand in an application, whatever stood there; without any the whole of `VALUES`."""
    moment = now or timezone.now()
    for key, value in (values or VALUES).items():
        FieldText.objects.update_or_create(grant=grant, key=key, defaults={"value": value, "changed_at": moment})
    reckon(grant)
    return grant
