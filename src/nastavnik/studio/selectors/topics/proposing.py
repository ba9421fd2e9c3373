"""What is shown to whoever proposes a topic: those that are alike, to be voted for instead."""

from collections.abc import Sequence

from nastavnik.core.pace import is_within
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import SHOWN_STATES
from nastavnik.studio.models import Topic
from nastavnik.studio.selectors.topics.likeness import alike
from nastavnik.studio.selectors.topics.listing import TopicLine, lines_of
from nastavnik.studio.selectors.topics.voices import own_voice

# of one person in a minute, while she types
MOST_LOOKS = 120
SHORTEST = 4


def alike_to(user: User, school: School, text: str) -> list[TopicLine]:
    """Return the topics that are alike to a title that is being typed; nothing of a very short one."""
    if len(text.strip()) < SHORTEST or not is_within("topics_alike", f"person.{user.pk}", MOST_LOOKS):
        return []
    return alike_lines(user, school, alike(school, text, states=SHOWN_STATES))


def alike_lines(user: User, school: School, topics: Sequence[Topic]) -> list[TopicLine]:
    """Return topics to be voted for."""
    return lines_of(topics, own_voice(user, school, [topic.pk for topic in topics])) if topics else []
