"""What the forms of PRO.Культура.РФ ask for, in their order, filled in with what the school knows.

The portal publishes no measures of its fields: `most` is a careful one of ours. The names of fields and categories are Russian and
are not translated: they are the portal's, and are looked for on its page.
"""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import nh3
from django.utils import translation

from nastavnik.core.markdown import render_markdown
from nastavnik.programme.enums import LessonKind
from nastavnik.programme.selectors import LessonCard

MOST_TITLE, MOST_SHORT, MOST_LONG, MOST_TAGS = 150, 250, 5000, 200
MEETINGS = frozenset({LessonKind.ROUND_TABLE, LessonKind.STRATEGIC_SESSION})
BLOCK_ENDS = re.compile(r"</(?:p|h[1-6]|ul|ol|blockquote|table|tr)>|<br ?/?>")
EMPTY_LINES = re.compile(r"\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the school knows of a lesson and of who asks for it."""

    card: LessonCard
    # Markdown
    description: str
    programme: str
    zone: ZoneInfo
    lesson_url: str
    # where else it is shown: a page of another channel
    film_url: str
    organiser: str
    contact: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the portal's form. `most` is 0 where the length is of no matter; `hint` says what to do there."""

    key: str
    label: str
    text: str
    most: int = 0
    hint: str = ""

    @property
    def count(self) -> int:
        """Return how many characters it has."""
        return len(self.text)

    @property
    def over(self) -> int:
        """Return how many characters are too many."""
        return max(0, self.count - self.most) if self.most else 0


def event_fields(facts: Facts) -> list[Field]:
    """Return the fields of an event for the poster."""
    card = facts.card
    return [
        Field("name", "Название", card.title, MOST_TITLE),
        Field("short", "Краткое описание", card.summary or card.title, MOST_SHORT),
        Field("description", "Описание", description_of(facts), MOST_LONG),
        Field("category", "Категория", "Встречи" if card.kind in MEETINGS else "Обучение"),
        Field("tags", "Теги", ", ".join(tags_of(facts)), MOST_TAGS),
        Field("age", "Возрастное ограничение", card.age_rating),
        Field("place", "Место проведения", card.place or "Онлайн"),
        Field("begins", "Начало сеанса", moment(card.starts_at, facts.zone)),
        Field("ends", "Окончание сеанса", moment(card.ends_at, facts.zone)),
        Field("price", "Стоимость", "Бесплатно"),
        Field("link", "Ссылка", facts.lesson_url),
        Field("organiser", "Организатор", facts.organiser),
    ]


def broadcast_fields(facts: Facts) -> list[Field]:
    """Return the fields of the request to show the broadcast itself (section «Трансляции»)."""
    card = facts.card
    return [
        Field("live_name", "Название трансляции", card.title, MOST_TITLE),
        Field("live_description", "Описание", description_of(facts), MOST_LONG),
        Field("live_begins", "Начало", moment(card.starts_at, facts.zone)),
        Field("live_minutes", "Продолжительность", f"{card.duration_minutes} мин."),
        Field("live_age", "Возрастное ограничение", card.age_rating),
        Field("live_contact", "Контактное лицо", facts.contact),
        Field("live_link", "Ссылка на трансляцию", facts.film_url or facts.lesson_url),
    ]


def description_of(facts: Facts) -> str:
    """Return the whole description as plain paragraphs, with the speakers at its end."""
    said = plain(facts.description) or facts.card.summary
    speakers = "; ".join(", ".join(filter(None, (one.name, one.position))) for one in facts.card.speakers)
    return "\n\n".join(filter(None, (said, f"Ведущие: {speakers}." if speakers else "")))


def tags_of(facts: Facts) -> list[str]:
    """Return words by which people look for such events."""
    with translation.override("ru"):  # the portal is read in Russian, whoever works at the desk
        kind = str(facts.card.kind.label).lower()
    return ["библиотека", "онлайн", kind, facts.programme]


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """Write a moment as the portal's fields take it, by the clock of the lesson."""
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}" if at else ""


def plain(markdown: str) -> str:
    """Return a text without its signs: paragraphs with an empty line between them, a dash before what stood in a list."""
    shown = BLOCK_ENDS.sub("\n\n", str(render_markdown(markdown)))
    shown = shown.replace("<li>", "— ")
    return EMPTY_LINES.sub("\n\n", html.unescape(nh3.clean(shown, tags=set()))).strip()
