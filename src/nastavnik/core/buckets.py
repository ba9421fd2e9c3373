"""How an `s3:` address is read. Without Django, because the settings read it too."""

from urllib.parse import parse_qs, urlsplit


def bucket_origin(url: str) -> str:
    """Return the origin a browser fetches from (`https://host:port`) of an `s3:` address; empty for anything else."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        return ""
    scheme = "http" if parse_qs(parts.query).get("tls") == ["0"] else "https"
    return f"{scheme}://{parts.hostname}:{parts.port}" if parts.port else f"{scheme}://{parts.hostname}"
