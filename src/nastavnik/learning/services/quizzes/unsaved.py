"""What authors have typed and not saved: kept as they type, given back when they open the form again."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.learning.models import Quiz, QuizImport, UnsavedForm
from nastavnik.learning.permissions import can_edit_quiz
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

LONGEST_FORM = 120_000
FORGOTTEN_AFTER = timedelta(days=60)
IMPORTS_FORGOTTEN_AFTER = timedelta(days=1)


class FormTooLong(Refusal):
    """More was typed than a form of ours can hold."""

    message = _("That is more than this form can hold. Make it shorter, so that it can be kept.")


@transaction.atomic
def keep_unsaved(*, actor: Actor, quiz_id: int, form: str, posted: str, now: datetime) -> None:
    """Keep what is typed into a form (`posted`: as an address has it) in place of what was kept of it. Raises `FormTooLong`."""
    quiz = Quiz.objects.select_related("lesson__school").get(pk=quiz_id)
    if not isinstance(actor, User) or not can_edit_quiz(actor, quiz):
        raise PermissionDenied
    if len(posted) > LONGEST_FORM:
        raise FormTooLong
    UnsavedForm.objects.update_or_create(user=actor, quiz=quiz, form=form, defaults={"posted": posted, "saved_at": now})


def drop_unsaved(*, actor: Actor, quiz_id: int, form: str) -> None:
    """Forget what was typed into a form: it is saved, or not wanted."""
    UnsavedForm.objects.filter(user=actor.pk, quiz=quiz_id, form=form).delete()


def sweep_leftovers(*, now: datetime) -> int:
    """Forget forms that nobody came back to, and files that were brought and not used; return how many."""
    forms = UnsavedForm.objects.filter(saved_at__lt=now - FORGOTTEN_AFTER).delete()[0]
    return forms + QuizImport.objects.filter(created_at__lt=now - IMPORTS_FORGOTTEN_AFTER).delete()[0]
