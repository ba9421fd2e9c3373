"""The editor deals with what an author would have otherwise."""

from datetime import datetime

from django.db import transaction

from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.publishing.models import ProofRemark
from nastavnik.publishing.services.locking import locked_article


@transaction.atomic
def resolve_remark(*, actor: User, article_id: int, remark_id: int, is_resolved: bool, now: datetime) -> ProofRemark:
    """Mark a remark as dealt with, or as open again. Raises `PermissionDenied`, `ProofRemark.DoesNotExist`."""
    article = locked_article(actor, article_id)
    remark = ProofRemark.objects.select_for_update().get(pk=remark_id, proof__article=article)
    remark.resolved_at, remark.resolved_by = (now, actor) if is_resolved else (None, None)
    remark.save(update_fields=["resolved_at", "resolved_by"])
    verb = "proof_remark_resolved" if is_resolved else "proof_remark_reopened"
    journal.record(actor=actor, verb=verb, subject=article, now=now, remark=remark.pk)
    return remark
