"""The desk: years of the school and the board of one of them."""

from functools import partial

from django.http import HttpResponse, HttpResponseBase
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
from nastavnik.core.ordering import read_order
from nastavnik.programme import services
from nastavnik.programme.forms import CloneForm, ProgrammeForm
from nastavnik.programme.permissions import can_run_school
from nastavnik.programme.selectors import board
from nastavnik.programme.views.parts import attempt_edit, board_url, desk_crumbs, typed


@never_cache
@signed_in
@require_GET
def years(request: SignedInRequest) -> HttpResponseBase:
    """Show the years of the school."""
    context = {
        "years": board.years_of(request.user, request.school),
        "can_edit": can_run_school(request.user, request.school),
    }
    return render(request, "programme/desk/years.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Make a year."""
    board.check_can_run(request.user, request.school)
    form = ProgrammeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        made = attempt(
            form,
            lambda: services.create_programme(
                actor=request.user, school_id=request.school.pk, now=clock.now(), **words
            ),
        )
        if made is not None:
            flash(request, _("The programme is made. Only the desk sees it until you publish it."))
            return redirect(board_url(made.token))
    return render(request, "programme/desk/programme_form.html", {"form": form, "crumbs": desk_crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Change what a year is called, its days and who may enrol."""
    board.check_can_run(request.user, request.school)
    programme = board.programme_at_desk(request.user, request.school, token)
    current = board.programme_typed(programme)
    form = ProgrammeForm(typed(request), initial=current)
    if request.method == "POST" and form.is_valid():
        call = partial(services.edit_programme, actor=request.user, programme_id=programme.pk, now=clock.now())
        if attempt_edit(form, partial(call, **form.cleaned_data), current=current):
            flash(request, _("The programme is saved."))
            return redirect(board_url(token))
    crumbs = desk_crumbs((programme.title, board_url(token)))
    context = {"form": form, "programme": programme, "crumbs": crumbs}
    return render(request, "programme/desk/programme_form.html", context)


@never_cache
@signed_in
@require_GET
def show_board(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show the board of a programme."""
    page = board.board_for(request.user, request.school, token, clock.now())
    return render(request, "programme/desk/board.html", {"board": page, "crumbs": desk_crumbs()})


@signed_in
@require_POST
def order(request: SignedInRequest, token: str) -> HttpResponse:
    """Move lessons: the whole order by script, one step by the buttons."""
    programme = board.programme_at_desk(request.user, request.school, token)
    is_step = "move" in request.POST
    services.reorder_lessons(
        actor=request.user,
        programme_id=programme.pk,
        rearrange=partial(read_order, request.POST),
        seen=None if is_step else request.GET.get("seen", ""),
        now=clock.now(),
    )
    if is_step:
        return redirect(f"{board_url(token)}#lesson-{request.POST['move'].partition(':')[0]}")
    return HttpResponse(status=204)


@signed_in
@require_POST
def publish(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the programme to everybody."""
    programme = board.programme_at_desk(request.user, request.school, token)
    services.publish_programme(actor=request.user, programme_id=programme.pk, now=clock.now())
    undo_url = reverse("programme:hide", args=[token])
    flash(request, _("The programme is public: everybody sees its announced lessons."), undo_url=undo_url)
    return redirect(board_url(token))


@signed_in
@require_POST
def hide(request: SignedInRequest, token: str) -> HttpResponse:
    """Take the programme back to the desk."""
    programme = board.programme_at_desk(request.user, request.school, token)
    services.hide_programme(actor=request.user, programme_id=programme.pk, now=clock.now())
    undo_url = reverse("programme:publish", args=[token])
    flash(request, _("The programme is hidden: only the desk sees it."), undo_url=undo_url)
    return redirect(board_url(token))


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def clone(request: SignedInRequest, token: str) -> HttpResponse:
    """Make a new year out of this one."""
    board.check_can_run(request.user, request.school)
    programme = board.programme_at_desk(request.user, request.school, token)
    form = CloneForm(typed(request), initial=board.next_year(programme))
    if request.method == "POST" and form.is_valid():
        call = partial(services.clone_programme, actor=request.user, programme_id=programme.pk, now=clock.now())
        cloned = call(**form.cleaned_data)
        flash(request, cloned_words(len(cloned.postponed)))
        return redirect(board_url(cloned.programme.token))
    crumbs = desk_crumbs((programme.title, board_url(token)))
    return render(request, "programme/desk/clone.html", {"form": form, "programme": programme, "crumbs": crumbs})


def cloned_words(postponed: int) -> str:
    """Say that the copy is made, and how many lessons made way for holidays."""
    made = _("The programme is copied: all lessons are drafts. Look at the dates and announce them.")
    if not postponed:
        return made
    moved = ngettext(
        "%(count)d lesson went to a later week because of a public holiday.",
        "%(count)d lessons went to a later week because of public holidays.",
        postponed,
    )
    return f"{made} {moved % {'count': postponed}}"
