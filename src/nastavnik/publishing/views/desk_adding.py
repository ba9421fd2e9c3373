"""Adding an article to a collection: from a lesson, a consultation, a project, a document, or anew."""

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.publishing.forms.articles import FileForm, LessonForm, TitleForm
from nastavnik.publishing.selectors import lookup
from nastavnik.publishing.selectors.articles import choosing, sources
from nastavnik.publishing.services import articles as services

if TYPE_CHECKING:
    from nastavnik.publishing.models import Article, Collection

UNREADABLE = 422


@never_cache
@signed_in
@require_GET
def choose(request: SignedInRequest, token: str) -> HttpResponse:
    """Show from what an article can be made."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    return _drawn(request, collection, request.GET.get("from", ""))


def _drawn(
    request: SignedInRequest,
    collection: "Collection",
    origin: str,
    *,
    file_form: FileForm | None = None,
    title_form: TitleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = choosing.add_page(request.user, request.school, collection, origin)
    context = {"page": page, "file_form": file_form or FileForm(), "title_form": title_form or TitleForm()}
    return render(request, "publishing/desk/add.html", context, status=status)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def lesson(request: SignedInRequest, token: str, lesson: str) -> HttpResponse:
    """Show what a lesson could become; make the articles that were chosen."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    talk = sources.lesson_talk(request.user, request.school, lesson)
    posted = request.POST if request.method == "POST" else None
    form = LessonForm(posted, count=len(talk.proposals), questions=choosing.question_labels(talk))
    if form.is_valid():
        call = partial(services.make_from_lesson, actor=request.user, collection_id=collection.pk, now=clock.now())
        if made := attempt(form, lambda: call(talk=talk, wanted=form.wanted())):
            count = len(made)
            words = ngettext("%(count)d article is made.", "%(count)d articles are made.", count) % {"count": count}
            flash(request, words)
            return (
                redirect("publishing:article", made[0].token)
                if count == 1
                else redirect("publishing:collection", token)
            )
    context = {"page": choosing.lesson_page(collection, talk), "form": form}
    return render(request, "publishing/desk/lesson.html", context, status=UNREADABLE if form.errors else 200)


@signed_in
@require_POST
def answer(request: SignedInRequest, token: str) -> HttpResponse:
    """Make an article of a public consultation."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    told = sources.answer_told(request.school, request.POST.get("take", ""))
    made = services.make_from_answer(actor=request.user, collection_id=collection.pk, told=told, now=clock.now())
    return _made(request, made)


@signed_in
@require_POST
def project(request: SignedInRequest, token: str) -> HttpResponse:
    """Make an article of a project that the gallery shows."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    told = sources.project_told(request.school, request.POST.get("take", ""))
    made = services.make_from_project(actor=request.user, collection_id=collection.pk, told=told, now=clock.now())
    return _made(request, made)


@signed_in
@require_POST
def file(request: SignedInRequest, token: str) -> HttpResponse:
    """Make an article of a document."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        call = partial(services.make_from_file, actor=request.user, collection_id=collection.pk, now=clock.now())
        if made := attempt(form, lambda: call(**form.told())):
            return _made(request, made)
    return _drawn(request, collection, "file", file_form=form, status=UNREADABLE)


@signed_in
@require_POST
def written(request: SignedInRequest, token: str) -> HttpResponse:
    """Begin an empty article."""
    collection = lookup.collection_to_edit(request.user, request.school, token)
    form = TitleForm(request.POST)
    if form.is_valid():
        title = form.cleaned_data["title"]
        call = partial(services.write_anew, actor=request.user, collection_id=collection.pk, now=clock.now())
        if made := attempt(form, lambda: call(title=title)):
            return redirect("publishing:article", made.token)
    return _drawn(request, collection, "written", title_form=form, status=UNREADABLE)


def _made(request: SignedInRequest, made: "Article") -> HttpResponse:
    flash(request, _("The article is made. Look it through."))
    return redirect("publishing:article", made.token)
