"""What a webhook is told of an event: which thing it was, by the names that the interface knows it by. Never a word of a person."""

from nastavnik.api.selectors.news.told import INNER, TOLD, News, body_of, event_of, news_of

__all__ = ["INNER", "TOLD", "News", "body_of", "event_of", "news_of"]
