"""The page of the press at the desk: the check, what can be pressed, the run that goes on, what was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.publishing.enums import RUNS_IN_WORK, CollectionState, RunState, Trouble
from nastavnik.publishing.models import Collection, PressRun
from nastavnik.publishing.permissions import can_edit_collection
from nastavnik.publishing.press.book import Form
from nastavnik.publishing.selectors.lookup import collection_at_desk
from nastavnik.publishing.selectors.pressing.check import Check, check_of
from nastavnik.publishing.selectors.reading.contents import chapters_in, contents_of
from nastavnik.publishing.selectors.rights import Files, files_of

BADGES = {RunState.DONE: "ok", RunState.FAILED: "wrong", RunState.STOPPED: "plain"}
FORMS: tuple[tuple[Form, str | Promise], ...] = (
    (Form.SCREEN, _("PDF to be read on a screen")),
    (Form.PRINT, _("PDF of the pages for a printing house: A5 with bleed")),
    (Form.COVER, _("PDF of the cover for a printing house")),
    (Form.EPUB, _("EPUB for readers and telephones")),
    (Form.DOCX, _("DOCX for word processors")),
)
# What can be asked for: a printing house gets block and cover of one press.
PRINT_SET = _("PDFs for a printing house: the pages, A5 with bleed, and the cover")
CHOICES: tuple[tuple[Form, str | Promise], ...] = tuple(
    (form, PRINT_SET if form is Form.PRINT else label) for form, label in FORMS if form is not Form.COVER
)
ADDRESSES = {
    Form.SCREEN: "publishing:pdf",
    Form.PRINT: "publishing:print_pdf",
    Form.COVER: "publishing:cover_pdf",
    Form.EPUB: "publishing:epub",
    Form.DOCX: "publishing:docx",
}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run of the press as its page shows it."""

    token: str
    state: str
    badge: str
    is_in_work: bool
    is_stopping: bool
    can_stop: bool
    percent: int | None
    doing: str
    trouble: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made; without an address it is handed out to nobody.

    `is_older`: others were pressed later, without it. `is_closed`: something that stands in the newest of the form may not be shown any more.
    """

    label: str | Promise
    url: str
    bytes: int
    pages: int | None
    pressed_at: datetime | None
    is_older: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class PressPage:
    """The press of a collection; `can_press`: its viewer makes the book and does not only look."""

    collection: Collection
    is_published: bool
    can_press: bool
    read_url: str
    run: RunView | None
    check: Check
    is_checked: bool
    # articles that the press would not take now
    left_out: int
    files: tuple[MadeFile, ...]

    @property
    def must_be_pressed_anew(self) -> bool:
        """Tell whether a file holds something that may not be shown."""
        return any(one.is_closed for one in self.files)


def press_page(actor: Actor, school: School, token: str) -> PressPage:
    """Return the press of a collection to who looks at the desk. Raises `Collection.DoesNotExist`."""
    collection = collection_at_desk(actor, school, token)
    sections = contents_of(collection)
    runs = list(PressRun.objects.filter(collection=collection).select_related("asked_by")[:20])
    read = next((run for run in runs if run.state == RunState.DONE), None)
    files = files_of(collection)
    block = files.newest.get(Form.PRINT)
    may_edit = can_edit_collection(actor, collection)
    return PressPage(
        collection=collection,
        is_published=collection.state == CollectionState.PUBLISHED,
        can_press=may_edit and bool(sections),
        left_out=sum(not one.may_be_pressed for one in chapters_in(sections)),
        read_url=reverse("publishing:book", args=[collection.slug]),
        run=_view(runs[0], may_edit=may_edit) if runs else None,
        check=check_of(collection, sections, read.remarks if read else (), pages=block.pages if block else None),
        is_checked=read is not None,
        files=_made(collection, files),
    )


def run_view(actor: Actor, school: School, token: str) -> tuple[Collection, RunView | None]:
    """Return the newest run of a collection, for a page that is open. Raises `Collection.DoesNotExist`."""
    collection = collection_at_desk(actor, school, token)
    run = PressRun.objects.filter(collection=collection).select_related("asked_by").first()
    return collection, _view(run, may_edit=can_edit_collection(actor, collection)) if run else None


def _view(run: PressRun, *, may_edit: bool) -> RunView:
    state = RunState(run.state)
    is_stopping = state in RUNS_IN_WORK and run.stop_asked_at is not None
    return RunView(
        token=run.token,
        state=str(state.label),
        badge=BADGES.get(state, "waiting"),
        is_in_work=state in RUNS_IN_WORK,
        is_stopping=is_stopping,
        can_stop=may_edit and state in RUNS_IN_WORK and not is_stopping,
        percent=round(100 * run.done / run.all) if run.all else None,
        doing=_doing(run),
        trouble=str(Trouble(run.trouble).label) if run.trouble else "",
        asked_by=str(run.asked_by) if run.asked_by else "",
        asked_at=run.asked_at,
        ended_at=run.ended_at,
    )


def _doing(run: PressRun) -> str:
    """Return what is being done: first every article is read, then form after form is set."""
    if run.state == RunState.WAITING or not run.all:
        return str(pgettext_lazy("press", "Waits for its turn"))
    articles = run.all - len(run.forms)
    if run.done < articles:
        return str(_("Reading article %(number)d of %(all)d") % {"number": run.done + 1, "all": articles})
    names = _names(run.forms[run.done - articles :])
    return str(_("Setting: %(form)s") % {"form": names[0]}) if names else str(_("Putting the files in their place"))


def _names(forms: Sequence[str]) -> list[str | Promise]:
    known: dict[str, str | Promise] = dict(FORMS)
    return [known.get(one, _("pages to be read here")) for one in forms]


def _made(collection: Collection, files: Files) -> tuple[MadeFile, ...]:
    newest = max((row.run_id for row in files.newest.values()), default=None)
    return tuple(
        MadeFile(
            label=label,
            url=reverse(ADDRESSES[form], args=[collection.slug]) if form in files.given else "",
            bytes=row.bytes,
            pages=row.pages,
            pressed_at=row.run.ended_at,
            is_older=row.run_id != newest,
            is_closed=files.is_closed(form),
        )
        for form, label in FORMS
        if (row := files.given.get(form, files.newest.get(form))) is not None
    )
