"""Claims are proved by what lies in the project's drawer, serve all its applications, and may need no proof after all."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.grants.factories import GrantFactory

from nastavnik.contest.services.applications.refusals import FileNotKnown, TooManyFiles
from nastavnik.grants.enums import ProofKind
from nastavnik.grants.models import Claim, ClaimProof, GrantFile, Proof
from nastavnik.grants.selectors.talk.proofs_page import claim_choices, drawer_of, proofs_page
from nastavnik.grants.services.fields import put_values
from nastavnik.grants.services.refusals import FieldGone
from nastavnik.grants.services.talk import claims as claim_services
from nastavnik.grants.services.talk import proofs as services
from nastavnik.grants.services.talk.proofs import ProofFacts
from nastavnik.grants.services.talk.refusals import (
    ClaimTooShort,
    ProofWithoutTitle,
    TooManyClaims,
    TooManyProofs,
    WordsNotThere,
)

pytestmark = pytest.mark.django_db

FACTS = ProofFacts(ProofKind.STATISTICS, "Отчёт управления образования", "https://example.org/report")
SHARE = "43 % школьников не прочли за лето ни одной книги"


def pdf(name="отчёт.pdf", more=b""):
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + more, "application/pdf")


@pytest.fixture
def claim(written, author, now):
    return claim_services.add_claim(actor=author, grant_id=written.pk, field_key="problem", words=SHARE, now=now)


@pytest.fixture
def proof(project, author, now):
    return services.add_proof(actor=author, project_id=project.pk, facts=FACTS, file=pdf(), now=now)


def page(grant, actor):
    return proofs_page(actor, grant, date(2026, 11, 26))


def test_sentence_with_figures_is_proposed_until_it_is_a_claim(written, author, now):
    [field] = page(written, author).fields
    assert [one.words[:9] for one in field.proposals] == ["По данным"]
    claim_services.add_claim(actor=author, grant_id=written.pk, field_key="problem", words=SHARE, now=now)
    [field] = page(written, author).fields
    assert (field.proposals, [box.claim.words for box in field.claims]) == ([], [SHARE])


def test_what_is_wanted_is_no_claim(written, author, now):
    put_values(written, {"goal": "За год научить 120 семей читать вслух."}, actor=author, now=now)
    assert [field.key for field in page(written, author).fields] == ["problem"]


def test_claim_is_proved_by_what_lies_in_the_drawer(written, project, author, claim, proof, now):
    assert (page(written, author).claimed, page(written, author).proved) == (1, 0)
    claim_services.prove_claim(
        actor=author, project_id=project.pk, claim_token=claim.token, proofs=[proof.token], now=now
    )
    claim_services.prove_claim(
        actor=author, project_id=project.pk, claim_token=claim.token, proofs=[proof.token, "none"], now=now
    )
    shown = page(written, author)
    assert (shown.claimed, shown.proved, shown.drawer[0].claims) == (1, 1, (claim.token,))
    claim_services.prove_claim(actor=author, project_id=project.pk, claim_token=claim.token, proofs=[], now=now)
    assert page(written, author).proved == 0


def test_same_words_are_one_claim(written, author, claim, now):
    again = claim_services.add_claim(actor=author, grant_id=written.pk, field_key="problem", words=SHARE, now=now)
    assert again == claim


@pytest.mark.parametrize(
    ("key", "words", "refusal"),
    [
        ("nothing", SHARE, FieldGone),
        ("problem", "  ", ClaimTooShort),
        ("problem", "совсем иные слова тут", WordsNotThere),
    ],
)
def test_claim_is_refused(written, author, now, key, words, refusal):
    with pytest.raises(refusal):
        claim_services.add_claim(actor=author, grant_id=written.pk, field_key=key, words=words, now=now)


def test_claims_have_an_end(written, author, claim, now, monkeypatch):
    monkeypatch.setattr(claim_services, "MOST_CLAIMS", 1)
    with pytest.raises(TooManyClaims):
        claim_services.add_claim(
            actor=author, grant_id=written.pk, field_key="problem", words="Дети района мало читают", now=now
        )


def test_dismissed_words_are_not_proposed_and_come_back(written, project, author, now):
    words = page(written, author).fields[0].proposals[0].words
    one = claim_services.add_claim(
        actor=author, grant_id=written.pk, field_key="problem", words=words, now=now, is_dismissed=True
    )
    shown = page(written, author)
    assert (shown.fields, [each.words for each in shown.dismissed]) == ([], [words])
    claim_services.restore_claim(actor=author, project_id=project.pk, claim_token=one.token, now=now)
    assert page(written, author).claimed == 1
    claim_services.dismiss_claim(actor=author, project_id=project.pk, claim_token=one.token, now=now)
    claim_services.dismiss_claim(actor=author, project_id=project.pk, claim_token=one.token, now=now)
    assert claim_choices(written) == []


def test_proof_of_a_dismissed_claim_proves_nothing(written, project, author, claim, proof, now):
    ClaimProof.objects.create(claim=claim, proof=proof)
    claim_services.dismiss_claim(actor=author, project_id=project.pk, claim_token=claim.token, now=now)
    assert drawer_of(written, now.date())[0].claims == ()


def test_claim_of_the_project_is_looked_for_in_each_application(written, project, author, claim, proof, now):
    other = GrantFactory(project=project, fund="fpg")
    assert page(other, author).claimed == 1  # it still needs a proof
    ClaimProof.objects.create(claim=claim, proof=proof)
    assert (page(other, author).claimed, page(other, author).elsewhere) == (0, 1)
    put_values(other, {"problem": f"Знаем: {SHARE}."}, actor=author, now=now)
    assert (page(other, author).claimed, page(other, author).elsewhere) == (1, 0)


def test_claim_of_a_field_that_the_form_does_not_have_is_not_shown(written, project, author, now):
    Claim.objects.create(project=project, field_key="elsewhere", words="Что-то", added_at=now)
    assert page(written, author).claimed == 0


def test_proof_is_added_with_its_file_and_its_claims(written, project, author, claim, now):
    proof = services.add_proof(
        actor=author, project_id=project.pk, facts=FACTS, file=pdf(), claims=[claim.token], now=now
    )
    [drawn] = drawer_of(written, now.date())
    assert (drawn.title, drawn.file_name, drawn.claims, drawn.is_bare) == (
        FACTS.title,
        "отчёт.pdf",
        (claim.token,),
        False,
    )
    assert default_storage.exists(proof.file.file)
    assert proof.file.grant_id is None


def test_old_proof_and_bare_one_say_so(written, project, author, now):
    services.add_proof(
        actor=author, project_id=project.pk, facts=ProofFacts("poll", "Опрос", dated_on=date(2021, 1, 1)), now=now
    )
    [drawn] = drawer_of(written, now.date())
    assert (drawn.is_old, drawn.is_bare, drawn.kind) == (True, True, "Опрос")


def test_changed_proof_has_another_file_and_other_claims(
    written, project, author, claim, proof, now, django_capture_on_commit_callbacks
):
    before = proof.file.file
    facts = ProofFacts("letter", " Письмо   школы ")
    with django_capture_on_commit_callbacks(execute=True):
        changed = services.change_proof(
            actor=author,
            project_id=project.pk,
            proof_token=proof.token,
            facts=facts,
            file=pdf("письмо.pdf"),
            claims=[claim.token],
            now=now,
        )
    assert (changed.title, changed.file.name) == ("Письмо школы", "письмо.pdf")
    assert not default_storage.exists(before)
    services.change_proof(actor=author, project_id=project.pk, proof_token=proof.token, facts=facts, now=now)
    changed.refresh_from_db()
    assert (changed.file.name, ClaimProof.objects.count()) == ("письмо.pdf", 0)


def test_removed_proof_takes_its_file_along(project, author, proof, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_proof(actor=author, project_id=project.pk, proof_token=proof.token, now=now)
    assert not Proof.objects.exists()
    assert not default_storage.exists(proof.file.file)


def test_proof_without_a_file_is_removed(project, author, now):
    bare = services.add_proof(actor=author, project_id=project.pk, facts=FACTS, now=now)
    services.remove_proof(actor=author, project_id=project.pk, proof_token=bare.token, now=now)
    assert not Proof.objects.exists()


def stored_files():
    return [name for _folders in [default_storage.listdir("grants/2026")[1]] for name in _folders]


def test_what_is_refused_leaves_no_file(project, author, now, proof, monkeypatch):
    kept = len(stored_files())
    with pytest.raises(FileNotKnown):
        services.add_proof(actor=author, project_id=project.pk, facts=FACTS, file=pdf("письмо.exe"), now=now)
    with pytest.raises(ProofWithoutTitle):
        services.add_proof(actor=author, project_id=project.pk, facts=ProofFacts("poll", "  "), file=pdf(), now=now)
    with pytest.raises(ProofWithoutTitle):
        services.change_proof(
            actor=author,
            project_id=project.pk,
            proof_token=proof.token,
            facts=ProofFacts("poll", " "),
            file=pdf(),
            now=now,
        )
    monkeypatch.setattr(services, "MOST_BYTES_IN_ALL", 10)
    with pytest.raises(TooManyFiles):
        services.add_proof(actor=author, project_id=project.pk, facts=FACTS, file=pdf(), now=now)
    monkeypatch.setattr(services, "MOST_PROOFS", 1)
    with pytest.raises(TooManyProofs):
        services.add_proof(actor=author, project_id=project.pk, facts=FACTS, now=now)
    assert (len(stored_files()), GrantFile.objects.count()) == (kept, 1)


def test_drawer_is_closed_to_who_only_looks(project, director, now):
    with pytest.raises(PermissionDenied):
        services.add_proof(actor=director, project_id=project.pk, facts=FACTS, now=now)
