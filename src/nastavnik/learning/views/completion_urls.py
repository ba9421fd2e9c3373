"""Addresses of progress: rules, check-ins, surveys, who learnt how much."""

from django.urls import path

from nastavnik.learning.views import check_ins, lessons, network, people, surveys

urlpatterns = [
    path("lessons/<slug:slug>/check-in/", check_ins.check_in, name="check_in"),
    path("lessons/<slug:slug>/survey/", surveys.survey, name="survey"),
    path("me/check-ins/<slug:token>/deny/", check_ins.deny, name="deny_check_in"),
    path("me/check-ins/<slug:token>/confirm/", check_ins.confirm, name="confirm_check_in"),
    path("me/learning/", people.own, name="own"),
    path("me/library/", people.library, name="library"),
    path("me/library/<slug:library_token>/", people.library, name="one_library"),
    path("me/library/<slug:library_token>/<slug:programme_token>/", people.library, name="library_year"),
    path("me/colleagues/<slug:token>/", people.colleague, name="colleague"),
    path("desk/lessons/<slug:uid>/", lessons.show, name="lesson"),
    path("desk/lessons/<slug:uid>/counted/", lessons.counted, name="counted"),
    path("desk/lessons/<slug:uid>/survey/", lessons.survey_results, name="survey_results"),
    path("desk/lessons/<slug:uid>/rule/", lessons.rule, name="rule"),
    path("desk/lessons/<slug:uid>/attended/", lessons.note, name="note"),
    path("desk/lessons/<slug:uid>/attended/take-back/", lessons.take_back, name="take_attendance_back"),
    path("desk/progress/", network.branches, name="network"),
    path("desk/progress/person/<slug:token>/", network.person, name="person"),
    path("desk/progress/<slug:token>/", network.branches, name="network_year"),
    path("desk/progress/<slug:token>/people/", network.everybody, name="people"),
    path("desk/progress/<slug:token>/lessons/", network.lessons, name="lessons"),
    path("desk/progress/<slug:token>/remind/", network.remind, name="nudge"),
]
