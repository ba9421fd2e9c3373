"""All that goes to the fund in one archive: the paper, the files under the fund's names, and a list of what is in it."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import IO

from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from nastavnik.grants.funds.naming import safe_part
from nastavnik.grants.papers.archive import Entry
from nastavnik.grants.papers.document import application_docx
from nastavnik.grants.selectors.out.files import Attachment, Attachments
from nastavnik.grants.selectors.out.paper import Paper


def entries(paper: Paper, attachments: Attachments, budget: bytes) -> Iterator[Entry]:
    """Yield what lies in the archive; `budget`: the workbook of the budget."""
    there = [one for one in attachments.files if default_storage.exists(one.file)]
    made_at = paper.made_at
    # these names are not in the f-strings themselves: what collects the sentences does not look into them
    document, sheet, listed = _("Application"), _("Budget"), _("What is here")
    names = [f"{safe_part(document)}.docx", f"{safe_part(sheet)}.xlsx"]
    yield Entry(names[0], partial(BytesIO, application_docx(paper)), made_at)
    yield Entry(names[1], partial(BytesIO, budget), made_at)
    contents = _contents(paper, names, attachments, there).encode("utf-8-sig")
    yield Entry(f"{safe_part(listed)}.txt", partial(BytesIO, contents), made_at)
    for one in there:
        yield Entry(one.path, partial(_opened, one), one.added_at)


def _opened(one: Attachment) -> IO[bytes]:
    return default_storage.open(one.file)


def _contents(paper: Paper, names: list[str], attachments: Attachments, there: list[Attachment]) -> str:
    """Return the list: what is there, and what is missing or too large, said and not left out in silence."""
    lines = [paper.title, paper.fund, "", *names]
    for one in attachments.files:
        notes = [filesizeformat(one.bytes)]
        if one.is_too_large:
            notes.append(_("larger than the fund takes: %(most)s MB") % {"most": attachments.most_megabytes})
        if one not in there:
            notes.append(_("not in the archive: the file is missing in the storage"))
        lines.append(f"{one.path} — {'; '.join(notes)}")
    return "\r\n".join(lines) + "\r\n"
