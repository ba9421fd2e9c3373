"""Every change of certificates and badges. Callers import from here."""

from nastavnik.learning.services.certificates.badges import (
    baked_badge,
    issuer_document,
    signed_credential,
    signed_status,
)
from nastavnik.learning.services.certificates.ending import (
    forget_person,
    reissue_certificate,
    revoke_certificate,
)
from nastavnik.learning.services.certificates.issuing import issue_by_hand
from nastavnik.learning.services.certificates.papers import forget_old_papers
from nastavnik.learning.services.certificates.runs import give_up_silent_runs, make_run, print_again, start_run
from nastavnik.learning.services.certificates.templates import (
    SignatureWords,
    edit_template,
    set_certificate_rule,
)
from nastavnik.learning.services.certificates.verifying import may_verify

__all__ = [
    "SignatureWords",
    "baked_badge",
    "edit_template",
    "forget_old_papers",
    "forget_person",
    "give_up_silent_runs",
    "issue_by_hand",
    "issuer_document",
    "make_run",
    "may_verify",
    "print_again",
    "reissue_certificate",
    "revoke_certificate",
    "set_certificate_rule",
    "signed_credential",
    "signed_status",
    "start_run",
]
