"""The desk: answers in own words, read and marked."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.forms.quiz_desk import MarkForm
from nastavnik.learning.selectors.quizzes import reading
from nastavnik.learning.selectors.quizzes.desk import desk_crumbs
from nastavnik.learning.services import quizzes as services


@never_cache
@signed_in
@require_GET
def waiting(request: SignedInRequest) -> HttpResponse:
    """Show the answers that wait to be read, those that wait longest first."""
    lines, total = reading.waiting_answers(request.user, request.school)
    context = {"lines": lines, "total": total, "crumbs": desk_crumbs()}
    return render(request, "learning/desk/quizzes/waiting.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def read(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an answer, and mark it; then comes the next one."""
    page = reading.answer_page(request.user, request.school, token)
    form = MarkForm(
        request.POST if request.method == "POST" else None, initial={"percent": page.percent, "reply": page.reply}
    )
    call = partial(services.mark_answer, actor=request.user, answer_id=page.id, now=clock.now())
    if form.is_bound and form.is_valid() and attempt(form, lambda: call(**form.cleaned_data)) is not None:
        flash(request, _("Marked, and told: %(name)s.") % {"name": page.name})
        next_url = reading.next_waiting_url(request.user, request.school)
        return redirect(next_url or "learning:waiting_answers")
    return render(request, "learning/desk/quizzes/read.html", {"page": page, "form": form, "crumbs": desk_crumbs()})
