"""Versions of a whole application, and any two of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from nastavnik.contest.checking.values import Values
from nastavnik.grants.enums import MilestoneKind
from nastavnik.grants.models import Milestone
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.head import GrantHead
from nastavnik.grants.selectors.writing.compare import FieldDifference, form_differences
from nastavnik.grants.selectors.writing.revisions import INLINE, NOW

# above it only the newest are offered
MOST_VERSIONS = 60


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that was kept, or what stands now."""

    ref: str
    name: str
    kind: str
    who: str
    made_at: datetime | None
    # against what stands now
    compare_url: str
    restore_url: str

    @property
    def dialog(self) -> str:
        """Return the id of the dialogue that asks whether it is to be brought back."""
        return f"restore-{self.ref}"


@dataclass(frozen=True, slots=True)
class VersionsCompared:
    """Two versions side by side: the fields that differ."""

    versions: list[VersionLine]
    old: VersionLine
    new: VersionLine
    differences: list[FieldDifference]
    is_inline: bool
    inline_url: str
    side_url: str

    @property
    def sides(self) -> list[VersionLine]:
        """Return the two; one where a version is compared with itself."""
        return [self.old] if self.old == self.new else [self.old, self.new]


def versions_of(head: GrantHead) -> list[VersionLine]:
    """Return the versions of an application, the newest first; one query."""
    rows = Milestone.objects.filter(grant=head.grant).defer("values").select_related("made_by")
    return [_line(head, row) for row in rows[:MOST_VERSIONS]]


def versions_compared(head: GrantHead, asked: QueryDict) -> VersionsCompared:
    """Return two versions side by side, by themselves the newest that was kept and what stands now; five queries at most.

    Raises `Milestone.DoesNotExist`.
    """
    versions = [_now(), *versions_of(head)]
    newest_kept = versions[1].ref if len(versions) > 1 else NOW
    old = _chosen(versions, asked.get("old", "") or newest_kept)
    new = _chosen(versions, asked.get("new", "") or NOW)
    values = _values(head, [old.ref, new.ref])
    kept = f"?old={old.ref}&new={new.ref}"
    return VersionsCompared(
        versions=versions,
        old=old,
        new=new,
        differences=form_differences(head.template.form, values[old.ref], values[new.ref]),
        is_inline=asked.get("view") == INLINE,
        inline_url=f"{kept}&view={INLINE}",
        side_url=kept,
    )


def _chosen(versions: Sequence[VersionLine], ref: str) -> VersionLine:
    found = next((one for one in versions if one.ref == ref), None)
    if found is None:
        raise Milestone.DoesNotExist
    return found


def _values(head: GrantHead, refs: Sequence[str]) -> dict[str, Values]:
    """Return what stood in two versions, by their names."""
    rows = Milestone.objects.filter(grant=head.grant, token__in=refs)
    values: dict[str, Values] = {row.token: row.values for row in rows}
    return {**values, NOW: content_of(head.grant).values} if NOW in refs else values


def _now() -> VersionLine:
    return VersionLine(NOW, _("As it stands now"), "", "", None, "", "")


def _line(head: GrantHead, row: Milestone) -> VersionLine:
    address, kind = reverse("grants:compare_versions", args=[head.grant.token]), MilestoneKind(row.kind)
    restore = reverse("grants:restore_version", args=[head.grant.token, row.token])
    return VersionLine(
        ref=row.token,
        name=row.name,
        kind=str(kind.label),
        who=row.made_by.full_name if row.made_by else "",
        made_at=row.made_at,
        compare_url=f"{address}?old={row.token}&new={NOW}",
        restore_url=restore if head.can_write else "",
    )
