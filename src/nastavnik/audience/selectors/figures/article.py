"""The report as an article: sentences with figures in them, each of which can be opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext_lazy, pgettext
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.selectors.figures.values import FigureValue
from nastavnik.core.tables.table import Text


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; with a code it is a figure in words."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said of a section."""

    section: str
    title: str
    pieces: tuple[Piece, ...]


# Figures in words; the number comes as text, because of its spaces and commas.
PHRASES = {
    "lessons.planned": ngettext_lazy("%(number)s lesson", "%(number)s lessons", "count"),
    "lessons.planned.master_class": ngettext_lazy("%(number)s master class", "%(number)s master classes", "count"),
    "lessons.planned.seminar": ngettext_lazy("%(number)s seminar", "%(number)s seminars", "count"),
    "lessons.planned.strategic_session": ngettext_lazy(
        "%(number)s strategic session", "%(number)s strategic sessions", "count"
    ),
    "lessons.planned.webinar": ngettext_lazy("%(number)s webinar", "%(number)s webinars", "count"),
    "lessons.planned.round_table": ngettext_lazy("%(number)s round table", "%(number)s round tables", "count"),
    "lessons.planned.internship": ngettext_lazy("%(number)s internship", "%(number)s internships", "count"),
    "lessons.held": ngettext_lazy("%(number)s lesson", "%(number)s lessons", "count"),
    "lessons.speakers": ngettext_lazy("%(number)s speaker", "%(number)s speakers", "count"),
    "people.learners": ngettext_lazy("%(number)s learner", "%(number)s learners", "count"),
    "libraries.reached": ngettext_lazy("%(number)s library", "%(number)s libraries", "count"),
    "attendance.people": ngettext_lazy("%(number)s person", "%(number)s people", "count"),
    "attendance.visits": ngettext_lazy("%(number)s visit", "%(number)s visits", "count"),
    "attendance.screens": ngettext_lazy("%(number)s check-in", "%(number)s check-ins", "count"),
    "attendance.at_screens": ngettext_lazy("%(number)s person", "%(number)s people", "count"),
    "films.published": ngettext_lazy("%(number)s recording", "%(number)s recordings", "count"),
    "consultations.asked": ngettext_lazy("%(number)s question", "%(number)s questions", "count"),
    "consultations.published": ngettext_lazy("%(number)s public answer", "%(number)s public answers", "count"),
    "surveys.answers": ngettext_lazy("%(number)s answer", "%(number)s answers", "count"),
    "certificates.issued": ngettext_lazy("%(number)s certificate", "%(number)s certificates", "count"),
    "mentorships.begun": ngettext_lazy("%(number)s mentorship", "%(number)s mentorships", "count"),
    "contest.applications": ngettext_lazy("%(number)s application", "%(number)s applications", "count"),
    "contest.jurors": ngettext_lazy("%(number)s member of the jury", "%(number)s members of the jury", "count"),
    "contest.winners": ngettext_lazy("%(number)s winner", "%(number)s winners", "count"),
    "contest.prizes": ngettext_lazy("%(number)s prize", "%(number)s prizes", "count"),
    "grants.applications": ngettext_lazy("%(number)s application", "%(number)s applications", "count"),
    "collection.articles": ngettext_lazy("%(number)s article", "%(number)s articles", "count"),
    "collection.pages": ngettext_lazy("%(number)s page", "%(number)s pages", "count"),
    "studio.topics": ngettext_lazy("%(number)s topic", "%(number)s topics", "count"),
    "studio.voices": ngettext_lazy("%(number)s voice", "%(number)s voices", "count"),
    "partners.all": ngettext_lazy("%(number)s organisation", "%(number)s organisations", "count"),
}

TARGET_PHRASES = {
    "contest.applications.family": _("%(number)s for families"),
    "contest.applications.youth": _("%(number)s for youth"),
    "contest.applications.children": _("%(number)s for children and teenagers"),
    "contest.applications.seniors": _("%(number)s for people of pension age"),
    "contest.applications.other": _("%(number)s for others"),
}

# Of each section: the figure without which nothing is said, and what is said. `{kinds}`, `{targets}`, `{funds}`, `{channels}` are
# lists; every other name is a figure by its code.
SENTENCES: tuple[tuple[str, str, Text], ...] = (
    (
        "lessons",
        "lessons.planned",
        _(
            "The programme has {lessons.planned}: {kinds}. Held so far: {lessons.held}, {lessons.hours}; led by {lessons.speakers}."
        ),
    ),
    (
        "people",
        "people.learners",
        _("{people.learners} take part. Reached: {libraries.reached} of {libraries.all} in the network."),
    ),
    (
        "attendance",
        "attendance.visits",
        _(
            "To lessons came {attendance.people}, in all {attendance.visits}. Libraries with a common screen: "
            "{attendance.screens}, before them {attendance.at_screens}."
        ),
    ),
    ("films", "films.published", _("Published: {films.published}, {films.hours}.")),
    ("views", "", _("Views, each as its channel counts them: {channels}.")),
    (
        "consultations",
        "consultations.asked",
        _(
            "Mentors were asked {consultations.asked}; answered: {consultations.answered}. Open to everybody: "
            "{consultations.published}."
        ),
    ),
    (
        "surveys",
        "surveys.answers",
        _("Surveys brought {surveys.answers}: usefulness {surveys.usefulness} of 5, clarity {surveys.clarity} of 5."),
    ),
    ("certificates", "certificates.issued", _("Issued: {certificates.issued}. Begun: {mentorships.begun}.")),
    (
        "contest",
        "contest.applications",
        _(
            "The contest brought {contest.applications}: {targets}. Judged by {contest.jurors}. Results: {contest.winners}, {contest.prizes}."
        ),
    ),
    (
        "grants",
        "grants.applications",
        _("To funds go {grants.applications}: {funds}. Requested: {grants.requested}, granted: {grants.granted}."),
    ),
    (
        "collection",
        "collection.articles",
        _("The collection has {collection.articles}, ready: {collection.ready}; printed: {collection.pages}."),
    ),
    (
        "studio",
        "studio.topics",
        _(
            "Came up: {studio.topics}, of them found by the school itself: {studio.itself}; given: {studio.voices}. Films begun: "
            "{studio.begun}, became lessons: {studio.published}."
        ),
    ),
    ("partners", "partners.all", _("Partners: {partners.all}.")),
)


def article_of(figures: Sequence[FigureValue]) -> list[Paragraph]:
    """Return what the figures say in sentences; nothing of sections that have nothing."""
    by_code = {one.code: one for one in figures}
    lists = {
        "kinds": _listed(by_code, [code for code in PHRASES if code.startswith("lessons.planned.")]),
        "targets": _listed(by_code, list(TARGET_PHRASES)),
        "funds": _joined([_fund(one) for one in figures if one.code.startswith("grants.fund.")]),
        "channels": _joined([_channel(one) for one in figures if _tells_views(one)]),
    }
    said = [
        Paragraph(section, _title(figures, section), tuple(_pieces(str(sentence), by_code, lists)))
        for section, main, sentence in SENTENCES
        if (by_code[main].value if main else lists["channels"])
    ]
    return [one for one in said if one.pieces]


def _title(figures: Sequence[FigureValue], section: str) -> str:
    return next(one.section_title for one in figures if one.section == section)


def _pieces(sentence: str, by_code: Mapping[str, FigureValue], lists: Mapping[str, list[Piece]]) -> list[Piece]:
    pieces: list[Piece] = []
    for words, name, _format, _conversion in Formatter().parse(sentence):
        if words:
            pieces.append(Piece(words))
        if name:
            pieces += lists[name] if name in lists else [Piece(phrase_of(by_code[name]), name)]
    return pieces


def phrase_of(figure: FigureValue) -> str:
    """Return a figure in words: «6 master classes»; one without words of its own is its number."""
    told = {"number": figure.text}
    if figure.code in TARGET_PHRASES:
        return str(TARGET_PHRASES[figure.code]) % told
    if figure.code in PHRASES and isinstance(figure.value, int):
        return str(PHRASES[figure.code] % {"count": figure.value, **told})
    return figure.text


def _listed(by_code: Mapping[str, FigureValue], codes: Sequence[str]) -> list[Piece]:
    return _joined([Piece(phrase_of(by_code[code]), code) for code in codes if by_code[code].value])


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with commas between them, and an “and” before the last."""
    joined: list[Piece] = []
    for place, piece in enumerate(pieces):
        if place:
            joined.append(Piece(", " if place < len(pieces) - 1 else pgettext("before the last of a list", " and ")))
        joined.append(piece)
    return joined


def _tells_views(figure: FigureValue) -> bool:
    return figure.section == "views" and figure.newest is not None


def _fund(figure: FigureValue) -> Piece:
    return Piece(f"{figure.title}: {figure.text}", figure.code)


def _channel(figure: FigureValue) -> Piece:
    assert figure.newest is not None
    words = gettext("%(what)s %(number)s (as of %(day)s)")
    told = {"what": figure.title, "number": figure.text, "day": date_format(figure.newest, "j E Y")}
    return Piece(words % told, figure.code)
