"""Words put right as a school writes them: misheard forms become the term, whole words only, in whatever case they stand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# A word goes on with letters, digits, and a hyphen inside: «веб» is not found in «веб-сайт».
_WORDS = re.compile(r"\w+")
_BEFORE, _AFTER = r"(?<![\w-])", r"(?![\w]|-\w)"


@dataclass(frozen=True, slots=True)
class Term:
    """How something is written, and the forms that stand for it by mistake. Each form is exact: cases are forms of their own."""

    term: str
    variants: tuple[str, ...]


class Glossary:
    """The terms of a school, ready to be applied; longer forms go before shorter ones that they contain."""

    def __init__(self, terms: Iterable[Term]) -> None:
        forms = {_key(variant): one.term for one in terms for variant in one.variants if _key(variant)}
        self._forms: Mapping[str, str] = forms
        alternatives = "|".join(_pattern(form) for form in sorted(forms, key=len, reverse=True))
        self._beginnings = frozenset(_beginning(form) for form in forms)
        self._pattern = re.compile(f"{_BEFORE}(?:{alternatives}){_AFTER}", re.IGNORECASE) if forms else None

    def applied(self, text: str) -> str:
        """Return `text` with every misheard form put right; a sentence that began with one still begins with a capital."""
        # a quick look first: hardly any phrase of an archive holds one of them
        if self._pattern is None or self._beginnings.isdisjoint(["", *_WORDS.findall(_plain(text))]):
            return text
        return self._pattern.sub(lambda match: self._put_right(match, text), text)

    def _put_right(self, match: re.Match[str], text: str) -> str:
        # the pattern takes letters for the same that lower case does not: «ſ» for «s»
        said, term = match[0], self._forms.get(_key(match[0]), match[0])
        begins = not text[: match.start()].rstrip(' «"(—–-') or text[: match.start()].rstrip()[-1:] in ".!?…"
        return term[:1].upper() + term[1:] if begins and said[:1].isupper() else term


def _plain(text: str) -> str:
    return text.lower().replace("ё", "е")


def _key(form: str) -> str:
    return " ".join(_plain(form).split())


def _beginning(form: str) -> str:
    """Return the first word of a form; empty for one of signs only."""
    return next(iter(_WORDS.findall(form)), "")


def _pattern(form: str) -> str:
    """Return what finds a form: any spaces between its words, е where it has ё and the other way round."""
    words = [re.escape(word).replace("е", "[её]") for word in form.split()]
    return r"\s+".join(words)
