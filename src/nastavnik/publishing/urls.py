"""Addresses of collections."""

from nastavnik.publishing.views import desk_urls, public_urls, world_urls

app_name = "publishing"
# what is fixed stands before what begins with the token of a collection
urlpatterns = [*public_urls.urlpatterns, *world_urls.urlpatterns, *desk_urls.urlpatterns]
