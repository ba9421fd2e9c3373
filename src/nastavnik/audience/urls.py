"""Addresses of channels, counts and reports."""

from nastavnik.audience.views import channels_urls, counts_urls, report_urls, viewing_urls

app_name = "audience"
urlpatterns = [
    *counts_urls.urlpatterns,
    *channels_urls.urlpatterns,
    *report_urls.urlpatterns,
    *viewing_urls.urlpatterns,
]
