"""Addresses of what is made of a report."""

from django.urls import path

from nastavnik.audience.views import exports

urlpatterns = [
    path("desk/reports/files/<slug:kind>/", exports.live_file, name="report_file"),
    path("desk/reports/news/", exports.live_news, name="report_news"),
    path("desk/reports/frozen/<slug:token>/files/<slug:kind>/", exports.frozen_file, name="frozen_file"),
    path("desk/reports/frozen/<slug:token>/news/", exports.frozen_news, name="frozen_news"),
]
