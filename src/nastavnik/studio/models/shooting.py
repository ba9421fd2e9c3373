"""What is shot, and who is seen: the shots of a script, the people in the picture and their consents by a link."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.studio.enums import ShotSize
from nastavnik.studio.models.cards import LONGEST_SCRIPT, ProductionCard


class ScriptRevision(models.Model):
    """A script as it once stood; the newest one is the script as it stands. Who writes on within some minutes writes in the same one."""

    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    text = models.TextField(max_length=LONGEST_SCRIPT, blank=True)
    written_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    began_at = models.DateTimeField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("revision of a script")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["card"], name="scripts_of_card"),)

    def __str__(self) -> str:
        return f"script of {self.card_id}, {self.pk}"


class Shot(models.Model):
    """A shot: a line of the shot list, a picture of the storyboard."""

    token = TokenField()
    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    size = models.CharField(_("size"), max_length=10, choices=ShotSize.choices, default=ShotSize.MEDIUM)
    what = models.CharField(_("what is seen"), max_length=500)
    said = models.TextField(_("what is heard"), max_length=2000, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    things = models.CharField(_("what is needed"), max_length=300, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds"), default=10, validators=[MinValueValidator(1)])
    # a sketch or a photograph: its place in the storage
    picture = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("shot")
        ordering = ("position", "pk")
        indexes = (models.Index(fields=["card"], name="shots_of_card"),)

    def __str__(self) -> str:
        return self.what


class Prompter(models.Model):
    """What the phone of a helper asks of the teleprompter of a card, and how far that is."""

    card = models.OneToOneField(ProductionCard, models.CASCADE, related_name="+")
    # of the last thing that was asked for, from 1
    number = models.PositiveIntegerField(default=0)
    # the last of them, oldest first: [number, word of `enums.PrompterDeed`]
    deeds = models.JSONField(default=list, blank=True)
    # what the prompter itself says: whether it runs, its speed, its place
    told = models.JSONField(default=dict, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("teleprompter of a card")

    def __str__(self) -> str:
        return f"prompter of {self.card_id}"


class ShownPerson(models.Model):
    """Somebody who is seen or heard in a film, and what she has answered to the consent that was sent to her by a link.

    Whoever has the secret is she; only its hash is kept. What she signed is kept as she has read it: `text`.
    """

    OWNER: ClassVar = "user"
    NOT_OWN_DATA: ClassVar = frozenset({"secret_hash"})

    token = TokenField()
    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    name = models.CharField(_("surname, name, patronymic"), max_length=200)
    email = models.EmailField(_("mail"), blank=True)
    # her account, if she has one
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # of a child: the one who signs for her
    guardian = models.CharField(_("who signs for a child"), max_length=200, blank=True)
    # empty while no link was made
    secret_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    # the document as it was sent (Markdown), and its SHA-256
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    has_agreed = models.BooleanField(null=True, blank=True)
    # the name as it was typed under the document
    signature = models.CharField(_("your full name, as a signature"), max_length=200, blank=True)
    # where she can be reached, and what she forbids (152-FZ, article 10.1), as she has written it
    contact = models.CharField(_("how you can be reached"), max_length=200, blank=True)
    conditions = models.TextField(_("what you forbid, if anything"), max_length=2000, blank=True)
    # what she has answered to texts before this one: `services.shooting.people.kept_answer`
    earlier = models.JSONField(default=list, blank=True)
    # a paper that lies at the school instead: where, noted by `noted_by`
    paper = models.CharField(_("where the signed paper lies"), max_length=300, blank=True)
    noted_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # names were taken away when she asked to be forgotten
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("somebody who is shown")
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(has_agreed=None) | models.Q(answered_at__isnull=False), name="shown_answer_has_a_day"
            ),
            models.CheckConstraint(
                # a check that says neither yes nor no lets a row pass
                condition=models.Q(withdrawn_at=None) | models.Q(has_agreed__isnull=False, has_agreed=True),
                name="shown_withdraws_what_was_agreed",
            ),
        )
        indexes = (
            models.Index(fields=["card"], name="shown_of_card"),
            models.Index(fields=["user"], name="shown_user"),
        )

    def __str__(self) -> str:
        return f"shown {self.token}"
