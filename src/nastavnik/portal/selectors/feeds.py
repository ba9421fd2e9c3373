"""The lessons of the school as RSS 2.0, for readers of news."""

import re
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext, override

from nastavnik.core.dates import exact_moment
from nastavnik.portal.selectors.linked import absolute
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to
from nastavnik.programme.selectors import LessonCard
from nastavnik.programme.selectors.lessons import card_of, speakers_by_lesson

LANGUAGE = "ru"
MOST_LESSONS = 50
# XML 1.0 has no place for them, however they are written
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lessons_feed(school: School) -> bytes:
    """Return the newest lessons that everybody may see; two queries."""
    with override(LANGUAGE):
        feed = Rss201rev2Feed(
            title=plain(school.title),
            link=absolute(school, reverse("portal:programme")),
            description=plain(school.motto or school.title),
            language=LANGUAGE,
            feed_url=absolute(school, reverse("portal:lessons_feed")),
            ttl=60,
        )
        for lesson, card in _newest(school):
            _add(feed, school, lesson, card)
        return feed.writeString("utf-8").encode()


def _newest(school: School) -> list[tuple[Lesson, LessonCard]]:
    visible = lessons_visible_to(AnonymousUser(), school).select_related("cycle__programme", "school")
    lessons = list(visible.order_by(F("starts_at").desc(nulls_last=True), "-pk")[:MOST_LESSONS])
    speakers = speakers_by_lesson(lesson.pk for lesson in lessons)
    return [(lesson, card_of(lesson, speakers.get(lesson.pk, ()))) for lesson in lessons]


def _add(feed: Rss201rev2Feed, school: School, lesson: Lesson, card: LessonCard) -> None:
    feed.add_item(
        title=plain(card.title),
        link=absolute(school, card.url),
        description=plain("\n".join(sentences_of(school, card))),
        author_name=plain(speakers_of(card)) or None,
        categories=[plain(word) for word in (str(card.kind.label), card.cycle_title)],
        unique_id=f"lesson:{card.uid}",
        unique_id_is_permalink=False,
        pubdate=_told_at(lesson),
        updateddate=lesson.updated_at,
    )


def _told_at(lesson: Lesson) -> datetime:
    """Return the moment under which readers put a lesson: some hide what is of the future, so that is told by its last change."""
    starts_at, changed_at = lesson.starts_at, lesson.updated_at
    return starts_at if starts_at is not None and starts_at <= changed_at else changed_at


def sentences_of(school: School, card: LessonCard) -> list[str]:
    """Return what a lesson says of itself in a list of news: that it is off, when it is, what it is about."""
    said = [gettext("The lesson is cancelled."), card.cancelled_because] if card.is_cancelled else []
    when = exact_moment(card.starts_at, school.zone) if card.starts_at else ""
    return [sentence for sentence in (*said, when, card.summary) if sentence]


def speakers_of(card: LessonCard) -> str:
    """Return who holds a lesson, in one line."""
    return ", ".join(speaker.name for speaker in card.speakers)


def plain(text: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return UNWRITABLE.sub("", text)
