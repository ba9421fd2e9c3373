"""Addresses of writing an application to a fund, and of what stood there before."""

from django.urls import path

from nastavnik.grants.views import history, versions, writing

GRANT = "grants/applications/<slug:token>/"

urlpatterns = [
    path(GRANT, writing.show, name="grant"),
    path(f"{GRANT}read/", writing.read, name="read"),
    path(f"{GRANT}sections/<slug:key>/", writing.section, name="section"),
    path(f"{GRANT}sections/<slug:key>/save/", writing.save, name="save_section"),
    path(f"{GRANT}sections/<slug:key>/now/", writing.now, name="section_now"),
    path(f"{GRANT}files/<slug:file>/", writing.file, name="file"),
    path(f"{GRANT}history/", history.show, name="history"),
    path(f"{GRANT}history/<slug:key>/", history.field, name="field_history"),
    path(f"{GRANT}history/<slug:key>/<int:number>/restore/", history.restore, name="restore_revision"),
    path(f"{GRANT}history/<slug:key>/<int:number>/leave/", history.leave, name="leave_aside"),
    path(f"{GRANT}versions/", versions.keep, name="keep_version"),
    path(f"{GRANT}versions/compare/", versions.compare, name="compare_versions"),
    path(f"{GRANT}versions/<slug:version>/restore/", versions.restore, name="restore_version"),
]
