"""A consultation that was sent: read, continued, judged, taken back; its files."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.mentoring.forms.asking import ACCEPTED, RemarkForm, read_files, read_helped
from nastavnik.mentoring.selectors import asking as asking_selectors
from nastavnik.mentoring.selectors import thread as selectors
from nastavnik.mentoring.selectors.attachments import attachment_for, media_type_of
from nastavnik.mentoring.services import asking as services
from nastavnik.mentoring.views.asking_parts import tell_refused
from nastavnik.mentoring.views.kept_words import keeping_words, take_kept, writer_key


@dataclass(frozen=True, slots=True)
class Deed:
    """What an asker does with a question by a button: the service, what is said then, what takes it back, where she goes."""

    service: Callable[..., object]
    said: str | Promise
    undo: str
    page: str


DEEDS = {
    "withdraw": Deed(
        services.withdraw,
        gettext_lazy("The question is taken back: nobody else reads it now."),
        "bring-back",
        "mentoring:consultation",
    ),
    "bring-back": Deed(services.bring_back, gettext_lazy("It is back."), "", "mentoring:consultation"),
    "erase": Deed(services.erase, gettext_lazy("The question is deleted for good."), "", "mentoring:consultations"),
}


@never_cache
@keeping_words
@signed_in
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a consultation; its asker can say more in it."""
    consultation = selectors.consultation_for(request.user, request.school, token)
    if consultation.number is None:
        return redirect("mentoring:edit_question", token)
    unsent = {"text": consultation.unsent_remark} | take_kept(request) if request.method == "GET" else {}
    form = RemarkForm(request.POST if request.method == "POST" else None, initial=unsent)
    if form.is_bound and form.is_valid() and say(request, consultation.pk, form):
        return redirect("mentoring:consultation", token)
    page = selectors.thread_page(request.user, request.school, consultation, clock.now())
    context = {
        "page": page,
        "form": form,
        "accepted": ACCEPTED,
        "writer": writer_key(request),
        "crumbs": [{"label": _("Consultations"), "url": reverse("mentoring:consultations")}],
    }
    return render(request, "mentoring/thread.html", context)


def say(request: SignedInRequest, consultation_id: int, form: RemarkForm) -> bool:
    """Send a remark with its files; tell whether it was sent."""
    refused = attempt(
        form,
        lambda: services.remark(
            actor=request.user,
            consultation_id=consultation_id,
            text=form.cleaned_data["text"],
            files=read_files(request.FILES),
            now=clock.now(),
        ),
    )
    if refused is None:
        return False
    tell_refused(request, refused)
    flash(request, _("Your words are with the mentor."))
    return True


@signed_in
@require_POST
def autosave_remark(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep what the asker is writing to her mentors."""
    consultation = asking_selectors.own_question(request.user, request.school, token)
    services.keep_unsent(actor=request.user, consultation_id=consultation.pk, text=request.POST.get("text", ""))
    return HttpResponse(status=204)


@signed_in
@require_POST
def judge(request: SignedInRequest, token: str) -> HttpResponse:
    """Note whether an answer helped."""
    consultation = asking_selectors.own_question(request.user, request.school, token)
    has_helped = read_helped(request.POST)
    if has_helped is not None:
        services.judge(actor=request.user, consultation_id=consultation.pk, has_helped=has_helped, now=clock.now())
        thanks = _("Thank you. The mentor knows that it helped.")
        regret = _("Thank you for saying so. Write what is missing: the mentor will go on.")
        flash(request, thanks if has_helped else regret)
    anchor = "#say" if has_helped is False else ""
    return redirect(f"{reverse('mentoring:consultation', args=[token])}{anchor}")


@signed_in
@require_POST
def do(request: SignedInRequest, token: str, deed: str) -> HttpResponse:
    """Take a question back, ask it again, or delete it for good."""
    consultation = asking_selectors.own_question(request.user, request.school, token)
    wanted = DEEDS[deed]
    wanted.service(actor=request.user, consultation_id=consultation.pk, now=clock.now())
    undo_url = reverse("mentoring:do_question", args=[token, wanted.undo]) if wanted.undo else ""
    flash(request, wanted.said, undo_url=undo_url)
    return redirect(wanted.page, token) if wanted.page == "mentoring:consultation" else redirect(wanted.page)


@signed_in
@require_GET
def attachment(request: SignedInRequest, token: str) -> FileResponse:
    """Send a file to who may read the consultation, to be saved; nothing in it is run or shown by the browser."""
    found = attachment_for(request.user, request.school, token)
    response = FileResponse(
        default_storage.open(found.file),
        as_attachment=True,
        filename=found.name,
        content_type=media_type_of(found),
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
