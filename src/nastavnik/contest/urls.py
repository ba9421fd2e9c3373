"""Addresses of contests."""

from nastavnik.contest.views import application_urls, jury_urls, result_urls, setup_urls

app_name = "contest"
urlpatterns = [
    *setup_urls.urlpatterns,
    *application_urls.urlpatterns,
    *jury_urls.urlpatterns,
    *result_urls.urlpatterns,
]
