"""The answer desk: the question beside the answer, kept as it is typed, sent, asked back, put right."""

from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.answering import AnswerForm, answer_form
from nastavnik.mentoring.permissions import is_mentor
from nastavnik.mentoring.selectors import answer_desk as selectors
from nastavnik.mentoring.selectors.meanwhile import said_meanwhile
from nastavnik.mentoring.services.answering import WrittenElsewhere
from nastavnik.mentoring.views.answer_deeds import DEEDS, keep
from nastavnik.mentoring.views.kept_words import keeping_words, take_kept, writer_key


def place_of(request: SignedInRequest, token: str) -> selectors.Place:
    """Return where the mentor writes, as the address says."""
    return selectors.place_at(request.user, request.school, token, request.GET.get("answer", ""))


@never_cache
@keeping_words
@signed_in
@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a question with what is written to it, and do what a button says."""
    place = place_of(request, token)
    if request.method == "GET":
        desk = selectors.answer_desk(place, clock.now())
        return _page(request, place, desk, answer_form(desk, take_kept(request)))
    form = AnswerForm(request.POST)
    deed = DEEDS.get(request.POST.get("deed", ""), DEEDS["keep"])
    if form.is_valid() and attempt(form, partial(deed.call, place, form, clock.now())) is not None:
        flash(request, deed.said)
        return redirect(_after(request, place))
    desk = selectors.answer_desk(place_of(request, token), clock.now())
    elsewhere = form.other_text(desk)
    form.catch_up(desk)
    return _page(request, place, desk, form, elsewhere)


def _after(request: SignedInRequest, place: selectors.Place) -> str:
    """Return where a deed leads: whoever wanted to look for a moment without a script is taken there.

    The field of the search belongs to the same form: what still stands in it when the answer is sent leads nowhere.
    """
    text = request.POST.get("q", "").strip()
    if not text or request.POST.get("deed", "keep") != "keep":
        return place.url
    address = reverse("mentoring:answer_moments", args=[place.consultation.token])
    return f"{address}?{urlencode({'q': text, 'answer': place.answer})}"


def _page(
    request: SignedInRequest,
    place: selectors.Place,
    desk: selectors.AnswerDesk,
    form: AnswerForm,
    elsewhere: str = "",
) -> HttpResponse:
    context = {
        "desk": desk,
        "place": place,
        "writing": desk.writing,
        "form": form,
        "elsewhere": elsewhere,
        "writer": writer_key(request),
        "crumbs": [_questions(request)],
    }
    return render(request, "mentoring/answer/desk.html", context)


def _questions(request: SignedInRequest) -> dict[str, str]:
    """Return the way to the questions: a mentor's own; a methodist who is none has them all."""
    if is_mentor(request.user, request.school):
        return {"label": _("Questions"), "url": reverse("mentoring:queue")}
    return {"label": _("Consultations"), "url": reverse("mentoring:desk_consultations")}


@never_cache
@signed_in
@require_POST
def save(request: SignedInRequest, token: str) -> JsonResponse:
    """Keep what is typed, by script; tell what another mentor, or another window of the same one, has done meanwhile."""
    place, form = place_of(request, token), AnswerForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("This is too long to be kept.")}, status=HTTPStatus.BAD_REQUEST)
    try:
        row = keep(place, form, clock.now())
    except WrittenElsewhere as refusal:
        there = selectors.answer_desk(place_of(request, token), clock.now()).writing
        told = {"message": str(refusal.message), "text": there.text, "version": there.version}
        return JsonResponse(told, status=HTTPStatus.CONFLICT)
    meanwhile = said_meanwhile(request.user, place.consultation, **form.known)
    return JsonResponse({"version": row.version, "meanwhile": meanwhile})
