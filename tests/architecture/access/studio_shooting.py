"""Scripts, shots and consents: who works on the card; whoever has the secret of a link signs."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from nastavnik.people.models import User
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.programme.models import School
from nastavnik.studio.models import ScriptRevision
from nastavnik.studio.selectors.shooting.prompter import SALT
from tests.architecture.access.words import DESK_HIDDEN, PUBLIC, Answer, Row, get, post, who
from tests.studio.factories import CardFactory, ShotFactory, ShownPersonFactory

# the learner makes this film; for everybody else a card is not there; the director reads and changes nothing
SEES = who("methodist", "director", "learner", others=Answer.MISSING)
WORKS = who("methodist", "learner", others=Answer.MISSING) | {"director": Answer.FORBIDDEN}

ROWS: tuple[Row, ...] = (
    get("studio:script", SEES, "shot_card"),
    post("studio:save_script", WORKS, "shot_card"),
    post("studio:restore_script", WORKS, "shot_card", "script_revision"),
    get("studio:prompter", SEES, "shot_card"),
    post("studio:report_prompter", WORKS, "shot_card"),
    # whoever helps has the address in her phone, and no account
    get("studio:remote", PUBLIC, "remote"),
    post("studio:steer_prompter", PUBLIC, "remote"),
    get("studio:shots", SEES, "shot_card"),
    get("studio:shots", DESK_HIDDEN, "other_shot_card"),
    post("studio:propose_shots", WORKS, "shot_card"),
    post("studio:order_shots", WORKS, "shot_card"),
    get("studio:shots_printed", SEES, "shot_card"),
    get("studio:storyboard", SEES, "shot_card"),
    get("studio:storyboard_file", SEES, "shot_card"),
    get("studio:shot", WORKS, "shot_card", "shot"),
    post("studio:tick_shot", WORKS, "shot_card", "shot"),
    post("studio:remove_shot", WORKS, "shot_card", "shot"),
    post("studio:set_shot_picture", WORKS, "shot_card", "shot"),
    get("studio:shot_picture", SEES, "shot_card", "shot"),
    get("studio:shown", SEES, "shot_card"),
    get("studio:shown", DESK_HIDDEN, "other_shot_card"),
    get("studio:shown_one", SEES, "shot_card", "shown_person"),
    post("studio:correct_shown", WORKS, "shot_card", "shown_person"),
    post("studio:send_consent", WORKS, "shot_card", "shown_person"),
    post("studio:hand_out_consent", WORKS, "shot_card", "shown_person"),
    post("studio:note_paper", WORKS, "shot_card", "shown_person"),
    post("studio:note_withdrawal", WORKS, "shot_card", "shown_person"),
    post("studio:remove_shown", WORKS, "shot_card", "shown_person"),
    # whoever has the secret is she who is shown
    get("studio:sign", PUBLIC, "shown_secret"),
    post("studio:answer_consent", PUBLIC, "shown_secret"),
    post("studio:withdraw_consent", PUBLIC, "shown_secret"),
    get("studio:consent_receipt", PUBLIC, "shown_secret"),
)


def things_of_shooting(school: School, people: dict[str, User | None]) -> dict[str, Any]:
    """Return a card that the learner makes, one that nobody makes, and somebody who is shown in the first."""
    card = CardFactory(school=school, owner=people["learner"], title="Съёмка")
    now, secret = timezone.now(), f"shown-{card.token}"
    person = ShownPersonFactory(
        card=card, secret_hash=hash_secret(secret), text="Согласие", sent_at=now, expires_at=now + timedelta(days=1)
    )
    revision = ScriptRevision.objects.create(card=card, text="Слово", began_at=now, written_at=now)
    picture = default_storage.save("studio/one.jpg", ContentFile(b"JPEG"))
    return {
        "shot_card": card.token,
        "other_shot_card": CardFactory(school=school, title="Другая съёмка").token,
        "script_revision": revision.pk,
        "remote": signing.dumps(card.token, salt=SALT),
        "shot": ShotFactory(card=card, picture=picture).token,
        "shown_person": person.token,
        "shown_secret": secret,
    }
