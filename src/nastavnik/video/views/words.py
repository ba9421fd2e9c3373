"""The words of a film: read and taken away by whoever may watch it, brought in and taken off at the desk."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import Request, SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video.forms.words import ImportForm, RecogniseForm
from nastavnik.video.selectors import desk as desk_selectors
from nastavnik.video.selectors.editor import transcript_to_edit, words_desk
from nastavnik.video.selectors.recognition import model_rows
from nastavnik.video.selectors.transcript import reading_page, words_file
from nastavnik.video.services import recognition, transcripts
from nastavnik.video.views.parts import desk_crumbs


@require_safe
def read(request: Request, token: str, language: str = "") -> HttpResponse:
    """Show what is said in a film; `?bare` gives the words alone, to stand beside the film."""
    page = reading_page(request.user, request.school, token, language)
    is_bare = "bare" in request.GET
    template = "video/words/transcript.html" if is_bare else "video/words/page.html"
    response = render(request, template, {"page": page, "is_bare": is_bare})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def download(request: Request, token: str, language: str, ending: str) -> HttpResponse:
    """Answer with the words as a file; the player takes the subtitles from here too."""
    file = words_file(request.user, request.school, token, language, ending)
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(file.name)}",
    }
    return HttpResponse(file.content, content_type=file.content_type, headers=headers)


# --- at the desk -------------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def desk(request: SignedInRequest, token: str) -> HttpResponse:
    """Show in which languages a film has words, and take a file or a text with some."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "video_id": video.pk, "now": clock.now()}
        transcript = attempt(form, lambda: transcripts.import_subtitles(**who, **form.brought()))
        if transcript is not None:
            flash(request, _("The words are here. What stood there before is kept among the versions."))
            return redirect("video:film_words", token)
    return _desk(request, token, form)


def _desk(
    request: SignedInRequest, token: str, form: ImportForm, recognise_form: RecogniseForm | None = None
) -> HttpResponse:
    page = words_desk(request.user, request.school, token)
    context = {
        "page": page,
        "form": form,
        "recognise_form": recognise_form or RecogniseForm(models=page.models, prefix="recognise"),
        "crumbs": desk_crumbs((page.title, page.film_url)),
    }
    return render(request, "video/words/desk.html", context)


@never_cache
@signed_in
@require_http_methods(["POST"])
def recognise(request: SignedInRequest, token: str) -> HttpResponse:
    """Have a program listen to the film and write down what is said."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    form = RecogniseForm(request.POST, models=model_rows(), prefix="recognise")
    if form.is_valid():
        who: dict[str, Any] = {"actor": request.user, "video_id": video.pk, "now": clock.now()}
        if attempt(form, lambda: recognition.request_recognition(**who, **form.wish())) is not None:
            flash(
                request,
                _("The film is being listened to. You may close this page: the words appear here by themselves."),
            )
            return redirect("video:film_words", token)
    return _desk(request, token, ImportForm(), form)


@never_cache
@signed_in
@require_GET
def making(request: SignedInRequest, token: str) -> HttpResponse:
    """Show again how programs come on with the words; when one is through, the page is shown anew."""
    page = words_desk(request.user, request.school, token)
    if not page.is_in_work:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "video/words/list.html", {"page": page})


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str, language: str) -> HttpResponse:
    """Take the words in one language off a film."""
    _video, row = transcript_to_edit(request.user, request.school, token, language)
    transcripts.remove_transcript(actor=request.user, transcript_id=row.pk, now=clock.now())
    flash(request, _("The words are off the film: %(language)s.") % {"language": row.language_name})
    return redirect("video:film_words", token)


@signed_in
@require_POST
def resume(request: SignedInRequest, token: str, language: str) -> HttpResponse:
    """Let a recognition that broke off go on from where it came."""
    _video, row = transcript_to_edit(request.user, request.school, token, language)
    recognition.resume_recognition(actor=request.user, transcript_id=row.pk, now=clock.now())
    return redirect("video:film_words", token)


@signed_in
@require_POST
def stop(request: SignedInRequest, token: str, language: str) -> HttpResponse:
    """Stop a recognition; what it has heard stays."""
    _video, row = transcript_to_edit(request.user, request.school, token, language)
    recognition.stop_recognition(actor=request.user, transcript_id=row.pk, now=clock.now())
    return redirect("video:film_words", token)
