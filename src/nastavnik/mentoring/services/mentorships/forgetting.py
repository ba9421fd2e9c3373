"""A person who asked to be forgotten: her mentorships keep no word of hers, and none that is about her."""

from django.db import transaction

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import (
    Feedback,
    Goal,
    MatchProposal,
    MatchRun,
    Meeting,
    MeetingDraft,
    Mentee,
    Mentorship,
    MentorTurn,
    PlanAction,
    Practice,
    Wish,
)
from nastavnik.video.models import Moment

NO_WORDS = {"theme": "", "note": "", "next_steps": ""}


@transaction.atomic
def forget_person(*, user_id: int) -> None:
    """Take away what names somebody in mentorships or tells of her. Safe to repeat.

    What a pair had is deleted with its mentee. A mentor leaves plans and shared notes to her mentees; a mentorship that goes
    on without her waits in the pulse for another mentor.
    """
    for model in (Wish, Practice, MeetingDraft):
        model._default_manager.filter(user=user_id).delete()
    Feedback.objects.filter(made_by=user_id).delete()
    MatchProposal.objects.filter(mentee=user_id).delete()
    MatchProposal.objects.filter(mentor=user_id).update(mentor=None, reasons=[])
    MatchProposal.objects.filter(decided_by=user_id).update(decided_by=None)
    MatchRun.objects.filter(started_by=user_id).update(started_by=None)
    Mentorship.objects.filter(proposed_by=user_id).update(proposed_by=None, note="")
    _forget_mentor(user_id)
    for mentee in Mentee.objects.filter(user=user_id):
        _forget_mentee(mentee)


def _forget_mentor(user_id: int) -> None:
    # what only the two knew: the other has read it, and it names her
    Meeting.objects.filter(mentor=user_id, is_shared=False).update(mentor=None, **NO_WORDS)
    Meeting.objects.filter(mentor=user_id).update(mentor=None)
    MentorTurn.objects.filter(mentor=user_id).delete()
    led = Mentorship.objects.filter(mentor=user_id)
    led.filter(state=MentorshipState.WAITING).update(mentor=None, note="", state=MentorshipState.DECLINED)
    led.update(mentor=None, note="", reasons=[])


def _forget_mentee(mentee: Mentee) -> None:
    moments = PlanAction.objects.filter(line__mentee=mentee, moment__isnull=False)
    moment_ids = list(moments.values_list("moment_id", flat=True))
    # meetings at which she was alone with the mentor go; of others only the words
    there = Meeting.objects.filter(attendees=mentee)
    alone = [meeting.pk for meeting in there if meeting.attendees.count() == 1]
    Meeting.objects.filter(pk__in=alone).delete()
    Meeting.objects.filter(attendees=mentee).update(**NO_WORDS)
    mentorship_id = mentee.mentorship_id
    mentee.delete()
    Moment.objects.filter(pk__in=moment_ids, collection=None).delete()
    if not Mentee.objects.filter(mentorship=mentorship_id).exists():
        Mentorship.objects.filter(pk=mentorship_id).delete()
    else:
        Goal.objects.filter(mentorship=mentorship_id).delete()
