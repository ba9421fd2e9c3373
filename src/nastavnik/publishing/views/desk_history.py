"""What stood in an article, bringing it back, and who its authors are."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.core import clock
from nastavnik.core.forms import attempt
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash
from nastavnik.publishing.forms.articles import AuthorForm
from nastavnik.publishing.selectors import lookup
from nastavnik.publishing.selectors.articles.authors import author_of, can_edit, seen_of
from nastavnik.publishing.selectors.articles.history import history_page
from nastavnik.publishing.services import articles as services


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponse:
    """Show the revisions of an article, two of them side by side."""
    article = lookup.article_at_desk(request.user, request.school, token)
    page = history_page(article, request.GET, can_edit=can_edit(request.user, article))
    return render(request, "publishing/desk/history.html", {"page": page})


@signed_in
@require_POST
def restore(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Put a revision into the article."""
    article = lookup.article_to_edit(request.user, request.school, token)
    services.restore_revision(actor=request.user, article_id=article.pk, number=number, now=clock.now())
    flash(request, _("The text stands in the article again. What stood there is kept in the history."))
    return redirect("publishing:article", token)


@signed_in
@require_POST
def leave(request: SignedInRequest, token: str, number: int) -> HttpResponse:
    """Leave aside a text that was written at the same time as another."""
    article = lookup.article_to_edit(request.user, request.school, token)
    services.leave_aside(actor=request.user, article_id=article.pk, number=number, now=clock.now())
    flash(request, _("The text is left aside. It stays in the history."))
    return redirect("publishing:article", token)


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def add_author(request: SignedInRequest, token: str) -> HttpResponse:
    """Name an author."""
    article = lookup.article_to_edit(request.user, request.school, token)
    form = AuthorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.add_author(actor=request.user, article_id=article.pk, facts=form.facts(), now=clock.now())
        return redirect("publishing:article", token)
    return render(request, "publishing/desk/author.html", {"form": form, "article": article})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def author(request: SignedInRequest, token: str, author: str) -> HttpResponse:
    """Correct an author, or name her no more."""
    article = lookup.article_to_edit(request.user, request.school, token)
    row = author_of(article, author)
    if "remove" in request.POST:
        services.remove_author(actor=request.user, article_id=article.pk, author=author, now=clock.now())
        flash(request, _("%(name)s is not named any more.") % {"name": row.name})
        return redirect("publishing:article", token)
    typed = request.POST if request.method == "POST" else None
    form = AuthorForm(typed, initial=AuthorForm.initial_of(row, seen_of(row, article)))
    if form.is_valid():
        call: dict[str, Any] = {"actor": request.user, "article_id": article.pk, "author": author, "now": clock.now()}
        if attempt(form, lambda: services.edit_author(facts=form.facts(), seen=form.seen(), **call)):
            return redirect("publishing:article", token)
    return render(request, "publishing/desk/author.html", {"form": form, "article": article, "author": row})
