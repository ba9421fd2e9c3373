"""The words by which a text is known from others: what it is about, in the first forms of its words."""

from nastavnik.search.selectors.nearness import POLITE
from nastavnik.search.text.lemmas import FUNCTION_WORDS, lemma_of
from nastavnik.search.text.words import clean, words_of

MOST_CHARACTERS = 1000


def telling_lemmas(text: str) -> tuple[str, ...]:
    """Return the likeliest lemma of each word that says what a text is about, each once, in their order.

    Words that hold a sentence together and those of politeness are left out; nothing is left of a text that has no others.
    """
    words = [word for word in words_of(clean(text[:MOST_CHARACTERS])) if word not in FUNCTION_WORDS]
    return tuple(lemma for lemma in dict.fromkeys(map(lemma_of, words)) if lemma not in POLITE)
