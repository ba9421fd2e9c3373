"""Addresses of projects, of beginning and promoting them, and of the templates of funds."""

from django.urls import path

from nastavnik.grants.views import begin, project_deeds, projects, takeover, templates_desk

GRANT = "grants/applications/<slug:token>"
PROJECT = "grants/<slug:token>"
FUND = "desk/grants/funds/<slug:fund>"

# fixed words come before the token of a project
urlpatterns = [
    path("grants/", projects.own, name="own"),
    path("grants/begin/", begin.begin, name="begin"),
    path("grants/begin/<slug:fund>/", begin.begin_fund, name="begin_fund"),
    path(f"{GRANT}/fund/", projects.fund, name="grant_fund"),
    path(f"{GRANT}/carried/", projects.carried, name="carried"),
    path(f"{GRANT}/terms/", begin.terms, name="terms"),
    path(f"{GRANT}/takeover/", takeover.show, name="takeover"),
    path(f"{GRANT}/remove/", project_deeds.remove_grant, name="remove_grant"),
    path(f"{GRANT}/restore/", project_deeds.restore_grant, name="restore_grant"),
    path(f"{PROJECT}/", projects.show, name="project"),
    path(f"{PROJECT}/funds/", begin.funds, name="project_funds"),
    path(f"{PROJECT}/funds/<slug:fund>/", begin.add_fund, name="add_fund"),
    path(f"{PROJECT}/people/", project_deeds.add_member, name="add_member"),
    path(f"{PROJECT}/people/<slug:person>/mentor/", project_deeds.add_mentor, name="add_mentor"),
    path(f"{PROJECT}/people/<slug:person>/remove/", project_deeds.remove_member, name="remove_member"),
    path(f"{PROJECT}/remove/", project_deeds.remove_project, name="remove_project"),
    path(f"{PROJECT}/restore/", project_deeds.restore_project, name="restore_project"),
    path("desk/grants/funds/", templates_desk.show_all, name="funds"),
    path("desk/grants/new-fund/", templates_desk.new, name="new_fund"),
    path(f"{FUND}/", templates_desk.show, name="fund"),
    path(f"{FUND}/text/", templates_desk.text, name="fund_text"),
    path(f"{FUND}/edit/", templates_desk.edit, name="edit_fund"),
    path(f"{FUND}/hide/", templates_desk.hide, name="hide_fund"),
    path(f"{FUND}/offer/", templates_desk.offer, name="show_fund"),
]
