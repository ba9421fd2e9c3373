"""What mentorships refuse, in sentences for people. Whatever was typed stays in its field."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class MentorIsFull(Refusal):
    """A mentee chose a mentor who takes no more."""

    message = _(
        "This mentor leads as many as she can. Choose another one, or say that you would like a mentor: the methodist will find one."
    )


class MentorIsAway(Refusal):
    """A mentee chose a mentor who is away."""

    message = _("This mentor is away for now. Choose another one, or say that you would like a mentor.")


class NoMentor(Refusal):
    """Who is to lead holds no role of a mentor in the school."""

    message = _("This person is no mentor of the school any more. Choose another one.")


class LeadsHerself(Refusal):
    """Somebody was put down as her own mentor."""

    message = _("Nobody can be her own mentor. Choose another person.")


class AlreadyTogether(Refusal):
    """The two have a mentorship that waits or goes on."""

    message = _("The two have a mentorship already that goes on or waits for the mentor.")


class HasMentor(Refusal):
    """A mentee who waits for a mentor or has one chose another."""

    message = _("You have a mentor already, or wait for one. A second one can be proposed by the methodist.")


class NobodyToLead(Refusal):
    """A mentorship without a mentee."""

    message = _("Nobody is chosen yet: a mentorship needs one mentee at least.")


class GroupIsFull(Refusal):
    """More mentees than a small group has."""

    message = _("A group has twelve people at most. Make another group for the others.")


class NotOfSchool(Refusal):
    """Who is to be led does not belong to the school."""

    message = _("One of these people does not belong to the school any more. Look at the list again.")


class MentorshipIsOver(Refusal):
    """It does not wait, or does not go on, any more."""

    message = _(
        "This mentorship does not stand as it did when the page was opened. Nothing was saved: look at it again."
    )


class PlanChangedMeanwhile(Refusal):
    """The other of the two has changed the plan since the page was opened."""

    message = _(
        "The plan has been changed meanwhile. What you typed is still here: look at the plan in another tab, and save again."
    )


class PlanIsFull(Refusal):
    """More lines or actions than a plan bears."""

    message = _("That is more than a plan can hold. A plan with a few lines is carried out more often than a long one.")


class NotALink(Refusal):
    """The address of an action leads to nothing that the person may open."""

    message = _(
        "This address leads to no lesson and no film of the school that you may open. Copy it from the line of the browser."
    )


class MeetingChangedMeanwhile(Refusal):
    """The other of the two has changed the meeting since the page was opened."""

    message = _(
        "The other of you has changed this meeting meanwhile. Your words stay in their fields and stand below theirs: save again to keep yours."
    )


class NobodyMet(Refusal):
    """A meeting at which no mentee was."""

    message = _("Tick at least one who is there.")


class NotYetHeld(Refusal):
    """A meeting in the future cannot have taken place."""

    message = _("This time lies ahead, so the meeting cannot have taken place yet. Correct the time or untick it.")


class DiaryIsFull(Refusal):
    """More meetings than a diary bears."""

    message = _("The diary is full. End this mentorship with its result, and begin a new one.")


class RemindedToday(Refusal):
    """A methodist has written to the pair on this day."""

    message = _("This mentorship was reminded today already. One letter a day is enough.")


class MatchGoesOn(Refusal):
    """A second matching of a school at the same time."""

    message = _("A matching goes on already. Wait for its end, and look at what it suggests.")


class NobodyToMatch(Refusal):
    """There are no mentors with a place, or nobody needs one."""

    message = _("There is nobody to match: no mentor has a free place, or nobody needs a mentor.")


class AlreadyDecided(Refusal):
    """Somebody has decided on a suggested pair meanwhile."""

    message = _("This pair has been decided on already. Nothing was changed: look at the list again.")
