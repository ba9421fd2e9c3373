"""Words of the interface for programs: what a key may do, what a webhook is told, how a delivery stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scope(models.TextChoices):
    """What a key opens, of what its owner may do herself. What everybody reads needs no key."""

    READ_LESSONS = "lessons:read", _("read lessons, drafts too, and channels")
    WRITE_LESSONS = "lessons:write", _("make, change and publish programmes and lessons")
    READ_ENROLMENTS = "enrolments:read", _("read the people of the school and who is enrolled (personal data)")
    WRITE_ENROLMENTS = "enrolments:write", _("enrol people and take their places back")
    READ_BROADCASTS = "broadcasts:read", _("read broadcasts and submissions to portals")
    WRITE_BROADCASTS = "broadcasts:write", _("plan, change, begin and end broadcasts")
    READ_PROGRESS = "progress:read", _("read who learns and how far she is (personal data)")
    READ_APPLICATIONS = "applications:read", _("read the registers of contests (personal data)")
    READ_QUESTIONS = "questions:read", _("read the questions to mentors, without their texts, and their figures")
    READ_ANSWERS = "answers:read", _("read questions with their texts, and all answers")
    WRITE_ANSWERS = "answers:write", _("answer questions, and make answers public")
    READ_COLLECTIONS = "collections:read", _("read collections that are being prepared")
    WRITE_COLLECTIONS = "collections:write", _("make, change, press and publish collections")


class Life(models.IntegerChoices):
    """For how many days a key is made."""

    MONTH = 30, _("for a month")
    QUARTER = 90, _("for three months")
    YEAR = 365, _("for a year")


class Event(models.TextChoices):
    """What a webhook may be told. The words are a part of the interface and never change their meaning."""

    LESSON_ANNOUNCED = "lesson.announced", _("a lesson was announced")
    LESSON_CHANGED = "lesson.changed", _("a lesson was changed, or moved to another hour")
    LESSON_CANCELLED = "lesson.cancelled", _("a lesson was cancelled")
    LESSON_WITHDRAWN = "lesson.withdrawn", _("a lesson went back to the drafts")
    LESSON_HELD = "lesson.held", _("a lesson was held")
    LESSON_REMOVED = "lesson.removed", _("a draft of a lesson was removed")
    LESSON_COMPLETED = "lesson.completed", _("a lesson counts for a person")
    HANDOUT_ADDED = "handout.added", _("a lesson has a new handout")
    PROGRAMME_PUBLISHED = "programme.published", _("a programme was published")
    PROGRAMME_HIDDEN = "programme.hidden", _("a programme was hidden")
    ENROLMENT_ADDED = "enrolment.added", _("a person was enrolled in a programme")
    ENROLMENT_ENDED = "enrolment.ended", _("a person is no longer enrolled in a programme")
    FILM_PLAYABLE = "film.playable", _("a film, or its new file, can be watched")
    FILM_READY = "film.ready", _("all qualities of a film are made")
    FILM_REFUSED = "film.refused", _("a file cannot become a film")
    FILM_FAILED = "film.failed", _("a film could not be made")
    FILM_WORDS_CHANGED = "film.words_changed", _("the words of a film were changed")
    FILM_CHAPTERS_CHANGED = "film.chapters_changed", _("the chapters of a film were changed")
    FILM_REMOVED = "film.removed", _("a film was taken away")
    FILM_RESTORED = "film.restored", _("a film was brought back")
    BROADCAST_STARTED = "broadcast.started", _("a broadcast went on air")
    BROADCAST_ENDED = "broadcast.ended", _("a broadcast is over")
    RECORDING_READY = "recording.ready", _("the recording of a broadcast can be watched")
    ATTEMPT_FINISHED = "attempt.finished", _("a self-check was handed in")
    QUIZ_PASSED = "quiz.passed", _("a self-check was passed")
    CERTIFICATE_ISSUED = "certificate.issued", _("a certificate was issued")
    CERTIFICATE_REVOKED = "certificate.revoked", _("a certificate was revoked")
    QUESTION_ASKED = "question.asked", _("a question was sent to the mentors")
    QUESTION_ANSWERED = "question.answered", _("a mentor has answered a question")
    QUESTION_JUDGED = "question.judged", _("the asker has said whether an answer helped")
    ANSWER_PUBLISHED = "answer.published", _("an answer became public")
    ANSWER_WITHDRAWN = "answer.withdrawn", _("an answer is no longer public")
    MENTORSHIP_BEGAN = "mentorship.began", _("a mentorship has begun")
    MENTORSHIP_ENDED = "mentorship.ended", _("a mentorship is over")
    APPOINTMENT_BOOKED = "appointment.booked", _("somebody has a place at a mentor’s")
    APPOINTMENT_CANCELLED = "appointment.cancelled", _("an appointment with a mentor was cancelled")
    CONTEST_OPENED = "contest.opened", _("a contest was opened")
    APPLICATION_SUBMITTED = "application.submitted", _("an application to a contest came in")
    APPLICATION_RETURNED = "application.returned", _("an application to a contest was given back for correction")
    APPLICATION_ADMITTED = "application.admitted", _("an application to a contest was admitted")
    RESULTS_RELEASED = "results.released", _("the results of a contest are public")
    GRANT_BEGUN = "grant.begun", _("an application to a fund was begun")
    GRANT_CHANGED = "grant.changed", _("an application to a fund has another state")
    COLLECTION_PUBLISHED = "collection.published", _("a collection was published")
    COLLECTION_HIDDEN = "collection.hidden", _("a collection is no longer public")
    PERSON_INVITED = "person.invited", _("a person was invited")
    PERSON_REGISTERED = "person.registered", _("a person made an account")
    PERSON_DEACTIVATED = "person.deactivated", _("an account was switched off")
    PERSON_ACTIVATED = "person.activated", _("an account was switched on again")
    PERSON_ERASED = "person.erased", _("a person asked to be forgotten")
    ROLE_GRANTED = "role.granted", _("a person has a new role")
    ROLE_WITHDRAWN = "role.withdrawn", _("a person holds a role no longer")
    CONSENT_GIVEN = "consent.given", _("a person gave a consent")
    CONSENT_WITHDRAWN = "consent.withdrawn", _("a person withdrew a consent")
    STAFF_IMPORTED = "staff.imported", _("a staff list was applied")
    SCHOOL_CHANGED = "school.changed", _("the settings of the school were changed")
    PING = "ping", _("a trial, sent from the desk")


# A trial is always taken, and asked for at the desk.
CHOSEN_EVENTS = tuple(event for event in Event if event is not Event.PING)


class DeliveryState(models.TextChoices):
    """How a message to a webhook stands."""

    WAITING = "waiting", pgettext_lazy("delivery", "waits")
    SENT = "sent", pgettext_lazy("delivery", "taken")
    FAILED = "failed", pgettext_lazy("delivery", "not taken")
    DROPPED = "dropped", pgettext_lazy("delivery", "dropped")


class SilentBecause(models.TextChoices):
    """Why a webhook is switched off."""

    BY_HAND = "by_hand", _("switched off at the desk")
    FAILING = "failing", _("nothing was taken there for three days")
    GONE = "gone", _("it answered that it is gone for good (410)")
