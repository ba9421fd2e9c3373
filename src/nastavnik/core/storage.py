"""Where the school's files lie: a folder by default, an S3 bucket when `STORAGE_URL` says so."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from storages.backends.s3 import S3Storage

from nastavnik.core.buckets import bucket_origin


def school_storage() -> Storage:
    """Return the storage named by `STORAGE_URL`; without it, the folder `media` in the data folder.

    `s3://KEY:SECRET@host:9000/bucket?region=ru-1&tls=0` names a bucket; `file:///srv/media` another folder.
    """
    url = str(settings.STORAGE_URL)
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return s3_storage(url)
    folder = Path(unquote(parts.path)) if parts.scheme == "file" else Path(settings.MEDIA_ROOT)
    return FileSystemStorage(location=folder)


def rewriting_storage() -> Storage:
    """Return the school's storage as one in which a file may be written anew, as a whole: for lists that grow."""
    url = str(settings.STORAGE_URL)
    if urlsplit(url).scheme == "s3":
        return s3_storage(url, may_rewrite=True)
    return default_storage


def s3_storage(url: str, *, may_rewrite: bool = False) -> Storage:
    """Return the bucket behind an `s3:` address; addresses it hands out are signed and expire."""
    parts = urlsplit(url)
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    bucket: Storage = S3Storage(
        access_key=unquote(parts.username or ""),
        secret_key=unquote(parts.password or ""),
        bucket_name=parts.path.strip("/"),
        endpoint_url=bucket_origin(url),
        region_name=options.get("region"),
        addressing_style="path",
        signature_version="s3v4",
        file_overwrite=may_rewrite,
        querystring_expire=6 * 60 * 60,
    )
    return bucket
