"""The desk: the import of a staff list."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.people import selectors, services
from nastavnik.people.forms import StaffListForm
from nastavnik.people.views.parts import desk_crumbs, place_of


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def staff_lists(request: SignedInRequest) -> HttpResponse:
    """Take a file into a preview; show earlier lists."""
    place = place_of(request)
    earlier = selectors.staff_lists(request.user, place)
    form = StaffListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        words = {"actor": request.user, "place": place, "file": file, "size": file.size, "file_name": file.name}
        uploaded = attempt(form, lambda: services.upload_staff_list(now=clock.now(), **words))
        if uploaded is not None:
            return redirect("people:staff_list", uploaded.token)
    crumbs = desk_crumbs((_("People"), "people:people"))
    return render(request, "people/desk/staff_lists.html", {"form": form, "lists": earlier, "crumbs": crumbs})


@never_cache
@signed_in
@require_GET
def staff_list(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what a list would do, or did."""
    outcome, number = request.GET.get("rows", ""), request.GET.get("page", "")
    page = selectors.preview(request.user, place_of(request), token, outcome, number)
    steps = desk_crumbs((_("People"), "people:people"), (_("Staff lists"), "people:staff_lists"))
    return render(request, "people/desk/staff_list.html", {"page": page, "crumbs": steps})


@signed_in
@require_POST
def recheck(request: SignedInRequest, token: str) -> HttpResponse:
    """Make the preview anew."""
    services.recheck_staff_list(actor=request.user, place=place_of(request), token=token)
    flash(request, _("The list is checked anew."))
    return redirect("people:staff_list", token)


@signed_in
@require_POST
def apply(request: SignedInRequest, token: str) -> HttpResponse:
    """Apply the list."""
    services.apply_staff_list(
        actor=request.user,
        place=place_of(request),
        place_title=str(request.school),
        token=token,
        now=clock.now(),
        is_inviting="is_inviting" in request.POST,
    )
    flash(request, _("The list is applied."), undo_url=reverse("people:undo_staff_list", args=[token]))
    return redirect("people:staff_list", token)


@signed_in
@require_POST
def undo(request: SignedInRequest, token: str) -> HttpResponse:
    """Take the list back, and say how many people were left as they are."""
    place = place_of(request)
    undone = services.undo_staff_list(actor=request.user, place=place, token=token, now=clock.now())
    kept = selectors.kept_count(undone)
    left = ngettext("%(count)d person was left as she is.", "%(count)d people were left as they are.", kept)
    flash(request, " ".join([_("The list is undone."), *([left % {"count": kept}] if kept else [])]))
    return redirect("people:staff_list", token)
