"""Expected refusals of the people's services: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class AddressTaken(Refusal):
    """Another account has this e-mail."""

    message = _("There is an account with this e-mail already. Nothing was changed: look for the person in the list.")


class AddressIsHers(Refusal):
    """The person has signed in: nobody else changes her address any more."""

    message = _("This person has signed in already and changes the e-mail herself. Nothing was changed.")


class PersonOfSeveralSchools(Refusal):
    """The account belongs to another school too, so this one may not change it."""

    message = _(
        "This person belongs to another school too and looks after the account herself. Nothing was changed; you can "
        "withdraw her roles in your school."
    )


class LastMethodist(Refusal):
    """Without this person nobody could run the school."""

    message = _("This is the only methodist of the school. Nothing was changed: make somebody else a methodist first.")


class NotYourself(Refusal):
    """A methodist tried to switch her own account off from the desk."""

    message = _("You cannot switch off your own account here. To leave for good, use “My data” on your profile.")


class OrganisationTaken(Refusal):
    """An organisation of this name exists."""

    message = _("There is an organisation of this name already. Nothing was changed.")


class LibraryTaken(Refusal):
    """A library of this name or number exists in the organisation."""

    message = _("The organisation has a library of this name or number already. Nothing was changed.")


class OrganisationOfOthers(Refusal):
    """Another school keeps the organisation."""

    message = _("Another school keeps this organisation, so only its methodists can change it and its libraries.")


class InvitationOver(Refusal):
    """The link was used, withdrawn, or is too old."""

    message = _(
        "This invitation no longer works: it was used, withdrawn or is too old. Ask the methodist for a new one, or "
        "sign in by a code from a letter."
    )


class InvitationForAnother(Refusal):
    """The invitation is for an account that must sign in by itself."""

    message = _(
        "This invitation is for another account. Sign in with the e-mail to which it was sent, and open it again."
    )


class RegistrationClosed(Refusal):
    """The school makes accounts by invitation only."""

    message = _("Registration is closed: accounts are made by the methodist. Ask for an invitation.")


class ConsentMissing(Refusal):
    """Registration needs the consent to processing."""

    message = _("Without the consent to the processing of personal data an account cannot be made. Nothing was kept.")


class PreviewChanged(Refusal):
    """People or libraries changed between the preview and its applying."""

    message = _(
        "People or libraries were changed after this preview was made. Nothing was applied: check the list anew and "
        "look at the preview once more."
    )


class ImportNotInPreview(Refusal):
    """The list was applied already."""

    message = _("This list has been applied already. Nothing was done a second time.")


class ImportNotApplied(Refusal):
    """The list was never applied, or was undone already."""

    message = _("There is nothing to undo: this list is not applied, or was undone already.")


class LetterNotFailed(Refusal):
    """Only a letter that failed can be sent again."""

    message = _("This letter has been sent or is waiting its turn. Nothing was changed.")


class AddressNotConfirmed(Refusal):
    """The erasure was not confirmed by one's own e-mail."""

    message = _("The e-mail you typed is not the e-mail of your account. Nothing was erased.")


class BrowserNotUnderstood(Refusal):
    """A browser that wants to show notices did not say how it is reached."""

    message = _("The browser did not say how notices reach it. Update the browser and try again.")


class PushServiceUnknown(Refusal):
    """A browser is reached by a service that the operator does not let the school ask."""

    message = _(
        "This browser gets notices by a service that the school does not know. The page and letters work all the same."
    )
