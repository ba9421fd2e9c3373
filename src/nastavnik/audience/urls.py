"""Addresses of channels, counts and reports."""

from nastavnik.audience.views import (
    channels_urls,
    counts_urls,
    exports_urls,
    frozen_urls,
    report_urls,
    schedules_urls,
    tables_urls,
    viewing_urls,
)

app_name = "audience"
urlpatterns = [
    *counts_urls.urlpatterns,
    *channels_urls.urlpatterns,
    *viewing_urls.urlpatterns,
    *report_urls.urlpatterns,
    *frozen_urls.urlpatterns,
    *exports_urls.urlpatterns,
    *schedules_urls.urlpatterns,
    *tables_urls.urlpatterns,
]
