import io
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.learning.certificates.factories import CertificateFactory

from nastavnik.learning.models import Certificate
from nastavnik.learning.services import certificates as services

NOW = timezone.now()
ATTACK = '<script>alert("x")</script>'


@pytest.fixture
def certificate(programme, graduate):
    return CertificateFactory(programme=programme, user=graduate)


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


def words_of(response):
    return response.content.decode()


def test_verify_tells_who_what_and_when_and_nothing_more(certificate):
    response = Client().get(address("verify", certificate.code))
    page = words_of(response)
    for told in (certificate.name, "Год наставничества", "24 академических часа", certificate.number, "действует"):
        assert told in page
    assert certificate.user.email not in page
    assert "Смета, которую принимают" not in page
    assert "noindex" in response["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page


def test_verify_shows_markup_in_a_name_as_text(programme):
    one = CertificateFactory(programme=programme, user=None, name=ATTACK)
    page = words_of(Client().get(address("verify", one.code)))
    assert ATTACK not in page
    assert "&lt;script&gt;" in page


def test_verify_of_a_revoked_one_says_why(methodist, certificate):
    services.revoke_certificate(actor=methodist, code=certificate.code, because="Выдан по ошибке", now=NOW)
    page = words_of(Client().get(address("verify", certificate.code)))
    assert "Отозван" in page
    assert "Выдан по ошибке" in page


def test_verify_of_a_replaced_one_asks_for_the_new_one_without_naming_it(methodist, certificate):
    new = services.reissue_certificate(actor=methodist, code=certificate.code, name="Другая Фамилия", now=NOW)
    page = words_of(Client().get(address("verify", certificate.code)))
    assert "заменила этот сертификат новым" in page
    assert new.number not in page
    assert new.code not in page


def test_verify_of_an_erased_one_says_so(certificate, graduate):
    services.forget_person(user_id=graduate.pk, now=NOW)
    page = words_of(Client().get(address("verify", certificate.code)))
    assert "Имя удалено по просьбе владельца" in page
    assert graduate.full_name not in page


def test_verify_of_a_wrong_code_offers_the_form(school):
    response = Client().get(address("verify", "22222-22222"))
    assert response.status_code == 404
    assert "нет сертификата с таким кодом" in words_of(response)
    assert 'name="code"' in words_of(response)


def test_verify_form_leads_to_the_page_of_the_code(certificate):
    typed = f" {certificate.code[:5].upper()} — {certificate.code[5:]}"
    response = Client().get(address("verify_any"), {"code": typed})
    assert response["Location"] == address("verify", certificate.code)


def test_verify_form_with_nonsense_leads_to_no_certificate(school):
    response = Client().get(address("verify_any"), {"code": "не код"}, follow=True)
    assert response.status_code == 404
    empty = Client().get(address("verify_any"), {"code": ""})
    assert empty.status_code == 200


def test_verify_too_often_is_told_to_wait(certificate):
    client = Client(REMOTE_ADDR="192.0.2.5")
    answers = [client.get(address("verify", certificate.code)).status_code for _ in range(31)]
    assert answers[-2:] == [200, 429]
    refused = client.get(address("verify", certificate.code))
    assert refused["Retry-After"] == "60"
    assert client.get(address("credential", certificate.code)).status_code == 429
    assert client.get(address("badge", certificate.code)).status_code == 429


def test_verify_makes_few_queries_and_none_by_its_own_data(certificate, django_assert_max_num_queries):
    client = Client()
    client.get(address("verify", certificate.code))
    with django_assert_max_num_queries(3):
        client.get(address("verify", certificate.code))


def test_credential_is_json_that_any_page_may_read(certificate):
    response = Client().get(address("credential", certificate.code))
    assert response["Content-Type"] == "application/vc+ld+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert json.loads(response.content)["credentialSubject"]["identifier"][0]["identityHash"] == certificate.name


def test_credential_of_an_erased_one_is_gone(certificate, graduate):
    services.forget_person(user_id=graduate.pk, now=NOW)
    assert Client().get(address("credential", certificate.code)).status_code == 404


def test_what_is_signed_for_everybody_is_signed_once_a_minute(certificate, monkeypatch):
    calls = []
    signed = services.signed_status
    monkeypatch.setattr(services, "signed_status", lambda **said: calls.append(1) or signed(**said))
    answers = [Client().get(address("badge_status", 0)) for _ in range(3)]
    assert calls == [1]
    assert len({answer.content for answer in answers}) == 1
    assert "max-age=60" in answers[0]["Cache-Control"]
    assert "max-age=60" in Client().get(address("badge_issuer"))["Cache-Control"]


def test_badge_is_a_picture(certificate):
    response = Client().get(address("badge", certificate.code))
    assert response["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(response.content)).text["openbadgecredential"]


def test_addresses_in_a_badge_answer(certificate):
    credential = json.loads(Client().get(address("credential", certificate.code)).content)
    base_url = certificate.school.base_url
    status = credential["credentialStatus"]["statusListCredential"].removeprefix(base_url)
    listed = json.loads(Client().get(status).content)
    assert listed["id"] == credential["credentialStatus"]["statusListCredential"]
    did = json.loads(Client().get(address("badge_issuer")).content)
    assert did["id"] == credential["issuer"]["id"]
    assert did["id"].endswith(":credentials")  # did:web looks for credentials/did.json
    assert address("badge_issuer") == "/credentials/did.json"
    picture = credential["credentialSubject"]["achievement"]["image"]["id"].removeprefix(base_url)
    assert Client().get(picture)["Content-Type"] == "image/png"


def test_own_page_offers_the_files_of_what_holds(enter, methodist, certificate, graduate):
    page = words_of(enter(graduate).get(address("own_certificates")))
    assert address("own_certificate_pdf", certificate.code) in page
    assert address("badge", certificate.code) in page
    services.revoke_certificate(actor=methodist, code=certificate.code, because="Ошибка", now=NOW)
    page = words_of(enter(graduate).get(address("own_certificates")))
    assert "Отозван" in page
    assert address("own_certificate_pdf", certificate.code) not in page


def test_own_page_without_certificates_teaches(enter, learner):
    assert "Здесь будут ваши сертификаты" in words_of(enter(learner).get(address("own_certificates")))


def test_own_page_queries_stay_flat(enter, graduate, programme, assert_flat):
    client = enter(graduate)

    def grow():
        CertificateFactory(programme=programme, user=graduate, holder=f"x{Certificate.objects.count()}")

    assert_flat(lambda: client.get(address("own_certificates")), grow)


def test_own_paper_is_shown_as_pdf_of_its_name(enter, certificate, graduate):
    response = enter(graduate).get(address("own_certificate_pdf", certificate.code))
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")


@pytest.mark.parametrize("who", ["learner", "methodist", "outsider"])
def test_own_paper_of_somebody_else_does_not_exist(request, enter, certificate, who):
    client = enter(request.getfixturevalue(who))
    assert client.get(address("own_certificate_pdf", certificate.code)).status_code == 404
