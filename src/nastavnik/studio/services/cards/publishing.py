"""A card that has all that a lesson needs becomes a lesson: of its cycle, with its film, held from the first minute."""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction

from nastavnik.core import journal
from nastavnik.core.events import publish
from nastavnik.people.models import User
from nastavnik.programme.enums import AgeRating, LessonKind
from nastavnik.programme.models import Lesson
from nastavnik.programme.services import add_lesson, announce_lesson, hold_lesson, set_speakers
from nastavnik.studio.enums import CardState
from nastavnik.studio.events import CardPublished
from nastavnik.studio.models import ProductionCard, ShownPerson, Topic
from nastavnik.studio.permissions import can_run_studio
from nastavnik.studio.selectors.cards.done import missing_of, requirements_of
from nastavnik.studio.services.cards import telling
from nastavnik.studio.services.cards.locking import open_locked
from nastavnik.studio.services.cards.refusals import NotDone
from nastavnik.studio.services.topics import finish_topic
from nastavnik.video.models import Video
from nastavnik.video.services.videos import move_video


def _may_publish(actor: object, card: ProductionCard) -> bool:
    return card.removed_at is None and can_run_studio(actor, card.school)  # type: ignore[arg-type]  # as locking asks


@transaction.atomic
def publish_card(*, actor: User, card_id: int, now: datetime) -> ProductionCard:
    """Let a card become a lesson, and tell those who asked for its topic and those enrolled.

    Raises `NotDone` with all that is missing, `CardIsPublished`. It is taken back on the lesson itself, as of any other.
    """
    topic_id = ProductionCard.objects.values_list("topic_id", flat=True).get(pk=card_id)
    if topic_id is not None:
        Topic.objects.select_for_update(of=("self",), no_key=True).get(pk=topic_id)
    card = open_locked(actor, card_id, right=_may_publish)
    # whoever takes her consent back does so before this, or of a published film
    list(ShownPerson.objects.select_for_update(of=("self",), no_key=True).filter(card=card).order_by("pk"))
    if missing := missing_of(requirements_of(card)):
        raise NotDone(missing)
    assert card.video is not None
    lesson = _lesson(actor, card, card.video, now)
    move_video(actor=actor, video_id=card.video.pk, lesson=lesson, now=now)
    card.lesson, card.state, card.position = lesson, CardState.PUBLISHED, 0
    card.published_at = card.moved_at = now
    card.save(update_fields=["lesson", "state", "position", "published_at", "moved_at"])
    journal.record(actor=actor, verb="card_published", subject=card, now=now, lesson=lesson.uid)
    publish(CardPublished(card_id=card.pk, lesson_id=lesson.pk))
    if topic_id is not None:
        finish_topic(topic_id=topic_id, lesson_id=lesson.pk, now=now)
    telling.tell_enrolled(card, lesson, actor=actor, now=now)
    return card


def _lesson(actor: User, card: ProductionCard, film: Video, now: datetime) -> Lesson:
    """Make the lesson. It ends now: those enrolled hear of a new film, not of a meeting that they would be late for."""
    assert card.cycle_id is not None
    minutes = max(1, ceil((film.duration_seconds or 0) / 60))
    lesson = add_lesson(
        actor=actor,
        cycle_id=card.cycle_id,
        now=now,
        title=card.title,
        summary=card.summary,
        kind=LessonKind(card.kind),
        age_rating=AgeRating(card.age_rating),
        starts_at=now - timedelta(minutes=minutes),
        duration_minutes=minutes,
    )
    speakers = list(card.speakers.order_by("name_key", "pk").values_list("pk", flat=True))
    if speakers:
        set_speakers(actor=actor, lesson_id=lesson.pk, speaker_ids=speakers, now=now)
    announce_lesson(actor=actor, lesson_id=lesson.pk, now=now)
    return hold_lesson(actor=actor, lesson_id=lesson.pk, now=now)
