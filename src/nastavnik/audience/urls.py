"""Addresses of channels, counts and reports."""

from nastavnik.audience.views import viewing_urls

app_name = "audience"
urlpatterns = [
    *viewing_urls.urlpatterns,
]
