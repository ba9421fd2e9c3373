"""Expected refusals of articles: what happened, what was kept, what to do."""

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Busy, Refusal


class ArticleIsFuller(Refusal):
    """More was typed than an article can hold."""

    message = _(
        "That is more than an article can hold. What was saved before is kept; divide the text into two articles."
    )


class NothingToTake(Refusal):
    """Nothing was chosen."""

    message = _("Choose at least one article of the lesson.")


class NoWordsYet(Refusal):
    """The film has no transcript."""

    message = _(
        "The words of this lesson are not written down yet. Let its film be recognised first, or write the article anew."
    )


class FileNotReadable(Refusal):
    """The document could not be read."""

    message = _(
        "The document cannot be read: it is broken, or not what its name says. Open it in an office program, save it as DOCX and send it"
        " again."
    )


class FileTooLarge(Refusal):
    """The document takes more than an article may."""

    message = _("The document is too large for an article. Divide it, or make its pictures smaller, and send it again.")


class WordsMoved(Refusal):
    """The words that were to go stand elsewhere now."""

    message = _(
        "The text has changed since this page was opened, so nothing was taken out. The page shows it as it is now."
    )


class NoSuchMove(Refusal):
    """An article does not go from there to there."""

    message = _("The article has moved on meanwhile. The page shows where it is now.")


class LicenceNotSettled(Refusal):
    """Nobody has said on what terms it is printed."""

    message = _("Say on what terms the article is printed first: choose its licence.")


class AuthorNotAgreed(Refusal):
    """An author has not let it be printed."""

    message = _("Not every author has agreed yet. Send the proof, or note that she agreed on paper.")


class NoAuthor(Refusal):
    """Nobody is named who could let it be printed."""

    message = _("The article has no author. Name who wrote it, or note that it is a work made for the institution.")


class AuthorHasAnswered(Refusal):
    """The author has answered her proof while her consent was being typed."""

    message = _(
        "The author has answered her proof since you opened this page, so nothing was saved. Look at her answer on the page of the proofs, then"
        " open this page anew."
    )


class PictureNotReadable(Refusal):
    """The file is no picture."""

    message = _("This is no picture that can be read, or it has too many points. Send a JPEG or a PNG.")


class OthersAreRead(Busy):
    """So many documents are being read that this one is not begun."""

    message = _("Other documents are being read just now. Nothing was added: choose the file again in a minute.")
