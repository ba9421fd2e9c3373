import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from tests.learning.certificates.factories import CertificateFactory

from nastavnik.core import pictures as core_pictures
from nastavnik.learning.enums import CertificateKind
from nastavnik.learning.models import CertificateTemplate
from nastavnik.learning.selectors.certificates.templates import signatures_of, template_of
from nastavnik.learning.services import certificates as services
from nastavnik.learning.services.certificates import refusals
from nastavnik.learning.services.certificates.templates import SignatureWords

NOW = timezone.now()
WORDS = {
    "heading": "Свидетельство участия",
    "before": "Школа подтверждает, что",
    "after": "прошла программу «{программа}», {часы}",
    "place": "Подольск",
    "has_seal": False,
    "has_themes": True,
}


def picture(size=(900, 300), kind="PNG"):
    target = io.BytesIO()
    Image.new("RGB", size, (255, 255, 255)).save(target, kind)
    return target.getvalue()


def edit(actor, school, version=0, signatures=(), **words):
    call = {"actor": actor, "school_id": school.pk, "kind": CertificateKind.PARTICIPANT, "now": NOW}
    return services.edit_template(**call, **{**WORDS, **words}, signatures=signatures, version=version)


@pytest.mark.parametrize("kind", list(CertificateKind))
def test_template_that_nobody_changed_speaks_our_words(school, kind):
    template = template_of(school, kind)
    assert template.pk is None
    assert template.heading.startswith("Сертификат")
    assert "{программа}" in template.after
    assert signatures_of(template) == []


def test_edit_changes_new_certificates_and_no_old_ones(methodist, programme, graduate, beginner):
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.PARTICIPANT, "now": NOW}
    old = services.issue_by_hand(**words, keys=[f"user {graduate.pk}"])[0]
    edit(methodist, programme.school, signatures=[SignatureWords("И. И. Петрова", "Директор")])
    new = services.issue_by_hand(**words, keys=[f"user {beginner.pk}"])[0]
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.printed["heading"] == "Сертификат участника"
    assert new.printed["heading"] == "Свидетельство участия"
    assert new.printed["text"].replace("\xa0", " ") == "прошла программу «Год наставничества», 2 академических часа"
    assert new.printed["signatures"] == [{"name": "И. И. Петрова", "position": "Директор", "picture": ""}]


def test_edit_without_themes_lists_none(methodist, programme, graduate):
    edit(methodist, programme.school, has_themes=False)
    words = {"actor": methodist, "programme_id": programme.pk, "kind": CertificateKind.PARTICIPANT, "now": NOW}
    assert services.issue_by_hand(**words, keys=[f"user {graduate.pk}"])[0].printed["themes"] == ()


def test_edit_of_an_older_state_is_refused(methodist, school):
    edit(methodist, school)
    with pytest.raises(refusals.TemplateChangedMeanwhile):
        edit(methodist, school)
    assert edit(methodist, school, version=1).version == 2


@pytest.mark.parametrize("who", ["director", "learner", "outsider"])
def test_edit_by_others_is_forbidden(request, school, who):
    with pytest.raises(PermissionDenied):
        edit(request.getfixturevalue(who), school)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_picture_of_a_signature_is_drawn_anew_and_small(methodist, school, kind):
    template = edit(methodist, school, signatures=[SignatureWords("Петрова", picture=picture(kind=kind))])
    name = template.signatures.get().picture
    with default_storage.open(name) as file:
        kept = Image.open(file)
        assert (kept.format, kept.size, kept.mode) == ("PNG", (600, 200), "RGBA")


def test_picture_stays_until_it_is_dropped(methodist, school):
    first = edit(methodist, school, signatures=[SignatureWords("Петрова", picture=picture())]).signatures.get().picture
    kept = edit(methodist, school, 1, [SignatureWords("Петрова")]).signatures.get().picture
    dropped = edit(methodist, school, 2, [SignatureWords("Петрова", keeps_picture=False)]).signatures.get().picture
    assert (kept, dropped) == (first, "")
    assert default_storage.exists(first)  # certificates that were issued print it


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        picture(kind="GIF"),
        b"\x89PNG" + b"\0" * 2**20,
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_saved(methodist, school, content):
    with pytest.raises(refusals.PictureNotUsable):
        edit(methodist, school, signatures=[SignatureWords("Петрова", picture=content)])
    assert not CertificateTemplate.objects.exists()


def test_picture_with_too_many_dots_is_refused(monkeypatch, methodist, school):
    monkeypatch.setattr(core_pictures, "MOST_POINTS", 100)
    with pytest.raises(refusals.PictureNotUsable):
        edit(methodist, school, signatures=[SignatureWords("Петрова", picture=picture())])


def set_rule(actor, programme, version=0, **words):
    call = {"actor": actor, "programme_id": programme.pk, "version": version, "now": NOW}
    return services.set_certificate_rule(**call, **{"hours": Decimal(16), "lessons": None, **words})


def test_rule_is_made_and_changed(methodist, programme):
    set_rule(methodist, programme)
    rule = set_rule(methodist, programme, version=1, hours=None, lessons=8)
    assert (rule.hours, rule.lessons, rule.version) == (None, 8, 2)


def test_rule_of_an_older_state_is_refused(methodist, programme, rule):
    with pytest.raises(refusals.TemplateChangedMeanwhile):
        set_rule(methodist, programme, version=3)


def test_rule_by_the_director_is_forbidden(director, programme):
    with pytest.raises(PermissionDenied):
        set_rule(director, programme)


def test_rule_changed_takes_nothing_away(methodist, programme, rule, graduate):
    certificate = CertificateFactory(programme=programme, user=graduate)
    set_rule(methodist, programme, hours=Decimal(500))
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
