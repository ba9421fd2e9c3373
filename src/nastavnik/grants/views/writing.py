"""An application as those who write it see it: its sections, each saved as they type, its files, the whole of it to be read."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.checking.merging import Change, Kept
from nastavnik.contest.checking.posted import read_changes, read_files
from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.grants.selectors.head import head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.grants.selectors.writing import page, reading
from nastavnik.grants.selectors.writing import section as sections
from nastavnik.grants.selectors.writing.meanwhile import meanwhile
from nastavnik.grants.services import writing as services
from nastavnik.grants.services.refusals import GrantClosedMeanwhile
from nastavnik.programme.enums import MEDIA_TYPES, HandoutKind

CONFLICT = 409


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an application with its sections, what is missing, what changed, and what is to be done next."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:grant", clock.now())
    context = {"head": head, "page": page.grant_page(request.user, head)}
    return render(request, "grants/writing/show.html", context)


@never_cache
@signed_in
@require_GET
def read(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the whole application as it stands."""
    grant = grant_for(request.user, request.school, token)
    head = head_of(request.user, grant, "grants:grant", clock.now())
    context = {"head": head, "sections": reading.sections_read(head)}
    return render(request, "grants/writing/read.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Show a section to write in, or to read; whatever button was pressed, what was typed is kept first."""
    if request.method == "GET":
        return _opened(request, sections.section_for(request.user, request.school, token, key, clock.now()))
    found = sections.section_to_write(request.user, request.school, token, key, clock.now())
    changes = read_changes(found.section, request.POST)
    kept = keep(request, found, changes)
    change_files(request, found)
    if not kept.theirs:
        flash(request, _("The section is saved."))
        return HttpResponseRedirect(sections.after_saving(found, request.POST.get("then", "")))
    typed = {name: change.value for name, change in changes.items()}
    shown = sections.section_page(request.user, found, typed=typed, theirs=kept.theirs)
    return _drawn(request, found, {"page": shown}, "section", CONFLICT)


def _opened(request: SignedInRequest, found: sections.Found) -> HttpResponse:
    """Show a section to who writes it; to who only reads, or when it is closed, as it is read."""
    if not found.head.can_write:
        only = found.section.key
        return _drawn(request, found, {"only": only, "sections": reading.sections_read(found.head, only)}, "read")
    shown = sections.section_page(request.user, found, is_checked="checked" in request.GET)
    return _drawn(request, found, {"page": shown}, "section")


def _drawn(
    request: SignedInRequest, found: sections.Found, context: dict[str, Any], name: str, status: int = 200
) -> HttpResponse:
    return render(request, f"grants/writing/{name}.html", {"head": found.head, **context}, status=status)


def keep(request: SignedInRequest, found: sections.Found, changes: Mapping[str, Change]) -> Kept:
    """Keep what was typed; where the application was submitted meanwhile it is set aside, and that is said."""
    saved = services.save_section(
        actor=request.user, grant_id=found.grant.pk, key=found.section.key, changes=changes, now=clock.now()
    )
    if saved.is_closed:
        raise GrantClosedMeanwhile
    return saved.kept


def change_files(request: SignedInRequest, found: sections.Found) -> None:
    """Add the files that came along, and take off the one whose button was pressed; why one is not taken is told on the page."""
    grant_id = found.grant.pk
    for field_key, file in read_files(found.section, request.FILES):
        try:
            services.add_file(actor=request.user, grant_id=grant_id, field_key=field_key, file=file, now=clock.now())
        except Refusal as refusal:
            messages.error(request, f"{file.name}: {refusal.message}")
    if token := request.POST.get("remove-file", ""):
        services.remove_file(actor=request.user, grant_id=grant_id, file_token=token, now=clock.now())


@signed_in
@require_POST
def save(request: SignedInRequest, token: str, key: str) -> JsonResponse:
    """Keep what a script sends while somebody types; say with which marks it goes on, and what another wrote meanwhile."""
    found = sections.section_to_write(request.user, request.school, token, key, clock.now())
    kept = keep(request, found, read_changes(found.section, request.POST))
    return JsonResponse(sections.told_to_script(found, kept.marks, kept.theirs))


@never_cache
@signed_in
@require_GET
def now(request: SignedInRequest, token: str, key: str) -> JsonResponse:
    """Tell a page that is open what others have done in its section meanwhile."""
    found = sections.section_for(request.user, request.school, token, key, clock.now())
    return JsonResponse(meanwhile(request.user, found))


@never_cache
@signed_in
@require_GET
def file(request: SignedInRequest, token: str, file: str) -> HttpResponseBase:
    """Send a file of an application."""
    found = reading.file_for(request.user, request.school, token, file)
    media_type = MEDIA_TYPES[HandoutKind(found.kind)]
    content = default_storage.open(found.file)
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
