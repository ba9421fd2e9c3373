"""Answers: written by mentors who have the question and by methodists; public ones prepared by methodists, read by everybody."""

from typing import Any

from nastavnik.mentoring.views.public_desk import DEEDS
from nastavnik.people.models import User
from nastavnik.programme.models import School
from tests.architecture.access.words import PUBLIC, RUN, RUN_HIDDEN, Answer, Row, get, post, who
from tests.mentoring.answering.factories import (
    PublicAnswerFactory,
    PublicHandoutFactory,
    PublicMomentFactory,
    RecommendedHandoutFactory,
    RecommendedMomentFactory,
)
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, RecommendationFactory
from tests.programme.factories import HandoutFactory, LessonFactory
from tests.video.factories import VideoFactory
from tests.video.moments.factories import MomentFactory

MISSING = Answer.MISSING
# who has the question, and methodists; the asker, other mentors and the director find nothing
ANSWERING = who("mentor", "methodist", others=MISSING)
# the draft is the mentor's of the world: a methodist has one of her own
HERS = who("mentor", others=MISSING)
# the question was the learner's
ASKER = who("learner", others=MISSING)
# a film, a handout of the school that the mentor may see
FROM_THE_PANEL = ("answered_question", "answer_film")

ANSWERING_ROWS: tuple[Row, ...] = (
    get("mentoring:answer", ANSWERING, "answered_question"),
    get("mentoring:answer", who(others=MISSING), "draft_question", why="nobody but its asker knows of a draft"),
    post("mentoring:save_answer", ANSWERING, "answered_question"),
    get("mentoring:answer_moments", ANSWERING, "answered_question"),
    post("mentoring:order_recommended", who("mentor", "methodist", others=MISSING), "answered_question"),
    get("mentoring:choose_moment", ANSWERING, *FROM_THE_PANEL),
    get("mentoring:choose_moment", who("methodist", others=MISSING), "answered_question", "answer_shelf_film"),
    get("mentoring:change_moment", HERS, "answered_question", "recommended_moment"),
    post("mentoring:remove_moment", HERS, "answered_question", "recommended_moment"),
    post("mentoring:restore_moment", HERS, "answered_question", "recommended_moment"),
    post("mentoring:add_handout", ANSWERING, "answered_question", "answer_handout"),
    post("mentoring:remove_handout", HERS, "answered_question", "recommended_handout"),
)

PUBLIC_ROWS: tuple[Row, ...] = (
    get("mentoring:public_answers", PUBLIC),
    get("mentoring:public_answer", PUBLIC, "public_answer"),
    get("mentoring:public_answer", who("methodist", others=MISSING, guest=MISSING), "asked_answer"),
    post("mentoring:public_helped", PUBLIC, "public_answer"),
    get("mentoring:consent_public", ASKER, "asked_answer"),
    post("mentoring:decide_public", ASKER, "asked_answer"),
    get("mentoring:desk_public", RUN),
    post("mentoring:prepare_public", RUN_HIDDEN, "answered_question"),
    get("mentoring:edit_public", RUN_HIDDEN, "asked_answer"),
    post("mentoring:save_public", RUN_HIDDEN, "asked_answer"),
    post("mentoring:public_marks", RUN_HIDDEN, "asked_answer"),
    get("mentoring:preview_public", RUN_HIDDEN, "asked_answer"),
    post("mentoring:remove_public_moment", RUN_HIDDEN, "asked_answer", "public_moment"),
    post("mentoring:remove_public_handout", RUN_HIDDEN, "asked_answer", "public_handout"),
    *(post("mentoring:do_public", RUN_HIDDEN, "asked_answer", f"deed {deed}") for deed in DEEDS),
)

ANSWERS = (*ANSWERING_ROWS, *PUBLIC_ROWS)


def things_of_answers(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a question of the learner that the mentor has answered and answers again, and two answers made of others."""
    hers = {"school": school, "asker": people["learner"]}
    question = ConsultationFactory(**hers, answered=True)
    AssignmentFactory(consultation=question, mentor=people["mentor"])
    RecommendationFactory(consultation=question, mentor=people["mentor"], sent=True)
    draft = RecommendationFactory(consultation=question, mentor=people["mentor"])
    lesson = LessonFactory(cycle__programme__school=school, held=True)
    film, shelf = VideoFactory(lesson=lesson, ready=True), VideoFactory(school=school, ready=True)
    moment = RecommendedMomentFactory(recommendation=draft, moment=MomentFactory(video=film, made_by=people["mentor"]))
    handout = RecommendedHandoutFactory(recommendation=draft, handout=HandoutFactory(lesson=lesson))
    asked = PublicAnswerFactory(consultation=ConsultationFactory(**hers, answered=True), asked=True)
    return {
        "answered_question": question.token,
        "recommended_moment": moment.pk,
        "recommended_handout": handout.handout.token,
        "answer_film": film.token,
        "answer_shelf_film": shelf.token,
        "answer_handout": HandoutFactory(lesson=lesson).token,
        "public_answer": PublicAnswerFactory(
            consultation=ConsultationFactory(**hers, answered=True), public=True
        ).token,
        "asked_answer": asked.token,
        "public_moment": PublicMomentFactory(answer=asked, moment=MomentFactory(video=film)).pk,
        "public_handout": PublicHandoutFactory(answer=asked, handout=HandoutFactory(lesson=lesson)).handout_id,
        **{f"deed {deed}": deed for deed in DEEDS},
    }
