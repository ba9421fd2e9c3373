"""Addresses of those who ask."""

from django.urls import URLPattern, path, re_path

from nastavnik.mentoring.views import asking, thread

# as `core.ids` makes them: no other word that may follow has this form
ONE = r"^consultations/(?P<token>[2-9a-z]{10})/"

urlpatterns: list[URLPattern] = [
    path("consultations/", asking.consultations, name="consultations"),
    path("consultations/new/", asking.new, name="new_question"),
    path("consultations/suggestions/", asking.suggestions, name="question_suggestions"),
    path("consultations/helped/", asking.helped_before, name="helped_before"),
    path("consultations/attachments/<slug:token>/", thread.attachment, name="attachment"),
    re_path(rf"{ONE}$", thread.show, name="consultation"),
    re_path(rf"{ONE}edit/$", asking.edit, name="edit_question"),
    re_path(rf"{ONE}draft/$", asking.autosave, name="autosave_question"),
    re_path(rf"{ONE}remark/$", thread.autosave_remark, name="autosave_remark"),
    re_path(rf"{ONE}judge/$", thread.judge, name="judge"),
    re_path(rf"{ONE}(?P<deed>{'|'.join(thread.DEEDS)})/$", thread.do, name="do_question"),
]
