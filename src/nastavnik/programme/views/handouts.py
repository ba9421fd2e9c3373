"""Handouts: sent to who may see the lesson, added and removed at the desk."""

from functools import partial

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.programme import selectors, services
from nastavnik.programme.forms import HandoutForm
from nastavnik.programme.selectors import board
from nastavnik.programme.views.lessons import crumbs_of
from nastavnik.programme.views.parts import typed


@require_GET
def download(request: Request, token: str) -> FileResponse | HttpResponseRedirect:
    """Send a handout as a file to be saved; nothing in it is run or shown by the browser."""
    handout = selectors.handout_for(request.user, request.school, token)
    if handout.url:
        return HttpResponseRedirect(handout.url)
    response = FileResponse(
        handout.file.open(), as_attachment=True, filename=handout.file_name, content_type=handout.media_type
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, uid: str) -> HttpResponse:
    """Add a file or an address to a lesson."""
    board.check_can_run(request.user, request.school)
    page = board.lesson_desk(request.user, request.school, uid, clock.now())
    form = HandoutForm(typed(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        call = partial(services.add_handout, actor=request.user, lesson_id=page.lesson.pk, now=clock.now())
        handout = attempt(form, partial(call, **form.cleaned_data))
        if handout is not None:
            undo_url = reverse("programme:remove_handout", args=[handout.token])
            flash(request, _("The handout is added: %(title)s.") % {"title": handout.title}, undo_url=undo_url)
            return redirect(f"{reverse('programme:lesson', args=[uid])}#handouts")
    lesson_step = {"label": page.lesson.title, "url": reverse("programme:lesson", args=[uid])}
    context = {"form": form, "page": page, "crumbs": [*crumbs_of(page), lesson_step]}
    return render(request, "programme/desk/handout_add.html", context)


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove a handout."""
    handout = board.handout_at_desk(request.user, request.school, token)
    services.remove_handout(actor=request.user, handout_id=handout.pk, now=clock.now())
    flash(request, _("The handout is removed: %(title)s.") % {"title": handout.title})
    return redirect(f"{reverse('programme:lesson', args=[handout.lesson.uid])}#handouts")
