"""All addresses of the school. Each app names its own; the portal comes last because it owns `/`."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# The admin has no sign-in of its own: it would ask for no second step and count no failures by our rules.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth's manual says

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("nastavnik.core.urls")),
    path("", include("nastavnik.people.urls")),
    path("", include("nastavnik.programme.urls")),
    path("", include("nastavnik.video.urls")),
    path("", include("nastavnik.search.urls")),
    path("", include("nastavnik.live.urls")),
    path("", include("nastavnik.learning.urls")),
    path("", include("nastavnik.mentoring.urls")),
    path("", include("nastavnik.contest.urls")),
    path("", include("nastavnik.grants.urls")),
    path("", include("nastavnik.publishing.urls")),
    path("", include("nastavnik.studio.urls")),
    path("", include("nastavnik.audience.urls")),
    path("", include("nastavnik.api.urls")),
    path("", include("nastavnik.portal.urls")),
]
