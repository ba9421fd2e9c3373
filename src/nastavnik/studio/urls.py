"""Addresses of topics and production cards."""

app_name = "studio"
urlpatterns: list[object] = []
