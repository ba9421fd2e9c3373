"""The methodist's desk of certificates: the register, one certificate, an issue that goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nastavnik.core import journal
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.learning.enums import CERTIFICATE_DEEDS, CertificateKind, CertificateState, RunState
from nastavnik.learning.models import Certificate, CertificateRun
from nastavnik.learning.permissions import can_issue_certificates, certificates_visible_to
from nastavnik.learning.selectors.certificates.own import OwnCertificate, own_certificate
from nastavnik.learning.selectors.certificates.templates import Paper, paper_of
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import can_see_desk

STATES = {
    CertificateState.VALID: Q(revoked_at=None, replaced_at=None),
    CertificateState.REPLACED: Q(revoked_at=None, replaced_at__isnull=False),
    CertificateState.REVOKED: Q(revoked_at__isnull=False),
}
NO_NAME = _("name erased")
NOW_PERCENT = 99


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme with how many of its certificates hold."""

    title: str
    url: str
    certificates: int


@dataclass(frozen=True, slots=True)
class CertificatesDesk:
    """The register of certificates, and the ways to issue more."""

    programmes: list[ProgrammeRow]
    templates: list[tuple[str, str]]
    listing: Listing[Certificate]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the history of a certificate."""

    at: datetime
    actor_name: str
    what: str | Promise


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """One certificate at the desk."""

    row: OwnCertificate
    code: str
    name: str
    is_erased: bool
    text: str
    themes: list[str]
    programme_url: str
    # (number, address) of the one before and after it
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    history: list[Deed]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class RunRow:
    """An issue to all who qualify, as far as it is."""

    token: str
    state: RunState
    total: int
    issued: int
    percent: int
    created_at: datetime
    started_by: str
    file_bytes: int
    expires_at: datetime | None
    programme_title: str
    programme_url: str

    @property
    def is_going(self) -> bool:
        """Tell whether the page asks again."""
        return self.state not in (RunState.DONE, RunState.FAILED)


def check_desk(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not see the desk of the school."""
    if not can_see_desk(actor, school):
        raise PermissionDenied


def check_can_issue(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not issue certificates, before a form is shown to her."""
    if not can_issue_certificates(actor, school):
        raise PermissionDenied


def can_issue(actor: Actor, school: School) -> bool:
    """Tell whether the page offers what changes certificates."""
    return can_issue_certificates(actor, school)


def certificates_desk(actor: Actor, school: School, params: Mapping[str, str]) -> CertificatesDesk:
    """Return the register and the ways to issue more. Raises `PermissionDenied`."""
    check_desk(actor, school)
    counts = dict(
        Certificate.objects.filter(school=school, revoked_at=None, replaced_at=None)
        .order_by()
        .values_list("programme_id")
        .annotate(Count("pk"))
    )
    programmes = Programme.objects.filter(school=school).order_by("-starts_on", "-pk")
    kinds = [(str(kind.label), reverse("learning:certificate_template", args=[kind])) for kind in CertificateKind]
    return CertificatesDesk(
        programmes=[
            ProgrammeRow(one.title, reverse("learning:certificates_of", args=[one.token]), counts.get(one.pk, 0))
            for one in programmes
        ],
        templates=kinds,
        listing=_register(list(programmes)).listing(
            certificates_visible_to(actor, school).select_related("programme"), params
        ),
        can_edit=can_issue_certificates(actor, school),
    )


def _register(programmes: list[Programme]) -> Table[Certificate]:
    return Table(
        name="certificates",
        caption=_("Register of certificates"),
        columns=(
            Column(
                "number",
                _("Number"),
                lambda row: row.number,
                order=("issued_at", "number"),
                link=lambda row: reverse("learning:certificate", args=[row.code]),
            ),
            Column("name", _("Name"), lambda row: row.name or NO_NAME, order=("name_key",)),
            Column("kind", pgettext_lazy("certificate", "For whom"), lambda row: CertificateKind(row.kind).label),
            Column("programme", _("Programme"), lambda row: row.printed["programme"], order=("programme__starts_on",)),
            Column("hours", _("Academic hours"), _hours, order=("hours",), is_number=True),
            Column("issued", _("Issued"), lambda row: row.issued_at, order=("issued_at",)),
            Column("state", _("State"), _state),
        ),
        filters=(
            Filter("q", _("Name or number"), query=_words),
            Filter("kind", pgettext_lazy("certificate", "For whom"), query=_of_kind, choices=_choices(CertificateKind)),
            Filter(
                "state",
                _("State"),
                query=lambda word: STATES[CertificateState(word)],
                choices=_choices(CertificateState),
            ),
            Filter(
                "programme",
                _("Programme"),
                query=lambda token: Q(programme__token=token),
                choices=tuple((one.token, one.title) for one in programmes),
            ),
        ),
        order="-number",
    )


def _hours(row: Certificate) -> Decimal | int | None:
    """Return whole hours as a whole number."""
    return int(row.hours) if row.hours is not None and row.hours == int(row.hours) else row.hours


def _state(row: Certificate) -> str:
    return f"{row.state.label}: {row.revoked_because}" if row.revoked_because else str(row.state.label)


def _choices(words: type[CertificateKind] | type[CertificateState]) -> tuple[tuple[str, str], ...]:
    return tuple((word.value, str(word.label)) for word in words)


def _of_kind(word: str) -> Q:
    return Q(kind=word)


def _words(text: str) -> Q:
    return Q(name_key__contains=search_key(text)) | Q(number__contains=text.strip())


def certificate_at_desk(actor: Actor, school: School, code: str) -> Certificate:
    """Return a certificate of the school for its desk. Raises `Certificate.DoesNotExist` for others."""
    if not can_see_desk(actor, school):
        raise Certificate.DoesNotExist
    certificates = certificates_visible_to(actor, school).select_related(
        "school", "programme", "replaces", "replaced_by"
    )
    return certificates.get(code=code)


def certificate_to_change(actor: Actor, school: School, code: str) -> Certificate:
    """Return a certificate that `actor` may correct or revoke. Raises `DoesNotExist` or `PermissionDenied`."""
    certificate = certificate_at_desk(actor, school, code)
    check_can_issue(actor, school)
    return certificate


def certificate_page(actor: Actor, school: School, code: str) -> CertificatePage:
    """Return one certificate with its history. Raises `Certificate.DoesNotExist`."""
    one = certificate_at_desk(actor, school, code)
    after: Certificate | None = getattr(one, "replaced_by", None)
    return CertificatePage(
        row=own_certificate(one, school),
        code=one.code,
        name=one.name,
        is_erased=one.erased_at is not None,
        text=one.printed["text"],
        themes=one.printed["themes"],
        programme_url=reverse("learning:certificates_of", args=[one.programme.token]) if one.programme else "",
        before=_link(one.replaces),
        after=_link(after),
        history=[
            Deed(entry.at, entry.actor_name, CERTIFICATE_DEEDS.get(entry.verb, entry.verb))
            for entry in journal.history_of(one)
        ],
        can_edit=can_issue_certificates(actor, school) and one.state is CertificateState.VALID and not one.erased_at,
    )


def paper_at_desk(actor: Actor, school: School, code: str) -> Paper:
    """Return a certificate that holds as a file, for the desk. Raises `Certificate.DoesNotExist`."""
    certificate = certificate_at_desk(actor, school, code)
    if certificate.state is not CertificateState.VALID or certificate.erased_at is not None:
        raise Certificate.DoesNotExist
    return paper_of(certificate)


def _link(certificate: Certificate | None) -> tuple[str, str] | None:
    if certificate is None:
        return None
    return certificate.number, reverse("learning:certificate", args=[certificate.code])


def run_at_desk(actor: Actor, school: School, token: str) -> CertificateRun:
    """Return an issue to all who qualify, for the desk. Raises `CertificateRun.DoesNotExist`."""
    if not can_see_desk(actor, school):
        raise CertificateRun.DoesNotExist
    runs = CertificateRun.objects.filter(programme__school=school).select_related("programme", "started_by")
    return runs.get(token=token)


def papers_at_desk(actor: Actor, school: School, token: str) -> File[bytes]:
    """Return the file of an issue, opened, for the desk. Raises `CertificateRun.DoesNotExist` when there is none."""
    run = run_at_desk(actor, school, token)
    if not run.file:
        raise CertificateRun.DoesNotExist
    return default_storage.open(run.file)


def run_row(run: CertificateRun) -> RunRow:
    """Return how far an issue is; issuing and printing are half of it each."""
    done = run.issued + run.printed if run.total else 0
    percent = min(NOW_PERCENT, 50 * done // run.total) if run.total else 0
    return RunRow(
        token=run.token,
        state=RunState(run.state),
        total=run.total,
        issued=run.issued,
        percent=percent,
        created_at=run.created_at,
        started_by=str(run.started_by or ""),
        file_bytes=run.file_bytes,
        expires_at=run.expires_at if run.file else None,
        programme_title=run.programme.title,
        programme_url=reverse("learning:certificates_of", args=[run.programme.token]),
    )
