"""Who may see and do what in learning. Closed by default."""

from django.db.models import QuerySet

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.models import Answer, Attempt, Certificate, Quiz
from nastavnik.people.enums import PlaceKind, Role
from nastavnik.people.models import Library, User
from nastavnik.people.permissions import Actor, has_role, libraries_of, people_of, roles_of
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Lesson, LessonSpeaker, School
from nastavnik.programme.permissions import (
    can_run_school,
    can_see_desk,
    can_view_lesson,
    lessons_visible_to,
    place_of,
)

# --- completion, attendance, surveys ---------------------------------------------------------------------------------


def can_set_rule(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may say when a lesson counts, and note who attended it: a methodist."""
    return can_run_school(actor, lesson.school)


def can_see_progress(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may see how far everybody in the school is: methodists work there, directors look."""
    return can_see_desk(actor, school)


def can_nudge(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may write to those who lag behind: a methodist."""
    return can_run_school(actor, school)


def can_check_in(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may say who sits at her screen: whoever has an account and may open the lesson."""
    return isinstance(actor, User) and actor.is_active and can_view_lesson(actor, lesson)


def libraries_headed_by(actor: Actor, school: School) -> QuerySet[Library]:
    """Return the libraries of the school's network whose head `actor` is."""
    held = [place.id for role, place in roles_of(actor) if role is Role.HEAD and place.kind is PlaceKind.LIBRARY]
    return libraries_of(place_of(school)).filter(pk__in=held) if held else Library.objects.none()


def can_see_progress_of(actor: Actor, person: User, school: School) -> bool:
    """Tell whether `actor` may see how far `person` is: she herself, the desk, the head of her library."""
    if isinstance(actor, User) and actor.pk == person.pk:
        return True
    if can_see_progress(actor, school):
        return True
    return person.library_id is not None and libraries_headed_by(actor, school).filter(pk=person.library_id).exists()


def learners_visible_to(actor: Actor, school: School) -> QuerySet[User]:
    """Return the people of the school whom `can_see_progress_of` admits."""
    people = people_of(place_of(school))
    if can_see_progress(actor, school):
        return people
    if not isinstance(actor, User):
        return people.none()
    own = people.filter(pk=actor.pk)
    headed = list(libraries_headed_by(actor, school).values_list("pk", flat=True))
    return own | people.filter(library__in=headed) if headed else own


# --- self-checks -----------------------------------------------------------------------------------------------------

# A cancelled lesson keeps its page, but nothing is asked about it.
STATES_TO_ASK = (LessonState.ANNOUNCED, LessonState.HELD)


def can_take_quiz(actor: Actor, quiz: Quiz) -> bool:
    """Tell whether `actor` may answer the self-check: whoever has an account and may open its lesson, once it is published."""
    if not isinstance(actor, User) or not actor.is_active or not quiz.is_published or quiz.removed_at is not None:
        return False
    return quiz.lesson.state in STATES_TO_ASK and can_view_lesson(actor, quiz.lesson)


def quizzes_open_to(actor: Actor, school: School) -> QuerySet[Quiz]:
    """Return the self-checks of `school` that `can_take_quiz` admits."""
    quizzes = Quiz.objects.filter(lesson__school=school, is_published=True, removed_at=None)
    if not isinstance(actor, User) or not actor.is_active:
        return quizzes.none()
    return quizzes.filter(lesson__in=lessons_visible_to(actor, school).filter(state__in=STATES_TO_ASK))


def can_edit_quizzes_of(actor: Actor, lesson: Lesson) -> bool:
    """Tell whether `actor` may make and change the self-checks of a lesson: a methodist, or who holds it and has an account."""
    if lesson.removed_at is not None:
        return False
    return can_run_school(actor, lesson.school) or _is_speaker(actor, lesson)


def can_edit_quiz(actor: Actor, quiz: Quiz) -> bool:
    """Tell whether `actor` may change the self-check, publish it, and read what is answered to it."""
    return can_edit_quizzes_of(actor, quiz.lesson)


def quizzes_edited_by(actor: Actor, school: School) -> QuerySet[Quiz]:
    """Return the self-checks of `school` that `can_edit_quiz` admits, the removed ones too."""
    quizzes = Quiz.objects.filter(lesson__school=school, lesson__removed_at=None)
    if can_run_school(actor, school):
        return quizzes
    return quizzes.filter(lesson__in=_lessons_held_by(actor))


def can_see_quiz_statistics(actor: Actor, quiz: Quiz) -> bool:
    """Tell whether `actor` may see how the self-check is answered by all, and what is asked: its authors, the director."""
    return can_edit_quiz(actor, quiz) or (quiz.lesson.removed_at is None and can_see_desk(actor, quiz.lesson.school))


def quizzes_at_desk_of(actor: Actor, school: School) -> QuerySet[Quiz]:
    """Return the self-checks of `school` that `can_see_quiz_statistics` admits."""
    if can_see_desk(actor, school):
        return Quiz.objects.filter(lesson__school=school, lesson__removed_at=None)
    return quizzes_edited_by(actor, school)


def can_see_attempt(actor: Actor, attempt: Attempt) -> bool:
    """Tell whether `actor` may see what was answered in an attempt: only whose it is."""
    return isinstance(actor, User) and actor.pk == attempt.user_id


def attempts_of(actor: Actor, school: School) -> QuerySet[Attempt]:
    """Return the attempts in `school` that `can_see_attempt` admits."""
    attempts = Attempt.objects.filter(quiz__lesson__school=school)
    return attempts.filter(user=actor) if isinstance(actor, User) else attempts.none()


def can_read_answer(actor: Actor, answer: Answer) -> bool:
    """Tell whether `actor` may read an answer in own words and mark it: mentors of the school, and authors; never one's own."""
    is_own = isinstance(actor, User) and actor.pk == answer.attempt.user_id
    if not isinstance(actor, User) or is_own or answer.question.kind != QuestionKind.OPEN:
        return False
    quiz = answer.attempt.quiz
    return can_edit_quiz(actor, quiz) or (quiz.lesson.removed_at is None and _is_mentor(actor, quiz.lesson.school))


def answers_read_by(actor: Actor, school: School) -> QuerySet[Answer]:
    """Return the answers in own words in `school` that `can_read_answer` admits, those that are read already too."""
    answers = Answer.objects.filter(attempt__quiz__lesson__school=school, attempt__quiz__lesson__removed_at=None)
    if not isinstance(actor, User):
        return answers.none()
    answers = answers.filter(question__kind=QuestionKind.OPEN).exclude(attempt__user=actor)
    if can_run_school(actor, school) or _is_mentor(actor, school):
        return answers
    return answers.filter(attempt__quiz__lesson__in=_lessons_held_by(actor))


def can_read_answers(actor: Actor, school: School) -> bool:
    """Tell whether there may be answers for `actor` to read in `school`."""
    if can_run_school(actor, school) or _is_mentor(actor, school):
        return True
    return _lessons_held_by(actor).filter(lesson__school=school).exists()


def _is_mentor(actor: Actor, school: School) -> bool:
    return has_role(actor, place_of(school), Role.MENTOR)


def _is_speaker(actor: Actor, lesson: Lesson) -> bool:
    return _lessons_held_by(actor).filter(lesson=lesson).exists()


def _lessons_held_by(actor: Actor) -> QuerySet[LessonSpeaker, int]:
    """Return the numbers of the lessons of which `actor` is a speaker."""
    if not isinstance(actor, User) or not actor.is_active:
        return LessonSpeaker.objects.none().values_list("lesson_id", flat=True)
    return LessonSpeaker.objects.filter(speaker__user=actor.pk).values_list("lesson_id", flat=True)


# --- certificates ----------------------------------------------------------------------------------------------------


def can_issue_certificates(actor: Actor, school: School) -> bool:
    """Tell whether `actor` may issue, correct and revoke the certificates of `school`: its methodists."""
    return can_run_school(actor, school)


def certificates_visible_to(actor: Actor, school: School) -> QuerySet[Certificate]:
    """Return the certificates of `school` for its desk; her own are asked for by `selectors.certificates.own`."""
    certificates = Certificate.objects.filter(school=school)
    return certificates if can_see_desk(actor, school) else certificates.none()
