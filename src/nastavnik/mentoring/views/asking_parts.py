"""What the pages of a question that is being written share."""

import re
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.http import SignedInRequest
from nastavnik.core.http.flash import flash
from nastavnik.core.ids import ALPHABET, TOKEN_LENGTH, new_token
from nastavnik.mentoring.forms.asking import ACCEPTED, QuestionForm
from nastavnik.mentoring.selectors import asking as selectors
from nastavnik.mentoring.selectors.asking import AskPage
from nastavnik.mentoring.selectors.suggestions import answers_for
from nastavnik.mentoring.services import asking as services
from nastavnik.mentoring.services.asking import AskedFrom, WrittenElsewhere
from nastavnik.mentoring.views.kept_words import writer_key

TOKEN = re.compile(f"[{ALPHABET}]{{{TOKEN_LENGTH}}}")
DETACH = "detach:"


def token_of(request: SignedInRequest) -> str:
    """Return the token that the page was given for its question."""
    return checked(request.POST.get("token", ""))


def checked(token: str) -> str:
    """Return the token if it looks like ours, else a new one."""
    return token if TOKEN.fullmatch(token) else new_token()


def asked_from(page: AskPage) -> AskedFrom | None:
    """Return the moment that a new question is asked from; of a draft it is known."""
    if page.film is None:
        return None
    return AskedFrom(page.film.lesson_id, page.film.pk, page.second)


def show_form(
    request: SignedInRequest, page: AskPage, form: QuestionForm, *, newer: WrittenElsewhere | None = None
) -> HttpResponse:
    """Show a question that is being written; `newer` is what another window has made of it meanwhile."""
    draft, answers = page.draft, []
    is_looked_for = draft is not None and "look" in request.GET
    if draft is not None and is_looked_for:
        answers = answers_for(request.user, request.school, draft.subject, draft.text, clock.now())
    context = {
        "page": page,
        "form": form,
        "newer": newer.current if newer else None,
        "answers": answers,
        "is_looked_for": is_looked_for,
        "accepted": ACCEPTED,
        "writer": writer_key(request),
        "crumbs": [{"label": _("Consultations"), "url": reverse("mentoring:consultations")}],
    }
    return render(request, "mentoring/ask.html", context)


def keep(request: SignedInRequest, page: AskPage, form: QuestionForm) -> int:
    """Keep what a valid form holds; return the number of the draft. Raises what `save_draft` refuses."""
    draft = services.save_draft(
        actor=request.user,
        school=request.school,
        token=page.token,
        words=form.words(),
        version=form.cleaned_data["version"] or 0,
        asked_from=asked_from(page),
        now=clock.now(),
    )
    return draft.pk


def tell_refused(request: SignedInRequest, refused: Sequence[Refusal]) -> None:
    """Say on the next page which files were not taken, each reason once."""
    for sentence in dict.fromkeys(str(refusal.message) for refusal in refused):
        messages.error(request, sentence)


def do(request: SignedInRequest, page: AskPage, draft_id: int, *, is_whole: bool) -> HttpResponseRedirect:
    """Do what the pressed button says with a draft that was kept; not everything that came along was taken if not `is_whole`."""
    deed = request.POST.get("deed", "")
    if deed == "send" and is_whole:
        return send(request, page.token)
    if deed == "throw":
        return throw(request, draft_id)
    if deed.startswith(DETACH):
        attachment = selectors.attachment_of_draft(request.user, request.school, deed.removeprefix(DETACH))
        services.detach(actor=request.user, attachment_id=attachment.pk)
    if deed == "save":
        flash(request, _("The draft is kept. You can go on whenever you like."))
    address = reverse("mentoring:edit_question", args=[page.token])
    ends = {"look": "?look=1#answers", "attach": "#files"}
    return HttpResponseRedirect(address + ends.get(deed.partition(":")[0].replace("detach", "attach"), ""))


def send(request: SignedInRequest, token: str) -> HttpResponseRedirect:
    """Send a draft that is kept; what it lacks is said on its own page."""
    draft = selectors.own_question(request.user, request.school, token)
    try:
        sent = services.send(actor=request.user, consultation_id=draft.pk, version=draft.version, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(reverse("mentoring:edit_question", args=[token]))
    flash(request, _("Question № %(number)s is on its way to the mentors.") % {"number": sent.number})
    return redirect("mentoring:consultation", token)


def throw(request: SignedInRequest, draft_id: int) -> HttpResponseRedirect:
    """Put a draft away; it can be brought back."""
    draft = services.discard_draft(actor=request.user, consultation_id=draft_id, now=clock.now())
    undo_url = reverse("mentoring:do_question", args=[draft.token, "bring-back"])
    flash(request, _("The draft is thrown away."), undo_url=undo_url)
    return redirect("mentoring:consultations")
