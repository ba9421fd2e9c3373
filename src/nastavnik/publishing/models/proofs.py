"""Proofs that authors read by a link, without an account, beside the sound; and runs of the press."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import User
from nastavnik.publishing.enums import RunState
from nastavnik.publishing.models.collections import LONGEST_TITLE, Article, ArticleAuthor, Collection


class ProofLink(models.Model):
    """A text that was sent to its author to be read. Whoever has the secret is she; only its hash is kept."""

    OWNER: ClassVar = "author__user"
    NOT_OWN_DATA: ClassVar = frozenset({"secret_hash"})

    token = TokenField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    author = models.ForeignKey(ArticleAuthor, models.CASCADE, related_name="+")
    email = models.EmailField()
    secret_hash = models.CharField(max_length=64, unique=True)
    # the revision that was sent
    revision = models.PositiveIntegerField()
    sent_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(null=True, blank=True)
    words = models.TextField(_("in all"), max_length=4000, blank=True)
    # the folder of its own, beside the film's, with the sound of what it shows; empty while there is none
    sound = models.CharField(max_length=22, blank=True)
    # what can be heard of the text: [first character of a block, seconds, end]; null until somebody has looked
    heard = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("proof for an author")
        ordering = ("-sent_at", "-pk")
        indexes = (models.Index(fields=["article"], name="proofs_of_article"),)

    def __str__(self) -> str:
        return f"proof {self.token}"


class ProofRemark(models.Model):
    """What an author would have otherwise; the words are found anew in whatever stands in the article."""

    OWNER: ClassVar = "proof__author__user"

    proof = models.ForeignKey(ProofLink, models.CASCADE, related_name="+")
    quote = models.CharField(max_length=1000, blank=True)
    begin = models.PositiveIntegerField(default=0)
    body = models.TextField(_("remark of an author"), max_length=4000)
    made_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("remark on a proof")
        ordering = ("made_at", "pk")
        indexes = (models.Index(fields=["proof"], name="remarks_of_proof"),)

    def __str__(self) -> str:
        return f"remark {self.pk}"


class PressRun(models.Model):
    """A run of the press: the forms that were asked for, how far it is, and what it noticed."""

    token = TokenField()
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    # `press.book.Form`s
    forms = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    done = models.PositiveIntegerField(default=0)
    all = models.PositiveIntegerField(default=0)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # what went wrong, for a person
    trouble = models.TextField(blank=True)
    remarks = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("run of the press")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["collection"], name="runs_of_collection"),)

    def __str__(self) -> str:
        return f"run {self.token}"


class PressedArticle(models.Model):
    """An article that stands in the files of a run, and which of its texts: `selectors.rights` says whether they may still be shown."""

    run = models.ForeignKey(PressRun, models.CASCADE, related_name="+")
    # not to be deleted from under the files that hold it
    article = models.ForeignKey(Article, models.RESTRICT, related_name="+")
    revision = models.PositiveIntegerField()
    # `Article.closings` when it was read for the press: no clock tells whether that was before an author went, or behind
    closings = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)

    class Meta:
        verbose_name = _("pressed article")
        constraints = (models.UniqueConstraint(fields=["run", "article"], name="pressed_article_once"),)

    def __str__(self) -> str:
        return f"{self.article_id}, {self.revision}, of {self.run_id}"


class PressedFile(models.Model):
    """What a run has made; readers get the newest of a form of which everything may be shown."""

    run = models.ForeignKey(PressRun, models.CASCADE, related_name="+")
    form = models.CharField(max_length=10)
    file = models.CharField(max_length=200)
    bytes = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("pressed file")
        constraints = (models.UniqueConstraint(fields=["run", "form"], name="pressed_form_once"),)

    def __str__(self) -> str:
        return f"{self.form} of {self.run_id}"
