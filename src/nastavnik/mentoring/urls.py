"""Addresses of mentoring."""

from nastavnik.mentoring.views import (
    answer_urls,
    appointment_urls,
    consultation_urls,
    mentorship_urls,
    queue_urls,
)

app_name = "mentoring"
urlpatterns = [
    *consultation_urls.urlpatterns,
    *queue_urls.urlpatterns,
    *answer_urls.urlpatterns,
    *mentorship_urls.urlpatterns,
    *appointment_urls.urlpatterns,
]
