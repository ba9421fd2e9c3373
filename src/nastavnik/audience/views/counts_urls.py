"""Addresses of the ledger of views."""

from django.urls import path

from nastavnik.audience.views import counts

urlpatterns = [
    path("desk/views/", counts.sheet, name="counts"),
    path("desk/views/save/", counts.save, name="save_counts"),
    path("desk/views/table/", counts.paste, name="paste_counts"),
    path("desk/views/of/<slug:lesson>/<slug:channel>/<slug:metric>/", counts.count, name="count"),
    path("desk/views/number/<int:count>/", counts.correct, name="correct_count"),
    path("desk/views/number/<int:count>/withdraw/", counts.withdraw, name="withdraw_count"),
    path("desk/views/number/<int:count>/evidence/", counts.evidence, name="count_evidence"),
]
