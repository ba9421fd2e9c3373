"""What can be found, in pieces; the words that occur in it; what was looked for and not found.

What stands beside these rows is made by the migration and kept by the database itself: the full-text index `search_index` of SQLite;
on PostgreSQL the column `found_by`, its index and that of `search_pairs`, and the function `search_first` that asks them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.programme.models import Handout, Lesson, School
from nastavnik.search.enums import PassageKind
from nastavnik.video.models import Video


class Passage(models.Model):
    """A sentence, a title, the text of a slide, a piece of a handout or of an answer: what is found as a whole.

    `id` is made by `text.order.place_of` and is the order in which passages are found. A passage of a film names the film
    alone: its lesson is whichever the film is in when somebody asks. Written by `services.passages` only.
    """

    id = models.BigIntegerField(primary_key=True)
    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=PassageKind.choices)
    video = models.ForeignKey(Video, models.CASCADE, related_name="+", db_index=False, null=True, blank=True)
    # of titles and handouts, and of answers given to a lesson
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+", db_index=False, null=True, blank=True)
    handout = models.ForeignKey(Handout, models.CASCADE, related_name="+", db_index=False, null=True, blank=True)
    # whose text it is, for texts of the apps above: `mentoring.answer/15`
    origin = models.CharField(max_length=60, blank=True)
    # where it is read, for those texts; the path within the school
    url = models.CharField(max_length=300, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    end_seconds = models.FloatField(null=True, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    # of a sentence made of several phrases: where each begins in `text`, and at which second
    starts = models.JSONField(default=list, blank=True)
    # the lemmas of the words in their order, with a space between: what the index reads
    lemmas = models.TextField()

    class Meta:
        verbose_name = _("passage")
        indexes = (
            models.Index(fields=["video"], name="passage_video", condition=models.Q(video__isnull=False)),
            models.Index(fields=["lesson"], name="passage_lesson", condition=models.Q(lesson__isnull=False)),
            models.Index(fields=["handout"], name="passage_handout", condition=models.Q(handout__isnull=False)),
            models.Index(fields=["origin"], name="passage_origin", condition=~models.Q(origin="")),
        )

    def __str__(self) -> str:
        return self.text


class Serial(models.Model):
    """The last number given to a passage: one row."""

    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class Term(models.Model):
    """A lemma of a school's passages, and in how many of them it stands; 0 when it was there once."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_index=False)
    term = models.CharField(max_length=64)
    # its first letters, by which misspellings are looked up
    head = models.CharField(max_length=5)
    count = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("word")
        constraints = (models.UniqueConstraint(fields=["school", "term"], name="term_once"),)
        indexes = (models.Index(fields=["school", "head"], name="term_head"),)

    def __str__(self) -> str:
        return self.term


class Misspelling(models.Model):
    """The beginning of some terms (`head`), as it looks when a letter of it is left out: see `text.spelling`."""

    variant = models.CharField(max_length=5)
    head = models.CharField(max_length=5)

    class Meta:
        verbose_name = _("misspelling")
        constraints = (models.UniqueConstraint(fields=["variant", "head"], name="misspelling_once"),)

    def __str__(self) -> str:
        return f"{self.variant}: {self.head}"


class IndexedSource(models.Model):
    """A film, a lesson or a handout as it was when its passages were written: the sweep finds those that changed since."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    # `video/12`, `lesson/3`, `handout/7`
    name = models.CharField(max_length=40, unique=True)
    # of everything that its passages are made of
    mark = models.CharField(max_length=120)
    indexed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("indexed source")

    def __str__(self) -> str:
        return self.name


class SearchMiss(models.Model):
    """What people of a school looked for on a day and did not find; who did is not kept."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    text = models.CharField(_("looked for"), max_length=100)
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("search without a hit")
        constraints = (models.UniqueConstraint(fields=["school", "day", "text"], name="search_miss_once_a_day"),)

    def __str__(self) -> str:
        return self.text
