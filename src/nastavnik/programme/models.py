"""School -> programme (a year) -> cycle -> lesson, with speakers, partners, handouts and enrolments."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.clock import now
from nastavnik.core.ids import TokenField
from nastavnik.people.models import Organisation, User
from nastavnik.programme.enums import MEDIA_TYPES, AgeRating, EnrolmentPolicy, HandoutKind, LessonKind, LessonState

ACCENT_LIGHT = "#1f5a4b"
ACCENT_DARK = "#8ccab5"


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
    accent_light = models.CharField(_("accent colour"), max_length=7, default=ACCENT_LIGHT)
    accent_dark = models.CharField(_("accent colour in the dark theme"), max_length=7, default=ACCENT_DARK)
    # by the words of `enums.Tab`; a missing word means that the tab has no text of its own
    tab_texts = models.JSONField(_("texts of the tabs"), default=dict, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    # grows with each change of the settings: a form that was opened before it is refused
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("school")
        constraints = (
            models.UniqueConstraint(fields=["host"], name="school_host_once", condition=~models.Q(host="")),
            models.UniqueConstraint(fields=["path"], name="school_path_once", condition=~models.Q(path="")),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the school's clock."""
        return ZoneInfo(self.time_zone)

    @property
    def base_url(self) -> str:
        """Return the address of the school's first page without the last slash, for letters and calendars."""
        scheme = settings.BASE_URL.partition(":")[0]
        root = f"{scheme}://{self.host}" if self.host else str(settings.BASE_URL)
        return f"{root}/{self.path}" if self.path else root

    def address_of(self, path: str) -> str:
        """Return the address of a page of the school for notices: absolute only where the school has its own host."""
        return f"{self.base_url}{path}" if self.host else f"/{self.path}{path}" if self.path else path


class Partner(models.Model):
    """An organisation that makes the school's lessons with it."""

    school = models.ForeignKey(School, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("partner")
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
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("programme")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_days_in_order"
            ),
        )
        indexes = (models.Index(fields=["school", "-starts_on"], name="programme_newest"),)

    def __str__(self) -> str:
        return self.title


class Cycle(models.Model):
    """Lessons that belong together. `position` is its number in the programme, from 1."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    token = TokenField()
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("cycle")
        indexes = (models.Index(fields=["programme", "position"], name="cycle_order"),)

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Somebody who holds lessons; may have no account."""

    school = models.ForeignKey(School, models.CASCADE)
    token = TokenField()
    name = models.CharField(_("name"), max_length=200)
    # lower case, ё as е: SQLite cannot compare Cyrillic without case
    name_key = models.CharField(max_length=200, editable=False, default="")
    position = models.CharField(_("position"), max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, verbose_name=_("organisation"), related_name="+", null=True, blank=True
    )
    user = models.ForeignKey(User, models.SET_NULL, verbose_name=_("account"), related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("speaker")
        indexes = (models.Index(fields=["school", "name_key"], name="speaker_by_name"),)

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
    # from 1, in the order of the methodist's board
    number = models.PositiveSmallIntegerField(_("number in the cycle"), default=0)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(_("length, minutes"), default=60)
    # empty: the school's own
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    age_rating = models.CharField(_("age mark"), max_length=3, choices=AgeRating.choices, default=AgeRating.TWELVE)
    speakers = models.ManyToManyField(Speaker, verbose_name=_("speakers"), through="LessonSpeaker")
    partners = models.ManyToManyField(
        Organisation, verbose_name=_("partner organisations"), related_name="+", blank=True
    )
    cancelled_because = models.CharField(_("why it is cancelled"), max_length=300, blank=True)
    # RFC 5545 SEQUENCE: grows with each change of time, place or state, so that calendars take the change
    sequence = models.PositiveIntegerField(default=0)
    # grows with every change: a form that was opened before it is refused
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(default=now)
    # drafts only: out of everybody's sight, and can be brought back
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lesson")
        constraints = (
            models.UniqueConstraint(fields=["school", "slug"], name="lesson_slug_once"),
            models.CheckConstraint(
                condition=models.Q(state=LessonState.DRAFT) | models.Q(starts_at__isnull=False),
                name="lesson_announced_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at=None) | models.Q(state=LessonState.DRAFT), name="lesson_removed_is_draft"
            ),
            models.CheckConstraint(condition=models.Q(duration_minutes__gt=0), name="lesson_takes_time"),
        )
        indexes = (
            models.Index(fields=["school", "state", "starts_at"], name="lesson_next"),
            models.Index(fields=["cycle", "number"], name="lesson_order"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime | None:
        """Return when the lesson is planned to end."""
        return self.starts_at + timedelta(minutes=self.duration_minutes) if self.starts_at else None

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone of the lesson's clock; the school must be joined."""
        return ZoneInfo(self.time_zone or self.school.time_zone)

    @property
    def path(self) -> str:
        """Return the lesson's address within its school."""
        return f"/lessons/{self.slug}/"


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
    file = models.FileField(_("file"), max_length=200, blank=True)
    # what the file is called when it is saved, and what it was found to be by its content
    file_name = models.CharField(max_length=120, blank=True)
    file_kind = models.CharField(max_length=10, choices=HandoutKind.choices, blank=True)
    file_bytes = models.PositiveBigIntegerField(_("size, bytes"), default=0)
    url = models.URLField(_("address"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("handout")
        constraints = (
            models.CheckConstraint(condition=models.Q(url="") ^ models.Q(file=""), name="handout_is_file_or_address"),
        )
        indexes = (models.Index(fields=["lesson", "position"], name="handout_order"),)

    def __str__(self) -> str:
        return self.title

    @property
    def media_type(self) -> str:
        """Return what the file is, in the words of HTTP."""
        return MEDIA_TYPES[HandoutKind(self.file_kind)]


class Enrolment(models.Model):
    """A person's place in a programme; kept when the person leaves, so that she can come back."""

    programme = models.ForeignKey(Programme, models.CASCADE)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    enrolled_at = models.DateTimeField()
    # who enrolled her; she herself when it is the same person, nobody when that account is gone
    enrolled_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        constraints = (models.UniqueConstraint(fields=["programme", "user"], name="enrolled_once"),)
        indexes = (models.Index(fields=["user", "left_at"], name="enrolled_person"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.programme_id}"
