"""Tables that sort, filter and page by address and export to XLSX and CSV.

A selector describes a table once and binds it to its rows; the view answers with `tables.answer`, which either renders the
page or streams the export:

    STAFF = Table[User](
        name="staff",
        columns=(
            Column("name", _("Name"), lambda user: user.full_name, order=("name_key",), link=person_url),
            Column("joined", _("Joined"), lambda user: user.joined_at, order=("joined_at",)),
        ),
        filters=(Filter("q", _("Search"), query=lambda text: Q(name_key__contains=key_of(text))),),
        order="name",
    )

    def staff_listing(actor: User, params: QueryDict) -> Listing[User]:
        return STAFF.listing(people_visible_to(actor), params)
"""

from nastavnik.core.tables.export import answer
from nastavnik.core.tables.listing import Listing
from nastavnik.core.tables.table import Column, Filter, Table

__all__ = ["Column", "Filter", "Listing", "Table", "answer"]
