"""What other systems are told, and who comes from them: learning platforms by LTI 1.3, a record store by xAPI."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.people.models import User
from nastavnik.programme.models import Lesson, School

MOST_ADDRESS = 500
MOST_NAME = 255


class LtiKey(models.Model):
    """A key that the school signs with when it speaks to platforms. Its public half is at `/lti/keys/`."""

    kid = TokenField()
    # PEM, sealed
    sealed_key = models.TextField()
    # the public half as a JWK
    public = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kid


class LtiPlatform(models.Model):
    """A learning platform (Moodle of an institute) that may show lessons of the school."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    token = TokenField()
    title = models.CharField(_("title"), max_length=120)
    issuer = models.CharField(_("platform ID (issuer)"), max_length=MOST_NAME)
    client_id = models.CharField(_("client ID"), max_length=MOST_NAME)
    # the numbers under which the platform has set the school up
    deployments = models.JSONField(_("deployment IDs"), default=list)
    auth_url = models.CharField(_("authentication request address"), max_length=MOST_ADDRESS)
    token_url = models.CharField(_("access token address"), max_length=MOST_ADDRESS)
    keys_url = models.CharField(_("public keyset address"), max_length=MOST_ADDRESS)
    # an account may be made for somebody who comes from there and has none
    makes_accounts = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    # names the link by which it registered itself: such a link works once
    registered_by = models.CharField(max_length=22, blank=True)

    class Meta:
        verbose_name = _("learning platform")
        constraints = (
            models.UniqueConstraint(fields=["school", "issuer", "client_id"], name="lti_platform_once"),
            models.UniqueConstraint(
                fields=["registered_by"], name="lti_registered_once", condition=~models.Q(registered_by="")
            ),
        )

    def __str__(self) -> str:
        return self.title


class LtiLink(models.Model):
    """A lesson in a course of a platform."""

    platform = models.ForeignKey(LtiPlatform, models.CASCADE, related_name="links")
    token = TokenField()
    deployment_id = models.CharField(max_length=MOST_NAME)
    # of the activity, in the platform's words
    resource_id = models.CharField(max_length=MOST_NAME)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    course_title = models.CharField(max_length=MOST_NAME, blank=True)
    # where its grades go, and where its course's people are told; empty when the platform offers neither
    grades_url = models.CharField(max_length=MOST_ADDRESS, blank=True)
    people_url = models.CharField(max_length=MOST_ADDRESS, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lesson in a course")
        constraints = (
            models.UniqueConstraint(fields=["platform", "deployment_id", "resource_id"], name="lti_link_once"),
        )

    def __str__(self) -> str:
        return f"{self.lesson_id} at {self.platform_id}"


class LtiPerson(models.Model):
    """Somebody of a platform, and whose account she came into here."""

    platform = models.ForeignKey(LtiPlatform, models.CASCADE, related_name="people")
    # her number there
    sub = models.CharField(max_length=MOST_NAME)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("person of a platform")
        constraints = (models.UniqueConstraint(fields=["platform", "sub"], name="lti_person_once"),)
        indexes = (models.Index(fields=["user"], name="lti_person_of_account"),)

    def __str__(self) -> str:
        return f"{self.sub} is {self.user_id}"


class LtiLaunch(models.Model):
    """An entrance from a platform: checked when the platform sent it, used when the person comes in by its ticket.

    Kept for a day, so that what was sent once is not taken twice.
    """

    platform = models.ForeignKey(LtiPlatform, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    ticket_hash = models.CharField(max_length=64, unique=True)
    # of the cookie of the browser that asked to come in
    browser_hash = models.CharField(max_length=64, blank=True)
    sub = models.CharField(max_length=MOST_NAME)
    # as the platform tells it
    name = models.CharField(max_length=200, blank=True)
    # nothing when lessons are being chosen for a course
    link = models.ForeignKey(LtiLink, models.CASCADE, related_name="+", null=True, blank=True)
    deployment_id = models.CharField(max_length=MOST_NAME)
    # what the platform wants back when lessons are chosen: `lti.deep_linking.Wish`
    wish = models.JSONField(default=dict)
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["platform", "nonce"], name="lti_nonce_once"),)
        indexes = (models.Index(fields=["at"], name="lti_launch_old"),)

    def __str__(self) -> str:
        return f"{self.sub} from {self.platform_id}"


class LtiGrade(models.Model):
    """What a person has reached in a lesson of a course, on its way to the platform's gradebook."""

    link = models.ForeignKey(LtiLink, models.CASCADE, related_name="grades")
    person = models.ForeignKey(LtiPerson, models.CASCADE, related_name="grades")
    # of 100; nothing yet: she has only begun
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    is_completed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=SendState.choices, default=SendState.SENT)
    fault = models.CharField(max_length=10, choices=SystemFault.choices, blank=True)
    # what the platform said, for its administrator
    said = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("grade for a platform")
        constraints = (
            models.UniqueConstraint(fields=["link", "person"], name="lti_grade_once"),
            models.CheckConstraint(
                condition=models.Q(percent=None) | models.Q(percent__lte=100), name="lti_grade_to_100"
            ),
        )
        indexes = (models.Index(fields=["try_at"], name="lti_grade_due", condition=models.Q(state=SendState.WAITING)),)

    def __str__(self) -> str:
        return f"{self.percent} for {self.person_id}"


class RecordStore(models.Model):
    """The learning record store of a school (xAPI). Off unless its methodist switched it on."""

    school = models.OneToOneField(School, models.CASCADE, related_name="+")
    endpoint = models.CharField(_("address (endpoint)"), max_length=MOST_ADDRESS, blank=True)
    key = models.CharField(_("key"), max_length=200, blank=True)
    sealed_secret = models.TextField(blank=True)
    is_on = models.BooleanField(default=False)
    # e-mail and name instead of a pseudonym
    is_named = models.BooleanField(default=False)
    # what happened before is not told
    begins_at = models.DateTimeField(null=True, blank=True)
    # how far the rows of each kind have been read; see `services.statements.writing`
    looked = models.JSONField(default=dict)
    looked_at = models.DateTimeField(null=True, blank=True)
    deeply_looked_at = models.DateTimeField(null=True, blank=True)
    try_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=10, choices=SystemFault.choices, blank=True)
    said = models.CharField(max_length=300, blank=True)
    fault_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("record store")

    def __str__(self) -> str:
        return self.endpoint


class Statement(models.Model):
    """A sentence of xAPI on its way to the record store. Its number is made of what happened, so it is told once."""

    id = models.UUIDField(primary_key=True)
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # what is told, and the number of the row it is told of (`xapi.words.Kind`)
    kind = models.CharField(max_length=20)
    source_id = models.BigIntegerField()
    body = models.JSONField()
    state = models.CharField(max_length=10, choices=SendState.choices, default=SendState.WAITING)
    said = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("statement")
        constraints = (models.UniqueConstraint(fields=["kind", "source_id"], name="statement_once"),)
        indexes = (
            models.Index(fields=["school", "state", "made_at"], name="statement_of_school"),
            models.Index(fields=["made_at"], name="statement_old"),
            models.Index(fields=["user"], name="statement_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"
