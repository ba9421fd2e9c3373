"""The desk: cycles of a programme."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.programme import services
from nastavnik.programme.forms import CycleForm
from nastavnik.programme.selectors import board
from nastavnik.programme.views.parts import attempt_edit, board_url, desk_crumbs, typed

STEPS = {"up": -1, "down": 1}


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a cycle to a programme."""
    board.check_can_run(request.user, request.school)
    programme = board.programme_at_desk(request.user, request.school, token)
    form = CycleForm(typed(request))
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "description")}
        cycle = services.add_cycle(actor=request.user, programme_id=programme.pk, now=clock.now(), **words)
        flash(request, _("The cycle is added. Now add lessons to it."))
        return redirect(f"{board_url(token)}#cycle-{cycle.token}")
    crumbs = desk_crumbs((programme.title, board_url(token)))
    return render(request, "programme/desk/cycle_form.html", {"form": form, "programme": programme, "crumbs": crumbs})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Change what a cycle is called."""
    board.check_can_run(request.user, request.school)
    cycle = board.cycle_at_desk(request.user, request.school, token)
    address = board_url(cycle.programme.token)
    current = {"title": cycle.title, "description": cycle.description, "version": cycle.version}
    form = CycleForm(typed(request), initial=current)
    if request.method == "POST" and form.is_valid():
        call = partial(services.edit_cycle, actor=request.user, cycle_id=cycle.pk, now=clock.now())
        if attempt_edit(form, partial(call, **form.cleaned_data), current=current):
            flash(request, _("The cycle is saved."))
            return redirect(f"{address}#cycle-{token}")
    context = {"form": form, "cycle": cycle, "programme": cycle.programme}
    context["crumbs"] = desk_crumbs((cycle.programme.title, address))
    return render(request, "programme/desk/cycle_form.html", context)


@signed_in
@require_POST
def move(request: SignedInRequest, token: str, direction: str) -> HttpResponse:
    """Move a cycle one place earlier or later."""
    cycle = board.cycle_at_desk(request.user, request.school, token)
    services.move_cycle(actor=request.user, cycle_id=cycle.pk, step=STEPS[direction], now=clock.now())
    return redirect(f"{board_url(cycle.programme.token)}#cycle-{token}")


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove an empty cycle."""
    cycle = board.cycle_at_desk(request.user, request.school, token)
    services.remove_cycle(actor=request.user, cycle_id=cycle.pk, now=clock.now())
    undo_url = reverse("programme:bring_back_cycle", args=[token])
    flash(request, _("The cycle is removed: %(title)s.") % {"title": cycle.title}, undo_url=undo_url)
    return redirect(board_url(cycle.programme.token))


@signed_in
@require_POST
def bring_back(request: SignedInRequest, token: str) -> HttpResponse:
    """Put a removed cycle back."""
    cycle = board.cycle_at_desk(request.user, request.school, token)
    services.bring_back_cycle(actor=request.user, cycle_id=cycle.pk, now=clock.now())
    return redirect(f"{board_url(cycle.programme.token)}#cycle-{token}")
