"""Single records to take into a library's catalogue."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from nastavnik.core import clock
from nastavnik.core.http import Request
from nastavnik.core.http.machines import paced
from nastavnik.publishing.catalogues.kinds import Kind
from nastavnik.publishing.records.dublin import dublin_core_of
from nastavnik.publishing.records.marc import RecordTooLong, as_iso2709, as_xml
from nastavnik.publishing.records.marc21 import marc21_of
from nastavnik.publishing.records.rusmarc import rusmarc_of
from nastavnik.publishing.records.work import Work
from nastavnik.publishing.selectors.catalogues.works import work_to_take


class Taken(NamedTuple):
    """How a record is written, and what that is. `otherwise`: the ending of the same as XML, which holds any length."""

    write: Callable[[Work], bytes]
    media_type: str
    otherwise: str = ""


# of one network in a minute: catalogues take records one by one too
MOST = 600
ENDINGS = {
    "mrc": Taken(lambda work: as_iso2709(marc21_of(work)), "application/marc", "xml"),
    "xml": Taken(lambda work: as_xml(marc21_of(work)), "application/marcxml+xml"),
    "rusmarc.iso": Taken(lambda work: as_iso2709(rusmarc_of(work)), "application/marc", "rusmarc.xml"),
    "rusmarc.xml": Taken(lambda work: as_xml(rusmarc_of(work)), "application/xml"),
    "dc.xml": Taken(dublin_core_of, "application/xml"),
}


@require_safe
@paced("records", MOST)
def record(request: Request, kind: str, token: str, ending: str) -> HttpResponse:
    """Send the record of a lesson, a collection or a project."""
    taken = ENDINGS.get(ending)
    if taken is None or kind not in set(Kind):
        raise Http404
    work = work_to_take(request.school, Kind(kind), token, clock.now())
    try:
        content = taken.write(work)
    except RecordTooLong:
        return redirect("publishing:record", kind, token, taken.otherwise)
    headers = {"Content-Disposition": f'attachment; filename="{kind}-{token}.{ending}"'}
    return HttpResponse(content, content_type=taken.media_type, headers=headers)
