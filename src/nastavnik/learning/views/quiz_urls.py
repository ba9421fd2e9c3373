"""Addresses of self-checks, and of making them at the desk."""

from django.urls import URLPattern, path

from nastavnik.learning.views import quiz

urlpatterns: list[URLPattern] = [
    path("lessons/<slug:slug>/quiz/", quiz.show, name="quiz"),
    path("lessons/<slug:slug>/quiz/begin/", quiz.begin, name="quiz_begin"),
    path("lessons/<slug:slug>/quiz/save/", quiz.save, name="quiz_save"),
    path("lessons/<slug:slug>/quiz/<int:number>/", quiz.attempt, name="quiz_attempt"),
    path("lessons/<slug:slug>/quiz/stops/<int:second>/", quiz.stops, name="quiz_stops"),
    path("lessons/<slug:slug>/quiz/stop/<slug:token>/", quiz.answer_stop, name="quiz_stop_answer"),
    path("quizzes/pictures/<slug:token>/", quiz.picture, name="quiz_picture"),
]
