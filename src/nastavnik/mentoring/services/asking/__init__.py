"""Every write of the asker: drafts that keep themselves, sending, files, remarks, judging, taking back, deleting."""

from nastavnik.mentoring.services.asking.attaching import attach, detach
from nastavnik.mentoring.services.asking.drafts import AskedFrom, Words, discard_draft, save_draft
from nastavnik.mentoring.services.asking.erasing import drop_old_drafts, erase, forget_person
from nastavnik.mentoring.services.asking.judging import judge, note_helped_before
from nastavnik.mentoring.services.asking.refusals import (
    AnsweredAlready,
    FileNotKnown,
    FileTooLarge,
    NoAnswerYet,
    NoDraftAnyMore,
    NothingShown,
    PictureTooLarge,
    QuestionEmpty,
    RemarkEmpty,
    TooManyDrafts,
    TooManyFiles,
    TooManyOpen,
    TooManyOpenToReturn,
    TooManyRemarks,
    TooMuchToday,
    WrittenElsewhere,
)
from nastavnik.mentoring.services.asking.remarks import keep_unsent, remark
from nastavnik.mentoring.services.asking.sending import bring_back, send, withdraw

__all__ = [
    "AnsweredAlready",
    "AskedFrom",
    "FileNotKnown",
    "FileTooLarge",
    "NoAnswerYet",
    "NoDraftAnyMore",
    "NothingShown",
    "PictureTooLarge",
    "QuestionEmpty",
    "RemarkEmpty",
    "TooManyDrafts",
    "TooManyFiles",
    "TooManyOpen",
    "TooManyOpenToReturn",
    "TooManyRemarks",
    "TooMuchToday",
    "Words",
    "WrittenElsewhere",
    "attach",
    "bring_back",
    "detach",
    "discard_draft",
    "drop_old_drafts",
    "erase",
    "forget_person",
    "judge",
    "keep_unsent",
    "note_helped_before",
    "remark",
    "save_draft",
    "send",
    "withdraw",
]
