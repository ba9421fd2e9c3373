"""Addresses of self-checks, and of making them at the desk."""

from django.urls import URLPattern, path, re_path

from nastavnik.learning.enums import QuestionKind
from nastavnik.learning.views import quiz, quiz_desk, quiz_exchange, quiz_questions, quiz_reading
from nastavnik.learning.views.quiz_deeds import QUESTION_DEEDS, QUIZ_DEEDS

WORD = r"[-\w]+"

LEARNERS: list[URLPattern] = [
    path("lessons/<slug:slug>/quiz/", quiz.show, name="quiz"),
    path("lessons/<slug:slug>/quiz/begin/", quiz.begin, name="quiz_begin"),
    path("lessons/<slug:slug>/quiz/save/", quiz.save, name="quiz_save"),
    path("lessons/<slug:slug>/quiz/<int:number>/", quiz.attempt, name="quiz_attempt"),
    path("lessons/<slug:slug>/quiz/stops/<int:second>/", quiz.stops, name="quiz_stops"),
    path("lessons/<slug:slug>/quiz/stop/<slug:token>/", quiz.answer_stop, name="quiz_stop_answer"),
    path("quizzes/pictures/<slug:token>/", quiz.picture, name="quiz_picture"),
]

DESK: list[URLPattern] = [
    path("desk/quizzes/", quiz_desk.list_all, name="desk_quizzes"),
    path("desk/quizzes/new/", quiz_desk.add, name="add_quiz"),
    path("desk/quizzes/import/", quiz_exchange.bring, name="bring_quiz"),
    path("desk/quizzes/import/<slug:token>/", quiz_exchange.look, name="look_at_quiz"),
    path("desk/quizzes/answers/", quiz_reading.waiting, name="waiting_answers"),
    path("desk/quizzes/answers/<slug:token>/", quiz_reading.read, name="read_answer"),
    path("desk/quizzes/questions/<slug:lineage>/", quiz_questions.edit, name="edit_question"),
    re_path(
        rf"^desk/quizzes/questions/(?P<lineage>{WORD})/(?P<deed>{'|'.join(QUESTION_DEEDS)})/$",
        quiz_questions.do,
        name="do_question",
    ),
    path("desk/quizzes/<slug:token>/", quiz_desk.show, name="desk_quiz"),
    path("desk/quizzes/<slug:token>/order/", quiz_desk.order, name="order_questions"),
    path("desk/quizzes/<slug:token>/preview/", quiz_desk.preview, name="preview_quiz"),
    path("desk/quizzes/<slug:token>/statistics/", quiz_desk.statistics, name="quiz_statistics"),
    path("desk/quizzes/<slug:token>/moodle.xml", quiz_exchange.export, name="export_quiz"),
    re_path(
        rf"^desk/quizzes/(?P<token>{WORD})/add/(?P<kind>{'|'.join(QuestionKind.values)})/$",
        quiz_questions.add,
        name="add_question",
    ),
    path("desk/quizzes/<slug:token>/unsaved/<slug:form>/", quiz_desk.unsaved, name="quiz_unsaved"),
    re_path(rf"^desk/quizzes/(?P<token>{WORD})/(?P<deed>{'|'.join(QUIZ_DEEDS)})/$", quiz_desk.do, name="do_quiz"),
]

urlpatterns: list[URLPattern] = [*LEARNERS, *DESK]
