"""Addresses of learning."""

from nastavnik.learning.views import certificate_urls, completion_urls, coverage_urls, exchange_urls, quiz_urls

app_name = "learning"
urlpatterns = [
    *completion_urls.urlpatterns,
    *coverage_urls.urlpatterns,
    *quiz_urls.urlpatterns,
    *certificate_urls.urlpatterns,
    *exchange_urls.urlpatterns,
]
