"""Which topics are alike: by the telling words of their titles, by the beginnings of their first forms."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from nastavnik.programme.models import School
from nastavnik.search.selectors import telling_lemmas
from nastavnik.studio.enums import LIVING_STATES
from nastavnik.studio.models import Topic

MOST_ALIKE = 5
# «подросток» and «подростковый», not «интервью» and «интернет»
ROOT_LETTERS = 7
# of all words of two titles so many are in both
SHARE_OF_ALL = 0.5
# or of the shorter one, when it has more than a word
SHARE_OF_SHORTER = 0.66
# What a title of a lesson may have whatever it is about.
COMMON = frozenset(
    {
        *("библиотека", "библиотекарь", "библиотечный", "вебинар", "видео", "делать", "занятие", "класс", "лекция"),
        *("мастер", "научить", "научиться", "организовать", "показать", "провести", "проводить", "работа", "ролик"),
        *("свой", "сделать", "семинар", "снимать", "снять", "съемка", "тема", "урок", "школа", "новый", "самый"),
        *("очень", "хороший"),
    }
)

Words = frozenset[str]


def subject_of(text: str) -> tuple[str, ...]:
    """Return the first forms of what a text is about: without words that any lesson's title may have, unless it has no others."""
    lemmas = telling_lemmas(text)
    return tuple(lemma for lemma in lemmas if lemma not in COMMON) or lemmas


def words_of(text: str) -> Words:
    """Return the words by which a text is compared: their beginnings, so that what is made of one root mostly meets."""
    return frozenset(lemma[:ROOT_LETTERS] for lemma in subject_of(text))


def lemmas_of(title: str) -> str:
    """Return the words by which a title is compared, as a topic keeps them."""
    return " ".join(sorted(words_of(title)))


def closeness(one: Words, other: Words, *, is_offered: bool = False) -> float:
    """Return how alike two rows of words are, from 0 (not at all) to 1 (the same words).

    `is_offered`: a person chooses among what is found, so it is enough that all words of one are in the other.
    """
    common = len(one & other)
    if not common:
        return 0.0
    if is_offered and common == min(len(one), len(other)):
        return common / len(one | other)
    of_all, of_shorter = common / len(one | other), common / min(len(one), len(other))
    if of_all >= SHARE_OF_ALL or (common > 1 and of_shorter >= SHARE_OF_SHORTER):
        return of_all
    return 0.0


@dataclass(slots=True)
class Likeness:
    """The topics of a school by their words. Only those that share a word with what is asked are compared."""

    words: dict[int, Words] = field(default_factory=dict)
    by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, topic_id: int, words: Words) -> None:
        """Let a topic be found."""
        self.words[topic_id] = words
        for word in words:
            self.by_word[word].add(topic_id)

    def alike(self, words: Words, *, is_offered: bool = False) -> list[int]:
        """Return the topics that are alike, the likest first, of equals the oldest."""
        near = set[int]().union(*(self.by_word[word] for word in words if word in self.by_word))
        found = [(closeness(words, self.words[topic_id], is_offered=is_offered), topic_id) for topic_id in near]
        return [topic_id for close, topic_id in sorted(found, key=lambda one: (-one[0], one[1])) if close]


def likeness_of(school_id: int, states: Collection[str] = LIVING_STATES) -> Likeness:
    """Return the topics of a school that are in some states, to be compared; one query."""
    likeness = Likeness()
    rows = Topic.objects.filter(school=school_id, state__in=states).order_by("pk")
    for topic_id, lemmas in rows.values_list("pk", "lemmas"):
        likeness.add(topic_id, frozenset(lemmas.split()))
    return likeness


def alike(
    school: School, text: str, *, states: Collection[str] = LIVING_STATES, but: Iterable[int] = ()
) -> list[Topic]:
    """Return the topics of a school that a person may have meant by a text, the likest first, `MOST_ALIKE` at most; two queries."""
    found = [pk for pk in likeness_of(school.pk, states).alike(words_of(text), is_offered=True) if pk not in set(but)][
        :MOST_ALIKE
    ]
    topics = Topic.objects.select_related("lesson").in_bulk(found)
    return [topics[pk] for pk in found if pk in topics]
