"""Imported staff lists as pages show them."""

from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.people.enums import KeptBecause, Place, RowFault, RowOutcome
from nastavnik.people.models import Library, StaffImport, StaffImportRow
from nastavnik.people.permissions import Actor, libraries_of, staff_imports_visible_to
from nastavnik.people.selectors.people import check_can_run

PAGE_ROWS = 50
LABELS: dict[str, str | Promise] = {
    "full_name": _("Person’s name"),
    "email": _("E-mail"),
    "position": _("Position"),
    "phone": _("Telephone"),
    "library_id": _("Library"),
}
COLUMN_LABELS: dict[str, str | Promise] = {
    **LABELS,
    "last_name": _("Family name"),
    "first_name": _("First name"),
    "middle_name": _("Patronymic"),
    "library": _("Library"),
    "library_number": _("Branch number"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a person before and after; `before` is empty for somebody new."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the preview, in words."""

    number: int
    name: str
    outcome: RowOutcome
    differences: list[Difference]
    faults: list[str | Promise]
    repeats_row: int | None
    cells: str
    kept_because: str | Promise


@dataclass(frozen=True, slots=True)
class OutcomeTab:
    """How many rows of an outcome there are."""

    outcome: RowOutcome
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A staff list with the rows of one outcome."""

    staff_import: StaffImport
    tabs: list[OutcomeTab]
    outcome: RowOutcome
    rows: list[PreviewRow]
    page: Page[StaffImportRow]
    columns: list[tuple[str, str | Promise]]
    kept: list[PreviewRow] = field(default_factory=list)

    def count(self, outcome: RowOutcome) -> int:
        """Return how many rows have this outcome."""
        return next(tab.count for tab in self.tabs if tab.outcome is outcome)

    @property
    def new(self) -> int:
        return self.count(RowOutcome.NEW)

    @property
    def changed(self) -> int:
        return self.count(RowOutcome.CHANGED)

    @property
    def odd(self) -> int:
        return self.count(RowOutcome.ODD)

    @property
    def has_work(self) -> bool:
        """Tell whether there is anything to apply."""
        return self.new + self.changed > 0


def staff_lists(actor: Actor, place: Place) -> list[StaffImport]:
    """Return the newest staff lists of the place with who brought each. Raises `PermissionDenied`."""
    check_can_run(actor, place)
    visible = staff_imports_visible_to(actor, place).select_related("uploaded_by")
    return list(visible.order_by("-created_at")[:20])


def preview(actor: Actor, place: Place, token: str, outcome: str, page_number: str) -> Preview:
    """Return a staff list with a page of its rows; without a fitting `outcome`, the first that has rows."""
    staff_import = staff_imports_visible_to(actor, place).get(token=token)
    rows = StaffImportRow.objects.filter(staff_import=staff_import)
    counts = dict(rows.order_by().values_list("outcome").annotate(count=Count("pk")))
    tabs = [OutcomeTab(one, counts.get(one, 0)) for one in RowOutcome]
    chosen = RowOutcome(outcome) if outcome in RowOutcome.values else _first_filled(tabs)
    page = Paginator(rows.filter(outcome=chosen).order_by("number"), PAGE_ROWS).get_page(page_number)
    libraries = {library.pk: library for library in libraries_of(place)}
    kept = rows.exclude(kept_because="").order_by("number")
    return Preview(
        staff_import=staff_import,
        tabs=tabs,
        outcome=chosen,
        rows=[preview_row(row, libraries) for row in page.object_list],
        page=page,
        columns=[(title, COLUMN_LABELS[name]) for name, title in staff_import.columns.items()],
        kept=[preview_row(row, libraries) for row in kept],
    )


def _first_filled(tabs: list[OutcomeTab]) -> RowOutcome:
    return next((tab.outcome for tab in tabs if tab.count), RowOutcome.NEW)


def preview_row(row: StaffImportRow, libraries: dict[int, Library]) -> PreviewRow:
    """Return a row in words: what differs, what is odd, what stood in the file."""
    differences = [
        Difference(
            label=label,
            before=_shown(name, row.before.get(name), libraries),
            after=_shown(name, row.after.get(name), libraries),
        )
        for name, label in LABELS.items()
        if name in row.after and (row.after[name] or row.before.get(name))
    ]
    cells = row.cells
    names = [cells.get(part, "") for part in ("full_name", "last_name", "first_name", "middle_name")]
    return PreviewRow(
        number=row.number,
        name=str(row.after.get("full_name") or " ".join(name for name in names if name)),
        outcome=RowOutcome(row.outcome),
        differences=differences,
        faults=[RowFault(fault).label for fault in row.faults],
        repeats_row=row.repeats_row,
        cells=" · ".join(value for value in cells.values() if value),
        kept_because=KeptBecause(row.kept_because).label if row.kept_because else "",
    )


def _shown(name: str, value: object, libraries: dict[int, Library]) -> str:
    if name == "library_id":
        library = libraries.get(value) if isinstance(value, int) else None
        return library.label if library else ""
    return str(value or "")


def kept_count(staff_import: StaffImport) -> int:
    """Return how many people undoing left as they were."""
    return StaffImportRow.objects.filter(staff_import=staff_import).exclude(kept_because="").count()
