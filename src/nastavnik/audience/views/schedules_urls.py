"""Addresses of reports that are sent by themselves."""

from django.urls import path

from nastavnik.audience.views import schedules

urlpatterns = [
    path("desk/reports/schedules/", schedules.schedules, name="schedules"),
    path("desk/reports/schedules/<slug:token>/stop/", schedules.stop, name="stop_schedule"),
    path("desk/reports/schedules/<slug:token>/resume/", schedules.resume, name="resume_schedule"),
]
