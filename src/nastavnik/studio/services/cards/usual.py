"""What is usually done in each state of a film, offered for a card's checklist."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.studio.enums import CardState

USUAL: dict[CardState, tuple[Promise, ...]] = {
    CardState.IDEA: (
        _("Read what people asked and searched for"),
        _("Look whether a lesson about it exists already"),
        _("Decide who makes the film"),
    ),
    CardState.BRIEF: (
        _("Write for whom the film is and what they can do afterwards"),
        _("Agree on the form and the length"),
        _("Find the speaker"),
    ),
    CardState.SCRIPT: (
        _("Write the script"),
        _("Read it aloud with a clock"),
        _("Show it to somebody who knows the matter"),
        _("Draw up the shot list"),
    ),
    CardState.SHOOT: (
        _("Send the consents to everybody who will be seen"),
        _("Agree on the place, the light and the silence"),
        _("Charge batteries, free the memory cards"),
        _("Try the sound: record a minute and listen to it"),
        _("Copy the material to two places"),
    ),
    CardState.EDIT: (
        _("Cut the film"),
        _("Even out the sound"),
        _("Write names and sources into the picture"),
        _("Check the rights of music and pictures"),
        _("Upload the film and choose its cover"),
    ),
    CardState.SUBTITLES: (
        _("Read the subtitles through with the film"),
        _("Look through the chapters"),
        _("Write the sentence about the lesson, choose the age mark"),
    ),
}


def usual_steps(state: CardState) -> list[str]:
    """Return what is usually done in a state, in the language of the schools: the lines are theirs from then on."""
    with translation.override(settings.LANGUAGE_CODE):
        return [str(text) for text in USUAL.get(state, ())]
