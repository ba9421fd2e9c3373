"""Phrases of a transcript, made up."""

from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# machines of tests are busy
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
TALK = (
    "мы в библиотеке читаем книги детям и ну вот потом, сегодня. решили? хорошо… как бы 2026 г. А. С. Пушкин «Идиот» —"
)


@dataclass(frozen=True)
class Row:
    seconds: float
    end_seconds: float
    text: str
    words: tuple = ()
    begins_paragraph: bool = False


def said(*texts, pause=0.5, each=3.0):
    """Return phrases of equal length, one after the other."""
    return [Row(at * (each + pause), at * (each + pause) + each, text) for at, text in enumerate(texts)]


texts = st.lists(st.sampled_from(TALK.split()), max_size=40).map(" ".join)


@st.composite
def transcripts(draw):
    """Phrases with pauses of all kinds, some with the times of their words."""
    rows, at = [], 0.0
    for text in draw(st.lists(texts, max_size=12)):
        at += draw(st.floats(0, 6))
        end = at + draw(st.floats(0, 20))
        length = len(text.split())
        step = (end - at) / max(length, 1)
        known = draw(st.booleans())
        words = tuple((at + n * step, at + (n + 1) * step, 0.9) for n in range(length)) if known else ()
        rows.append(Row(at, end, text, words, draw(st.booleans())))
        at = end
    return rows
