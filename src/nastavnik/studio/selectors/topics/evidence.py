"""Evidence as it is read: in the words of its source for those who may, else as a number."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.utils.translation import gettext

from nastavnik.mentoring.selectors.wanted import subjects_of
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.studio.enums import EvidenceKind
from nastavnik.studio.models import TopicEvidence

QUESTION = "question:"
# of a topic; the strongest come first
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence. `text` is empty where the reader may know only that it is there."""

    kind: str
    text: str
    count: int
    last_on: date
    url: str


@dataclass(frozen=True, slots=True)
class EvidenceSum:
    """How much evidence of a kind a topic has."""

    kind: str
    count: int


def evidence_of(user: User, school: School, topic_ids: Collection[int]) -> dict[int, list[EvidenceLine]]:
    """Return the evidence of topics as somebody may read it; two queries.

    What is closed is read at the desk alone, and the words of questions to mentors by those alone who may read the questions.
    """
    rows = list(TopicEvidence.objects.filter(topic__in=topic_ids))
    is_desk = can_see_desk(user, school)
    tokens = [row.key.removeprefix(QUESTION) for row in rows if row.key.startswith(QUESTION)]
    subjects = subjects_of(user, school, tokens) if tokens and is_desk else {}
    lines: dict[int, list[EvidenceLine]] = defaultdict(list)
    for row in rows:
        if len(lines[row.topic_id]) < MOST_SHOWN:
            lines[row.topic_id].append(_line(row, subjects, is_desk=is_desk))
    return lines


def _line(row: TopicEvidence, subjects: dict[str, str], *, is_desk: bool) -> EvidenceLine:
    kind = str(EvidenceKind(row.kind).label)
    if row.is_closed and not is_desk:
        return EvidenceLine(kind, "", row.count, row.last_on, "")
    if not row.key.startswith(QUESTION):
        return EvidenceLine(kind, row.text, row.count, row.last_on, row.path)
    subject = subjects.get(row.key.removeprefix(QUESTION))
    return EvidenceLine(kind, subject or row.text, row.count, row.last_on, row.path if subject is not None else "")


def sums_of(topic_ids: Collection[int]) -> dict[int, list[EvidenceSum]]:
    """Return how much evidence of each kind topics have, the most first; proposals are not told apart from votes. One query."""
    rows = TopicEvidence.objects.filter(topic__in=topic_ids).exclude(kind=EvidenceKind.PROPOSAL).order_by()
    counted = rows.values_list("topic", "kind").annotate(times=Sum("count"), lines=Count("pk"))
    sums: dict[int, list[EvidenceSum]] = defaultdict(list)
    for topic_id, kind, times, _lines in sorted(counted, key=lambda row: (-row[2], row[1])):
        sums[topic_id].append(EvidenceSum(str(EvidenceKind(kind).label), times))
    return sums


def told(sums: Iterable[EvidenceSum]) -> str:
    """Return sums in a line of words."""
    return " · ".join(gettext("%(kind)s: %(count)d") % {"kind": one.kind, "count": one.count} for one in sums)
