"""The desk: self-checks brought from Moodle, and taken along as a file."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.learning.exchange.moodle_write import write_moodle
from nastavnik.learning.forms.quiz_desk import ImportForm
from nastavnik.learning.selectors.quizzes import bringing, desk
from nastavnik.learning.selectors.quizzes.items import sheet_of
from nastavnik.learning.services import quizzes as services


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def bring(request: SignedInRequest) -> HttpResponse:
    """Take a file of questions; it is looked at before anything is made of it."""
    lessons = desk.lessons_for_quizzes(request.user, request.school)
    posted = request.POST if request.method == "POST" else None
    form = ImportForm(posted, request.FILES, lessons=lessons)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        lesson_id = desk.lesson_chosen(lessons, form.cleaned_data["lesson"])
        call = partial(services.bring_file, actor=request.user, lesson_id=lesson_id, now=clock.now())
        brought = attempt(form, lambda: call(name=file.name, content=bringing.content_of(file)))
        if brought is not None:
            return redirect("learning:look_at_quiz", brought.token)
    return render(request, "learning/desk/quizzes/bring.html", {"form": form, "crumbs": desk.desk_crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def look(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what would be made of a file, and make it."""
    brought = bringing.import_of(request.user, request.school, token)
    if request.method == "POST":
        quiz = services.make_of_file(actor=request.user, import_id=brought.pk, now=clock.now())
        flash(request, _("The self-check is made of the file. Look it through, then publish it."))
        return redirect("learning:desk_quiz", quiz.token)
    page = bringing.import_page(brought, services.preview_of(brought))
    bring_step = (_("Bring from Moodle"), reverse("learning:bring_quiz"))
    context = {"page": page, "crumbs": desk.desk_crumbs(bring_step)}
    return render(request, "learning/desk/quizzes/look.html", context)


@signed_in
@require_GET
def export(request: SignedInRequest, token: str) -> HttpResponse:
    """Send a self-check as Moodle XML."""
    quiz = desk.quiz_to_edit(request.user, request.school, token)
    response = HttpResponse(write_moodle(sheet_of(quiz)), content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="self-check-{quiz.token}.xml"'
    return response
