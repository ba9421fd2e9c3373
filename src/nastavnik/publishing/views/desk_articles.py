"""An article at its editor: writing, taking fillers out, its way, its authors and pictures."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.core.http.refusals import is_script
from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.forms.articles import ArticleForm, FactsForm, PictureForm, VersionForm
from nastavnik.publishing.forms.references import ReferenceForm
from nastavnik.publishing.selectors import lookup
from nastavnik.publishing.selectors.articles.page import article_page, open_asides
from nastavnik.publishing.selectors.articles.pictures import MEDIA_TYPES, picture_for
from nastavnik.publishing.services import articles as services
from nastavnik.publishing.services.articles.refusals import NoSuchMove, WordsMoved
from nastavnik.publishing.speech.marks import MarkKind

if TYPE_CHECKING:
    from nastavnik.publishing.models import Article

CONFLICT, UNREADABLE = 409, 422


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show an article beside how it reads; keep what was typed. Where another was first, both texts stay."""
    if request.method == "GET":
        article = lookup.article_at_desk(request.user, request.school, token)
        return _drawn(request, token, ArticleForm(initial=_typed(article)))
    article = lookup.article_to_edit(request.user, request.school, token)
    form = ArticleForm(request.POST)
    if not form.is_valid():
        return _drawn(request, token, form, status=UNREADABLE)
    call = partial(services.save_article, actor=request.user, article_id=article.pk, now=clock.now())
    saved = attempt(form, lambda: call(**form.words()))
    if saved is None:
        return _drawn(request, token, form, status=UNREADABLE)
    if not saved.is_aside:
        flash(request, _("The article is saved."))
        return redirect("publishing:article", token)
    typed = ArticleForm(initial={**form.words(), "version": saved.article.version})
    return _drawn(request, token, typed, status=CONFLICT, has_conflict=True)


def _typed(article: Any) -> dict[str, Any]:
    return {"title": article.title, "text": article.text, "version": article.version}


def _drawn(request: SignedInRequest, token: str, form: ArticleForm, *, status: int = 200, **more: Any) -> HttpResponse:
    article, now = lookup.article_at_desk(request.user, request.school, token), clock.now()
    context = {
        "page": article_page(request.user, article, now, request.GET.get("next", "")),
        "form": form,
        "facts_form": FactsForm(initial=FactsForm.initial_of(article)),
        "picture_form": PictureForm(prefix="picture"),
        "reference_form": ReferenceForm(auto_id="reference_%s", initial={"read_on": localdate(now)}),
        **more,
    }
    return render(request, "publishing/desk/article.html", context, status=status)


@signed_in
@require_POST
def save(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep what a script sends while somebody types; say with which version it goes on, or what another has written."""
    article = lookup.article_to_edit(request.user, request.school, token)
    form = ArticleForm(request.POST)
    if not form.is_valid():
        return HttpResponse(
            _("Not saved: give the article a title."), status=CONFLICT, content_type="text/plain; charset=utf-8"
        )
    saved = services.save_article(actor=request.user, article_id=article.pk, now=clock.now(), **form.words())
    if not saved.is_aside:
        return JsonResponse({"version": saved.article.version})
    return JsonResponse(_both(saved.article), status=CONFLICT)


def _both(article: "Article") -> dict[str, Any]:
    """Return what a script shows beside the text that was set aside: the one that was first, and what may be done."""
    aside = {
        "leave": _("Leave mine aside, go on with hers"),
        "kept": _("What you have typed is kept aside too, and what you type on."),
        "compare": _("Compare the two"),
        "address": open_asides(article)[0].url,
    }
    theirs = {
        "words": _("Somebody else has saved this article while you were writing:"),
        "text": f"{article.title}\n\n{article.text}",
        "mine": _("Save my text in its place"),
        "aside": aside,
    }
    return {"version": article.version, "theirs": theirs}


@signed_in
@require_POST
def take_out(request: SignedInRequest, token: str) -> HttpResponse:
    """Take out marked words: one mark, all of a paragraph, or all of a kind."""
    article = lookup.article_to_edit(request.user, request.school, token)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise WordsMoved
    version, begin, end = (form.cleaned_data[name] for name in ("version", "begin", "end"))
    call = {"actor": request.user, "article_id": article.pk, "version": version, "now": clock.now()}
    if end is not None and begin is not None:
        services.take_out(begin=begin, end=end, **call)
    else:
        kinds = [one for one in MarkKind if request.POST.get("kind", "") in {"", one.value}]
        services.take_out_all(kinds=kinds, at=begin, **call)
    address = reverse("publishing:article", args=[token])
    # the next mark is in focus: without a fragment, which would take the focus to itself
    return HttpResponseRedirect(f"{address}#reads" if begin is None else f"{address}?next={begin}")


@signed_in
@require_POST
def tidy(request: SignedInRequest, token: str) -> HttpResponse:
    """Set quotes, dashes and spaces as print has them."""
    article = lookup.article_to_edit(request.user, request.school, token)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise WordsMoved
    version = form.cleaned_data["version"]
    services.tidy_text(actor=request.user, article_id=article.pk, version=version, now=clock.now())
    flash(request, _("Quotes, dashes and spaces are set. What stood before is in the history."))
    return redirect("publishing:article", token)


@signed_in
@require_POST
def move(request: SignedInRequest, token: str) -> HttpResponse:
    """Let an article go on, or a step back."""
    article = lookup.article_to_edit(request.user, request.school, token)
    state = request.POST.get("state", "")
    if state not in ArticleState:
        raise NoSuchMove
    services.move_article(actor=request.user, article_id=article.pk, state=ArticleState(state), now=clock.now())
    return redirect("publishing:article", token)


@signed_in
@require_POST
def facts(request: SignedInRequest, token: str) -> HttpResponse:
    """Keep the annotation and the licence."""
    article = lookup.article_to_edit(request.user, request.school, token)
    form = FactsForm(request.POST)
    if form.is_valid():
        licence, annotation = Licence(form.cleaned_data["licence"]), form.cleaned_data["annotation"]
        call = partial(services.save_facts, actor=request.user, article_id=article.pk, now=clock.now())
        call(annotation=annotation, licence=licence)
        flash(request, _("Saved."))
    return redirect("publishing:article", token)


@signed_in
@require_POST
def add_picture(request: SignedInRequest, token: str) -> HttpResponse:
    """Add a picture; the page says how the text shows it, a script is told its name."""
    article = lookup.article_to_edit(request.user, request.school, token)
    form = PictureForm(request.POST, request.FILES, prefix="picture")
    if form.is_valid():
        content, alt = form.cleaned_data["file"].read(), form.cleaned_data["alt"]
        call = partial(services.add_picture, actor=request.user, article_id=article.pk, now=clock.now())
        added = call(content=content, alt=alt)
        if is_script(request):
            return JsonResponse({"key": added.key})
        flash(request, _("The picture is here. Copy its line into the text where it should stand."))
        return HttpResponseRedirect(f"{reverse('publishing:article', args=[token])}#pictures")
    if is_script(request):
        words = " ".join(str(one) for told in form.errors.values() for one in told)
        return HttpResponse(words, status=UNREADABLE, content_type="text/plain; charset=utf-8")
    context = {"picture_form": form, "article": article}
    return render(request, "publishing/desk/picture.html", context, status=UNREADABLE)


@never_cache
@signed_in
@require_GET
def picture(request: SignedInRequest, token: str, key: str) -> HttpResponseBase:
    """Send a picture of an article."""
    found = picture_for(request.user, request.school, token, key)
    response = FileResponse(default_storage.open(found.file), content_type=MEDIA_TYPES[found.kind])
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Take an article out of its collection."""
    article = lookup.article_to_edit(request.user, request.school, token)
    services.remove_article(actor=request.user, article_id=article.pk, now=clock.now())
    flash(request, _("The article is taken out."), undo_url=reverse("publishing:restore_article", args=[token]))
    return redirect("publishing:collection", article.collection.token)


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str) -> HttpResponse:
    """Bring an article back."""
    article = lookup.removed_article(request.user, request.school, token)
    services.restore_article(actor=request.user, article_id=article.pk, now=clock.now())
    flash(request, _("The article is back as it was."))
    return redirect("publishing:collection", article.collection.token)
