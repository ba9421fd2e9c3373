"""A report as short texts for a site and for a network, to be copied."""

from dataclasses import dataclass

from django.utils.translation import gettext

from nastavnik.audience.papers.told import ToldReport

# What people read to the end; a wall of VK takes far more.
MOST_SITE, MOST_POST, MOST_LINES = 2500, 900, 8
# figures of a post, in the order of the report
TOLD = frozenset(
    {
        *("lessons.held", "people.learners", "libraries.reached", "attendance.visits", "films.published"),
        *("consultations.asked", "contest.applications", "contest.winners", "certificates.issued"),
    }
)


@dataclass(frozen=True, slots=True)
class News:
    """A text to be copied, and how long it may be."""

    key: str
    label: str
    text: str
    most: int

    @property
    def count(self) -> int:
        """Return of how many characters it is."""
        return len(self.text)


def news_of(told: ToldReport) -> list[News]:
    """Return a text for the site and a shorter one for VK; neither is longer than it may be, and no sentence is cut."""
    return [
        News("site", gettext("For the site"), _within(MOST_SITE, _site_lines(told), "\n\n"), MOST_SITE),
        News("post", gettext("For VK"), _within(MOST_POST, _post_lines(told), "\n"), MOST_POST),
    ]


def _site_lines(told: ToldReport) -> list[str]:
    lead = gettext("Figures %(period)s, as of %(day)s.") % {"period": told.period, "day": told.as_of}
    return [told.school, lead, *(f"{one.title}. {one.text}" for one in told.article)]


def _post_lines(told: ToldReport) -> list[str]:
    said = [words for one in told.article for words, code in one.pieces if code in TOLD]
    figures = [f"— {words}" for words in dict.fromkeys(said)]
    return [
        f"{told.school}: {told.period}",
        "",
        *figures[:MOST_LINES],
        "",
        gettext("As of %(day)s.") % {"day": told.as_of},
    ]


def _within(most: int, lines: list[str], between: str) -> str:
    """Return as many lines as there is room for."""
    text = ""
    for line in lines:
        longer = f"{text}{between}{line}" if text else line
        if len(longer) > most:
            break
        text = longer
    return text.strip()[:most]
