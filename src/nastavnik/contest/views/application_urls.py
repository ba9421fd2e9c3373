"""Addresses of applications and their formal check."""

from django.urls import path

from nastavnik.contest.views import application_deeds, application_desk, application_papers, applications

urlpatterns = [
    path("contests/<slug:slug>/apply/", applications.apply, name="apply"),
    path("applications/<slug:token>/", applications.show, name="application"),
    path("applications/<slug:token>/direction/", applications.direction, name="application_direction"),
    path("applications/<slug:token>/sections/<slug:key>/", applications.section, name="application_section"),
    path("applications/<slug:token>/sections/<slug:key>/save/", applications.save, name="save_section"),
    path("applications/<slug:token>/read/", application_papers.preview, name="preview_application"),
    path("applications/<slug:token>/submitted/<int:turn>/", application_papers.submitted, name="submitted_application"),
    path("applications/<slug:token>/receipts/<int:turn>/", application_papers.receipt, name="application_receipt"),
    path("applications/<slug:token>/files/<slug:file>/", application_papers.file, name="application_file"),
    path("applications/<slug:token>/authors/", application_deeds.add_author, name="add_author"),
    path(
        "applications/<slug:token>/authors/<slug:person>/remove/", application_deeds.remove_author, name="remove_author"
    ),
    path("applications/<slug:token>/submit/", application_deeds.submit, name="submit_application"),
    path("applications/<slug:token>/withdraw/", application_deeds.withdraw, name="withdraw_application"),
    path("applications/<slug:token>/drop/", application_deeds.drop, name="drop_application"),
    path("desk/contests/<slug:contest>/applications/", application_desk.register, name="register"),
    path("desk/contests/<slug:contest>/applications/paper/", application_desk.paper, name="paper_application"),
    path("desk/contests/<slug:contest>/applications/<slug:token>/", application_desk.check, name="check_application"),
    path(
        "desk/contests/<slug:contest>/applications/<slug:token>/receipt/",
        application_desk.receipt,
        name="desk_receipt",
    ),
]
