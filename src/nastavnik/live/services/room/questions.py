"""Questions to the speaker: asking, voting, approving, declining, putting the same ones together."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.live.enums import PUBLIC_QUESTIONS, QUESTION_MOVES, Audience, QuestionState, RoomEventKind
from nastavnik.live.models import LiveQuestion, QuestionVote, Room, RoomMember
from nastavnik.live.permissions import can_lead_room
from nastavnik.live.selectors.room.items import question_payload
from nastavnik.live.services.room import bell
from nastavnik.live.services.room.chat import LINK, too_quick
from nastavnik.live.services.room.log import ROOM_RIGHTS, locked_room, tell, untell
from nastavnik.live.services.room.members import led_room, speaking_member
from nastavnik.live.services.room.refusals import LinksOff, MoveNotPossible
from nastavnik.people.permissions import Actor

# So many questions of one person within so much time.
BURST = 3
BURST_TIME = timedelta(minutes=1)


@transaction.atomic
def ask(*, actor: Actor, room_id: int, text: str, now: datetime, guest: str = "", key: str = "") -> LiveQuestion:
    """Ask the speaker; whoever asks has voted for it. `key` as in `say`.

    Raises what `speaking_member` raises, `LinksOff`, `TooQuick`.
    """
    room = locked_room(room_id)
    member = speaking_member(room, actor, guest, now)
    recent = list(LiveQuestion.objects.filter(member=member).order_by("-at", "-pk")[:BURST])
    known = next((question for question in recent if key and question.key == key), None)
    if known is not None:
        return known
    refusal = _against_rules(room, text, recent, now)
    if refusal is not None and not can_lead_room(actor, room):
        raise refusal
    is_waiting = room.are_questions_moderated and not can_lead_room(actor, room)
    question = LiveQuestion.objects.create(
        room=room,
        member=member,
        text=text,
        key=key,
        state=QuestionState.WAITING if is_waiting else QuestionState.OPEN,
        at=now,
    )
    QuestionVote.objects.create(question=question, member=member, at=now)
    _tell(question, now, audience=Audience.MODERATORS if is_waiting else Audience.EVERYBODY)
    return question


def _against_rules(room: Room, text: str, recent: list[LiveQuestion], now: datetime) -> Refusal | None:
    """Return what the rules of the room say against a question; `recent` are the latest of its author, newest first."""
    if not room.are_links_allowed and LINK.search(text):
        return LinksOff()
    return too_quick(recent[-1].at + BURST_TIME, now) if len(recent) == BURST else None


def _tell(question: LiveQuestion, now: datetime, *, audience: Audience = Audience.EVERYBODY) -> None:
    """Tell of a question; its room is locked."""
    payload, member = question_payload(question), question.member
    tell(question.room, RoomEventKind.QUESTION, question.token, payload, now, audience=audience, member=member)


# --- votes -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def vote(*, actor: Actor, room_id: int, question_token: str, now: datetime, guest: str = "") -> int:
    """Want a question answered; once a person, however often she presses. Return its votes.

    Browsers learn of votes by the counts, which the room sends once a second. Raises what `speaking_member` raises.
    """
    question, member = _voter(actor, room_id, question_token, guest, now)
    if not _votes(question, member):
        QuestionVote.objects.create(question=question, member=member, at=now)
        _recount(question)
        bell.ring_after_commit(room_id)
    return question.votes


@transaction.atomic
def unvote(*, actor: Actor, room_id: int, question_token: str, now: datetime, guest: str = "") -> int:
    """Take a vote back; whoever asked stays a voter. Return the question's votes."""
    question, member = _voter(actor, room_id, question_token, guest, now)
    own = Q(question__member=member)
    taken, _by_model = QuestionVote.objects.filter(_of_group(question), member=member).exclude(own).delete()
    if taken:
        _recount(question)
        bell.ring_after_commit(room_id)
    return question.votes


def _voter(
    actor: Actor, room_id: int, question_token: str, guest: str, now: datetime
) -> tuple[LiveQuestion, RoomMember]:
    """Return the question, locked, and who votes."""
    questions = LiveQuestion.objects.select_for_update(of=("self",)).select_related(*ROOM_RIGHTS)
    question = questions.get(room=room_id, token=question_token, state__in=PUBLIC_QUESTIONS, merged_into=None)
    return question, speaking_member(question.room, actor, guest, now)


def _of_group(question: LiveQuestion) -> Q:
    """Return what finds the votes for a question and for those that were put together with it."""
    return Q(question=question) | Q(question__merged_into=question)


def _votes(question: LiveQuestion, member: RoomMember) -> bool:
    return QuestionVote.objects.filter(_of_group(question), member=member).exists()


def _recount(question: LiveQuestion) -> None:
    """Count a locked question anew: everybody once, also who voted for the same question in other words."""
    votes = QuestionVote.objects.filter(_of_group(question))
    question.votes = votes.values("member").distinct().count()
    question.save(update_fields=["votes"])


# --- moderation ------------------------------------------------------------------------------------------------------


def _led_question(
    actor: Actor, room_id: int, question_token: str, now: datetime, *, is_after_end: bool = False
) -> LiveQuestion:
    """Return a question for a deed of those who lead its room, which is locked."""
    room = led_room(actor, room_id, now, is_after_end=is_after_end)
    question = LiveQuestion.objects.select_related("member").get(room=room, token=question_token)
    question.room = room
    return question


def moved(question: LiveQuestion, state: QuestionState, *fields: str) -> None:
    """Save a question in its new state. Raises `MoveNotPossible`."""
    if state not in QUESTION_MOVES[QuestionState(question.state)] or question.merged_into_id is not None:
        raise MoveNotPossible
    question.state = state
    question.save(update_fields=["state", *fields])


@transaction.atomic
def approve_question(*, actor: Actor, room_id: int, question_token: str, now: datetime) -> LiveQuestion:
    """Show a question to everybody: one that waits, or one that was declined. Raises `MoveNotPossible`."""
    question = _led_question(actor, room_id, question_token, now)
    if question.state not in {QuestionState.WAITING, QuestionState.DECLINED}:
        raise MoveNotPossible
    moved(question, QuestionState.OPEN)
    _tell(question, now)
    journal.record(actor=actor, verb="question approved", subject=question.room, now=now, question=question.token)
    return question


@transaction.atomic
def decline_question(*, actor: Actor, room_id: int, question_token: str, now: datetime) -> LiveQuestion:
    """Take a question out of everybody's sight; `approve_question` brings it back. Raises `MoveNotPossible`."""
    question = _led_question(actor, room_id, question_token, now, is_after_end=True)
    question.is_pinned = False
    moved(question, QuestionState.DECLINED, "is_pinned")
    untell(question.room, question.token)
    _tell_gone(question, "", now)
    _tell(question, now, audience=Audience.MODERATORS)
    journal.record(actor=actor, verb="question declined", subject=question.room, now=now, question=question.token)
    return question


def _tell_gone(question: LiveQuestion, into: str, now: datetime, audience: Audience = Audience.VIEWERS) -> None:
    payload = {"token": question.token, "into": into, "gone": True}
    tell(question.room, RoomEventKind.QUESTION_GONE, question.token, payload, now, audience=audience)


@transaction.atomic
def pin_question(*, actor: Actor, room_id: int, question_token: str, is_pinned: bool, now: datetime) -> LiveQuestion:
    """Put a question before all others, or back among them."""
    question = _led_question(actor, room_id, question_token, now)
    if question.state not in PUBLIC_QUESTIONS or question.merged_into_id is not None:
        raise MoveNotPossible
    if question.is_pinned != is_pinned:
        question.is_pinned = is_pinned
        question.save(update_fields=["is_pinned"])
        _tell(question, now)
    return question


@transaction.atomic
def merge_question(*, actor: Actor, room_id: int, question_token: str, into_token: str, now: datetime) -> LiveQuestion:
    """Put a question together with another that asks the same; return that one, with the votes of both.

    `separate_question` takes them apart again. Raises `MoveNotPossible`.
    """
    question = _led_question(actor, room_id, question_token, now)
    into = LiveQuestion.objects.select_related("member").get(room=question.room, token=into_token)
    into.room = question.room
    is_possible = question.state in {QuestionState.WAITING, QuestionState.OPEN} and into.state in PUBLIC_QUESTIONS
    if not is_possible or question.pk == into.pk or {question.merged_into_id, into.merged_into_id} != {None}:
        raise MoveNotPossible
    LiveQuestion.objects.filter(Q(pk=question.pk) | Q(merged_into=question)).update(merged_into=into)
    question.merged_into = into
    _recount(into)
    untell(question.room, question.token)
    _tell_gone(question, into.token, now, Audience.EVERYBODY)
    _tell(into, now)
    words = {"question": question.token, "into": into.token}
    journal.record(actor=actor, verb="questions merged", subject=question.room, now=now, **words)
    return into


@transaction.atomic
def separate_question(*, actor: Actor, room_id: int, question_token: str, now: datetime) -> LiveQuestion:
    """Let a merged question stand by itself again, each with its own votes. Raises `MoveNotPossible`."""
    question = _led_question(actor, room_id, question_token, now)
    into = question.merged_into
    if into is None:
        raise MoveNotPossible
    LiveQuestion.objects.filter(pk=question.pk).update(merged_into=None)
    question.merged_into = None
    into.room = question.room
    for changed in (question, into):
        _recount(changed)
    is_public = question.state in PUBLIC_QUESTIONS
    _tell(question, now, audience=Audience.EVERYBODY if is_public else Audience.MODERATORS)
    _tell(into, now)
    journal.record(actor=actor, verb="questions separated", subject=question.room, now=now, question=question.token)
    return question


# --- answering -------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_now(*, actor: Actor, room_id: int, question_token: str, now: datetime) -> LiveQuestion:
    """Answer a question from this moment on: it is the chapter's beginning in the recording. Another one ends here.

    Raises `MoveNotPossible`.
    """
    question = _led_question(actor, room_id, question_token, now)
    if question.state == QuestionState.ANSWERING:
        return question
    _end_answers(question.room, now)
    question.answering_at, question.answered_at = now, None
    moved(question, QuestionState.ANSWERING, "answering_at", "answered_at")
    _tell(question, now)
    journal.record(actor=actor, verb="question answered", subject=question.room, now=now, question=question.token)
    return question


def _end_answers(room: Room, now: datetime) -> None:
    for former in LiveQuestion.objects.select_related("member").filter(room=room, state=QuestionState.ANSWERING):
        former.room = room
        former.answered_at = now
        moved(former, QuestionState.ANSWERED, "answered_at")
        _tell(former, now)


@transaction.atomic
def mark_answered(*, actor: Actor, room_id: int, question_token: str, now: datetime) -> LiveQuestion:
    """Say that a question is answered, now or before. Raises `MoveNotPossible`."""
    question = _led_question(actor, room_id, question_token, now)
    if question.state == QuestionState.ANSWERED:
        return question
    question.answered_at, question.is_pinned = now, False
    moved(question, QuestionState.ANSWERED, "answered_at", "is_pinned")
    _tell(question, now)
    return question


@transaction.atomic
def reopen_question(*, actor: Actor, room_id: int, question_token: str, now: datetime) -> LiveQuestion:
    """Take «we answer now» or «answered» back: the question is open, and has no moment. Raises `MoveNotPossible`."""
    question = _led_question(actor, room_id, question_token, now)
    if question.state not in {QuestionState.ANSWERING, QuestionState.ANSWERED}:
        raise MoveNotPossible
    question.answering_at = question.answered_at = None
    moved(question, QuestionState.OPEN, "answering_at", "answered_at")
    _tell(question, now)
    return question
