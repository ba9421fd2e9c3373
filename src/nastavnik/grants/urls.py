"""Addresses of projects and their applications to funds."""

from nastavnik.grants.views import check_urls, out_urls, project_urls, talk_urls, writing_urls

app_name = "grants"
urlpatterns = [
    *project_urls.urlpatterns,
    *writing_urls.urlpatterns,
    *talk_urls.urlpatterns,
    *check_urls.urlpatterns,
    *out_urls.urlpatterns,
]
