"""A self-check as learners meet it: its page, their answers, what came of them, and the questions that a film asks."""

from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.learning.forms.quiz_answers import read_changes, read_given, read_seed
from nastavnik.learning.selectors.quizzes import taking
from nastavnik.learning.selectors.quizzes.answers import mark_of
from nastavnik.learning.services import quizzes as services
from nastavnik.learning.services.quizzes.refusals import AttemptOver

SURE = "sure"


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show the self-check of a lesson; whatever button was pressed, all answers on the page are kept first."""
    page = taking.quiz_page(request.user, request.school, slug)
    if request.method == "GET":
        return render(request, "learning/quiz/page.html", {"page": page, "is_asked": SURE in request.GET})
    saved = keep(request, page)
    pressed = request.POST.get("finish")
    if pressed is None:
        return HttpResponseRedirect(f"{page.url}#{anchor_of(request)}")
    is_missing = taking.quiz_page(request.user, request.school, slug).taking
    if pressed != SURE and is_missing is not None and is_missing.missing:
        return HttpResponseRedirect(f"{page.url}?{SURE}=1#unanswered")
    attempt = services.finish_attempt(actor=request.user, attempt_id=saved.attempt.pk, now=clock.now())
    return redirect("learning:quiz_attempt", slug, attempt.number)


def keep(request: SignedInRequest, page: taking.QuizPage) -> taking.TakingPage:
    """Keep what the page changed. Raises `AttemptOver` when there is no open attempt any more."""
    if page.taking is None:
        raise AttemptOver
    attempt = page.taking.attempt
    changes = read_changes(attempt.seed, page.taking.asked, request.POST)
    if changes:
        services.save_answers(actor=request.user, attempt_id=attempt.pk, changes=changes, now=clock.now())
    return page.taking


def anchor_of(request: SignedInRequest) -> str:
    """Return the place on the page of the question whose button was pressed."""
    pressed = request.POST.get("save", "")
    return f"question-{pressed}" if pressed.isascii() and pressed.isdigit() else "main"


@signed_in
@require_POST
def save(request: SignedInRequest, slug: str) -> JsonResponse:
    """Keep answers as a script sends them; say with which marks the form goes on."""
    page = taking.quiz_page(request.user, request.school, slug)
    if page.taking is None:
        raise AttemptOver
    attempt = page.taking.attempt
    changes = read_changes(attempt.seed, page.taking.asked, request.POST)
    kept = services.save_answers(actor=request.user, attempt_id=attempt.pk, changes=changes, now=clock.now())
    return JsonResponse({"marks": {str(key): mark_of(changes[key]) for key in kept}})


@signed_in
@require_POST
def begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin an attempt, or go on with the one that is open."""
    quiz = taking.quiz_to_take(request.user, request.school, slug)
    services.begin_attempt(actor=request.user, quiz_id=quiz.pk, now=clock.now())
    return redirect("learning:quiz", slug)


@never_cache
@signed_in
@require_GET
def attempt(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Show what came of one of the person's own attempts."""
    page = taking.quiz_page(request.user, request.school, slug, number)
    return render(request, "learning/quiz/page.html", {"page": page})


@signed_in
@require_GET
def picture(request: SignedInRequest, token: str) -> FileResponse:
    """Send the picture of a question to whoever may see the question."""
    question = taking.question_picture(request.user, request.school, token)
    response = FileResponse(question.picture.open(), content_type="image/webp")
    # a version of a question keeps its picture
    response.headers["Cache-Control"] = "private, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


# --- in the film -------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def stops(request: SignedInRequest, slug: str, second: int) -> HttpResponse:
    """Give the player the questions that the film asks at a second; an empty page where there are none for this person."""
    found = taking.stops_page(request.user, request.school, slug, second)
    return render(request, "learning/quiz/stops.html", {"stops": found})


@never_cache
@signed_in
@require_POST
def answer_stop(request: SignedInRequest, slug: str, token: str) -> HttpResponse:
    """Keep the answer to a question of the film, beginning an attempt with it, and say what is to be said at once."""
    quiz, question, options = taking.stop_to_answer(request.user, request.school, slug, token)
    given = read_given(read_seed(request.POST), question, options, request.POST)
    if given is None:
        return HttpResponse(_("Choose or write an answer first, or skip the question."), content_type="text/plain")
    now = clock.now()
    begun = services.begin_attempt(actor=request.user, quiz_id=quiz.pk, now=now)
    answer = services.answer_in_film(
        actor=request.user, attempt_id=begun.pk, question_id=question.pk, given=given, now=now
    )
    row = taking.told_row(answer, question, options, slug)
    return render(request, "learning/quiz/told.html", {"row": row, "is_told": answer.told_at is not None})
