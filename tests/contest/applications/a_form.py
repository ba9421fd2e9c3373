"""A small form with a field of each kind, and what fills it in."""

from tests.contest.factories import FormFieldFactory, FormSectionFactory

from nastavnik.contest.enums import FieldKind

PLAN_COLUMNS = [
    {"key": "what", "label": "Что", "kind": "text", "most": 20},
    {"key": "starts", "label": "Начало", "kind": "date", "is_required": False},
    {"key": "ends", "label": "Конец", "kind": "date", "is_required": False},
    {"key": "people", "label": "Людей", "kind": "number", "is_required": False},
    {"key": "manner", "label": "Как", "kind": "choice", "options": ["в зале", "в парке"], "is_required": False},
]
BUDGET_COLUMNS = [
    {"key": "name", "label": "Статья"},
    {"key": "of", "label": "Мероприятие", "kind": "choice", "of": "plan"},
    {"key": "asked", "label": "Запрашиваем", "kind": "money"},
    {"key": "own", "label": "Своих", "kind": "money", "is_required": False},
]

PLAN = [
    {"id": "aa", "what": "Вечер", "starts": "2027-01-10", "ends": "2027-01-11", "people": "25", "manner": "в зале"},
    {"id": "bb", "what": "Прогулка", "starts": "", "ends": "", "people": "", "manner": ""},
]
BUDGET = [
    {"id": "cc", "name": "Книги", "of": "aa", "asked": "12 500,50", "own": "500"},
    {"id": "dd", "name": "Карты", "of": "bb", "asked": "300", "own": ""},
]
ABOUT = {"title": "Читаем вместе", "goal": "Семьи читают дома", "groups": ["дети", "семьи"], "has_partners": "нет"}
MONEY = {"plan": PLAN, "budget": BUDGET, "begins": "2027-01-09", "share": "40", "price": "100"}


def make_form(contest):
    """Give a contest two sections: about the project, and its money."""
    about = FormSectionFactory(contest=contest, key="about", title="О проекте", help="Начните здесь", position=1)
    money = FormSectionFactory(contest=contest, key="money", title="План и деньги", position=2)
    add_fields(
        about,
        {"key": "title", "label": "Название", "kind": FieldKind.LINE, "most": 60, "example": "Читаем вместе"},
        {"key": "goal", "label": "Цель", "kind": FieldKind.TEXT, "most": 40, "help": "Одна"},
        {"key": "groups", "label": "Для кого", "kind": FieldKind.CHOICES, "options": ["дети", "семьи", "все"]},
        {"key": "has_partners", "label": "Есть партнёры", "kind": FieldKind.CHOICE, "options": ["да", "нет"]},
        {
            "key": "partners",
            "label": "Партнёры",
            "kind": FieldKind.LINE,
            "condition": {"key": "has_partners", "values": ["да"]},
            "tells_who": True,
        },
        {"key": "letters", "label": "Письма", "kind": FieldKind.FILES, "most": 2, "is_required": False},
        {
            "key": "photos",
            "label": "Фотографии",
            "kind": FieldKind.FILES,
            "most": 0,
            "is_required": False,
            "tells_who": True,
        },
    )
    add_fields(
        money,
        {"key": "plan", "label": "Мероприятия", "kind": FieldKind.ROWS, "options": PLAN_COLUMNS, "most": 3},
        {"key": "budget", "label": "Смета", "kind": FieldKind.ROWS, "options": BUDGET_COLUMNS, "most": 0},
        {"key": "begins", "label": "Начало", "kind": FieldKind.DATE},
        {"key": "share", "label": "Доля", "kind": FieldKind.NUMBER},
        {"key": "price", "label": "Цена", "kind": FieldKind.MONEY},
    )


def add_fields(section, *fields):
    for position, field in enumerate(fields, start=1):
        FormFieldFactory(section=section, position=position, **{"most": 0, **field})
