"""The record store of a school at the desk. The secret is never among what is read here."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.models import RecordStore, Statement
from nastavnik.learning.selectors.lti import check_can_run
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

MOST_REFUSED = 5


@dataclass(frozen=True, slots=True)
class StorePage:
    """The record store, and how far it is told. `fault` says why nothing is taken just now."""

    endpoint: str
    key: str
    has_secret: bool
    is_on: bool
    is_named: bool
    begins_at: datetime | None
    fault: str
    said: str
    fault_at: datetime | None
    try_at: datetime | None
    sent_at: datetime | None
    waiting: int
    sent: int
    failed: int
    # what the store said of statements that it does not take, each once
    refusals: list[str]

    @property
    def typed(self) -> dict[str, object]:
        """Return the settings as the form holds them."""
        return {"endpoint": self.endpoint, "key": self.key, "is_on": self.is_on, "is_named": self.is_named}


def store_page(actor: Actor, school: School) -> StorePage:
    """Return the record store of a school for its methodist. Raises `PermissionDenied`."""
    check_can_run(actor, school)
    store = RecordStore.objects.filter(school=school).first() or RecordStore(school=school)
    statements = Statement.objects.filter(school=school)
    counts = dict(statements.order_by().values_list("state").annotate(count=Count("pk")))
    refusals = statements.filter(state=SendState.FAILED).order_by().values_list("said", flat=True).distinct()
    return StorePage(
        endpoint=store.endpoint,
        key=store.key,
        has_secret=bool(store.sealed_secret),
        is_on=store.is_on,
        is_named=store.is_named,
        begins_at=store.begins_at,
        fault=str(SystemFault(store.fault).label) if store.fault else "",
        said=store.said,
        fault_at=store.fault_at,
        try_at=store.try_at,
        sent_at=store.sent_at,
        waiting=counts.get(SendState.WAITING, 0),
        sent=counts.get(SendState.SENT, 0),
        failed=counts.get(SendState.FAILED, 0),
        refusals=list(refusals[:MOST_REFUSED]),
    )
