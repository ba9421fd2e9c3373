"""The picture of a shot: a sketch or a photograph, written anew, so that nothing of what a camera adds is left."""

import io
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.core.pictures import NoPicture, TooManyPoints, bare_picture
from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard, Shot
from nastavnik.studio.services.shooting.locking import open_card
from nastavnik.studio.services.shooting.refusals import NoPictureOfShot
from nastavnik.studio.services.shooting.shots import forget_file

MOST_BYTES = 12 * 2**20
FORMATS = ("JPEG", "PNG", "WEBP")
# a frame is 88 mm wide on paper: 260 points an inch
LARGEST_SIDE = 900
QUALITY = 82


def set_picture(*, actor: User, card_id: int, shot: str, content: bytes, now: datetime) -> Shot:
    """Give a shot a picture in place of the one it has.

    Raises `NoPictureOfShot`, `PermissionDenied`, `Shot.DoesNotExist`; a picture that is not taken is not stored.
    """
    if len(content) > MOST_BYTES:
        raise NoPictureOfShot
    try:
        ready = prepared(content)
    except (NoPicture, TooManyPoints) as error:
        raise NoPictureOfShot from error
    # the network, if the storage is one, is not waited for inside of a transaction
    stored = default_storage.save(f"studio/{now:%Y}/{new_token()}.jpg", ContentFile(ready))
    try:
        return _put(actor, card_id, shot, stored, now)
    except BaseException:
        default_storage.delete(stored)
        raise


@transaction.atomic
def remove_picture(*, actor: User, card_id: int, shot: str, now: datetime) -> Shot:
    """Take the picture of a shot away. Raises `PermissionDenied`, `Shot.DoesNotExist`."""
    return _put(actor, card_id, shot, "", now)


def prepared(content: bytes) -> bytes:
    """Return a picture as it is kept: JPEG, on white where it lets something through. Raises `TooManyPoints`, `NoPicture`."""
    bare = bare_picture(io.BytesIO(content), FORMATS, largest_side=LARGEST_SIDE)
    if bare.mode == "RGBA":
        sheet = Image.new("RGB", bare.size, "white")
        sheet.paste(bare, mask=bare.getchannel("A"))
        bare = sheet
    made = io.BytesIO()
    bare.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


@transaction.atomic
def _put(actor: User, card_id: int, shot: str, file: str, now: datetime) -> Shot:
    card: ProductionCard = open_card(actor, card_id)
    row = Shot.objects.select_for_update(no_key=True).get(card=card, token=shot)
    forget_file(row.picture)
    row.picture = file
    row.save(update_fields=["picture"])
    verb = "shot_picture_set" if file else "shot_picture_removed"
    journal.record(actor=actor, verb=verb, subject=card, now=now, shot=row.token)
    return row
