"""How mail leaves the school: `MAIL_URL` to Django's mail settings."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "django.core.mail.backends.filebased.EmailBackend"
PLAIN_SMTP_PORT = 25  # a relay on the same machine: no encryption to begin with
CONSOLE = "django.core.mail.backends.console.EmailBackend"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where letters go; without `MAIL_URL` they are kept as files in the data folder, so that none is lost."""

    backend: str
    folder: Path
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    use_starttls: bool = False
    use_ssl: bool = False


def mail_settings(url: str, data_dir: Path) -> MailSettings:
    """Read `smtp://user:password@host:587` (STARTTLS), `smtps://…:465`, `folder:`, or `console:`."""
    folder = data_dir / "mail"
    parts = urlsplit(url)
    if parts.scheme == "console":
        return MailSettings(backend=CONSOLE, folder=folder)
    if parts.scheme not in {"smtp", "smtps"}:
        return MailSettings(backend=FOLDER, folder=folder)
    is_ssl = parts.scheme == "smtps"
    port = parts.port or (465 if is_ssl else 587)
    return MailSettings(
        backend=SMTP,
        folder=folder,
        host=parts.hostname or "localhost",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_starttls=not is_ssl and port != PLAIN_SMTP_PORT,
        use_ssl=is_ssl,
    )
