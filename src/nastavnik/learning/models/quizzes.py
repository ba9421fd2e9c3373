"""Self-checks: what is asked after a lesson, who answered what, and what authors have not finished.

A question that has stood in somebody's attempt is never changed: an edit makes its next version (a row with the same
`lineage`), which stands in attempts begun from then on. So an old answer always means what was asked.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField, new_token
from nastavnik.learning.enums import QuestionKind
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson

MOST_POINTS = 20
MOST_ATTEMPTS = 20
MOST_QUESTIONS = 60
MOST_OPTIONS = 12
LONGEST_TEXT = 4000
LONGEST_OPTION = 500
LONGEST_ANSWER = 10_000

PERCENT = (MinValueValidator(1), MaxValueValidator(100))


class Quiz(models.Model):
    """The self-check of a lesson. A lesson may have several in work, and one that is published."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    token = TokenField()
    title = models.CharField(_("title"), max_length=200)
    intro = models.TextField(_("before it begins (Markdown)"), blank=True, max_length=LONGEST_TEXT)
    pass_percent = models.PositiveSmallIntegerField(_("passed from, per cent"), default=60, validators=PERCENT)
    # empty: as many as she likes
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts"), null=True, blank=True, validators=(MinValueValidator(1), MaxValueValidator(MOST_ATTEMPTS))
    )
    is_shuffled = models.BooleanField(_("questions in another order each time"), default=False)
    are_options_shuffled = models.BooleanField(_("answers in another order each time"), default=True)
    is_published = models.BooleanField(default=False)
    # grows with every change of the settings: a form that was opened before it is refused
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("self-check")
        constraints = (
            models.UniqueConstraint(
                fields=["lesson"], name="quiz_published_once", condition=models.Q(is_published=True, removed_at=None)
            ),
            models.CheckConstraint(
                condition=models.Q(pass_percent__gte=1, pass_percent__lte=100), name="quiz_pass_percent_1_to_100"
            ),
            models.CheckConstraint(
                condition=models.Q(attempts_allowed=None) | models.Q(attempts_allowed__gte=1),
                name="quiz_allows_an_attempt",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question in one of its versions. `replaced_at`: a later version stands in its place."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="questions")
    # of this version: names its picture
    token = TokenField()
    # of all versions of the question
    lineage = models.CharField(max_length=22, default=new_token, editable=False)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    text = models.TextField(_("question (Markdown)"), max_length=LONGEST_TEXT)
    picture = models.FileField(_("picture"), max_length=200, blank=True)
    picture_alt = models.CharField(_("what the picture shows, in words"), max_length=300, blank=True)
    picture_width = models.PositiveSmallIntegerField(default=0)
    picture_height = models.PositiveSmallIntegerField(default=0)
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=(MinValueValidator(1), MaxValueValidator(MOST_POINTS))
    )
    explanation = models.TextField(_("explanation (Markdown)"), blank=True, max_length=LONGEST_TEXT)
    # where in the lesson's film it is spoken of; without an end: from there on
    moment_seconds = models.PositiveIntegerField(null=True, blank=True)
    moment_end_seconds = models.PositiveIntegerField(null=True, blank=True)
    # where the film pauses and asks it
    at_second = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, editable=False)
    # it stands in somebody's attempt: nothing of it may change any more
    is_asked = models.BooleanField(default=False)
    replaced_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        constraints = (
            models.UniqueConstraint(
                fields=["lineage"], name="question_current_once", condition=models.Q(replaced_at=None)
            ),
            models.CheckConstraint(
                condition=models.Q(moment_end_seconds=None)
                | models.Q(moment_end_seconds__gt=models.F("moment_seconds")),
                name="question_moment_forwards",
            ),
            models.CheckConstraint(
                condition=models.Q(points__gte=1, points__lte=MOST_POINTS), name="question_points_1_to_20"
            ),
        )
        indexes = (
            models.Index(fields=["quiz", "position"], name="question_order"),
            models.Index(fields=["lineage"], name="question_lineage"),
        )

    def __str__(self) -> str:
        return self.text[:80]


class Option(models.Model):
    """An answer that a question knows.

    Of kinds that are chosen: `text` stands on the page, `is_right` says which are right. To be put in order: they stand
    in their right order. Of pairs: `text` and its `match`; without a text, a match too many. Of typed kinds: `text` is what
    an answer is compared with (a star stands for any words; a number has its `tolerance`), right or wrong.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=LONGEST_OPTION, blank=True)
    match = models.CharField(max_length=LONGEST_OPTION, blank=True)
    is_right = models.BooleanField(default=False)
    tolerance = models.FloatField(default=0.0)
    feedback = models.CharField(max_length=LONGEST_OPTION, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["question", "position"], name="option_place_once"),
            models.CheckConstraint(condition=models.Q(tolerance__gte=0), name="option_tolerance_not_negative"),
            models.CheckConstraint(condition=~models.Q(text="") | ~models.Q(match=""), name="option_says_something"),
        )

    def __str__(self) -> str:
        return self.text or self.match


class Attempt(models.Model):
    """A person's passage through a self-check; it may be left and gone on with anywhere."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # from 1
    number = models.PositiveSmallIntegerField()
    # orders the options of its questions, always in the same way
    seed = models.PositiveIntegerField()
    # the numbers of its questions, in the order in which they are asked
    question_ids = models.JSONField(default=list)
    # as the self-check had it when it began
    pass_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    points = models.FloatField(default=0.0)
    most_points = models.PositiveSmallIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    # answers in her own words that nobody has read yet
    unread = models.PositiveSmallIntegerField(default=0)
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attempt")
        constraints = (
            models.UniqueConstraint(fields=["quiz", "user", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["quiz", "user"], name="attempt_open_once", condition=models.Q(finished_at=None)
            ),
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="attempt_percent_to_100"),
            models.CheckConstraint(
                condition=models.Q(passed_at=None) | models.Q(finished_at__isnull=False),
                name="attempt_passed_is_finished",
            ),
        )
        indexes = (
            models.Index(fields=["user", "quiz"], name="attempt_of_person"),
            models.Index(fields=["finished_at"], name="attempt_finished"),
        )

    def __str__(self) -> str:
        return f"{self.number} of {self.user_id} at {self.quiz_id}"


class Answer(models.Model):
    """What somebody answered to a question of an attempt, kept as she gave it.

    `given` is a list of options' numbers (one, several), a mapping of an option's number to its place (order) or to the
    option whose match was chosen (pairs), or a text; nothing where she gave none. `share` of the question's points, from 0
    to 1, is known when the attempt is finished, when the film told it at once, or when a person has read it.
    """

    # by what it is somebody's own (people/selectors/own_data.py)
    OWNER: ClassVar = "attempt__user"

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    given = models.JSONField(null=True, default=None)
    saved_at = models.DateTimeField()
    share = models.FloatField(null=True, blank=True)
    # whether it was right was said in the film: it is not changed any more
    told_at = models.DateTimeField(null=True, blank=True)
    # an answer in her own words, handed in and not read
    is_waiting = models.BooleanField(default=False)
    reply = models.TextField(blank=True, max_length=LONGEST_TEXT)
    read_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    token = TokenField()

    class Meta:
        verbose_name = _("answer")
        constraints = (
            models.UniqueConstraint(fields=["attempt", "question"], name="answer_once"),
            models.CheckConstraint(
                condition=models.Q(share=None) | models.Q(share__gte=0, share__lte=1), name="answer_share_0_to_1"
            ),
        )
        indexes = (
            models.Index(fields=["question"], name="answer_of_question"),
            models.Index(fields=["saved_at"], name="answer_waiting", condition=models.Q(is_waiting=True)),
        )

    def __str__(self) -> str:
        return f"{self.question_id} in {self.attempt_id}"


class UnsavedForm(models.Model):
    """What an author has typed into a form of a self-check and not saved yet; it is there when she opens the form again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="+")
    # which form: of the settings, of a question by its lineage, of a new one by its kind
    form = models.CharField(max_length=40)
    posted = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "quiz", "form"], name="unsaved_form_once"),)

    def __str__(self) -> str:
        return f"{self.form} of {self.user_id}"


class QuizImport(models.Model):
    """A file of questions that was brought and is looked at before anything is made of it; kept for a day."""

    # a file of megabytes that she has herself (people/selectors/own_data.py)
    NOT_OWN_DATA: ClassVar = frozenset({"content"})

    token = TokenField()
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["user", "created_at"], name="quiz_import_of_person"),)

    def __str__(self) -> str:
        return self.file_name
