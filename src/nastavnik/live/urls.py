"""Addresses of live broadcasts, their desk, and their rooms."""

from nastavnik.live.views import broadcast_urls, hook_urls, lesson_urls, room_urls, submission_urls

app_name = "live"
urlpatterns = [
    *broadcast_urls.urlpatterns,
    *hook_urls.urlpatterns,
    *lesson_urls.urlpatterns,
    *room_urls.urlpatterns,
    *submission_urls.urlpatterns,
]
