"""What came over when an application was begun from another text, what is left there, and what is still to be written."""

from dataclasses import dataclass

from django.urls import reverse

from nastavnik.contest.checking.characters import count
from nastavnik.contest.checking.gaps import gaps_of
from nastavnik.contest.checking.values import Value, is_empty, rows_of, text_of
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.models import Application, SectionText
from nastavnik.contest.selectors.setup import Field, Form, form_of
from nastavnik.grants.enums import MilestoneKind
from nastavnik.grants.funds.carrying import TEXTS, carry
from nastavnik.grants.models import GrantApplication, Milestone
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.templates import template_of


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """A field of the fund's form: whether it came over, how long it is, what is still missing in it."""

    label: str
    url: str
    came: bool
    # of a text, of a table, of a field of files; 0 of everything else
    characters: int
    rows: int
    files: int
    # characters that the fund allows; 0: no limit
    most: int
    is_required: bool
    gaps: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Tell whether it is longer than the fund allows."""
        return bool(self.most) and self.characters > self.most


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A field of the contest that found no place in the fund's form, with what stands in it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CarriedPage:
    """The report of a promotion."""

    lines: list[CarriedLine]
    left: list[LeftLine]
    # from where: the contest, or another fund
    source: str
    # of the application: where one goes on
    grant_url: str

    @property
    def came(self) -> int:
        """Return how many fields came over."""
        return sum(line.came for line in self.lines)

    @property
    def missing(self) -> list[CarriedLine]:
        """Return the fields that still miss something."""
        return [line for line in self.lines if line.gaps]


def carried_page(grant: GrantApplication) -> CarriedPage:
    """Return the report of what came over into an application. Raises `Milestone.DoesNotExist` where nothing did."""
    kept = Milestone.objects.filter(grant=grant, kind=MilestoneKind.PROMOTED).order_by("pk").first()
    if kept is None:
        raise Milestone.DoesNotExist
    entry = _entry(grant)
    form, content = template_of(grant.template).form, content_of(grant)
    gaps = gaps_of(form, content.values, content.file_counts)
    wrong = {gap.field: [one.words for one in gaps if one.field == gap.field] for gap in gaps}
    return CarriedPage(
        lines=[
            _line(
                grant,
                section.key,
                field,
                content=content,
                kept=kept.values,
                gaps=tuple(wrong.get(field.key, ())),
            )
            for section in form.sections
            for field in section.fields
        ],
        left=_left(entry, form) if entry else [],
        source=entry.contest.title if entry else "",
        grant_url=reverse("grants:grant", args=[grant.token]),
    )


def _line(
    grant: GrantApplication,
    section: str,
    field: Field,
    *,
    content: Content,
    kept: dict[str, Value],
    gaps: tuple[str, ...],
) -> CarriedLine:
    files = content.file_counts[field.key]
    return CarriedLine(
        label=field.label,
        url=f"{reverse('grants:section', args=[grant.token, section])}#field-{field.key}",
        came=bool(files) if field.kind is FieldKind.FILES else not is_empty(kept.get(field.key)),
        characters=count(text_of(content.values, field.key)) if field.kind in TEXTS else 0,
        rows=len(rows_of(content.values, field.key)),
        files=files,
        most=field.most if field.kind in TEXTS else 0,
        is_required=field.is_required,
        gaps=gaps,
    )


def _entry(grant: GrantApplication) -> Application | None:
    """Return the entry of a contest out of which the project grew, with its contest; None: out of none."""
    entry_id = grant.project.application_id
    return None if entry_id is None else Application.objects.select_related("contest").get(pk=entry_id)


def _left(entry: Application, form: Form) -> list[LeftLine]:
    """Return what of the entry of a contest found no place."""
    source = form_of(entry.contest)
    sections = SectionText.objects.filter(application=entry).order_by("pk").values_list("values", flat=True)
    values = {key: value for section in sections for key, value in section.items()}
    named = [field for key in carry(source, form, values).left if (field := source.field(key)) is not None]
    return [LeftLine(field.label, text_of(values, field.key)) for field in named]
