"""Applications as their authors write them: begun, section by section, saved as they type."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.contest.checking.merging import Change, Kept
from nastavnik.contest.checking.posted import read_changes, read_files
from nastavnik.contest.forms.application import AuthorForm, BeginForm, DirectionForm
from nastavnik.contest.selectors.applications import own, page
from nastavnik.contest.selectors.applications import section as sections
from nastavnik.contest.selectors.applications.lookup import application_for
from nastavnik.contest.selectors.setup import directions_of
from nastavnik.contest.services import applications as services
from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash

CONFLICT = 409


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def apply(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let the head of a library begin an application."""
    found = own.apply_page(request.user, request.school, slug, clock.now())
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        libraries=[(one.library.pk, one.library.label) for one in found.free_libraries],
        directions=found.directions,
    )
    if form.is_bound and form.is_valid():
        begun = services.begin_application(
            actor=request.user,
            contest_id=found.contest.pk,
            library_id=form.cleaned_data["library"],
            direction_id=form.cleaned_data.get("direction"),
            now=clock.now(),
        )
        return redirect("contest:application", begun.token)
    return render(request, "contest/applications/apply.html", {"page": found, "form": form})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an application with what is missing, who writes, and what was submitted."""
    found = page.application_page(request.user, request.school, token, clock.now())
    return render(request, "contest/applications/show.html", {"page": found, "author_form": AuthorForm()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def direction(request: SignedInRequest, token: str) -> HttpResponse:
    """Let authors choose for whom the project is."""
    application = application_for(request.user, request.school, token)
    form = DirectionForm(
        request.POST if request.method == "POST" else None,
        directions=directions_of(application.contest),
        initial={"direction": application.direction_id},
    )
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["direction"]
        services.choose_direction(
            actor=request.user, application_id=application.pk, direction_id=chosen, now=clock.now()
        )
        return redirect("contest:application", token)
    return render(request, "contest/applications/direction.html", {"application": application, "form": form})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, token: str, key: str) -> HttpResponse:
    """Show a section to write in; whatever button was pressed, what was typed is kept first."""
    found = sections.section_to_write(request.user, request.school, token, key)
    if request.method == "GET":
        shown = sections.section_page(found, is_checked="checked" in request.GET)
        return render(request, "contest/applications/section.html", {"page": shown})
    changes = read_changes(found[1], request.POST)
    kept = keep(request, found, changes)
    change_files(request, found)
    if not kept.theirs:
        flash(request, _("The section is saved."))
        return HttpResponseRedirect(sections.after_saving(found, request.POST.get("then", "")))
    typed = {name: change.value for name, change in changes.items()}
    shown = sections.section_page(found, typed=typed, theirs=kept.theirs)
    return render(request, "contest/applications/section.html", {"page": shown}, status=CONFLICT)


def keep(request: SignedInRequest, found: sections.Found, changes: Mapping[str, Change]) -> Kept:
    """Keep what was typed."""
    application, part, _form = found
    return services.save_section(
        actor=request.user, application_id=application.pk, key=part.key, changes=changes, now=clock.now()
    )


def change_files(request: SignedInRequest, found: sections.Found) -> None:
    """Add the files that came along, and take off the one whose button was pressed; why one is not taken is told on the page."""
    application, part, _form = found
    for field_key, file in read_files(part, request.FILES):
        try:
            services.add_file(
                actor=request.user, application_id=application.pk, field_key=field_key, file=file, now=clock.now()
            )
        except Refusal as refusal:
            messages.error(request, f"{file.name}: {refusal.message}")
    if token := request.POST.get("remove-file", ""):
        services.remove_file(actor=request.user, application_id=application.pk, file_token=token, now=clock.now())


@signed_in
@require_POST
def save(request: SignedInRequest, token: str, key: str) -> JsonResponse:
    """Keep what a script sends while somebody types; say with which marks it goes on, and what another wrote meanwhile."""
    found = sections.section_to_write(request.user, request.school, token, key)
    kept = keep(request, found, read_changes(found[1], request.POST))
    return JsonResponse(sections.told_to_script(found, kept.marks, kept.theirs))
