"""Production cards: the making of a film, from the idea to the lesson."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.programme.enums import AgeRating, LessonKind
from nastavnik.programme.models import Cycle, Lesson, School, Speaker
from nastavnik.studio.enums import CardState, Voice
from nastavnik.studio.models.topics import Topic
from nastavnik.video.models import Video

LONGEST_TITLE = 250
LONGEST_SCRIPT = 100_000


class StudioRules(models.Model):
    """How a school votes and works; a school without a row has the defaults."""

    school = models.OneToOneField(School, models.CASCADE, related_name="+")
    voice = models.CharField(_("whose voice counts"), max_length=10, choices=Voice.choices, default=Voice.LIBRARY)
    # most cards at once by `CardState`; a state that is not named has no limit
    limits = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("rules of the studio")

    def __str__(self) -> str:
        return f"rules of {self.school_id}"


class ProductionCard(models.Model):
    """A film that is being made. `version` grows with each change of its words; who writes with an old one is told.

    `lesson` is the lesson that it has become; then it is `PUBLISHED`, and nothing of it changes any more.
    """

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # of the school, from 1: the call number of the card
    number = models.PositiveIntegerField()
    # from which it grew; a card may also be begun without one
    topic = models.ForeignKey(Topic, models.SET_NULL, related_name="+", null=True, blank=True)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    title_key = models.CharField(max_length=LONGEST_TITLE, editable=False, default="")
    state = models.CharField(max_length=10, choices=CardState.choices, default=CardState.IDEA)
    # within its state, from 1
    position = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(
        User, models.SET_NULL, verbose_name=_("who makes it"), related_name="+", null=True, blank=True
    )
    due_on = models.DateField(_("ready by"), null=True, blank=True)
    # for whom, what they can do afterwards, in which form (Markdown)
    brief = models.TextField(_("brief"), max_length=20_000, blank=True)
    # what is said; a line of its own that begins with # parts it (Markdown)
    script = models.TextField(_("script"), max_length=LONGEST_SCRIPT, blank=True)
    # what the lesson will be
    kind = models.CharField(_("kind"), max_length=20, choices=LessonKind.choices, default=LessonKind.MASTER_CLASS)
    summary = models.CharField(_("in a sentence"), max_length=300, blank=True)
    cycle = models.ForeignKey(Cycle, models.SET_NULL, verbose_name=_("cycle"), related_name="+", null=True, blank=True)
    # empty until somebody has decided
    age_rating = models.CharField(_("age mark"), max_length=3, choices=AgeRating.choices, blank=True)
    # music, pictures, pieces of others: whose they are and by which right they are shown
    rights = models.TextField(_("rights"), max_length=4000, blank=True)
    has_rights = models.BooleanField(_("everything that is heard and seen may be shown"), default=False)
    # said by hand, since an empty list of people may also be one that nobody has written
    shows_nobody = models.BooleanField(_("nobody can be recognised"), default=False)
    video = models.ForeignKey(Video, models.SET_NULL, verbose_name=_("film"), related_name="+", null=True, blank=True)
    # the words that a person has read through (`selectors.cards.words`): when they are others, somebody has to look again
    checked_words = models.CharField(max_length=60, blank=True)
    speakers = models.ManyToManyField(Speaker, verbose_name=_("who speaks"), related_name="+", blank=True)
    lesson = models.OneToOneField(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    # when it came into the state in which it is
    moved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    # the nearest of the days before its end of which its owner was reminded; below nought: that it is past
    reminded_days = models.SmallIntegerField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("production card")
        constraints = (
            models.UniqueConstraint(fields=["school", "number"], name="card_number_once"),
            models.UniqueConstraint(
                fields=["topic"], condition=models.Q(removed_at=None, topic__isnull=False), name="card_once_of_topic"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CardState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="card_published_has_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["school", "state", "position"], name="cards_of_school"),
            models.Index(fields=["owner"], name="cards_of_owner"),
            models.Index(fields=["due_on"], name="cards_due"),
        )

    def __str__(self) -> str:
        return self.title


class CardStep(models.Model):
    """A line of a card's checklist."""

    token = TokenField()
    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(_("what is to be done"), max_length=300)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("line of a checklist")
        ordering = ("position", "pk")
        indexes = (models.Index(fields=["card"], name="steps_of_card"),)

    def __str__(self) -> str:
        return self.text


class CardComment(models.Model):
    """What somebody says about a card."""

    OWNER: ClassVar = "author"

    token = TokenField()
    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    body = models.TextField(_("comment"), max_length=4000)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("comment on a card")
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["card"], name="comments_of_card"),)

    def __str__(self) -> str:
        return f"comment {self.token}"


class CardFile(models.Model):
    """A file of a card: told by its content, stored under a name of ours, sent to be saved."""

    token = TokenField()
    card = models.ForeignKey(ProductionCard, models.CASCADE, related_name="+")
    file = models.CharField(max_length=200)
    name = models.CharField(_("file"), max_length=120)
    # `programme.enums.HandoutKind`
    kind = models.CharField(max_length=10)
    bytes = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("file of a card")
        ordering = ("added_at", "pk")
        indexes = (models.Index(fields=["card"], name="files_of_card"),)

    def __str__(self) -> str:
        return self.name
