"""Questions to mentors: the asker's own; once sent also her mentors' and the methodists'; the director reads none."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from nastavnik.mentoring.views.thread import DEEDS
from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import OWN, PUBLIC, Answer, Row, get, post, who
from tests.mentoring.factories import AssignmentFactory, AttachmentFactory, ConsultationFactory

MISSING = Answer.MISSING
OF_THE_SCHOOL = ("learner", "mentor", "head", "juror", "methodist", "director")
# who belongs to the school may ask
ASKING = who(*OF_THE_SCHOOL, others=MISSING)
# the questions are the learner's of the world
HERS = who("learner", others=MISSING)
HER_DRAFT = who("learner", gets=Answer.AWAY, others=MISSING)
READERS = who("learner", "mentor", "methodist", others=MISSING)

CONSULTATIONS: tuple[Row, ...] = (
    get("mentoring:consultations", PUBLIC),
    get("mentoring:new_question", ASKING),
    post("mentoring:question_suggestions", OWN),
    post("mentoring:helped_before", ASKING),
    get("mentoring:consultation", READERS, "own_question"),
    get("mentoring:consultation", HERS, "withdrawn_question"),
    get("mentoring:consultation", HER_DRAFT, "draft_question", why="it leads to the page on which it is written"),
    get("mentoring:attachment", READERS, "question_file"),
    get("mentoring:attachment", HERS, "draft_question_file"),
    get("mentoring:edit_question", HERS, "draft_question"),
    post("mentoring:autosave_question", HERS, "draft_question"),
    post("mentoring:autosave_remark", HERS, "own_question"),
    post("mentoring:judge", HERS, "own_question"),
    post("mentoring:do_question", HERS, "own_question", "deed withdraw"),
    post("mentoring:do_question", HERS, "withdrawn_question", "deed bring-back"),
    post("mentoring:do_question", HERS, "withdrawn_question", "deed erase"),
)


def things_of_consultations(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return questions of the learner: one that the mentor has, a draft, one that was taken back; files of the first two."""
    hers = {"school": school, "asker": people["learner"]}
    question = ConsultationFactory(**hers, waiting=True)
    AssignmentFactory(consultation=question, mentor=people["mentor"])
    draft = ConsultationFactory(**hers)
    withdrawn = ConsultationFactory(**hers, withdrawn=True)
    AssignmentFactory(consultation=withdrawn, mentor=people["mentor"])
    return {
        "own_question": question.token,
        "draft_question": draft.token,
        "withdrawn_question": withdrawn.token,
        "question_file": file_of(question),
        "draft_question_file": file_of(draft),
        **{f"deed {deed}": deed for deed in DEEDS},
    }


def file_of(consultation: Any) -> str:
    """Attach a file to a question; return its token."""
    name = default_storage.save("consultations/world.pdf", ContentFile(b"%PDF-1.4"))
    return str(AttachmentFactory(consultation=consultation, file=name).token)
