"""Addresses of channels, counts and reports."""

from nastavnik.audience.views import exports_urls, frozen_urls, report_urls, schedules_urls, tables_urls

app_name = "audience"
urlpatterns = [
    *report_urls.urlpatterns,
    *frozen_urls.urlpatterns,
    *exports_urls.urlpatterns,
    *schedules_urls.urlpatterns,
    *tables_urls.urlpatterns,
]
