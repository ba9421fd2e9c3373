"""The desk: self-checks made, set, put in order, looked at, published."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.ordering import items_of, read_order
from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.forms.quiz_desk import NewQuizForm, QuizForm
from nastavnik.learning.selectors.quizzes import desk
from nastavnik.learning.selectors.quizzes.statistics import quiz_statistics
from nastavnik.learning.services import quizzes as services
from nastavnik.learning.services.quizzes.refusals import ChangedMeanwhile
from nastavnik.learning.views.quiz_deeds import QUIZ_DEEDS


@never_cache
@signed_in
@require_GET
def list_all(request: SignedInRequest) -> HttpResponseBase:
    """Show all self-checks of the school, as a table."""
    page = desk.quizzes_page(request.user, request.school, request.GET)
    return tables.answer(request, page.listing, "learning/desk/quizzes/list.html", {"page": page})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Make a self-check of a lesson."""
    lessons = desk.lessons_for_quizzes(request.user, request.school)
    posted = request.POST if request.method == "POST" else None
    form = NewQuizForm(posted, lessons=lessons, initial={"lesson": request.GET.get("lesson", "")})
    if form.is_bound and form.is_valid():
        lesson_id = desk.lesson_chosen(lessons, form.cleaned_data["lesson"])
        title = form.cleaned_data["title"]
        quiz = services.create_quiz(actor=request.user, lesson_id=lesson_id, title=title, now=clock.now())
        return redirect("learning:desk_quiz", quiz.token)
    return render(request, "learning/desk/quizzes/new.html", {"form": form, "crumbs": desk.desk_crumbs()})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a self-check with its questions and its settings."""
    page = desk.quiz_desk(request.user, request.school, token)
    if request.method == "POST" and not page.can_edit:
        raise PermissionDenied
    kept = desk.unsaved_of(request.user, page.quiz, desk.SETTINGS) if request.method == "GET" else None
    posted = request.POST if request.method == "POST" else kept[0] if kept else None
    form = QuizForm(posted, initial=page.settings)
    if request.method == "POST" and form.is_valid() and save(request, page, form):
        return redirect("learning:desk_quiz", token)
    context = {"page": page, "form": form, "kinds": QuestionKind.choices, "unsaved_at": kept[1] if kept else None}
    return render(request, "learning/desk/quizzes/show.html", context | {"crumbs": desk.desk_crumbs()})


def save(request: SignedInRequest, page: desk.QuizDesk, form: QuizForm) -> bool:
    """Save the settings; tell whether they were. A form that is older than what is saved may be saved at the second try."""
    call = partial(services.edit_quiz, actor=request.user, quiz_id=page.quiz.pk, now=clock.now())

    def edit() -> object:
        try:
            return call(version=form.known_version, **form.settings())
        except ChangedMeanwhile:
            form.show_version(page.quiz.version)
            raise

    if attempt(form, edit) is None:
        return False
    services.drop_unsaved(actor=request.user, quiz_id=page.quiz.pk, form=desk.SETTINGS)
    flash(request, _("The settings are saved."))
    return True


@signed_in
@require_POST
def unsaved(request: SignedInRequest, token: str, form: str) -> HttpResponse:
    """Keep what is being typed into a form; with `forget`, forget it and show the form as it is saved."""
    quiz = desk.quiz_to_edit(request.user, request.school, token)
    address = desk.form_url(quiz, form)
    if "forget" in request.POST:
        services.drop_unsaved(actor=request.user, quiz_id=quiz.pk, form=form)
        return redirect(address)
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    services.keep_unsaved(actor=request.user, quiz_id=quiz.pk, form=form, posted=posted.urlencode(), now=clock.now())
    return HttpResponse(status=204)


@signed_in
@require_POST
def do(request: SignedInRequest, token: str, deed: str) -> HttpResponse:
    """Publish a self-check, take it off, copy, remove or bring it back."""
    quiz = desk.quiz_to_edit(request.user, request.school, token)
    wanted = QUIZ_DEEDS[deed]
    done = wanted.service(actor=request.user, quiz_id=quiz.pk, now=clock.now())
    undo_url = reverse("learning:do_quiz", args=[done.token, wanted.undo]) if wanted.undo else ""
    flash(request, str(wanted.said) % {"title": done.title}, undo_url=undo_url)
    return redirect("learning:desk_quiz", done.token)


@signed_in
@require_POST
def order(request: SignedInRequest, token: str) -> HttpResponse:
    """Put the questions in order."""
    quiz = desk.quiz_to_edit(request.user, request.school, token)
    lineages = items_of(read_order(request.POST, desk.current_order(quiz)))
    services.order_questions(actor=request.user, quiz_id=quiz.pk, lineages=lineages, now=clock.now())
    return redirect(f"{reverse('learning:desk_quiz', args=[token])}#questions")


@never_cache
@signed_in
@require_GET
def preview(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the questions as learners see them; nothing is kept."""
    page = desk.quiz_desk(request.user, request.school, token)
    crumbs = desk.desk_crumbs((page.quiz.title, reverse("learning:desk_quiz", args=[token])))
    context = {"page": page, "rows": desk.preview_rows(page.quiz), "crumbs": crumbs}
    return render(request, "learning/desk/quizzes/preview.html", context)


@never_cache
@signed_in
@require_GET
def statistics(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show what the answers say about the questions; the table can be saved as a file."""
    page = quiz_statistics(request.user, request.school, token, request.GET)
    crumbs = desk.desk_crumbs((page.quiz.title, reverse("learning:desk_quiz", args=[token])))
    context = {"page": page, "crumbs": crumbs}
    return tables.answer(request, page.listing, "learning/desk/quizzes/statistics.html", context)
