"""What `/dev/ui/` shows: one made-up thing for every state of every component. Only developers see it, so it is not translated."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message

from nastavnik.core.clock import now
from nastavnik.core.tables import Column, Filter, Table

COLOURS = ("paper", "paper-2", "card", "accent", "accent-2", "live", "live-2", "ok-2", "warn-2")
BADGES = (
    ("neutral", "Черновик"),
    ("waiting", "Ждёт очереди"),
    ("ok", "Готово"),
    ("warn", "Нужна проверка"),
    ("wrong", "Не получилось"),
    ("live", "В эфире"),
    ("plain", "12+"),
)
THEMES = (
    "Библиотечный блог: с чего начать",
    "Как написать заявку на грант",
    "Клуб по интересам: от идеи до открытия",
    "Краеведение на карте села",
    "Подросток в библиотеке",
    "Буктрейлер за один вечер",
)
KINDS = (("seminar", "семинар"), ("master_class", "мастер-класс"))


@dataclass(frozen=True, slots=True)
class SampleLesson:
    """A lesson of the sample table."""

    number: int
    title: str
    kind: str
    starts_at: datetime
    viewers: int | None


def sample_lessons() -> list[SampleLesson]:
    """Return enough lessons for several pages."""
    moment = now().replace(minute=0, second=0, microsecond=0)
    return [
        SampleLesson(
            number=number,
            title=THEMES[number % len(THEMES)],
            kind=KINDS[number % 2][0],
            starts_at=moment + timedelta(days=number - 2, hours=2),
            viewers=number * 37 % 101 if number % 5 else None,
        )
        for number in range(1, 58)
    ]


LESSONS = Table[SampleLesson](
    name="lessons",
    caption="Занятия года",
    columns=(
        Column("title", "Занятие", lambda lesson: lesson.title, order=("title",), link=lambda _lesson: "#"),
        Column("kind", "Вид", lambda lesson: dict(KINDS)[lesson.kind], order=("kind",)),
        Column("starts", "Начало", lambda lesson: lesson.starts_at, order=("starts_at",)),
        Column("viewers", "Смотрели", lambda lesson: lesson.viewers, order=("viewers",), is_number=True),
    ),
    filters=(
        Filter("q", "Найти", keep=lambda lesson, text: text.lower() in lesson.title.lower()),
        Filter("kind", "Вид", keep=lambda lesson, kind: lesson.kind == kind, choices=KINDS),
    ),
    order="starts",
    page_rows=8,
)


class SampleForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="Название", help_text="Как на афише, без кавычек.")
    email = forms.EmailField(label="Электронная почта", widget=forms.EmailInput({"autocomplete": "email"}))
    starts_on = forms.DateField(label="День", required=False, widget=forms.DateInput({"type": "date"}))
    kind = forms.ChoiceField(label="Вид занятия", choices=KINDS)
    place = forms.ChoiceField(
        label="Где смотреть",
        widget=forms.RadioSelect,
        choices=[("here", "на сайте"), ("hall", "в зале")],
        initial="here",
    )
    groups = forms.MultipleChoiceField(
        label="Для кого",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("families", "семьи"), ("youth", "молодёжь"), ("children", "дети и подростки")],
    )
    about = forms.CharField(label="О чём", widget=forms.Textarea({"rows": 4}), required=False)
    handout = forms.FileField(label="Раздаточный материал", required=False, help_text="PDF или DOCX, до 20 МБ.")
    is_open = forms.BooleanField(label="Показывать всем, не только записавшимся", required=False)


def sample_form() -> SampleForm:
    """Return the form as it is first seen."""
    return SampleForm(prefix="sample")


def wrong_form() -> SampleForm:
    """Return the form as it comes back with mistakes."""
    typed = {"wrong-name": "", "wrong-email": "svetlana@", "wrong-kind": "seminar", "wrong-place": "here"}
    return SampleForm(typed, prefix="wrong")


def states() -> dict[str, Any]:
    """Return what the page needs for the other components."""
    moment = now()
    return {
        "colours": COLOURS,
        "badges": BADGES,
        "marks": {
            "plain": ["Цикл 2", "№ 7", "мастер-класс"],
            "live": ["Цикл 1", "№ 3", "семинар"],
            "short": ["Вопрос", "№ 128"],
        },
        "moments": [
            moment + timedelta(minutes=40),
            moment + timedelta(days=1),
            moment + timedelta(days=4),
            moment - timedelta(days=1),
            moment + timedelta(days=60),
            moment - timedelta(days=400),
        ],
        "tabs": [
            {"url": "#", "label": "Программа", "is_current": True, "count": 15},
            {"url": "#", "label": "Видео", "is_current": False, "count": 9},
            {"url": "#", "label": "Консультации", "is_current": False},
        ],
        "way": [{"url": "#", "label": "Программа"}, {"url": "#", "label": "Цикл 2"}],
        "told": [
            Message(constants.SUCCESS, "Занятие сохранено."),
            Message(constants.INFO, "Запись эфира ещё обрабатывается."),
            Message(constants.WARNING, "До конца приёма заявок остался один день."),
            Message(constants.ERROR, "Приём заявок закрыт 1 октября. Черновик сохранён в вашем кабинете."),
        ],
        "groups": [
            {"id": "1", "title": "Цикл 1", "items": list(enumerate(THEMES[:3], start=1))},
            {"id": "2", "title": "Цикл 2", "items": list(enumerate(THEMES[3:], start=4))},
        ],
    }
