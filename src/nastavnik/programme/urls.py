"""Addresses of the app. The public pages of the programme are the portal's; calendars, files and the desk are here."""

from django.urls import path, re_path

from nastavnik.programme.views import calendars, cycles, enrolment, handouts, lessons, programmes, school, speakers
from nastavnik.programme.views.deeds import DEEDS

app_name = "programme"
urlpatterns = [
    path("school.css", school.styles, name="school_styles"),
    path("lessons/<slug:slug>.ics", calendars.lesson, name="lesson_calendar"),
    path("programme/<slug:token>.ics", calendars.programme, name="programme_calendar"),
    path("calendar/<str:key>.ics", calendars.own, name="own_calendar"),
    path("handouts/<slug:token>/", handouts.download, name="handout"),
    path("programme/<slug:token>/enrol/", enrolment.enrol, name="enrol"),
    path("programme/<slug:token>/leave/", enrolment.leave, name="leave"),
    path("desk/school/", school.settings, name="school"),
    path("desk/school/partners/add/", school.add_partner, name="add_partner"),
    path("desk/school/partners/<slug:token>/remove/", school.remove_partner, name="remove_partner"),
    path("desk/programme/", programmes.years, name="years"),
    path("desk/programme/add/", programmes.add, name="add_programme"),
    path("desk/programme/cycles/<slug:token>/edit/", cycles.edit, name="edit_cycle"),
    path("desk/programme/cycles/<slug:token>/remove/", cycles.remove, name="remove_cycle"),
    path("desk/programme/cycles/<slug:token>/bring-back/", cycles.bring_back, name="bring_back_cycle"),
    re_path(r"^desk/programme/cycles/(?P<token>[-\w]+)/(?P<direction>up|down)/$", cycles.move, name="move_cycle"),
    path("desk/programme/cycles/<slug:token>/lessons/add/", lessons.add, name="add_lesson"),
    path("desk/programme/lessons/<slug:uid>/", lessons.show, name="lesson"),
    path("desk/programme/lessons/<slug:uid>/short/", lessons.edit_short, name="edit_lesson_short"),
    path("desk/programme/lessons/<slug:uid>/cancel/", lessons.cancel, name="cancel"),
    path("desk/programme/lessons/<slug:uid>/undo/<int:version>/", lessons.undo_edit, name="undo_edit"),
    path("desk/programme/lessons/<slug:uid>/handouts/add/", handouts.add, name="add_handout"),
    re_path(rf"^desk/programme/lessons/(?P<uid>[-\w]+)/(?P<deed>{'|'.join(DEEDS)})/$", lessons.do, name="do"),
    path("desk/programme/handouts/<slug:token>/remove/", handouts.remove, name="remove_handout"),
    path("desk/programme/<slug:token>/", programmes.show_board, name="board"),
    path("desk/programme/<slug:token>/edit/", programmes.edit, name="edit_programme"),
    path("desk/programme/<slug:token>/order/", programmes.order, name="order"),
    path("desk/programme/<slug:token>/publish/", programmes.publish, name="publish"),
    path("desk/programme/<slug:token>/hide/", programmes.hide, name="hide"),
    path("desk/programme/<slug:token>/clone/", programmes.clone, name="clone"),
    path("desk/programme/<slug:token>/cycles/add/", cycles.add, name="add_cycle"),
    path("desk/programme/<slug:token>/enrolled/", enrolment.people, name="enrolled"),
    path("desk/programme/<slug:token>/enrolled/add/", enrolment.add_people, name="enrol_people"),
    path("desk/programme/<slug:token>/enrolled/<slug:person>/", enrolment.place, name="place"),
    path("desk/speakers/", speakers.speakers_list, name="speakers"),
    path("desk/speakers/add/", speakers.add, name="add_speaker"),
    path("desk/speakers/<slug:token>/", speakers.edit, name="speaker"),
    path("desk/speakers/<slug:token>/remove/", speakers.remove, name="remove_speaker"),
]
