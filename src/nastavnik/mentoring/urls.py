"""Addresses of mentoring."""

from nastavnik.mentoring.views import (
    answer_urls,
    appointment_urls,
    consultation_urls,
    mentorship_urls,
    queue_urls,
)

app_name = "mentoring"
# `answers`, `public`, `profile` and `slots` are no tokens: whatever begins with a token comes last
urlpatterns = [
    *answer_urls.PUBLIC,
    *consultation_urls.urlpatterns,
    *queue_urls.urlpatterns,
    *mentorship_urls.urlpatterns,
    *appointment_urls.urlpatterns,
    *answer_urls.DESK,
]
