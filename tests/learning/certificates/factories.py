"""Minimal valid rows of certificates."""

from decimal import Decimal

import factory
from django.utils import timezone
from tests.people.factories import UserFactory
from tests.programme.factories import ProgrammeFactory

from nastavnik.core.text import search_key
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import Certificate, CertificateRule, CertificateRun

PRINTED = {
    "school": "Школа наставника",
    "programme": "Год наставничества",
    "heading": "Сертификат участника",
    "before": "Настоящим подтверждается, что",
    "text": "является участником программы «Год наставничества».",
    "kind": "Участник",
    "hours": "24 академических часа",
    "place": "Подольск",
    "has_seal": True,
    "themes": ["Разговор с читателем", "Смета, которую принимают"],
    "signatures": [{"name": "И. И. Петрова", "position": "Директор", "picture": ""}],
    "accent": "#1f5a4b",
    "language": "ru",
}


class CertificateRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CertificateRule

    programme = factory.SubFactory(ProgrammeFactory)
    hours = Decimal(6)


class CertificateRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CertificateRun

    programme = factory.SubFactory(ProgrammeFactory)
    created_at = factory.LazyFunction(timezone.now)
    progressed_at = factory.LazyFunction(timezone.now)


class CertificateFactory(factory.django.DjangoModelFactory):
    """A certificate of a participant that holds."""

    class Meta:
        model = Certificate

    user = factory.SubFactory(UserFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    school = factory.LazyAttribute(lambda row: row.programme.school)
    number = factory.Sequence(lambda n: f"2025-{n:04d}")
    status_index = factory.Sequence(lambda n: 1000 + n)
    kind = CertificateKind.PARTICIPANT
    holder = factory.LazyAttribute(lambda row: f"user {row.user.pk}" if row.user else f"name {row.name}")
    name = factory.LazyAttribute(lambda row: row.user.full_name if row.user else "Гость")
    name_key = factory.LazyAttribute(lambda row: search_key(row.name))
    hours = Decimal(24)
    printed = factory.LazyFunction(lambda: dict(PRINTED))
    issued_at = factory.LazyFunction(timezone.now)
