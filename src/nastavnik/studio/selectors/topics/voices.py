"""Whose voice somebody's vote is, and what she has voted for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import Voice
from nastavnik.studio.models import StudioRules, TopicAsker, TopicVote


def rule_of(school: School) -> Voice:
    """Return whose voices count in a school; one query."""
    rule = StudioRules.objects.filter(school=school).values_list("voice", flat=True).first()
    return Voice(rule) if rule else Voice.LIBRARY


def voice_of(user: User, rule: Voice) -> str:
    """Return whose voice somebody's vote is: of her branch where branches vote, of herself where she has none."""
    if rule is Voice.LIBRARY and user.library_id is not None:
        return f"library:{user.library_id}"
    return f"person:{user.pk}"


def is_hers(user: User, rule: Voice) -> Q:
    """Return which votes are hers: those of her voice, and what she gave herself by whatever rule held then."""
    return Q(voice=voice_of(user, rule)) | Q(user=user)


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """What somebody has said of some topics. `by_library`: her vote is that of her branch."""

    voted: frozenset[int]
    # of these, what a colleague voted for in the name of the branch
    by_colleague: frozenset[int]
    asked: frozenset[int]
    by_library: bool


def own_voice(user: User, school: School, topic_ids: Collection[int]) -> OwnVoice:
    """Return what somebody has voted and asked for among some topics; three queries."""
    rule = rule_of(school)
    return own_among(user, rule, topic_ids, TopicVote.objects.filter(is_hers(user, rule), topic__in=topic_ids))


def own_among(user: User, rule: Voice, topic_ids: Collection[int], votes: Iterable[TopicVote]) -> OwnVoice:
    """Return what somebody has said of some topics, whose votes are known: hers, and perhaps others; one query, of what she asked for."""
    voice = voice_of(user, rule)
    hers = [vote for vote in votes if vote.voice == voice or vote.user_id == user.pk]
    own = {vote.topic_id for vote in hers if vote.user_id == user.pk}
    asked = TopicAsker.objects.filter(user=user, topic__in=topic_ids).values_list("topic", flat=True)
    return OwnVoice(
        voted=frozenset(vote.topic_id for vote in hers),
        by_colleague=frozenset(vote.topic_id for vote in hers if vote.topic_id not in own),
        asked=frozenset(asked),
        by_library=voice.startswith("library:"),
    )
