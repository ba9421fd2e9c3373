"""The cards that other sites show beside links: their words, and where their pictures lie. Guests see them all; language: the school's own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from nastavnik.core.dates import exact_moment
from nastavnik.portal.press.cards import CARD, COVER, mark_of_card
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import Lesson, Programme, School
from nastavnik.programme.permissions import lessons_visible_to, programmes_visible_to
from nastavnik.programme.selectors import LessonCard, cards_of
from nastavnik.programme.selectors.lessons import mark_of
from nastavnik.publishing.models import Collection
from nastavnik.publishing.permissions import collections_visible_to
from nastavnik.publishing.selectors.collections.imprint import imprint_of

LANGUAGE = "ru"
# the kind that is a square
PODCAST = "podcast"
# more names than that are no reading
MOST_SPEAKERS = 4


@dataclass(frozen=True, slots=True)
class ShareCard:
    """A card of a page. `kind` and `name` are in its address; `key` tells it from those of other schools."""

    kind: str
    name: str
    key: str
    # the call number in the corner
    mark: tuple[str, ...]
    title: str
    people: str
    note: str
    age: str
    owner: str
    school: str
    accent: str

    @property
    def template(self) -> Path:
        """Return what it is drawn by."""
        return COVER if self.kind == PODCAST else CARD

    @property
    def told(self) -> dict[str, Any]:
        """Return what the template is told."""
        names = ("title", "people", "note", "age", "owner", "school", "accent")
        return {"language": LANGUAGE, "mark": list(self.mark), **{name: getattr(self, name) for name in names}}

    @property
    def version(self) -> str:
        """Return what changes with its picture."""
        return mark_of_card(self.template, self.told)

    @property
    def folder(self) -> str:
        """Return the folder of its pictures in the storage."""
        return f"cards/{self.kind}-{self.key}"

    @property
    def file(self) -> str:
        """Return the name of its picture in the storage."""
        return f"{self.folder}/{self.version}.png"

    @property
    def path(self) -> str:
        """Return the address of its picture: another one when the picture is another, since other sites keep what they have seen."""
        return f"{reverse('portal:card', args=[self.kind, self.name])}?v={self.version}"


def lesson_share(school: School, card: LessonCard) -> ShareCard:
    """Return the card of a lesson that everybody may see."""
    with override(LANGUAGE):
        return ShareCard(
            kind="lessons",
            name=card.slug,
            key=card.uid,
            mark=mark_of(card.cycle_number, card.number, card.kind),
            title=card.title,
            people=_people(card),
            note=_when(school, card),
            age=card.age_rating,
            **_school_words(school),
        )


def _people(card: LessonCard) -> str:
    names = ", ".join(speaker.name for speaker in card.speakers[:MOST_SPEAKERS])
    return gettext("%(names)s and others") % {"names": names} if card.speakers[MOST_SPEAKERS:] else names


def _when(school: School, card: LessonCard) -> str:
    if card.is_cancelled or card.starts_at is None:
        return card.state_label
    if card.is_held:
        return date_format(card.starts_at.astimezone(school.zone), gettext("j E Y"))
    return exact_moment(card.starts_at, school.zone)


def programme_share(school: School, programme: Programme) -> ShareCard:
    """Return the card of a year that everybody may see."""
    with override(LANGUAGE):
        days = (date_format(day, gettext("j E Y")) for day in (programme.starts_on, programme.ends_on))
        return ShareCard(
            kind="programme",
            name=programme.token,
            key=programme.token,
            mark=(str(Tab.PROGRAMME.label),),
            title=programme.title,
            people=school.motto,
            note=" – ".join(days),
            age="",
            **_school_words(school),
        )


def collection_share(school: School, collection: Collection) -> ShareCard:
    """Return the card of a published collection."""
    imprint = imprint_of(collection)
    with override(LANGUAGE):
        return ShareCard(
            kind="collections",
            name=collection.slug,
            key=collection.token,
            mark=tuple(str(one) for one in (Tab.COLLECTION.label, imprint.year) if one),
            title=collection.title,
            people=collection.subtitle,
            note=imprint.publisher.full_name or imprint.publisher.name,
            age="",
            **_school_words(school),
        )


def school_share(school: School) -> ShareCard:
    """Return the card of the school, for its first page and its tabs."""
    with override(LANGUAGE):
        return _of_school(school, "school", (gettext("Online school"),))


def podcast_cover(school: School) -> ShareCard:
    """Return the cover of the school's podcast."""
    with override(LANGUAGE):
        return _of_school(school, PODCAST, (gettext("Podcast"), gettext("recordings of lessons")))


def _of_school(school: School, kind: str, mark: tuple[str, ...]) -> ShareCard:
    words = _school_words(school) | {"school": urlsplit(school.base_url).netloc}
    return ShareCard(
        kind=kind,
        name=school.slug,
        key=str(school.pk),
        mark=mark,
        title=school.title,
        people=school.motto,
        note="",
        age="",
        **words,
    )


def _school_words(school: School) -> dict[str, str]:
    owner = school.owner.short_name or school.owner.name
    return {"owner": owner, "school": school.title, "accent": school.accent_light}


def share_card(school: School, kind: str, name: str) -> ShareCard:
    """Return the card of a page by its address, as a guest may see it. Raises the `DoesNotExist` of its row."""
    find = CARDS.get(kind)
    if find is None:
        raise ObjectDoesNotExist
    return find(school, name)


def _lesson(school: School, name: str) -> ShareCard:
    found = lessons_visible_to(AnonymousUser(), school).filter(slug=name)
    card = next(iter(cards_of(found)), None)
    if card is None:
        raise ObjectDoesNotExist
    return lesson_share(school, card)


def _programme(school: School, name: str) -> ShareCard:
    return programme_share(school, programmes_visible_to(AnonymousUser(), school).get(token=name))


def _collection(school: School, name: str) -> ShareCard:
    return collection_share(school, collections_visible_to(AnonymousUser(), school).get(slug=name))


def _by_slug(share: Callable[[School], ShareCard]) -> Callable[[School, str], ShareCard]:
    def find(school: School, name: str) -> ShareCard:
        if name != school.slug:
            raise School.DoesNotExist
        return share(school)

    return find


CARDS: dict[str, Callable[[School, str], ShareCard]] = {
    "lessons": _lesson,
    "programme": _programme,
    "collections": _collection,
    "school": _by_slug(school_share),
    PODCAST: _by_slug(podcast_cover),
}


def card_of_change(kind: str, row_id: int) -> ShareCard:
    """Return the card of what was changed, by its row. Raises the `DoesNotExist` of one that is gone, or that guests do not see."""
    if kind in {"school", PODCAST}:
        school = School.objects.select_related("owner").get(pk=row_id)
        return share_card(school, kind, school.slug)
    model, name = ROWS[kind]
    row = model._default_manager.select_related("school__owner").get(pk=row_id)
    return share_card(row.school, kind, getattr(row, name))


# of each kind the rows, and what of them stands in the address
ROWS: dict[str, tuple[type[Lesson | Programme | Collection], str]] = {
    "lessons": (Lesson, "slug"),
    "programme": (Programme, "token"),
    "collections": (Collection, "slug"),
}
