"""Words of the people: roles, places, legal forms, kinds of libraries, consents, notices and imported rows."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a person is in a place; never of the person alone."""

    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")
    METHODIST = "methodist", _("Methodist")
    JUROR = "juror", _("Juror")
    DIRECTOR = "director", _("Director")
    HEAD = "head", _("Head of a library")


# Whoever holds one of these sees other people's data: a second step of sign-in is asked of her.
DESK_ROLES = frozenset({Role.METHODIST, Role.DIRECTOR})


class PlaceKind(models.TextChoices):
    """The kinds of places in which a role can be held."""

    SCHOOL = "school", _("School")
    CONTEST = "contest", _("Contest")
    LIBRARY = "library", _("Library")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in which roles are held: its kind and its row's number (upper apps own the rows)."""

    kind: PlaceKind
    id: int


# Where the addresses of accounts end whose people have none here: they come from another system, and no letter is sent there.
NO_ADDRESS_DOMAIN = "no-address.invalid"


class LegalForm(models.TextChoices):
    """Legal forms; the form decides which funds an organisation may apply to (a казённое one to few)."""

    MUK = "muk", _("MUK, municipal cultural institution")
    MBUK = "mbuk", _("MBUK, municipal budgetary institution")
    MKUK = "mkuk", _("MKUK, municipal state-owned institution")
    MAUK = "mauk", _("MAUK, municipal autonomous institution")
    GBUK = "gbuk", _("GBUK, regional budgetary institution")
    GKUK = "gkuk", _("GKUK, regional state-owned institution")
    UNIVERSITY = "university", _("Institute or university")
    ANO = "ano", _("ANO, autonomous non-profit organisation")
    NGO = "ngo", _("Public organisation or foundation")
    OTHER = "other", pgettext_lazy("legal form", "Other")


class LibraryKind(models.TextChoices):
    """Kinds of libraries in a network."""

    CENTRAL = "central", _("Central library")
    CHILDREN = "children", _("Children's library")
    BRANCH = "branch", _("Branch library")


class Language(models.TextChoices):
    """Languages of the pages and letters."""

    RUSSIAN = "ru", _("Russian")
    ENGLISH = "en", _("English")


class ConsentKind(models.TextChoices):
    """The four documents (152-FZ): each is separate, none is ticked beforehand. Asked in this order."""

    PROCESSING = "processing", _("Processing of personal data")
    PUBLICATION = "publication", _("Publication of name, photograph and works")
    RECORDING = "recording", _("Recording of picture and voice")
    NEWSLETTER = "newsletter", _("News of the school by mail")


class ConsentHow(models.TextChoices):
    """In which way a consent was given."""

    FIRST_SIGN_IN = "first_sign_in", _("at the first sign-in")
    OWN_PAGE = "own_page", _("on the page of consents")
    REGISTRATION = "registration", _("at registration")


class NoticeKind(models.TextChoices):
    """What a notice is about; people choose per kind how it reaches them besides the page."""

    ACCOUNT = "account", _("Account and roles")
    LESSONS = "lessons", _("Lessons and appointments: announced, moved, cancelled")
    REMINDERS = "reminders", _("Reminders: the day before a lesson or an appointment, and an hour before")
    LIVE = "live", _("On air: a broadcast has begun")
    VIDEOS = "videos", _("Recordings and new films")
    ANSWERS = "answers", _("Answers to my questions")
    LEARNING = "learning", _("My learning: what is left to do, certificates")
    MENTORING = "mentoring", _("Work of the mentor: questions, meetings")
    CONTEST = "contest", _("Contests: my applications, work of the jury, results")
    GRANTS = "grants", _("Grants: deadlines of my applications, remarks, answers of funds")
    DESK = "desk", _("Work of the methodist: films, imports, letters")
    NEWS = "news", _("News of the school")


class MailManner(models.TextChoices):
    """How notices of a kind come by mail."""

    OFF = "off", _("no letters")
    DIGEST = "digest", _("in the summary")
    AT_ONCE = "at_once", _("at once")


# What concerns the safety of the account comes by mail at once, at night too.
ALWAYS_MAILED = frozenset({NoticeKind.ACCOUNT})
# What loses nothing by coming with the summary of the day.
MAY_WAIT = frozenset(
    {
        NoticeKind.VIDEOS,
        NoticeKind.ANSWERS,
        NoticeKind.LEARNING,
        NoticeKind.MENTORING,
        NoticeKind.DESK,
        NoticeKind.NEWS,
    },
)
# Unless the person says otherwise. No letter when a broadcast begins: the reminder an hour before has its address.
MAIL_BY_DEFAULT: dict[NoticeKind, MailManner] = {
    NoticeKind.ACCOUNT: MailManner.AT_ONCE,
    NoticeKind.LESSONS: MailManner.AT_ONCE,
    NoticeKind.REMINDERS: MailManner.AT_ONCE,
    NoticeKind.LIVE: MailManner.OFF,
    NoticeKind.VIDEOS: MailManner.DIGEST,
    NoticeKind.ANSWERS: MailManner.AT_ONCE,
    NoticeKind.LEARNING: MailManner.AT_ONCE,
    NoticeKind.MENTORING: MailManner.AT_ONCE,
    NoticeKind.CONTEST: MailManner.AT_ONCE,
    NoticeKind.GRANTS: MailManner.AT_ONCE,
    NoticeKind.DESK: MailManner.AT_ONCE,
    NoticeKind.NEWS: MailManner.AT_ONCE,
}
# In browsers that the person has switched on.
PUSHED_BY_DEFAULT = frozenset(
    {NoticeKind.LESSONS, NoticeKind.REMINDERS, NoticeKind.LIVE, NoticeKind.ANSWERS, NoticeKind.MENTORING}
)
# A newsletter needs a consent of its own, whatever the preference.
MAILED_WITH_CONSENT: dict[NoticeKind, ConsentKind] = {NoticeKind.NEWS: ConsentKind.NEWSLETTER}
# Letters are about what notices are about, or gather several of them.
DIGEST = "digest"
LETTER_KINDS = (*NoticeKind.choices, (DIGEST, _("Summary of notices")))


class LetterState(models.TextChoices):
    """Where a letter is: waiting → sending → sent, or failed and waiting to be tried by a person."""

    WAITING = "waiting", pgettext_lazy("letter", "Waiting")
    SENDING = "sending", pgettext_lazy("letter", "Being sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    FAILED = "failed", pgettext_lazy("letter", "Not sent")


class LetterFault(models.TextChoices):
    """Why a letter was not sent; each says what to do."""

    ADDRESS = "address", _("The mail server refused the address: check how it is written.")
    SERVER = "server", _("The mail server does not answer: the letter is tried again by itself.")
    INTERRUPTED = (
        "interrupted",
        _("The sending was interrupted: the letter may have arrived. Ask before sending again."),
    )
    EXPIRED = "expired", _("The letter became useless before it could be sent: its code, link or hour is over.")


class ImportState(models.TextChoices):
    """Where an import of a staff list is."""

    PREVIEW = "preview", pgettext_lazy("staff list", "Preview")
    APPLIED = "applied", pgettext_lazy("staff list", "Applied")
    UNDONE = "undone", pgettext_lazy("staff list", "Undone")


class RowOutcome(models.TextChoices):
    """What a row of a staff list means for the school; ordered as the preview shows it."""

    NEW = "new", pgettext_lazy("rows", "New")
    CHANGED = "changed", pgettext_lazy("rows", "Changed")
    ODD = "odd", pgettext_lazy("rows", "Odd")
    SAME = "same", pgettext_lazy("rows", "Unchanged")


class RowFault(models.TextChoices):
    """Why a row cannot be taken as it is; each says what to do."""

    NO_NAME = "no_name", _("There is no name in the row.")
    NOT_A_NAME = "not_a_name", _("This does not look like a name: give the family name and the first name.")
    NAME_TOO_LONG = "name_too_long", _("The name is too long: are there several people in one cell?")
    FORMULA = "formula", _("A formula stands instead of a value: copy the column and paste it as values.")
    NO_EMAIL = "no_email", _("There is no e-mail, and nobody of this name works in this library: add the e-mail.")
    BAD_EMAIL = "bad_email", _("The e-mail is written with a mistake.")
    CYRILLIC_EMAIL = "cyrillic_email", _("There are Russian letters in the e-mail: type it anew in Latin letters.")
    UNKNOWN_LIBRARY = "unknown_library", _("There is no such library in the school: add it or correct the name.")
    SEVERAL_LIBRARIES = "several_libraries", _("Several libraries answer to this: write the number and the name.")
    REPEATED_EMAIL = "repeated_email", _("The same e-mail stands in an earlier row.")
    REPEATED_PERSON = "repeated_person", _("The same person stands in an earlier row.")
    SEVERAL_PEOPLE = "several_people", _("Several people of this name work in this library: add the e-mail.")
    OTHER_EMAIL = (
        "other_email",
        _("A person of this name works in this library under another e-mail: is it the same one?"),
    )
    OTHER_SCHOOL = "other_school", _("This address belongs to an account outside the school: invite the person.")
    INACTIVE = "inactive", _("This account is switched off: switch it on first.")
    SHARED = "shared", _("This person belongs to several schools and changes the details herself.")


class KeptBecause(models.TextChoices):
    """Why undoing an import left a person as she is."""

    SIGNED_IN = "signed_in", _("has signed in since")
    CHANGED = "changed", _("was changed since")
    IN_USE = "in_use", _("has enrolments or other work since")
    GONE = "gone", _("is no longer here")


# How the history of a person, a library, a staff list reads; every verb that our services write stands here.
DONE = {
    "account_made": _("made the account"),
    "registered": _("registered"),
    "details_changed": _("changed the details"),
    "details_restored": _("restored the details by undoing a staff list"),
    "switched_off": _("switched the account off"),
    "switched_on": _("switched the account on"),
    "erased": _("erased the account"),
    "role_granted": _("granted a role"),
    "role_withdrawn": _("withdrew a role"),
    "invited": _("sent an invitation"),
    "invitation_used": _("came by an invitation"),
    "consent_text_published": _("published a text of a consent"),
    "consent_given": _("gave a consent"),
    "consent_withdrawn": _("withdrew a consent"),
    "organisation_added": _("added the organisation"),
    "organisation_changed": _("changed the organisation"),
    "library_added": _("added the library"),
    "library_changed": _("changed the library"),
    "letter_retried": _("sent a letter again"),
    "staff_list_uploaded": _("uploaded the list"),
    "staff_list_applied": _("applied the list"),
    "staff_list_undone": _("undid the list"),
}
