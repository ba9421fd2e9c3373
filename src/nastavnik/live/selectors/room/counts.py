"""The numbers of a room: they change by every press of hundreds of people, so they are read and sent once a second."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Sum

from nastavnik.live.enums import PUBLIC_QUESTIONS, PollState, QuestionState
from nastavnik.live.models import Broadcast, LiveQuestion, Poll, PollOption, RaisedHand, ReactionCount
from nastavnik.live.selectors.room.here import people_here
from nastavnik.live.selectors.room.items import results_are_public

Numbers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """What everybody may know, and what those who lead the room know."""

    everybody: Numbers
    leaders: Numbers


def counts_of(room_id: int, now: datetime) -> Counts:
    """Return the numbers of a room: people, hands, votes, polls, reactions, and where the broadcast is."""
    broadcast = Broadcast.objects.only("state", "finished_at").get(room=room_id)
    questions = list(LiveQuestion.objects.filter(room=room_id, merged_into=None).values_list("token", "votes", "state"))
    public, all_polls = _polls(room_id)
    common: Numbers = {
        "air": broadcast.state,
        "recording": broadcast.finished_at is not None,
        "here": people_here(room_id, now),
        "hands": RaisedHand.objects.filter(room=room_id, lowered_at=None).count(),
        "reactions": _reactions(room_id),
    }
    open_votes = {token: votes for token, votes, state in questions if state in PUBLIC_QUESTIONS}
    all_votes = {token: votes for token, votes, _state in questions}
    waiting = sum(1 for _token, _votes, state in questions if state == QuestionState.WAITING)
    return Counts(
        everybody={**common, "votes": open_votes, "polls": public},
        leaders={**common, "votes": all_votes, "polls": all_polls, "waiting": waiting},
    )


def _reactions(room_id: int) -> dict[str, int]:
    counted = ReactionCount.objects.filter(room=room_id).values("kind").annotate(total=Sum("count"))
    return dict(counted.values_list("kind", "total"))


def _polls(room_id: int) -> tuple[Numbers, Numbers]:
    """Return how the polls stand, by token: those whose results are public, and all that were asked."""
    polls = list(Poll.objects.filter(room=room_id).exclude(state=PollState.PREPARED))
    votes: dict[int, list[int]] = {}
    options = PollOption.objects.filter(poll__in=[poll.pk for poll in polls]).order_by("poll", "position")
    for poll_id, count in options.values_list("poll_id", "votes"):
        votes.setdefault(poll_id, []).append(count)
    numbers = {poll.token: {"voters": poll.voters, "votes": votes.get(poll.pk, [])} for poll in polls}
    public = {
        poll.token: numbers[poll.token]
        if results_are_public(poll.state, has_live_results=poll.has_live_results)
        else {"voters": poll.voters}
        for poll in polls
    }
    return public, numbers


def changed(before: Numbers, after: Numbers) -> Numbers:
    """Return what of `after` differs from `before`; of numbers by token only those that differ."""
    news: Numbers = {}
    for name, value in after.items():
        former = before.get(name)
        if value == former:
            continue
        if isinstance(value, dict) and isinstance(former, dict):
            news[name] = {key: count for key, count in value.items() if former.get(key) != count}
        else:
            news[name] = value
    return news
