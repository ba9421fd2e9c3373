"""What the services of certificates refuse, in sentences for people. Whatever was typed stays in its field."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal


class TemplateChangedMeanwhile(Refusal):
    """Somebody else has saved the template or the rule since the page was opened."""

    message = _("Somebody else has saved this meanwhile. Nothing of yours was saved: open the page anew and compare.")


class NoRule(Refusal):
    """Nobody has said who gets a certificate."""

    message = _("Say first who gets a certificate: from how many hours or lessons. Nothing was issued.")


class NobodyQualifies(Refusal):
    """Everybody who qualifies has one already."""

    message = _("Nobody qualifies who has no certificate yet. Nothing was issued.")


class RunGoesOn(Refusal):
    """Certificates of the programme are being issued just now."""

    message = _("Certificates of this programme are being issued just now. Wait until that is through.")


class HasOneAlready(Refusal):
    """The certificate that would be made exists."""

    message = _("Everybody you chose has such a certificate already. Nothing was issued: correct the one that exists.")


class TooMany(Refusal):
    """More people than one form may bring."""

    message = _("At most 100 certificates are issued by hand at a time. Nothing was issued: choose fewer people.")


class NotValid(Refusal):
    """The certificate was revoked or replaced already."""

    message = _("This certificate does not hold any more. Nothing was changed: look at the page anew.")


class WhyMissing(Refusal):
    """A certificate is revoked with a reason."""

    message = _("Write why the certificate is revoked: whoever verifies it will read that. Nothing was changed.")


class SameName(Refusal):
    """A new issue that would read as the old one."""

    message = _("The name is the same. Nothing was issued: correct it first.")


class PictureNotUsable(Refusal):
    """The signature is no picture that can be printed."""

    message = _("This is no picture of a signature: PNG or JPEG up to 1 MB. The template was not changed.")


class NothingToPrint(Refusal):
    """The certificates of a run are gone or do not hold."""

    message = _("None of these certificates holds any more, so there is nothing to print.")
