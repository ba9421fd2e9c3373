"""A section of an application as a form: every field with its limit, its help, what stands in it, and what another has written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.urls import reverse

from nastavnik.contest.checking.values import Value
from nastavnik.contest.enums import OPEN_STATES, ApplicationState
from nastavnik.contest.models import Application, ApplicationFile
from nastavnik.contest.selectors.applications.content import Content, content_of
from nastavnik.contest.selectors.applications.lookup import application_for
from nastavnik.contest.selectors.applications.page import neighbours, section_url
from nastavnik.contest.selectors.boxes import Boxes, Drawn, FieldBox, FileBox, plain_words
from nastavnik.contest.selectors.setup import Form, Section, form_of
from nastavnik.contest.selectors.stages import NotOpenForWriting
from nastavnik.people.models import User
from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.models import School

# what the buttons of a section say, besides the keys of its fields
NEXT, DONE = "next", "done"


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section to write in, with the way to its neighbours."""

    application: Application
    section: Section
    number: int
    total: int
    fields: list[FieldBox]
    changed_at: datetime | None
    changed_by: str
    before: Section | None
    before_url: str
    after: Section | None
    after_url: str
    application_url: str
    save_url: str
    section_url: str
    has_conflict: bool


Found: TypeAlias = tuple[Application, Section, Form]


def section_to_write(user: User, school: School, token: str, key: str) -> Found:
    """Return a section that may be written in. Raises `Application.DoesNotExist`, also for a section that the form has not."""
    application = application_for(user, school, token)
    form = form_of(application.contest)
    section = form.section(key)
    if section is None:
        raise Application.DoesNotExist
    if ApplicationState(application.state) not in OPEN_STATES:
        raise NotOpenForWriting
    return application, section, form


def section_page(
    found: Found,
    *,
    typed: Mapping[str, Value] | None = None,
    theirs: Mapping[str, Value] | None = None,
    is_checked: bool = False,
    content: Content | None = None,
) -> SectionPage:
    """Return the page of a section. `typed` stands in the fields where `theirs` says that another wrote into them meanwhile.

    `content` is read, unless it is known.
    """
    application, section, form = found
    content = content or content_of(application)
    drawn = Drawn(
        values=content.values,
        files=file_boxes(application, content),
        typed=typed or {},
        theirs=theirs or {},
        is_checked=is_checked,
        is_blind=application.contest.is_blind,
    )
    boxes = Boxes(form, section, drawn)
    before, after = neighbours(form, section.key)
    text = content.texts.get(section.key)
    return SectionPage(
        application=application,
        section=section,
        number=form.sections.index(section) + 1,
        total=len(form.sections),
        fields=[boxes.box(field) for field in section.fields],
        changed_at=text.changed_at if text else None,
        changed_by=text.changed_by.full_name if text and text.changed_by else "",
        before=before,
        before_url=section_url(application, before.key) if before else "",
        after=after,
        after_url=section_url(application, after.key) if after else "",
        application_url=reverse("contest:application", args=[application.token]),
        save_url=reverse("contest:save_section", args=[application.token, section.key]),
        section_url=section_url(application, section.key),
        has_conflict=bool(theirs),
    )


def after_saving(found: Found, then: str) -> str:
    """Return where a button leads once what was typed is kept: to the next section, to the application, to a place of this one."""
    application, section, form = found
    after = neighbours(form, section.key)[1]
    if then == NEXT and after is not None:
        return section_url(application, after.key)
    if then in {NEXT, DONE}:
        return reverse("contest:application", args=[application.token])
    here = section_url(application, section.key)
    return f"{here}#field-{then}" if any(then == field.key for field in section.fields) else here


def told_to_script(found: Found, marks: Mapping[str, str], theirs: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Return what a script is told after saving: the marks to go on with; of what another wrote the text and its mark."""
    _application, _section, form = found
    told = {key: plain_words(form, field, value) for key, value in theirs.items() if (field := form.field(key))}
    return {"marks": dict(marks), "theirs": told}


def file_boxes(application: Application, content: Content) -> dict[str, list[FileBox]]:
    """Return the files of an application by their fields."""
    boxes: dict[str, list[FileBox]] = {}
    for file in content.files:
        boxes.setdefault(file.field_key, []).append(file_box(application, file))
    return boxes


def file_box(application: Application, file: ApplicationFile) -> FileBox:
    """Return a file as its authors see it."""
    return FileBox(
        name=file.name,
        url=reverse("contest:application_file", args=[application.token, file.token]),
        token=file.token,
        kind=str(HandoutKind(file.kind).label),
        bytes=file.bytes,
    )
