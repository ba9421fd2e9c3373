"""Work of the portal in the background: safe to run twice."""

from django_tasks import task

from nastavnik.portal.services.cards import draw_changed


# After all that somebody waits for: a card that is asked for meanwhile is drawn at once.
@task(queue_name="default", priority=-10)
def draw_card(kind: str, row_id: int) -> None:
    """Draw the card of a row that was changed."""
    draw_changed(kind, row_id)
