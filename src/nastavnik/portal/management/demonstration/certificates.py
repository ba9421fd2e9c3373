"""The certificates of the demonstration: their templates, their rule, and those that some have already."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.selectors.certificates.templates import template_of
from nastavnik.learning.services import certificates as services
from nastavnik.people.models import User
from nastavnik.portal.management.demonstration.content import Table, read
from nastavnik.programme.models import Programme, School


def add_certificates(school: School, accounts: Mapping[str, User], now: datetime) -> None:
    """Sign the templates, set the rule of the year, and give the first certificates."""
    content, methodist = read("certificates"), accounts["methodist"]
    programme = Programme.objects.get(school=school)
    for kind in CertificateKind:
        sign_template(school, kind, content, methodist, now)
    services.set_certificate_rule(
        actor=methodist, programme_id=programme.pk, hours=Decimal(content["hours"]), lessons=None, version=0, now=now
    )
    for row in content["given"]:
        services.issue_by_hand(
            actor=methodist,
            programme_id=programme.pk,
            kind=CertificateKind(row["kind"]),
            keys=[f"user {accounts[key].pk}" for key in row["to"]],
            now=now,
        )


def sign_template(school: School, kind: CertificateKind, content: Table, methodist: User, now: datetime) -> None:
    """Keep our own words of a template, with the school's place and signatures."""
    ours = template_of(school, kind)
    services.edit_template(
        actor=methodist,
        school_id=school.pk,
        kind=kind,
        heading=ours.heading,
        before=ours.before,
        after=ours.after,
        place=content["place"],
        has_seal=True,
        has_themes=True,
        signatures=[services.SignatureWords(row["name"], row["position"]) for row in content["signatures"]],
        version=0,
        now=now,
    )
