"""News of broadcasts for those enrolled: it is on air, its recording can be watched, your question was answered there.

Each is told once (`key`), by a task after the event and by a sweep for what a dead process left untold.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat

from nastavnik.live.enums import BroadcastState
from nastavnik.live.models import Broadcast, LiveQuestion, RoomMember
from nastavnik.live.selectors.timeline import parts_of, shown_second
from nastavnik.people.enums import NoticeKind
from nastavnik.people.models import Notice
from nastavnik.people.services.notices import notify, take_back
from nastavnik.programme.models import Enrolment, LessonSpeaker
from nastavnik.programme.permissions import place_of
from nastavnik.video.enums import Access
from nastavnik.video.models import Video
from nastavnik.video.permissions import STATES_TO_WATCH

# Whoever was there so near the beginning or the end knows it.
NEAR = timedelta(minutes=1)
# After so long “it has begun” is no news.
ON_AIR_IS_NEWS = timedelta(hours=1)
RECORDING_IS_NEWS = timedelta(days=1)
ANSWER_KEY = "answer:"


def tell_on_air(*, broadcast_id: int, now: datetime) -> int:
    """Tell those enrolled who are not there that the broadcast has begun; return how many were told."""
    broadcast = _public(BroadcastState.LIVE).filter(pk=broadcast_id, access__in=[Access.OPEN, Access.ENROLLED]).first()
    if broadcast is None or broadcast.live_at is None or now >= broadcast.live_at + ON_AIR_IS_NEWS:
        return 0
    enrolled = _enrolled(broadcast, not_seen_since=broadcast.live_at - NEAR)
    until = broadcast.live_at + ON_AIR_IS_NEWS
    return _tell(broadcast, NoticeKind.LIVE, "on_air", list(enrolled), now, useless_at=until)


def forget_on_air(*, broadcast_id: int) -> None:
    """Let letters that still wait to say that a broadcast is on air not leave: it is over."""
    for token in Broadcast.objects.filter(pk=broadcast_id).values_list("token", flat=True):
        take_back(keys_begin=f"on_air:{token}")


def tell_recording(*, broadcast_id: int, now: datetime) -> int:
    """Tell those enrolled that the recording can be watched, and askers where they were answered; return how many."""
    broadcast = _public(BroadcastState.ENDED).filter(pk=broadcast_id, finished_at__isnull=False).first()
    video = broadcast.video if broadcast else None
    if broadcast is None or broadcast.ended_at is None or video is None or video.removed_at is not None:
        return 0
    if video.access == Access.LINK or not video.is_playable:
        return 0
    enrolled = _enrolled(broadcast, not_seen_since=broadcast.ended_at - NEAR)
    early = enrolled.filter(enrolled_at__lte=broadcast.ended_at)
    told = _tell(broadcast, NoticeKind.VIDEOS, "recording", list(early), now)
    return told + _tell_askers(broadcast, video, now)


def tell_what_was_missed(*, now: datetime) -> int:
    """Tell what a process that died between an event and its task left untold; return how many were told."""
    live = Broadcast.objects.filter(state=BroadcastState.LIVE, live_at__gt=now - ON_AIR_IS_NEWS)
    recorded = Broadcast.objects.filter(finished_at__gt=now - RECORDING_IS_NEWS, video__isnull=False)
    told = sum(tell_on_air(broadcast_id=pk, now=now) for pk in live.values_list("pk", flat=True))
    return told + sum(tell_recording(broadcast_id=pk, now=now) for pk in recorded.values_list("pk", flat=True))


def _public(state: BroadcastState) -> QuerySet[Broadcast]:
    """Return the broadcasts that those enrolled may watch."""
    public = {"lesson__state__in": STATES_TO_WATCH, "lesson__cycle__programme__is_public": True}
    joined = Broadcast.objects.select_related("lesson__cycle__programme", "school", "video")
    return joined.filter(state=state, lesson__removed_at=None, **public)


def _enrolled(broadcast: Broadcast, *, not_seen_since: datetime) -> QuerySet[Enrolment, int]:
    """Return the numbers of those enrolled, without the speakers and without whoever was in the room since."""
    seen = RoomMember.objects.filter(room__broadcast=broadcast, user=OuterRef("user"), seen_at__gte=not_seen_since)
    speakers = LessonSpeaker.objects.filter(lesson=broadcast.lesson_id, speaker__user=OuterRef("user"))
    enrolled = Enrolment.objects.filter(programme=broadcast.lesson.cycle.programme_id, left_at=None)
    return enrolled.filter(~Exists(seen), ~Exists(speakers)).values_list("user_id", flat=True)


def _tell(
    broadcast: Broadcast,
    kind: NoticeKind,
    news: str,
    user_ids: list[int],
    now: datetime,
    *,
    useless_at: datetime | None = None,
) -> int:
    lesson, school = broadcast.lesson, broadcast.school
    return notify(
        user_ids=user_ids,
        kind=kind,
        template=f"live/notices/{news}",
        now=now,
        context={"lesson": lesson, "school": school},
        link=school.address_of(lesson.path),
        key=f"{news}:{broadcast.token}",
        place=place_of(school),
        zone=school.time_zone,
        useless_at=useless_at,
    )


def _tell_askers(broadcast: Broadcast, video: Video, now: datetime) -> int:
    """Tell each person with an account where in the recording her question was answered, also under another's words."""
    questions = LiveQuestion.objects.filter(room__broadcast=broadcast, member__user__isnull=False)
    if video.access == Access.ENROLLED:
        enrolled = Enrolment.objects.filter(programme=broadcast.lesson.cycle.programme_id, left_at=None)
        questions = questions.filter(member__user__in=enrolled.values("user"))
    parts, told = parts_of(broadcast), 0
    key = Concat(Value(ANSWER_KEY), OuterRef("token"))
    # the sweep comes back for a day: whoever was told is not looked at again
    questions = questions.filter(~Exists(Notice.objects.filter(user=OuterRef("member__user"), key=key)))
    for question in questions.select_related("merged_into", "member").order_by("pk"):
        answered = question.merged_into or question
        second = shown_second(parts, broadcast, answered.answering_at) if answered.answering_at else -1.0
        # what was cut off is no answer to be seen
        if 0 <= second < (video.duration_seconds or float("inf")):
            told += _tell_asker(broadcast, question, second, now)
    return told


def _tell_asker(broadcast: Broadcast, question: LiveQuestion, second: float, now: datetime) -> int:
    school = broadcast.school
    return notify(
        user_ids=[question.member.user_id] if question.member.user_id else [],
        kind=NoticeKind.ANSWERS,
        template="live/notices/answer",
        now=now,
        context={"lesson": broadcast.lesson, "school": school, "question": question.text, "second": second},
        link=school.address_of(question.answer_path),
        key=f"{ANSWER_KEY}{question.token}",
        place=place_of(school),
        zone=school.time_zone,
    )
