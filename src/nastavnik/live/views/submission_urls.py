"""Addresses of what is submitted to portals by hand."""

from django.urls import URLPattern, path

from nastavnik.live.views import submissions

ONE = "desk/submissions/<slug:lesson>/<slug:channel>/"

urlpatterns: list[URLPattern] = [
    path("desk/submissions/", submissions.submissions, name="submissions"),
    path(ONE, submissions.submission, name="submission"),
    path(f"{ONE}skip/", submissions.skip, name="skip_submission"),
    path(f"{ONE}moved/", submissions.moved, name="moved_submission"),
    path(f"{ONE}check/", submissions.check, name="check_submission"),
    path(f"{ONE}picture.jpg", submissions.cover, name="submission_cover"),
    path("desk/channels/<slug:token>/submission/", submissions.rule, name="submission_rule"),
]
