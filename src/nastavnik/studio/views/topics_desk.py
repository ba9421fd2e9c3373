"""The desk of topics."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.studio.forms.topics import EditForm, ReasonForm
from nastavnik.studio.selectors.topics import desk, lookup, page
from nastavnik.studio.services import topics as services
from nastavnik.studio.services.topics.refusals import NothingToMerge


@never_cache
@signed_in
@require_GET
def show_all(request: SignedInRequest) -> HttpResponse:
    """Show the topics of the school in one state."""
    topics = desk.desk_topics(request.user, request.school, request.GET)
    return render(request, "studio/topics/desk/list.html", {"page": topics})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a topic with what may be decided about it."""
    return _answer(request, token)


@signed_in
@require_POST
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Write a topic anew; open it for votes too where that is asked for."""
    topic = lookup.topic_to_keep(request.user, request.school, token)
    form = EditForm(request.POST, topic=topic)

    def save() -> object:
        return services.edit_topic(actor=request.user, topic_id=topic.pk, now=clock.now(), **form.cleaned_data)

    if not form.is_valid() or attempt(form, save) is None:
        return _answer(request, token, form=form)
    if "open" in request.POST:
        services.open_topic(actor=request.user, topic_id=topic.pk, now=clock.now())
        flash(request, _("Everybody can vote for the topic now."))
    else:
        flash(request, _("Saved."))
    return redirect("studio:desk_topic", token)


@signed_in
@require_POST
def open_one(request: SignedInRequest, token: str) -> HttpResponse:
    """Let a topic be voted for."""
    topic = lookup.topic_to_keep(request.user, request.school, token)
    services.open_topic(actor=request.user, topic_id=topic.pk, now=clock.now())
    flash(request, _("Everybody can vote for the topic now."))
    return redirect("studio:desk_topic", token)


@signed_in
@require_POST
def decline(request: SignedInRequest, token: str) -> HttpResponse:
    """Set a topic aside."""
    topic = lookup.topic_to_keep(request.user, request.school, token)
    form = ReasonForm(request.POST)

    def put_aside() -> object:
        because = form.cleaned_data["because"]
        return services.decline_topic(actor=request.user, topic_id=topic.pk, because=because, now=clock.now())

    if not form.is_valid() or attempt(form, put_aside) is None:
        return _answer(request, token, reason_form=form)
    flash(request, _("The topic is set aside."), undo_url=reverse("studio:open_topic", args=[token]))
    return redirect("studio:desk_topics")


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def merge(request: SignedInRequest) -> HttpResponse:
    """Show which topics become one, and let them."""
    chosen = request.POST if request.method == "POST" else request.GET
    merging = desk.merging_of(request.user, request.school, chosen.getlist("topic"))
    if request.method == "GET":
        return render(request, "studio/topics/desk/merge.html", {"page": merging})
    into = lookup.topic_to_keep(request.user, request.school, request.POST.get("into", ""))
    others = [one.pk for one in merging.topics if one.pk != into.pk]
    if not others:
        raise NothingToMerge
    services.merge_topics(actor=request.user, topic_ids=others, into_id=into.pk, now=clock.now())
    flash(request, _("The topics are one now, with the evidence, the votes and the askers of all."))
    return redirect("studio:desk_topic", into.token)


@signed_in
@require_POST
def collect(request: SignedInRequest) -> HttpResponse:
    """Let topics write themselves at once."""
    count = services.collect_now(actor=request.user, school=request.school, now=clock.now())
    if count:
        told = ngettext("%(count)d new piece of evidence.", "%(count)d new pieces of evidence.", count)
        flash(request, told % {"count": count})
    else:
        flash(request, _("Nothing new: all that the school knows is here already."))
    return redirect("studio:desk_topics")


def _answer(
    request: SignedInRequest, token: str, *, form: EditForm | None = None, reason_form: ReasonForm | None = None
) -> HttpResponse:
    shown = page.desk_topic(request.user, request.school, token, request.GET.get("q", "")[:200])
    if shown.page.topic.token != token:
        return redirect("studio:desk_topic", shown.page.topic.token)
    if form is None:
        form = EditForm(topic=shown.page.topic)
    form.read_anew(shown.page.topic)
    context = {
        "desk": shown,
        "page": shown.page,
        "form": form,
        "reason_form": reason_form or ReasonForm(),
        "take_url": _take_url(token),
    }
    return render(request, "studio/topics/desk/show.html", context)


def _take_url(token: str) -> str:
    """Return where a card of a topic begins."""
    try:
        return reverse("studio:begin_card", args=[token])
    except NoReverseMatch:
        return ""
