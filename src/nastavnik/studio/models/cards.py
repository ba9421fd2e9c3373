"""Production cards: a topic on its way to a lesson."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School
from nastavnik.studio.enums import Stage
from nastavnik.studio.models.topics import Topic
from nastavnik.video.models import Video


class ProductionCard(models.Model):
    """A video that is being made. Published only when the machine finds nothing missing (`selectors.readiness`)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    token = TokenField()
    topic = models.OneToOneField(Topic, models.SET_NULL, related_name="+", null=True, blank=True)
    title = models.CharField(_("title"), max_length=150)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.IDEA)
    stage_since = models.DateTimeField()
    position = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    shoot_at = models.DateTimeField(_("shooting"), null=True, blank=True)
    brief = models.TextField(_("brief"), max_length=4000, blank=True)
    # Markdown; what the teleprompter shows
    script = models.TextField(_("script"), max_length=60_000, blank=True)
    # of `script`: a page that saves an older one is told so
    revision = models.PositiveIntegerField(default=0)
    age_rating = models.CharField(_("age mark"), max_length=3, blank=True)
    rights = models.CharField(
        _("whose music, pictures and texts are in it, and by what right"), max_length=500, blank=True
    )
    shows_nobody = models.BooleanField(_("nobody can be recognised in it"), default=False)
    video = models.ForeignKey(Video, models.SET_NULL, related_name="+", null=True, blank=True)
    # what it has become
    lesson = models.ForeignKey(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("production card")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stage=Stage.PUBLISHED) ^ models.Q(published_at=None),
                name="card_published_has_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["school", "stage", "position"], name="cards_on_board"),
            models.Index(fields=["video"], name="cards_of_film"),
        )

    def __str__(self) -> str:
        return self.title


class CardStep(models.Model):
    """A line of a card's checklist."""

    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    text = models.CharField(_("what is to be done"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("step of a card")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class CardComment(models.Model):
    """What somebody of the desk says of a card."""

    OWNER: ClassVar = "author"

    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    text = models.TextField(_("comment"), max_length=4000)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("comment on a card")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=["card"], name="comments_of_card"),)

    def __str__(self) -> str:
        return self.text[:50]


class CardFile(models.Model):
    """A file beside a card, in the storage."""

    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    token = TokenField()
    name = models.CharField(max_length=150)
    file = models.CharField(max_length=200)
    bytes = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a card")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Shot(models.Model):
    """A shot of the list: what is seen, what is said, for how long."""

    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="shots")
    position = models.PositiveSmallIntegerField(default=0)
    seen = models.CharField(_("what is seen"), max_length=300)
    said = models.CharField(_("what is said"), max_length=1000, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds"), default=10)
    # a sketch, in the storage
    picture = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("shot")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.seen


class ShownConsent(models.Model):
    """Somebody who is seen or heard in the video, and her consent, which she signs by a link without an account."""

    NOT_OWN_DATA: ClassVar = frozenset({"secret_hash"})

    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    token = TokenField()
    full_name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(blank=True)
    # a child signs by her parent
    signs_for_child = models.BooleanField(_("a parent signs for a child"), default=False)
    # whoever has the secret is she; only its hash is kept
    secret_hash = models.CharField(max_length=64, unique=True)
    # what was signed: its text and the hash of it
    text = models.TextField(blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    signed_name = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # signed on paper: a scan in the storage
    paper_file = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("consent of somebody who is shown")
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["card"], name="consents_of_card"),)

    def __str__(self) -> str:
        return self.full_name
