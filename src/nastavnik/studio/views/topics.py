"""Topics for everybody who has an account: read, propose, vote."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.studio.forms.topics import EditForm, ProposalForm
from nastavnik.studio.selectors.topics import listing, lookup, page, proposing
from nastavnik.studio.services import topics as services
from nastavnik.studio.services.topics.refusals import TopicIsAlike

DEEDS = {
    "vote": services.vote,
    "unvote": services.take_back_vote,
    "tell": services.ask_to_be_told,
}


@never_cache
@signed_in
@require_GET
def show_all(request: SignedInRequest) -> HttpResponse:
    """Show what is voted for, what is being made, or what was made."""
    topics = listing.topics_page(request.user, request.school, request.GET)
    return render(request, "studio/topics/list.html", {"page": topics})


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show a topic; of one that was merged the one into which it went."""
    shown = page.topic_page(request.user, request.school, token)
    if shown.topic.token != token:
        return redirect("studio:topic", shown.topic.token)
    return render(request, "studio/topics/show.html", {"page": shown})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest) -> HttpResponse:
    """Propose a topic, or see first which ones are alike."""
    words, found = request.GET.get("words", "")[:200], None
    form = ProposalForm(request.POST or None, initial={"title": words, "searched": words})
    if form.is_valid():
        proposal, now = form.proposal(is_sure="sure" in request.POST), clock.now()
        try:
            topic = services.propose_topic(actor=request.user, school=request.school, proposal=proposal, now=now)
        except TopicIsAlike as refusal:
            found = refusal.topics
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            flash(request, _("The topic is proposed, and your voice is counted. You will be told what becomes of it."))
            return redirect("studio:topic", topic.token)
    lines = proposing.alike_lines(request.user, request.school, found or [])
    return render(request, "studio/topics/propose.html", {"form": form, "lines": lines})


@never_cache
@signed_in
@require_GET
def alike(request: SignedInRequest) -> HttpResponse:
    """Show the topics that are alike to what is being typed, as a part of a page."""
    lines = proposing.alike_to(request.user, request.school, request.GET.get("title", ""))
    return render(request, "studio/topics/alike.html", {"lines": lines})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, token: str) -> HttpResponse:
    """Let the proposer of a topic write it anew."""
    topic = lookup.topic_to_edit(request.user, request.school, token)
    form = EditForm(request.POST or None, topic=topic)
    if form.is_valid():
        said = form.cleaned_data

        def save() -> object:
            return services.edit_topic(actor=request.user, topic_id=topic.pk, now=clock.now(), **said)

        if attempt(form, save) is not None:
            flash(request, _("Saved."))
            return redirect("studio:topic", token)
        topic = lookup.topic_to_edit(request.user, request.school, token)
        form.read_anew(topic)
    return render(request, "studio/topics/edit.html", {"form": form, "topic": topic})


@signed_in
@require_POST
def say(request: SignedInRequest, token: str, deed: str) -> HttpResponse:
    """Vote, take a vote back, ask to be told of a topic or not to be."""
    topic = lookup.topic_or_where_it_went(request.user, request.school, token)
    if deed == "hush":
        services.stop_telling(actor=request.user, topic_id=topic.pk)
    else:
        DEEDS[deed](actor=request.user, topic_id=topic.pk, now=clock.now())
    back = request.POST.get("back", "")
    if request.htmx:
        box = listing.box_for(request.user, request.school, topic.token)
        return render(request, "studio/topics/box.html", {"box": box, "back": back})
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("studio:topic", args=[topic.token])
    return redirect(f"{back.partition('#')[0]}#topic-{topic.token}")
