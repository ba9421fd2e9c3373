"""Why two people suit each other or do not: each reason with its points. Together they are the cost that `costs` gives the pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nastavnik.mentoring.matching import points
from nastavnik.mentoring.matching.people import Earlier, EarlierPairs, Home, MenteeSide, MentorSide


class Kind(StrEnum):
    """What a reason is about; its words are in `selectors.mentorships.reasons`."""

    THEMES = "themes"
    NO_THEME = "no_theme"
    ANY_THEME = "any_theme"
    THEMES_UNSAID = "themes_unsaid"
    PRACTICE = "practice"
    PRACTICE_UNSAID = "practice_unsaid"
    LED = "led"
    SAME_LIBRARY = "same_library"
    SAME_SETTLEMENT = "same_settlement"
    KM = "km"
    SAME_ORGANISATION = "same_organisation"
    FAR = "far"
    HOME_UNKNOWN = "home_unknown"
    LOAD = "load"
    KEPT = "kept"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: `number` is of years, kilometres, people by its kind; `themes` those that the two have in common."""

    kind: Kind
    points: float
    number: int = 0
    themes: tuple[int, ...] = ()
    # how many themes the mentee wants
    wanted: int = 0

    def kept(self) -> dict[str, Any]:
        """Return the reason as the database keeps it."""
        return {
            "kind": str(self.kind),
            "points": round(self.points, 2),
            "number": self.number,
            "themes": list(self.themes),
            "wanted": self.wanted,
        }


def reason_from(kept: Mapping[str, Any]) -> Reason:
    """Return the reason that `kept` wrote."""
    return Reason(Kind(kept["kind"]), kept["points"], kept["number"], tuple(kept["themes"]), kept["wanted"])


def reasons_of(mentor: MentorSide, mentee: MenteeSide, earlier: EarlierPairs, more: int = 0) -> list[Reason]:
    """Return what speaks for and against a pair; `more`: how many she was given besides in the same matching."""
    found = [theme_reason(mentor, mentee), practice_reason(mentor, mentee)]
    if mentor.led_well:
        found.append(Reason(Kind.LED, points.led_points(mentor.led_well), mentor.led_well))
    found.append(home_reason(mentor.home, mentee.home))
    if mentor.taken + more:
        found.append(Reason(Kind.LOAD, points.LOAD * (mentor.taken + more), mentor.taken + more))
    match earlier.get((mentee.id, mentor.id)):
        case Earlier.GOOD:
            found.append(Reason(Kind.KEPT, points.KEPT))
        case Earlier.BAD:
            found.append(Reason(Kind.FORBIDDEN, points.FORBIDDEN))
    return found


def cost_of(mentor: MentorSide, reasons: list[Reason]) -> float:
    """Return the cost of a pair with these reasons."""
    unsaid = 0.0 if mentor.led_well else points.LED
    return sum(reason.points for reason in reasons) + unsaid


def theme_reason(mentor: MentorSide, mentee: MenteeSide) -> Reason:
    """Return what the themes say."""
    wanted = len(mentee.themes)
    if not wanted:
        return Reason(Kind.THEMES_UNSAID, points.THEMES_UNSAID)
    if not mentor.themes:
        return Reason(Kind.ANY_THEME, points.ANY_THEME, wanted=wanted)
    common = tuple(sorted(mentor.themes & mentee.themes))
    left = points.THEMES * (1 - len(common) / wanted)
    return Reason(Kind.THEMES if common else Kind.NO_THEME, left, themes=common, wanted=wanted)


def practice_reason(mentor: MentorSide, mentee: MenteeSide) -> Reason:
    """Return what the years in libraries say."""
    if mentor.since_year is None or mentee.since_year is None:
        return Reason(Kind.PRACTICE_UNSAID, points.PRACTICE_UNSAID)
    gap = mentee.since_year - mentor.since_year
    return Reason(Kind.PRACTICE, points.practice_points(gap), gap)


def home_reason(mentor: Home | None, mentee: Home | None) -> Reason:
    """Return what the way between the two says."""
    if mentor is None or mentee is None:
        return Reason(Kind.HOME_UNKNOWN, points.HOME_UNKNOWN)
    is_one_organisation = mentor.organisation == mentee.organisation
    if mentor.library == mentee.library:
        return Reason(Kind.SAME_LIBRARY, 0.0)
    if mentor.point and mentee.point:
        km = points.km_between(mentor.point, mentee.point)
        return Reason(Kind.KM, points.distance_points(km), round(km))
    # two villages of one name lie in two districts
    if is_one_organisation and mentor.settlement and mentor.settlement == mentee.settlement:
        return Reason(Kind.SAME_SETTLEMENT, points.SAME_SETTLEMENT)
    if is_one_organisation:
        return Reason(Kind.SAME_ORGANISATION, points.SAME_ORGANISATION)
    return Reason(Kind.FAR, points.DISTANCE)
