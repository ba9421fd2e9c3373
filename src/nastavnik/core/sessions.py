"""Sessions in the database, as Django keeps them; every page of a signed-in person reads hers, so the query is written out."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from nastavnik.core.connections import rows_of

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Reads a session without building the query anew; all else is Django's."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; of one that is over or unknown nothing, and its key is not used again."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        for (kept,) in rows_of(SESSION, [self.session_key, now]):
            return self.decode(kept)
        self._session_key = None
        return {}
