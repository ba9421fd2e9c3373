"""Topics: whoever is signed in reads, proposes and votes; methodists keep them."""

from typing import Any

from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.studio.enums import TopicState
from nastavnik.studio.services.topics.proposing import set_title
from tests.architecture.access.words import DESK, DESK_HIDDEN, OWN, RUN, SIGNED_IN, Answer, Row, get, post, who
from tests.studio.factories import TopicFactory

# of a topic that everybody may read, and that the desk alone may
KEEPS = who("methodist", others=Answer.FORBIDDEN)
KEEPS_HIDDEN = who("methodist", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}
EDITS = who("head", "methodist", others=Answer.FORBIDDEN)
VOTES = who(*SIGNED_IN, others=Answer.IN)

ROWS: tuple[Row, ...] = (
    get("studio:topics", OWN),
    get("studio:propose", OWN),
    get("studio:alike", OWN),
    get("studio:topic", OWN, "topic"),
    get("studio:topic", DESK_HIDDEN, "hidden_topic"),
    get("studio:edit_topic", EDITS, "topic"),
    post("studio:say", VOTES, "topic", "topic_deed"),
    post("studio:say", DESK_HIDDEN, "hidden_topic", "topic_deed"),
    get("studio:desk_topics", DESK),
    post("studio:collect_topics", RUN),
    get("studio:merge_topics", RUN),
    get("studio:desk_topic", DESK_HIDDEN, "topic"),
    post("studio:edit_desk_topic", KEEPS, "topic"),
    post("studio:open_topic", KEEPS_HIDDEN, "hidden_topic"),
    post("studio:decline_topic", KEEPS, "topic"),
)


def things_of_topics(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a topic that the head of the world has proposed, and one that has written itself."""
    topic = TopicFactory(school=school, proposed_by=people["head"])
    hidden = TopicFactory(school=school, state=TopicState.SUGGESTED)
    for row in (topic, hidden):
        set_title(row, row.title)
        row.save()
    return {"topic": topic.token, "hidden_topic": hidden.token, "topic_deed": "vote"}
