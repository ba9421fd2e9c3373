"""Topics: what the next films could be about, why, who wants them, and who is told when they are made."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import Library, User
from nastavnik.programme.models import Lesson, School
from nastavnik.studio.enums import EvidenceKind, TopicState

LONGEST_TITLE = 200
LONGEST_TEXT = 4000


class Topic(models.Model):
    """A theme that a film could be made about. It is proposed by somebody, or writes itself from what the school knows.

    `voices` is how many votes it has, kept with each of them. `version` grows with each change of its words.
    """

    OWNER: ClassVar = "proposed_by"

    token = TokenField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    title = models.CharField(_("what the lesson is about"), max_length=LONGEST_TITLE)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    title_key = models.CharField(max_length=LONGEST_TITLE, editable=False, default="")
    # the beginnings of the telling words of its title, with a space between: by these alike ones are known
    lemmas = models.TextField(editable=False, blank=True, default="")
    about = models.TextField(_("what exactly you would learn"), max_length=LONGEST_TEXT, blank=True)
    # empty: it has written itself, or who proposed it was forgotten
    proposed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=TopicState.choices, default=TopicState.OPEN)
    merged_into = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)
    # told to those who asked for it
    declined_because = models.CharField(_("why it is set aside"), max_length=300, blank=True)
    # what it has become
    lesson = models.ForeignKey(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    voices = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("topic")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=TopicState.MERGED) | models.Q(merged_into=None), name="topic_merged_is_merged"
            ),
        )
        indexes = (models.Index(fields=["school", "state", "-voices"], name="topics_of_school"),)

    def __str__(self) -> str:
        return self.title


class TopicEvidence(models.Model):
    """Where it shows that a topic is wanted. `key` names the source, so that the same one is evidence once in a school.

    Keys: `search:<normal form>`, `question:<Consultation.token>`, `theme:<Theme id>`, `live:<LiveQuestion id>`,
    `minute:<Video.token>:<seconds>`, `wish:<SurveyAnswer id>`, `proposal:<Topic.token>`.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    key = models.CharField(max_length=160)
    # what was looked for, asked or wished, in its words
    text = models.CharField(max_length=1000)
    # only the desk may read it: what people write to mentors and in surveys is not for everybody
    is_closed = models.BooleanField(default=False)
    # where it can be seen, within the school; empty: nowhere
    path = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        verbose_name = _("evidence for a topic")
        ordering = ("-count", "-last_on", "pk")
        constraints = (models.UniqueConstraint(fields=["school", "key"], name="evidence_once_in_school"),)
        indexes = (models.Index(fields=["topic"], name="evidence_of_topic"),)

    def __str__(self) -> str:
        return self.key


class TopicVote(models.Model):
    """A voice for a topic. `voice` is whose it is (`library:12`, `person:34`), by the school's rule at the time: one of each."""

    OWNER: ClassVar = "user"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    voice = models.CharField(max_length=40)
    # who gave it, for the branch too; empty once she was forgotten: the branch's voice stays
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    library = models.ForeignKey(Library, models.SET_NULL, related_name="+", null=True, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("voice for a topic")
        constraints = (models.UniqueConstraint(fields=["topic", "voice"], name="topic_voice_once"),)
        indexes = (models.Index(fields=["user"], name="topic_votes_of_person"),)

    def __str__(self) -> str:
        return f"{self.voice} for {self.topic_id}"


class TopicAsker(models.Model):
    """Somebody who is told what becomes of a topic: who proposed it, asked for it, voted for it, or wished to be told."""

    OWNER: ClassVar = "user"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("asker of a topic")
        constraints = (models.UniqueConstraint(fields=["topic", "user"], name="topic_asker_once"),)
        indexes = (models.Index(fields=["user"], name="topics_of_asker"),)

    def __str__(self) -> str:
        return f"{self.user_id} of {self.topic_id}"
