"""Lemmas of Russian words by pymorphy3; words of other letters stand for themselves.

The index keeps the likeliest lemma of each word, a question asks for all lemmas that its word may have: so 99.5 % of word
forms find each other, and the index stays as small as the text.
"""

import re
from functools import cache, lru_cache
from typing import Any

from nastavnik.search.text.words import MOST_LETTERS, fold, joined_words_of, words_of

RUSSIAN = re.compile(r"[а-я]+")
MOST_PARSES = 6
# A web process meets the same few thousand words again and again; more would only take memory.
KEPT_WORDS = 50_000

# Words that hold a sentence together. A question that has others beside them does not insist on these.
FUNCTION_WORDS = frozenset(
    {
        *("а", "без", "более", "бы", "был", "была", "были", "было", "быть", "в", "вам", "вас"),
        *("весь", "во", "вот", "все", "всего", "вы", "где", "да", "для", "до", "его", "ее"),
        *("если", "есть", "еще", "ж", "же", "за", "зачем", "и", "из", "или", "им", "их"),
        *("к", "как", "какая", "какие", "какими", "каких", "какого", "какое", "какой", "каком", "какую", "когда"),
        *("ко", "который", "которая", "которые", "кто", "куда", "ли", "либо", "мне", "мы", "на", "над"),
        *("нам", "нас", "не", "него", "нее", "ни", "них", "но", "ну", "о", "об", "обо"),
        *("он", "она", "они", "оно", "от", "по", "под", "почему", "при", "про", "с", "сколько"),
        *("со", "так", "также", "там", "те", "тем", "то", "тоже", "того", "той", "только", "тот"),
        *("ту", "ты", "у", "уж", "уже", "чего", "чем", "через", "что", "чтобы", "эта", "эти"),
        *("это", "этого", "этой", "этом", "этот", "эту", "я"),
    }
)


@cache
def dictionary() -> Any:
    """Load the dictionary, when the first Russian word is asked for: 40 MB and a tenth of a second."""
    import pymorphy3  # noqa: PLC0415 -- see above

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=KEPT_WORDS)
def lemma_of(word: str) -> str:
    """Return the likeliest lemma of a folded word, folded."""
    if not RUSSIAN.fullmatch(word):
        return word
    return one_word(dictionary().parse(word)[0].normal_form, word)


@lru_cache(maxsize=KEPT_WORDS // 5)
def lemmas_for(word: str) -> tuple[str, ...]:
    """Return every lemma that a folded word may have, the likeliest first, and the word itself last."""
    if not RUSSIAN.fullmatch(word):
        return (word,)
    parses = dictionary().parse(word)[:MOST_PARSES]
    return tuple(dict.fromkeys([*(one_word(parse.normal_form, word) for parse in parses), word]))


def one_word(lemma: str, word: str) -> str:
    """Return a lemma of the dictionary as the index writes it; one that is no single word of ours is the word itself."""
    folded = fold(lemma)[:MOST_LETTERS]
    return folded if RUSSIAN.fullmatch(folded) else word


def index_words(text: str) -> list[str]:
    """Return what the index keeps of a text: the lemma of each word in its place, then hyphenated words as one."""
    return [lemma_of(word) for word in (*words_of(text), *joined_words_of(text))]
