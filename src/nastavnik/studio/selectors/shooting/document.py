"""The consent that somebody who is shown is asked for: of this film, to this operator. What is sent is kept word by word.

It is of Russian law (152-FZ, articles 9 and 10.1; Civil Code, article 152.1), and so in Russian whatever language the pages have.
"""

import hashlib

from django.template.loader import render_to_string

from nastavnik.people.enums import ConsentKind
from nastavnik.people.models import ConsentText
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.studio.models import ProductionCard


def school_rules(school: School) -> str:
    """Return the school's own rules of recordings, as it has published them; empty when it has not."""
    place = place_of(school)
    texts = ConsentText.objects.filter(place_kind=place.kind, place_id=place.id, kind=ConsentKind.RECORDING)
    return texts.order_by("-version").values_list("text", flat=True).first() or ""


def consent_text(card: ProductionCard, *, name: str, guardian: str, rules: str) -> str:
    """Return the document (Markdown) for somebody who is shown; `rules`: what the school itself says of recordings."""
    words = {
        "operator": card.school.owner.name,
        "operator_site": card.school.owner.site,
        "school": card.school.title,
        "site": card.school.base_url,
        "film": card.title,
        "name": name,
        "guardian": guardian,
        "rules": rules,
    }
    return render_to_string("studio/shooting/consent.md", words).strip()


def digest_of(text: str) -> str:
    """Return by which a document is told from another: SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()
