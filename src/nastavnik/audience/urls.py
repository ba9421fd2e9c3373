"""Addresses of channels, counts and reports."""

from nastavnik.audience.views import report_urls

app_name = "audience"
urlpatterns = [*report_urls.urlpatterns]
