"""Addresses of topics, of production and of consents by link."""

from nastavnik.studio.views import card_urls, shooting_urls, topic_urls

app_name = "studio"
urlpatterns = [*topic_urls.urlpatterns, *card_urls.urlpatterns, *shooting_urls.urlpatterns]
