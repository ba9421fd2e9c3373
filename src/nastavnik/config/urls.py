"""All addresses of the school. Each app names its own; the portal comes last because it owns `/`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("nastavnik.core.urls")),
    path("", include("nastavnik.people.urls")),
    path("", include("nastavnik.programme.urls")),
    path("", include("nastavnik.video.urls")),
    path("", include("nastavnik.portal.urls")),
]
