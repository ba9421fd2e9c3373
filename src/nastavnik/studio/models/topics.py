"""Topics that people want, why they want them, and their voices."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import Library, User
from nastavnik.programme.models import Lesson, School
from nastavnik.studio.enums import EvidenceKind, TopicState, VotePolicy


class Backlog(models.Model):
    """How a school keeps its backlog."""

    school = models.OneToOneField(School, models.CASCADE, related_name="+", primary_key=True)
    vote_policy = models.CharField(
        _("who has a voice"), max_length=10, choices=VotePolicy.choices, default=VotePolicy.PERSON
    )
    # how many cards may stand in a stage at once, by `Stage`; none: as many as there are
    limits = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"backlog of {self.school_id}"


class Topic(models.Model):
    """Something that a video should be made of. Topics that mean the same are put together: one goes on, the others name it."""

    OWNER: ClassVar = "proposed_by"

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    token = TokenField()
    title = models.CharField(_("what about"), max_length=150)
    # lemmas in order, by which alike ones are found
    title_key = models.CharField(max_length=300)
    words = models.TextField(_("why, and what should be in it"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=TopicState.choices, default=TopicState.OPEN)
    why = models.CharField(_("why it is declined"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, related_name="+", null=True, blank=True)
    # nobody: it has written itself
    proposed_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, related_name="+", null=True, blank=True)
    # kept beside the voices, for the order of the list
    votes = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("topic")
        indexes = (
            models.Index(fields=["school", "state", "-votes"], name="topics_by_votes"),
            models.Index(fields=["school", "title_key"], name="topics_by_words"),
        )

    def __str__(self) -> str:
        return self.title


class TopicEvidence(models.Model):
    """Something that was seen and speaks for a topic, with where it can be seen."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    # of what it was made: `search/пушкинская карта`, `consultation/12`
    source = models.CharField(max_length=200)
    words = models.CharField(max_length=300)
    times = models.PositiveIntegerField(default=1)
    # path within the school
    url = models.CharField(max_length=300, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        verbose_name = _("evidence for a topic")
        ordering = ("-times", "pk")
        constraints = (models.UniqueConstraint(fields=["topic", "source"], name="evidence_once_in_topic"),)
        indexes = (models.Index(fields=["source"], name="evidence_by_source"),)

    def __str__(self) -> str:
        return self.words


class Vote(models.Model):
    """A voice for a topic. Where libraries vote, whoever of a library was first speaks for it."""

    OWNER: ClassVar = "user"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # where libraries vote
    library = models.ForeignKey(Library, models.CASCADE, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("vote for a topic")
        constraints = (
            models.UniqueConstraint(fields=["topic", "user"], name="voice_once_of_person"),
            models.UniqueConstraint(
                fields=["topic", "library"],
                condition=models.Q(library__isnull=False),
                name="voice_once_of_library",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} for {self.topic_id}"


class TopicAsker(models.Model):
    """Somebody who asked for it and is told when it is there: who proposed, voted, asked or left her name at a search."""

    OWNER: ClassVar = "user"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("somebody who waits for a topic")
        constraints = (models.UniqueConstraint(fields=["topic", "user"], name="asker_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} waits for {self.topic_id}"
