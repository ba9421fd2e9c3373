"""The editor of a transcript: the page, what its script asks for and does, earlier versions."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.video.forms.words import PhraseField, PhraseForm, TypedPhrase, phrase_fields, typed_phrases
from nastavnik.video.selectors import desk as desk_selectors
from nastavnik.video.selectors import editor as selectors
from nastavnik.video.selectors.wave import wave_of
from nastavnik.video.selectors.words import TranscriptRow
from nastavnik.video.services import cues, listening, transcripts
from nastavnik.video.views.parts import desk_crumbs


def page_number(request: SignedInRequest) -> int:
    """Return the page that the address asks for, the first for anything odd."""
    number = request.GET.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < 6 else 1  # noqa: PLR2004 -- no transcript has more


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str, language: str) -> HttpResponseBase:
    """Show the editor; the plain form in it is sent here where no script runs."""
    number = page_number(request)
    selectors.transcript_to_edit(request.user, request.school, token, language)
    typed = typed_phrases(request.POST) if request.method == "POST" else []
    problems = _save_all(request, typed)
    if request.method == "POST" and not problems:
        saved = ngettext("%(count)d phrase is saved.", "%(count)d phrases are saved.", len(typed))
        flash(request, saved % {"count": len(typed)})
        return redirect(f"{request.path}?page={number}")
    page = selectors.editor_page(request.user, request.school, token, language, clock.now(), number=number)
    crumbs = desk_crumbs((page.title, page.film_url), (_("Words"), page.words_url))
    context = {"page": page, "fields": phrase_fields(page.page.cues, problems), "crumbs": crumbs}
    return render(request, "video/editor/edit.html", context | {"has_problems": bool(problems)})


def _save_all(request: SignedInRequest, typed: list[TypedPhrase]) -> dict[int, PhraseField]:
    """Save what was typed into the plain form; return what could not be, by the phrases' numbers."""
    problems = {}
    for phrase in typed:
        try:
            _save_plain(request, phrase)
        except Refusal as error:
            problems[phrase.cue_id] = PhraseField(None, phrase.text, str(error.message))
    return problems


def _save_plain(request: SignedInRequest, phrase: TypedPhrase) -> None:
    who: dict[str, Any] = {
        "actor": request.user,
        "cue_id": phrase.cue_id,
        "version": phrase.version,
        "now": clock.now(),
    }
    if phrase.text.strip():
        cues.save_cue(**who, text=phrase.text)
    else:
        cues.remove_cue(**who)


# --- the script's side -------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def state(request: SignedInRequest, token: str, language: str) -> JsonResponse:
    """Tell the editor's script what changed since the version it knows."""
    since = request.GET.get("since", "0")
    known = int(since) if since.isdecimal() and len(since) < 10 else 0  # noqa: PLR2004 -- as long as a column
    return JsonResponse(selectors.state_for_script(request.user, request.school, token, language, known))


Deed = Callable[[SignedInRequest, TranscriptRow, PhraseForm], dict[str, Any]]


def _saved(saved: cues.SavedCue) -> dict[str, Any]:
    changed = [saved.cue, saved.made] if saved.made else [saved.cue]
    removed = [saved.removed] if saved.removed else []
    return {"cues": [selectors.cue_for_script(cue) for cue in changed], "removed": removed, "isJoined": saved.is_joined}


def _of_cue(request: SignedInRequest, form: PhraseForm) -> dict[str, Any]:
    typed = form.cleaned_data
    return {
        "actor": request.user,
        "cue_id": typed["id"] or 0,
        "version": typed["version"] or 0,
        "now": clock.now(),
    }


def _save(request: SignedInRequest, _row: TranscriptRow, form: PhraseForm) -> dict[str, Any]:
    said = form.said("text", "seconds", "end_seconds", "begins_paragraph")
    return _saved(cues.save_cue(**_of_cue(request, form), **said))


def _split(request: SignedInRequest, _row: TranscriptRow, form: PhraseForm) -> dict[str, Any]:
    return _saved(cues.split_cue(**_of_cue(request, form), at=form.cleaned_data["at"] or 0))


def _join(request: SignedInRequest, _row: TranscriptRow, form: PhraseForm) -> dict[str, Any]:
    return _saved(cues.join_cues(**_of_cue(request, form), next_version=form.cleaned_data["next_version"] or 0))


def _trust(request: SignedInRequest, _row: TranscriptRow, form: PhraseForm) -> dict[str, Any]:
    return _saved(cues.trust_cue(**_of_cue(request, form)))


def _remove(request: SignedInRequest, _row: TranscriptRow, form: PhraseForm) -> dict[str, Any]:
    of_cue = _of_cue(request, form)
    cues.remove_cue(**of_cue)
    return {"cues": [], "removed": [of_cue["cue_id"]], "isJoined": False}


def _add(request: SignedInRequest, row: TranscriptRow, form: PhraseForm) -> dict[str, Any]:
    typed = form.cleaned_data
    return _saved(
        cues.add_cue(
            actor=request.user,
            transcript_id=row.pk,
            seconds=typed["seconds"] or 0.0,
            end_seconds=typed["end_seconds"] or 0.0,
            text=typed["text"],
            now=clock.now(),
        )
    )


def _shift(request: SignedInRequest, row: TranscriptRow, form: PhraseForm) -> dict[str, Any]:
    typed = form.cleaned_data
    shift = {"from_seconds": typed["seconds"] or 0.0, "by_seconds": typed["by_seconds"] or 0.0}
    count = cues.shift_cues(actor=request.user, transcript_id=row.pk, now=clock.now(), **shift)
    return {"cues": [], "removed": [], "isJoined": False, "count": count}


DEEDS: dict[str, Deed] = {
    "save": _save,
    "split": _split,
    "join": _join,
    "trust": _trust,
    "remove": _remove,
    "add": _add,
    "shift": _shift,
}


@signed_in
@require_POST
def phrase(request: SignedInRequest, token: str, language: str) -> HttpResponse:
    """Do what the editor's script asks for, and answer with the phrases as they stand then.

    409 with `present` when somebody else saved the same words; 410 when the phrase is gone; 409 with a sentence for other refusals.
    """
    _video, row = selectors.transcript_to_edit(request.user, request.school, token, language)
    form, deed = PhraseForm(request.POST), DEEDS.get(request.POST.get("deed", ""))
    if deed is None or not form.is_valid():
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    try:
        return JsonResponse(deed(request, row, form))
    except cues.CueChanged as error:
        present = selectors.cue_for_script(error.present)
        return JsonResponse({"message": str(error.message), "present": present}, status=HTTPStatus.CONFLICT)
    except cues.CueGone as error:
        return JsonResponse({"message": str(error.message)}, status=HTTPStatus.GONE)
    except Refusal as error:
        return JsonResponse({"message": str(error.message)}, status=HTTPStatus.CONFLICT)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def wave(request: SignedInRequest, token: str) -> HttpResponse:
    """Answer with ten peaks of the sound a second, a byte each: none while they are not made, which a POST asks for."""
    video = desk_selectors.video_to_edit(request.user, request.school, token)
    if request.method == "POST":
        listening.request_wave(actor=request.user, video_id=video.pk)
        return HttpResponse(status=HTTPStatus.ACCEPTED)
    peaks = wave_of(request.user, video) or b""
    return HttpResponse(peaks, content_type="application/octet-stream")


# --- earlier versions --------------------------------------------------------------------------------------------------


@never_cache
@signed_in
@require_GET
def versions(request: SignedInRequest, token: str, language: str) -> HttpResponse:
    """List what a transcript was before."""
    page = selectors.editor_page(request.user, request.school, token, language, clock.now())
    transcript, rows = selectors.versions_page(request.user, request.school, token, language)
    context = {"page": page, "transcript": transcript, "versions": rows, "crumbs": _crumbs(page)}
    return render(request, "video/editor/versions.html", context)


@never_cache
@signed_in
@require_GET
def version(request: SignedInRequest, token: str, language: str, number: int) -> HttpResponse:
    """Show a transcript as it stood before."""
    page = selectors.editor_page(request.user, request.school, token, language, clock.now())
    found = selectors.version_view(request.user, request.school, token, language, number)
    before = (_("Earlier versions"), reverse("video:word_versions", args=[token, language]))
    context = {"page": page, "version": found, "crumbs": [*_crumbs(page), {"label": before[0], "url": before[1]}]}
    return render(request, "video/editor/version.html", context)


def _crumbs(page: selectors.EditorPage) -> list[dict[str, str]]:
    editor = (page.language_name, reverse("video:edit_words", args=[page.token, page.language]))
    return desk_crumbs((page.title, page.film_url), (_("Words"), page.words_url), editor)


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str, language: str, number: int) -> HttpResponse:
    """Bring an earlier version back; how it stands now is kept as a version too."""
    _video, row = selectors.transcript_to_edit(request.user, request.school, token, language)
    transcripts.restore_version(actor=request.user, transcript_id=row.pk, number=number, now=clock.now())
    flash(request, _("The version is back. What stood there is kept among the versions."))
    return redirect("video:edit_words", token, language)
