import base64
import gzip
import hashlib
import io
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from PIL import Image
from tests.learning.certificates.factories import CertificateFactory
from tests.programme.factories import ProgrammeFactory

from nastavnik.learning.models import BadgeKey, Certificate
from nastavnik.learning.papers.badge import baking, keys, proof, status
from nastavnik.learning.papers.badge.credential import Issuer
from nastavnik.learning.services import certificates as services
from nastavnik.learning.services.certificates import badges as badge_services

NOW = timezone.now()


@pytest.fixture
def certificate(programme):
    return CertificateFactory(programme=programme, user__email="Maria@Example.ru")


def credential_of(certificate, actor=None):
    return services.signed_credential(actor=actor or AnonymousUser(), certificate=certificate, now=NOW)


def test_credential_tells_who_what_and_how_long(certificate):
    badge = credential_of(certificate)
    subject = badge["credentialSubject"]
    assert badge["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert badge["id"] == f"{certificate.school.base_url}/credentials/{certificate.code}/"
    assert subject["identifier"][0]["identityHash"] == certificate.name
    assert subject["achievement"]["name"] == "Сертификат участника: Год наставничества"
    assert subject["result"][0]["value"] == "24.0"
    assert "- Смета, которую принимают" in subject["achievement"]["criteria"]["narrative"]


def test_credential_tells_others_nothing_of_the_mail(certificate, methodist):
    for actor in (AnonymousUser(), methodist):
        told = credential_of(certificate, actor)["credentialSubject"]["identifier"]
        assert [one["identityType"] for one in told] == ["name"]


def test_credential_of_her_own_tells_the_mail_only_as_a_salted_hash(certificate):
    badge = credential_of(certificate, certificate.user)
    told = badge["credentialSubject"]["identifier"][1]
    expected = hashlib.sha256(f"{certificate.user.email.lower()}{told['salt']}".encode()).hexdigest()
    assert told["identityHash"] == f"sha256${expected}"
    assert len(told["salt"]) >= 20
    assert "example.ru" not in json.dumps(told).lower()


def test_credential_without_a_programme_leads_to_the_school(certificate):
    certificate.programme = None
    assert credential_of(certificate)["credentialSubject"]["achievement"]["id"].endswith("/#participant")


def test_baked_badge_is_a_picture_that_carries_the_credential(certificate):
    content = services.baked_badge(actor=certificate.user, certificate=certificate, now=NOW)
    picture = Image.open(io.BytesIO(content))
    picture.load()
    assert picture.size == (600, 600)
    assert json.loads(picture.text["openbadgecredential"])["id"] == credential_of(certificate)["id"]


def test_bake_what_is_no_picture_is_refused():
    with pytest.raises(baking.NotPicture):
        baking.baked(b"GIF89a", "{}")


def test_key_is_made_once_and_kept_sealed(certificate):
    first, second = credential_of(certificate), credential_of(certificate)
    assert first == second
    row = BadgeKey.objects.get()
    assert row.public.startswith("z6Mk")
    assert first["proof"][0]["verificationMethod"].endswith(f"#{row.public}")
    key = badge_services._opened(row)
    assert keys.secret_of(key) not in row.sealed


def test_key_that_does_not_open_any_more_still_verifies_and_a_new_one_signs(settings, certificate):
    old = credential_of(certificate)
    settings.SECRET_KEY = "another key of the installation"
    new = credential_of(certificate)
    document = services.issuer_document(school=certificate.school, now=NOW)
    named = [one["proof"][0]["verificationMethod"] for one in (new, old)]
    assert [key["id"] for key in document["verificationMethod"]] == named
    assert document["assertionMethod"] == named


def test_key_made_by_another_page_meanwhile_is_taken(certificate):
    made = credential_of(certificate)
    key = badge_services._new_key(certificate.school, NOW)
    assert made["proof"][0]["verificationMethod"].endswith(keys.public_of(key))
    assert BadgeKey.objects.count() == 1


def test_keys_of_schools_are_their_own(certificate):
    other = CertificateFactory(programme=ProgrammeFactory())
    methods = {credential_of(one)["proof"][0]["verificationMethod"] for one in (certificate, other)}
    assert len(methods) == 2


def test_status_list_has_a_bit_for_each_that_ended(methodist, programme, certificate):
    revoked = CertificateFactory(programme=programme, status_index=9)
    services.revoke_certificate(actor=methodist, code=revoked.code, because="Ошибка", now=NOW)
    replaced = CertificateFactory(programme=programme, status_index=70_000)
    services.reissue_certificate(actor=methodist, code=replaced.code, name="Другая", now=NOW)
    signed = services.signed_status(school=certificate.school, number=0, now=NOW)
    packed = signed["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
    assert len(bits) == 16 * 1024
    set_bits = [place * 8 + bit for place, byte in enumerate(bits) for bit in range(8) if byte & 0x80 >> bit]
    assert set_bits == [9, 70_000]


def test_second_status_list_begins_with_its_first_badge(programme):
    school = programme.school
    with pytest.raises(Certificate.DoesNotExist):
        services.signed_status(school=school, number=1, now=NOW)
    CertificateFactory(programme=programme, status_index=status.LIST_BITS)
    assert services.signed_status(school=school, number=1, now=NOW)["id"].endswith("/credentials/status/1/")


def test_status_list_leaves_out_bits_of_other_lists():
    issuer = Issuer("Школа", "https://school.example.ru")
    empty = status.status_list(issuer, 0, [], NOW)["credentialSubject"]["encodedList"]
    other = status.status_list(issuer, 0, [status.LIST_BITS + 3], NOW)["credentialSubject"]["encodedList"]
    assert empty == other


@pytest.mark.parametrize(
    ("base_url", "did"),
    [
        ("https://school.example.ru", "did:web:school.example.ru:credentials"),
        ("https://example.ru/podolsk", "did:web:example.ru:podolsk:credentials"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000:credentials"),
    ],
)
def test_issuer_is_named_by_its_address(base_url, did):
    assert Issuer("Школа", base_url).did == did


def test_unknown_vocabulary_is_not_fetched():
    with pytest.raises(proof.UnknownVocabulary):
        proof.vocabulary("https://example.org/words.json", {})


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"", "z"), (b"\0\0a", "z112g"), (b"hello", "zCn8eVZg")],
)
def test_base_58_agrees_with_the_published_alphabet(data, text):
    assert keys.base_58(data) == text
