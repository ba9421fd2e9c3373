"""Addresses of collections."""

from nastavnik.publishing.views import desk_urls

app_name = "publishing"
urlpatterns = [*desk_urls.urlpatterns]
