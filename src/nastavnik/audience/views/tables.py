"""Tables that people of the desk put together for themselves."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nastavnik.audience.forms.tables import TableForm
from nastavnik.audience.selectors.tables import building
from nastavnik.audience.selectors.tables.sets import SETS
from nastavnik.audience.services import tables as services
from nastavnik.core import clock, tables
from nastavnik.core.http import SignedInRequest, signed_in
from nastavnik.core.http.flash import flash


@never_cache
@signed_in
@require_GET
def show_all(request: SignedInRequest) -> HttpResponseBase:
    """Show the tables that are saved, and of what new ones can be made."""
    listing = building.tables_page(request.user, request.school, request.GET)
    return tables.answer(request, listing, "audience/tables/list.html", {"sets": list(SETS.values())})


@never_cache
@signed_in
@require_http_methods(["GET", "POST"])
def build(request: SignedInRequest, rows: str) -> HttpResponse:
    """Choose columns and filters, look at the first rows, save."""
    now, whole = clock.now(), building.read_choice(rows, (), {})
    preview = building.listing_of(request.user, request.school, whole, {}, now, page_rows=building.PREVIEW_ROWS)
    labels = dict(zip(whole.columns, preview.labels(), strict=True))
    filters = building.set_filters(whole.rows, request.school, now)
    posted = request.POST if request.method == "POST" else None
    form = TableForm(posted, rows=whole.rows, labels=labels, filters=filters, like=_like(request))
    if posted is not None and form.is_valid():
        chosen = {"columns": form.cleaned_data["columns"], "filters": form.chosen_filters}
        if "save" in posted:
            return _save(request, form, rows, chosen)
        choice = building.read_choice(rows, **chosen)
        preview = building.listing_of(request.user, request.school, choice, {}, now, page_rows=building.PREVIEW_ROWS)
    return render(request, "audience/tables/build.html", {"form": form, "rows": whole.rows, "preview": preview})


def _like(request: SignedInRequest) -> dict[str, Any]:
    """Return what a table begins with that is made like another."""
    if not (token := request.GET.get("like", "")):
        return {}
    table = building.saved_table(request.user, request.school, token)
    return {"title": table.title, "columns": table.columns, **table.filters}


def _save(request: SignedInRequest, form: TableForm, rows: str, chosen: dict[str, Any]) -> HttpResponse:
    table = services.save_table(
        actor=request.user,
        school=request.school,
        title=form.cleaned_data["title"],
        rows=rows,
        is_shared=form.cleaned_data["is_shared"],
        now=clock.now(),
        **chosen,
    )
    flash(request, _("The table is saved. It shows the rows of the moment at which it is opened."))
    return redirect("audience:own_table", table.token)


@never_cache
@signed_in
@require_GET
def show(request: SignedInRequest, token: str) -> HttpResponseBase:
    """Show a saved table, or send it as a file."""
    table = building.saved_table(request.user, request.school, token)
    page = building.own_table_page(request.user, table, request.GET, clock.now())
    return tables.answer(request, page.listing, "audience/tables/show.html", {"page": page})


@signed_in
@require_POST
def remove(request: SignedInRequest, token: str) -> HttpResponse:
    """Remove a table of one's own."""
    table = building.saved_table(request.user, request.school, token)
    services.remove_table(actor=request.user, table_id=table.pk, now=clock.now())
    flash(request, _("The table is removed; the rows that it showed are where they were."))
    return redirect("audience:own_tables")
