"""Pictures of articles, for who looks at the desk."""

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.publishing.models import ArticlePicture
from nastavnik.publishing.selectors.lookup import article_at_desk

MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}


def picture_for(actor: Actor, school: School, token: str, key: str) -> ArticlePicture:
    """Return a picture of an article to who looks at the desk. Raises `Article.DoesNotExist`, `ArticlePicture.DoesNotExist`."""
    return ArticlePicture.objects.get(article=article_at_desk(actor, school, token), key=key)
