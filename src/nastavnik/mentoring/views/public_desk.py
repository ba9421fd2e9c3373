"""The methodist's desk of public answers: made of a consultation, written anew, previewed, published, withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nastavnik.core import clock, tables
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.public import PublicForm, VersionForm, public_form
from nastavnik.mentoring.selectors.public import desk as selectors
from nastavnik.mentoring.services import public as services


@dataclass(frozen=True, slots=True)
class Deed:
    """What a button does with an answer, and what is said then."""

    service: Callable[..., Any]
    said: str | Promise
    # the service asks which version the page shows
    has_version: bool = False


DEEDS = {
    "publish": Deed(services.publish, gettext_lazy("The answer is public."), has_version=True),
    "withdraw": Deed(
        services.withdraw, gettext_lazy("The answer is off the public pages, and nobody finds it any more.")
    ),
    "ask": Deed(services.ask_consent, gettext_lazy("The asker is asked. You will be told what she says.")),
}


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Public answers"), "url": reverse("mentoring:desk_public")}]


@never_cache
@signed_in
@require_safe
def answers(request: SignedInRequest) -> HttpResponseBase:
    """Show all public answers, and the questions of which one could be made."""
    page = selectors.public_desk(request.user, request.school, request.GET)
    context = {"page": page, "empty": _("There is no public answer yet.")}
    return tables.answer(request, page.listing, "mentoring/public/desk.html", context)


@signed_in
@require_POST
def prepare(request: SignedInRequest, token: str) -> HttpResponse:
    """Make a public answer of a consultation; nothing becomes public by that."""
    asked = selectors.consultation_to_publish(request.user, request.school, token)
    made = services.prepare(actor=request.user, consultation_id=asked.pk, now=clock.now())
    return redirect("mentoring:edit_public", made.token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an answer that is prepared, with who could be recognised by it, and save it."""
    page = selectors.preparing(request.user, request.school, token, clock.now())
    form = public_form(page, request.POST if request.method == "POST" else None)
    if form.is_bound:
        if form.is_valid() and attempt(form, partial(_save, request, page.answer.pk, form)) is not None:
            flash(request, _("Saved. Look at the preview: it is exactly what becomes public."))
            return redirect("mentoring:edit_public", token)
        form.catch_up(page)
    texts = selectors.marked_texts(page.answer, form.texts())
    context = {"page": page, "shown": page.shown, "form": form, "texts": texts, "crumbs": _crumbs()}
    return render(request, "mentoring/public/edit.html", context)


def _save(request: SignedInRequest, pk: int, form: PublicForm) -> Any:
    version = form.cleaned_data["version"] or 0
    return services.save(actor=request.user, answer_id=pk, version=version, words=form.words(), now=clock.now())


@never_cache
@signed_in
@require_POST
def save(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep what is typed, by script. A refusal goes to the script as a sentence."""
    page = selectors.preparing(request.user, request.school, token, clock.now())
    form = public_form(page, request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("This is too long to be kept.")}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse({"version": _save(request, page.answer.pk, form).version})


@never_cache
@signed_in
@require_POST
def marks(request: SignedInRequest, token: str) -> HttpResponse:
    """Show again, as a part of the page, what may lead to somebody in what is typed."""
    page = selectors.preparing(request.user, request.school, token, clock.now())
    texts = selectors.marked_texts(page.answer, public_form(page, request.POST).texts())
    return render(request, "mentoring/public/marks.html", {"texts": texts})


@never_cache
@signed_in
@require_safe
def preview(request: SignedInRequest, token: str) -> HttpResponse:
    """Show exactly what becomes public, on a page of its own."""
    page = selectors.preparing(request.user, request.school, token, clock.now())
    crumbs = [*_crumbs(), {"label": page.answer.title, "url": reverse("mentoring:edit_public", args=[token])}]
    context = {"page": page, "shown": page.shown, "crumbs": crumbs}
    return render(request, "mentoring/public/preview.html", context)


@signed_in
@require_POST
def do(request: SignedInRequest, token: str, deed: str) -> HttpResponse:
    """Publish an answer, take it off, or ask the asker."""
    answer = selectors.answer_to_edit(request.user, request.school, token)
    wanted = DEEDS[deed]
    rest = {"version": VersionForm(request.POST).shown} if wanted.has_version else {}
    wanted.service(actor=request.user, answer_id=answer.pk, now=clock.now(), **rest)
    flash(request, wanted.said)
    return redirect("mentoring:edit_public", token)


@signed_in
@require_POST
def remove_moment(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Take a moment off an answer that is not public."""
    answer = selectors.answer_to_edit(request.user, request.school, token)
    services.remove_moment(actor=request.user, answer_id=answer.pk, moment_id=number, now=clock.now())
    flash(request, _("The moment is taken out."))
    return redirect("mentoring:edit_public", token)


@signed_in
@require_POST
def remove_handout(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Take a handout off an answer that is not public."""
    answer = selectors.answer_to_edit(request.user, request.school, token)
    services.remove_handout(actor=request.user, answer_id=answer.pk, handout_id=number, now=clock.now())
    flash(request, _("The handout is taken out."))
    return redirect("mentoring:edit_public", token)
