"""The school's glossary for pages, and what would change if it were applied to the words of its films."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school
from nastavnik.video.models import Cue, GlossaryTerm
from nastavnik.video.text.glossary import Glossary, Term

# Each is a field of the form; more than what anybody reads at once.
MOST_IN_PREVIEW = 500
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class TermRow:
    """A word of the glossary."""

    pk: int
    term: str
    variants: tuple[str, ...]
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlossaryChange:
    """A phrase that would change, before and after."""

    cue_id: int
    version: int
    seconds: float
    before: str
    after: str

    @property
    def moment(self) -> str:
        """Its beginning as addresses write it."""
        return str(int(self.seconds))


@dataclass(frozen=True, slots=True)
class GlossaryPreview:
    """What would change, film by film. `is_cut`: there is more, which comes after these are applied."""

    films: tuple["FilmChanges", ...]
    is_cut: bool

    @property
    def count(self) -> int:
        """How many phrases would change."""
        return sum(len(film.changes) for film in self.films)


@dataclass(frozen=True, slots=True)
class FilmChanges:
    """The phrases of one film that would change."""

    token: str
    title: str
    language: str
    changes: tuple[GlossaryChange, ...]


def glossary_of(school_id: int, term_id: int | None = None) -> Glossary:
    """Return the glossary of a school, or one word of it, ready to be applied to texts."""
    rows = GlossaryTerm.objects.filter(school=school_id)
    if term_id is not None:
        rows = rows.filter(pk=term_id)
    return Glossary(Term(row.term, tuple(row.variants)) for row in rows.order_by("term"))


def terms_of(actor: Actor, school: School) -> tuple[TermRow, ...]:
    """Return the words of the glossary by the alphabet. Raises `School.DoesNotExist` for who does not run the school."""
    if not can_run_school(actor, school):
        raise School.DoesNotExist
    rows = GlossaryTerm.objects.filter(school=school)
    found = (TermRow(row.pk, row.term, tuple(row.variants), tuple(row.synonyms)) for row in rows)
    return tuple(sorted(found, key=lambda row: (row.term.lower().replace("ё", "е"), row.pk)))


def term_of(actor: Actor, school: School, term_id: int) -> TermRow:
    """Return a word of the glossary. Raises as `terms_of`, and `GlossaryTerm.DoesNotExist`."""
    found = next((row for row in terms_of(actor, school) if row.pk == term_id), None)
    if found is None:
        raise GlossaryTerm.DoesNotExist
    return found


def preview_glossary(actor: Actor, school: School, term_id: int | None = None) -> GlossaryPreview:
    """Return the phrases of the school's films that the glossary, or one word of it, would change.

    Raises `School.DoesNotExist` for who does not run the school.
    """
    if not can_run_school(actor, school):
        raise School.DoesNotExist
    changes = list(islice(_changes(school, glossary_of(school.pk, term_id)), MOST_IN_PREVIEW + 1))
    films: dict[tuple[str, str, str], list[GlossaryChange]] = defaultdict(list)
    for film, change in changes[:MOST_IN_PREVIEW]:
        films[film].append(change)
    rows = tuple(FilmChanges(*film, tuple(changed)) for film, changed in films.items())
    return GlossaryPreview(rows, is_cut=len(changes) > MOST_IN_PREVIEW)


def _changes(school: School, glossary: Glossary) -> Iterator[tuple[tuple[str, str, str], GlossaryChange]]:
    """Yield what would change, newest films first, with the film's token and title and the language."""
    cues = Cue.objects.filter(transcript__video__school=school, transcript__video__removed_at=None)
    film = ("transcript__video__token", "transcript__video__title", "transcript__language")
    rows = cues.order_by("-transcript__video", "transcript", "seconds", "pk")
    for *names, pk, version, seconds, text in rows.values_list(*film, "pk", "version", "seconds", "text").iterator(
        CHUNK
    ):
        after = glossary.applied(text)
        if after != text:
            token, title, language = names
            yield (token, title, language), GlossaryChange(pk, version, seconds, text, after)
