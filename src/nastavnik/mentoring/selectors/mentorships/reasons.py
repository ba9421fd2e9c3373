"""Why two people were put together, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext, ngettext

from nastavnik.mentoring.matching.points import DISTANCE, PRACTICE
from nastavnik.mentoring.matching.reasons import Kind, Reason, reason_from
from nastavnik.mentoring.models import Theme
from nastavnik.programme.models import School

# A reason that costs at least this share of the most that it could is one against the pair.
AGAINST = 0.5
MOSTLY = {Kind.KM: DISTANCE * AGAINST, Kind.PRACTICE: PRACTICE * AGAINST}
ALWAYS_AGAINST = frozenset({Kind.NO_THEME, Kind.FAR, Kind.FORBIDDEN})
NEITHER = frozenset({Kind.THEMES_UNSAID, Kind.PRACTICE_UNSAID, Kind.HOME_UNKNOWN, Kind.LOAD})


class Side(StrEnum):
    """For which side a reason speaks."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason in words, and whether it speaks for the pair."""

    text: str
    side: Side


def theme_titles(school: School) -> dict[int, str]:
    """Return what the themes of `school` are called, the retired ones too."""
    return dict(Theme.objects.filter(school=school).values_list("pk", "title"))


def reason_rows(kept: Iterable[Mapping[str, Any]], titles: Mapping[int, str]) -> tuple[ReasonRow, ...]:
    """Return reasons as the database keeps them in words, in the reader's language."""
    reasons = [reason_from(one) for one in kept]
    return tuple(ReasonRow(words_of(one, titles), side_of(one)) for one in reasons)


def side_of(reason: Reason) -> Side:
    """Return for which side a reason speaks."""
    if reason.kind in NEITHER:
        return Side.NEITHER
    is_costly = reason.kind in MOSTLY and reason.points > MOSTLY[reason.kind]
    return Side.AGAINST if is_costly or reason.kind in ALWAYS_AGAINST else Side.FOR


def words_of(reason: Reason, titles: Mapping[int, str]) -> str:
    """Return one reason as a sentence."""
    if reason.kind is Kind.THEMES:
        return _themes(reason, titles)
    if reason.kind is Kind.PRACTICE:
        return _practice(reason.number)
    if reason.kind is Kind.LED:
        sentence = ngettext(
            "has brought %(count)d mentorship to its end",
            "has brought %(count)d mentorships to their end",
            reason.number,
        )
        return sentence % {"count": reason.number}
    if reason.kind is Kind.LOAD:
        sentence = ngettext("leads %(count)d already", "leads %(count)d already", reason.number)
        return sentence % {"count": reason.number}
    if reason.kind is Kind.KM:
        return gettext("%(count)d km from each other") % {"count": reason.number}
    return str(_fixed()[reason.kind])


def _fixed() -> dict[Kind, str]:
    return {
        Kind.NO_THEME: gettext("none of the wanted themes is hers"),
        Kind.ANY_THEME: gettext("takes any theme"),
        Kind.THEMES_UNSAID: gettext("the mentee has named no themes"),
        Kind.PRACTICE_UNSAID: gettext("the years of practice of one of the two are not known"),
        Kind.SAME_LIBRARY: gettext("work in the same library"),
        Kind.SAME_SETTLEMENT: gettext("work in the same settlement"),
        Kind.SAME_ORGANISATION: gettext("work in the same network of libraries"),
        Kind.FAR: gettext("work in different networks of libraries"),
        Kind.HOME_UNKNOWN: gettext("the library of one of the two is not known"),
        Kind.KEPT: gettext("were a good pair before"),
        Kind.FORBIDDEN: gettext("did not suit each other before"),
    }


def _themes(reason: Reason, titles: Mapping[int, str]) -> str:
    named = ", ".join(f"«{titles[pk]}»" for pk in reason.themes if pk in titles)
    if len(reason.themes) == reason.wanted:
        return gettext("all wanted themes are hers: %(themes)s") % {"themes": named}
    return gettext("%(count)d of %(wanted)d wanted themes are hers: %(themes)s") % {
        "count": len(reason.themes),
        "wanted": reason.wanted,
        "themes": named,
    }


def _practice(years: int) -> str:
    if years <= 0:
        return gettext("has not worked in libraries longer than the mentee")
    sentence = ngettext(
        "has worked in libraries %(count)d year longer", "has worked in libraries %(count)d years longer", years
    )
    return sentence % {"count": years}
