"""What those who asked for a topic are told: that it was made, or why it is set aside; each thing once."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import User
from nastavnik.people.services import notify
from nastavnik.programme.models import Lesson
from nastavnik.programme.permissions import place_of
from nastavnik.studio.models import Topic, TopicAsker


def tell_of_lesson(topic: Topic, lesson: Lesson, *, now: datetime) -> int:
    """Tell all who asked and were not told yet that the lesson is there; return how many. Safe to repeat."""
    waiting = TopicAsker.objects.filter(topic=topic, told_at=None)
    people = list(waiting.order_by("user_id").values_list("user_id", flat=True))
    waiting.filter(user__in=people).update(told_at=now)
    _notify("made", topic, people, key="made", link=topic.school.address_of(lesson.path), now=now, lesson=lesson.title)
    return len(people)


def tell_of_declining(topic: Topic, *, but: User, now: datetime) -> None:
    """Tell all who asked why a topic is set aside, each time that it is."""
    askers = TopicAsker.objects.filter(topic=topic).exclude(user=but)
    people = list(askers.order_by("user_id").values_list("user_id", flat=True))
    link = topic.school.address_of(reverse("studio:topics"))
    key = f"declined.{now.isoformat()}"
    _notify("declined", topic, people, key=key, link=link, now=now, reason=topic.declined_because)


def _notify(what: str, topic: Topic, people: list[int], *, key: str, link: str, now: datetime, **words: Any) -> None:
    notify(
        user_ids=people,
        kind=NoticeKind.VIDEOS,
        template=f"studio/notices/{what}",
        now=now,
        context={"topic": topic.title, **words},
        link=link,
        key=f"topic.{topic.token}.{key}",
        place=place_of(topic.school),
        zone=topic.school.time_zone,
    )
