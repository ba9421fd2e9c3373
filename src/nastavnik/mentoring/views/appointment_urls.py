"""Addresses of slots and appointments."""

from django.urls import path

from nastavnik.mentoring.views import appointments, slots

urlpatterns = [
    path("appointments/", appointments.choose, name="appointments"),
    path("appointments/past/", appointments.past, name="past_appointments"),
    path("appointments/mentors/<str:token>/", appointments.mentor, name="mentor_times"),
    path("appointments/book/<str:token>/", appointments.book, name="book_appointment"),
    path("appointments/<str:token>/", appointments.appointment, name="appointment"),
    path("appointments/<str:token>/unsaved/", appointments.keep_unsaved, name="keep_appointment_note"),
    path("appointments/<str:token>/cancel/", appointments.cancel, name="cancel_appointment"),
    path("appointments/<str:token>/move/", appointments.move, name="move_appointment"),
    path("appointments/<str:token>/calendar.ics", appointments.as_calendar, name="appointment_calendar"),
    path("desk/mentor/slots/", slots.listing, name="slots"),
    path("desk/mentor/slots/add/", slots.publish, name="publish_slot"),
    path("desk/mentor/slots/series/", slots.publish_series, name="publish_slots"),
    path("desk/mentor/slots/series/<str:series>/withdraw/", slots.withdraw_series, name="withdraw_series"),
    path("desk/mentor/slots/<str:token>/", slots.slot, name="slot"),
    path("desk/mentor/slots/<str:token>/withdraw/", slots.withdraw, name="withdraw_slot"),
    path("desk/mentor/slots/<str:token>/restore/", slots.restore, name="restore_slot"),
    path("desk/appointments/", slots.all_appointments, name="all_appointments"),
]
