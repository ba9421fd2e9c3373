"""Every write of the slides of films.

rows      from rows to the list that `video.slides.deck` works on, and back
finding   looking for slides, taking their stills, publishing them beside the film: the task's side
reading   pages of the talk's file for slides: titles, texts
editing   what the methodist does to a list of slides, and taking it back
talks     the file of the talk: given, read, taken away
sweeps    films whose slides nobody looks for
"""

from nastavnik.video.services.slides.editing import (
    NothingBefore,
    NotInFilm,
    SecondTaken,
    SlidesChanged,
    add_slide,
    change_slide,
    look_anew,
    merge_slide,
    remove_slide,
    undo_slides,
)
from nastavnik.video.services.slides.finding import begin_anew, carry_on, make_slides
from nastavnik.video.services.slides.sweeps import requeue_slides
from nastavnik.video.services.slides.talks import (
    NoTalk,
    TalkNotKnown,
    TalkTooLarge,
    drop_talk,
    give_talk,
    read_talk,
    take_handout,
)

__all__ = [
    "NoTalk",
    "NotInFilm",
    "NothingBefore",
    "SecondTaken",
    "SlidesChanged",
    "TalkNotKnown",
    "TalkTooLarge",
    "add_slide",
    "begin_anew",
    "carry_on",
    "change_slide",
    "drop_talk",
    "give_talk",
    "look_anew",
    "make_slides",
    "merge_slide",
    "read_talk",
    "remove_slide",
    "requeue_slides",
    "take_handout",
    "undo_slides",
]
