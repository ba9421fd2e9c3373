"""School -> programme (a year) -> cycle -> lesson, with speakers, partners, handouts and enrolments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.people.models import Organisation, User
from nastavnik.programme.enums import AgeRating, EnrolmentPolicy, LessonKind, LessonState


class School(models.Model):
    """The tenant. One installation holds one school or a country's; it is found by host name or path."""

    slug = models.SlugField(_("short name"), max_length=50, unique=True)
    title = models.CharField(_("title"), max_length=200)
    motto = models.CharField(_("what it is, in a sentence"), max_length=300, blank=True)
    about = models.TextField(_("about the project (Markdown)"), blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("owner"), related_name="+")
    host = models.CharField(_("host name"), max_length=200, blank=True)
    path = models.SlugField(_("path"), max_length=50, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Moscow")
    accent_light = models.CharField(_("accent colour"), max_length=7, default="#1f5a4b")
    accent_dark = models.CharField(_("accent colour in the dark theme"), max_length=7, default="#8fc9b6")
    tab_texts = models.JSONField(_("texts of the tabs"), default=dict, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("school")
        constraints = (
            models.UniqueConstraint(fields=["host"], name="school_host_once", condition=~models.Q(host="")),
            models.UniqueConstraint(fields=["path"], name="school_path_once", condition=~models.Q(path="")),
        )

    def __str__(self) -> str:
        return self.title


class Partner(models.Model):
    """An organisation that makes the school's lessons with it."""

    school = models.ForeignKey(School, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["school", "organisation"], name="partner_once"),)

    def __str__(self) -> str:
        return str(self.organisation)


class Programme(models.Model):
    """A year of the school."""

    school = models.ForeignKey(School, models.CASCADE)
    token = TokenField()
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description (Markdown)"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    enrolment_policy = models.CharField(
        _("enrolment"), max_length=20, choices=EnrolmentPolicy.choices, default=EnrolmentPolicy.OPEN
    )
    is_public = models.BooleanField(_("shown to everybody"), default=False)

    class Meta:
        verbose_name = _("programme")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Cycle(models.Model):
    """Lessons that belong together."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    token = TokenField()
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("cycle")

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Somebody who holds lessons; may have no account."""

    school = models.ForeignKey(School, models.CASCADE)
    token = TokenField()
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, verbose_name=_("organisation"), related_name="+", null=True, blank=True
    )
    user = models.ForeignKey(User, models.SET_NULL, verbose_name=_("account"), related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("speaker")

    def __str__(self) -> str:
        return self.name


class Lesson(models.Model):
    """One meeting of the school: planned, announced, held; its film is watched afterwards at the same address."""

    cycle = models.ForeignKey(Cycle, models.PROTECT)
    # the school again, so that an address is unique in its school and a page needs no chain of joins
    school = models.ForeignKey(School, models.CASCADE)
    slug = models.SlugField(_("address"), max_length=80)
    uid = TokenField()
    title = models.CharField(_("title"), max_length=250)
    summary = models.CharField(_("in a sentence"), max_length=300, blank=True)
    description = models.TextField(_("description (Markdown)"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=LessonKind.choices, default=LessonKind.SEMINAR)
    state = models.CharField(_("state"), max_length=20, choices=LessonState.choices, default=LessonState.DRAFT)
    number = models.PositiveSmallIntegerField(_("number in the cycle"), default=0)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(_("length, minutes"), default=60)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    age_rating = models.CharField(_("age mark"), max_length=3, choices=AgeRating.choices, default=AgeRating.TWELVE)
    speakers = models.ManyToManyField(Speaker, through="LessonSpeaker")
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True)
    # RFC 5545 SEQUENCE: grows with each change of time, place or state, so that calendars take the change
    sequence = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("lesson")
        constraints = (models.UniqueConstraint(fields=["school", "slug"], name="lesson_slug_once"),)
        indexes = (models.Index(fields=["school", "state", "starts_at"], name="lesson_next"),)

    def __str__(self) -> str:
        return self.title


class LessonSpeaker(models.Model):
    """A speaker's place in a lesson."""

    lesson = models.ForeignKey(Lesson, models.CASCADE)
    speaker = models.ForeignKey(Speaker, models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lesson", "speaker"], name="speaker_once_in_lesson"),)

    def __str__(self) -> str:
        return str(self.speaker)


class Handout(models.Model):
    """A material of a lesson: a file or an address."""

    lesson = models.ForeignKey(Lesson, models.CASCADE)
    token = TokenField()
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="handouts/%Y/", blank=True)
    url = models.URLField(_("address"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("handout")

    def __str__(self) -> str:
        return self.title


class Enrolment(models.Model):
    """A person's place in a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    enrolled_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["programme", "user"], name="enrolled_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.programme_id}"
