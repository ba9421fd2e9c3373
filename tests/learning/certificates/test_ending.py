import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from tests.learning.certificates.factories import CertificateFactory, CertificateRunFactory
from tests.programme.factories import SchoolFactory

from nastavnik.core import journal
from nastavnik.core.events import on
from nastavnik.learning.enums import CertificateKind, CertificateState
from nastavnik.learning.events import CertificateIssued, CertificateRevoked
from nastavnik.learning.models import Certificate
from nastavnik.learning.selectors.certificates import badges, own, verify
from nastavnik.learning.services import certificates as services
from nastavnik.learning.services.certificates import refusals
from nastavnik.learning.services.forgetting import forget_who_was_missed
from nastavnik.people.models import Notice
from nastavnik.people.services import erase_account

NOW = timezone.now()


@pytest.fixture
def certificate(programme, graduate):
    return CertificateFactory(programme=programme, user=graduate, name="Иванова Марья")


def revoke(actor, certificate, because="Выдан по ошибке"):
    return services.revoke_certificate(actor=actor, code=certificate.code, because=because, now=NOW)


def reissue(actor, certificate, name="Иванова Мария"):
    return services.reissue_certificate(actor=actor, code=certificate.code, name=name, now=NOW)


def test_revoke_says_why_to_everybody_and_to_its_person(methodist, certificate, graduate):
    revoke(methodist, certificate, "  Выдан\nпо ошибке ")
    found = verify.verified(certificate.school, certificate.code)
    assert (found.state, found.because) == (CertificateState.REVOKED, "Выдан по ошибке")
    assert "Выдан по ошибке" in Notice.objects.get(user=graduate).text
    assert [entry.verb for entry in journal.history_of(certificate)] == ["revoked"]


def test_revoke_tells_the_apps_above(methodist, certificate, graduate, django_capture_on_commit_callbacks):
    heard = []
    on(CertificateRevoked)(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        revoke(methodist, certificate)
    assert heard == [CertificateRevoked(certificate_id=certificate.pk, user_id=graduate.pk)]


def test_revoke_without_a_reason_is_refused(methodist, certificate):
    with pytest.raises(refusals.WhyMissing):
        revoke(methodist, certificate, "  ")


def test_revoke_twice_is_refused(methodist, certificate):
    revoke(methodist, certificate)
    with pytest.raises(refusals.NotValid):
        revoke(methodist, certificate)


@pytest.mark.parametrize("who", ["director", "graduate", "outsider"])
def test_revoke_and_reissue_by_others_are_forbidden(request, certificate, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        revoke(actor, certificate)
    with pytest.raises(PermissionDenied):
        reissue(actor, certificate)


def test_revoked_one_makes_way_for_another(methodist, programme, certificate, graduate):
    revoke(methodist, certificate)
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.PARTICIPANT}
    made = services.issue_by_hand(**words, keys=[f"user {graduate.pk}"], now=NOW)
    assert made[0].user == graduate


def test_reissue_prints_the_same_under_the_corrected_name(methodist, certificate, graduate):
    new = reissue(methodist, certificate, " Иванова  Мария ")
    certificate.refresh_from_db()
    assert (new.name, new.printed, new.hours, new.user) == (
        "Иванова Мария",
        certificate.printed,
        certificate.hours,
        graduate,
    )
    assert new.replaces == certificate
    assert certificate.state is CertificateState.REPLACED
    assert len({new.code, certificate.code, new.number, certificate.number}) == 4
    assert new.number in Notice.objects.get(user=graduate).text


def test_reissue_tells_the_apps_above(methodist, certificate, graduate, django_capture_on_commit_callbacks):
    heard = []
    on(CertificateIssued)(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        new = reissue(methodist, certificate)
    assert heard == [CertificateIssued(certificate_id=new.pk, user_id=graduate.pk)]


def test_reissue_shows_only_the_new_one_to_its_person(methodist, certificate, graduate):
    new = reissue(methodist, certificate)
    assert [one.number for one in own.certificates_of(graduate, certificate.school)] == [new.number]


def test_reissue_under_the_same_name_is_refused(methodist, certificate):
    with pytest.raises(refusals.SameName):
        reissue(methodist, certificate, " Иванова   Марья")


def test_reissue_of_a_replaced_one_is_refused(methodist, certificate):
    reissue(methodist, certificate)
    with pytest.raises(refusals.NotValid):
        reissue(methodist, certificate, "Другая")


def test_erasure_takes_the_name_and_leaves_the_number(certificate, graduate, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(actor=graduate, typed_email=graduate.email, now=NOW)
    certificate.refresh_from_db()
    assert (certificate.name, certificate.name_key, certificate.holder, certificate.user) == ("", "", "", None)
    found = verify.verified(certificate.school, certificate.code)
    assert (found.is_erased, found.name, found.is_valid) == (True, "", True)
    with pytest.raises(Certificate.DoesNotExist):
        badges.badge_of(certificate.school, certificate.code)


def test_erasure_deletes_files_for_printing(programme, graduate, django_capture_on_commit_callbacks):
    name = default_storage.save("certificates/papers/x.zip", ContentFile(b"names"))
    run = CertificateRunFactory(programme=programme, file=name, state="done")
    CertificateFactory(programme=programme, user=graduate, run=run)
    with django_capture_on_commit_callbacks(execute=True):
        services.forget_person(user_id=graduate.pk, now=NOW)
    assert not default_storage.exists(name)


def test_erasure_that_was_not_heard_of_is_found_by_the_sweep(certificate, graduate):
    assert forget_who_was_missed(now=NOW) == 0
    erase_account(actor=graduate, typed_email=graduate.email, now=NOW)
    assert forget_who_was_missed(now=NOW) == 1
    certificate.refresh_from_db()
    assert certificate.name == ""


def test_erased_one_can_be_neither_corrected_nor_revoked(methodist, certificate, graduate):
    services.forget_person(user_id=graduate.pk, now=NOW)
    for call in (reissue, revoke):
        with pytest.raises(refusals.NotValid):
            call(methodist, certificate)


@pytest.mark.parametrize(
    "typed",
    [
        "k7m2p9x4ab",
        " K7M2P-9X4AB ",
        "k7m2p 9x4ab",
        "к7м2р–9х4аь",  # Russian letters that look the same
        "https://school.example.ru/verify/k7m2p9x4ab/",
    ],
)
def test_code_is_understood_however_it_is_typed(typed):
    assert verify.code_from(typed) == "k7m2p9x4ab"


def test_code_with_a_one_in_place_of_an_i_is_understood():
    assert verify.code_from("1l|!i2345i") == "iiiii2345i"


@pytest.mark.parametrize("typed", ["", "k7m2p9x4a", "k7m2p9x4abc", "0000000000", "../../etc", "к" * 500])
def test_what_cannot_be_a_code_is_none(typed):
    assert verify.code_from(typed) == ""


def test_verified_knows_only_its_own_school(certificate, outsider):
    assert verify.verified(SchoolFactory(), certificate.code) is None
    assert verify.verified(certificate.school, "-") is None
    assert verify.verified(certificate.school, certificate.code).name == "Иванова Марья"


def test_verify_is_answered_thirty_times_a_minute():
    answers = [services.may_verify(address="192.0.2.7") for _ in range(31)]
    assert answers == [True] * 30 + [False]
    assert services.may_verify(address="192.0.2.8")


def test_verify_whose_minute_ends_between_two_lines_is_answered(monkeypatch):
    def gone(key):
        raise ValueError

    services.may_verify(address="192.0.2.9")
    monkeypatch.setattr(cache, "incr", gone)
    assert services.may_verify(address="192.0.2.9")
