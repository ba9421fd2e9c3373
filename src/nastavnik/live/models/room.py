"""The room of a broadcast: who is in it, what they say, ask and choose, and the log that browsers follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from nastavnik.core.ids import TokenField
from nastavnik.live.enums import (
    Audience,
    PollKind,
    PollState,
    QuestionState,
    ReactionKind,
    RoomEventKind,
)
from nastavnik.live.models.broadcasts import Broadcast
from nastavnik.people.models import User

MOST_PEOPLE = 200  # at one screen: a hall


class Room(models.Model):
    """What people say during a broadcast. Everything in it stays when the broadcast is over."""

    broadcast = models.OneToOneField(Broadcast, models.CASCADE, related_name="room")
    token = TokenField()
    is_chat_open = models.BooleanField(_("the chat is open"), default=True)
    # at least so long between two messages of one person; 0: no limit of this kind
    slow_seconds = models.PositiveSmallIntegerField(_("slow mode, seconds"), default=0)
    are_links_allowed = models.BooleanField(_("links may be sent"), default=True)
    are_guests_allowed = models.BooleanField(_("guests may write after giving a name"), default=False)
    are_questions_moderated = models.BooleanField(_("questions are shown after approval"), default=False)
    # the number of the newest event; whoever writes an event holds this row locked until her commit
    last_number = models.PositiveBigIntegerField(default=0)
    # the most people who were here at once
    most_people = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("room")

    def __str__(self) -> str:
        return self.token


class RoomMember(models.Model):
    """Somebody in a room: a person with an account, or a guest who gave a name and holds the key of her cookie."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="members")
    token = TokenField()
    user = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    # of the guest's key; empty for people with an account
    guest_digest = models.CharField(max_length=64, blank=True)
    # as they were when she came
    name = models.CharField(_("name"), max_length=200)
    place = models.CharField(_("library"), max_length=250, blank=True)
    # at her screen, with herself
    people = models.PositiveSmallIntegerField(_("people at the screen"), default=1)
    came_at = models.DateTimeField()
    # when her browser was last connected; written every few seconds for all at once
    seen_at = models.DateTimeField(null=True, blank=True)
    muted_at = models.DateTimeField(null=True, blank=True)
    muted_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("member of a room")
        constraints = (
            models.UniqueConstraint(fields=["room", "user"], name="room_member_once"),
            models.UniqueConstraint(
                fields=["room", "guest_digest"], name="room_guest_once", condition=~models.Q(guest_digest="")
            ),
            models.CheckConstraint(
                condition=models.Q(people__gte=1, people__lte=MOST_PEOPLE), name="room_member_people"
            ),
        )
        indexes = (models.Index(fields=["room", "seen_at"], name="room_member_here"),)

    def __str__(self) -> str:
        return self.name


class ChatMessage(models.Model):
    """A message of the chat. A hidden one is shown to those who lead the room alone."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    member = models.ForeignKey(RoomMember, models.CASCADE, related_name="messages")
    token = TokenField()
    # given by the sender's browser: a message that was sent twice is written once
    key = models.CharField(max_length=36, blank=True)
    text = models.CharField(_("text"), max_length=1000)
    at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        constraints = (
            models.UniqueConstraint(
                fields=["member", "key"], name="chat_message_key_once", condition=~models.Q(key="")
            ),
        )
        indexes = (
            models.Index(fields=["room", "at"], name="chat_in_order"),
            models.Index(fields=["member", "-at"], name="chat_of_member"),
        )

    def __str__(self) -> str:
        return self.text[:60]


class LiveQuestion(models.Model):
    """A question to the speaker; `answering_at` is its moment in the recording."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="questions")
    member = models.ForeignKey(RoomMember, models.CASCADE, related_name="questions")
    token = TokenField()
    key = models.CharField(max_length=36, blank=True)
    text = models.CharField(_("question"), max_length=500)
    state = models.CharField(_("state"), max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    # how many want it answered, whoever asked among them
    votes = models.PositiveIntegerField(default=1)
    is_pinned = models.BooleanField(default=False)
    # the same question in other words: that one is answered, this one is not listed
    merged_into = models.ForeignKey("self", models.SET_NULL, related_name="merged", null=True, blank=True)
    at = models.DateTimeField()
    answering_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question to the speaker")
        constraints = (
            models.UniqueConstraint(
                fields=["member", "key"], name="live_question_key_once", condition=~models.Q(key="")
            ),
            models.UniqueConstraint(
                fields=["room"],
                name="live_question_one_is_answered",
                condition=models.Q(state=QuestionState.ANSWERING),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=QuestionState.ANSWERING) | models.Q(answering_at__isnull=False),
                name="live_question_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=QuestionState.ANSWERED) | models.Q(answered_at__isnull=False),
                name="live_question_answered_at",
            ),
        )
        indexes = (models.Index(fields=["room", "state"], name="live_question_of_room"),)

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def answer_path(self) -> str:
        """Return the address within the school that leads to its answer, wherever that stands in the recording by then."""
        return f"/live/answers/{self.token}/"


class QuestionVote(models.Model):
    """Somebody wants a question answered."""

    question = models.ForeignKey(LiveQuestion, models.CASCADE, related_name="voters")
    member = models.ForeignKey(RoomMember, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["question", "member"], name="question_vote_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} for {self.question_id}"


class Poll(models.Model):
    """A question to everybody, with answers to choose from."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="polls")
    token = TokenField()
    kind = models.CharField(_("how it is answered"), max_length=10, choices=PollKind.choices, default=PollKind.SINGLE)
    title = models.CharField(_("question"), max_length=250)
    state = models.CharField(max_length=10, choices=PollState.choices, default=PollState.PREPARED)
    # else only when it is closed
    has_live_results = models.BooleanField(_("show the results while it is being asked"), default=True)
    voters = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("poll")
        constraints = (
            models.UniqueConstraint(fields=["room"], name="poll_one_is_open", condition=models.Q(state=PollState.OPEN)),
            models.CheckConstraint(
                condition=models.Q(state=PollState.PREPARED) ^ models.Q(opened_at__isnull=False),
                name="poll_opened_has_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.title


class PollOption(models.Model):
    """An answer to choose; of a scale, one of its numbers."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["poll", "position"], name="poll_option_once"),)

    def __str__(self) -> str:
        return self.title


class PollVote(models.Model):
    """Somebody's choice; with several answers, one row for each. Who chose what is told to nobody."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="+")
    option = models.ForeignKey(PollOption, models.CASCADE, related_name="+")
    member = models.ForeignKey(RoomMember, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["option", "member"], name="poll_vote_once"),)
        indexes = (models.Index(fields=["poll", "member"], name="poll_vote_of_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} in {self.poll_id}"


class RaisedHand(models.Model):
    """Somebody wants to speak; the first who raised it comes first."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="hands")
    member = models.ForeignKey(RoomMember, models.CASCADE, related_name="+")
    raised_at = models.DateTimeField()
    lowered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["member"], name="raised_hand_once", condition=models.Q(lowered_at__isnull=True)
            ),
        )
        indexes = (models.Index(fields=["room", "raised_at"], name="raised_hands_in_order"),)

    def __str__(self) -> str:
        return f"{self.member_id} in {self.room_id}"


class Presence(models.Model):
    """A stretch of time in which a member was in the room without a break; attendance is counted from these."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="presences")
    member = models.ForeignKey(RoomMember, models.CASCADE, related_name="presences")
    came_at = models.DateTimeField()
    # the last moment at which she was certainly there
    until = models.DateTimeField()
    people = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(until__gte=models.F("came_at")), name="presence_forwards"),
        )
        indexes = (models.Index(fields=["member", "-until"], name="presence_of_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} from {self.came_at}"


class Listening(models.Model):
    """How many nameless guests one web process has in a room. Old rows count for nothing."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    process = models.CharField(max_length=40)
    guests = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["room", "process"], name="listening_once"),)

    def __str__(self) -> str:
        return f"{self.guests} in {self.room_id}"


class ReactionCount(models.Model):
    """How often something was pressed within ten seconds from `at` on."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=ReactionKind.choices)
    at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["room", "kind", "at"], name="reaction_count_once"),)

    def __str__(self) -> str:
        return f"{self.count} {self.kind}"


class RoomEvent(models.Model):
    """What browsers are told, in order, each with its number in the room; a browser that comes back reads on from hers.

    Not the truth but its news: the rows above are. So events of rooms that are over for long may be deleted.
    """

    room = models.ForeignKey(Room, models.CASCADE, related_name="events")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=15, choices=RoomEventKind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    # the token of what it is about: told again when it must be untold
    subject = models.CharField(max_length=22)
    # whose name stands in it
    member = models.ForeignKey(RoomMember, models.SET_NULL, related_name="+", null=True, blank=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["room", "number"], name="room_event_in_order"),)
        indexes = (models.Index(fields=["room", "subject"], name="room_event_about"),)

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
