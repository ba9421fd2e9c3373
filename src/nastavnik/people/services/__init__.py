"""Every change of people, places, roles, consents, notices and staff lists. Callers import from here."""

from nastavnik.people.services.accounts import (
    activate_person,
    create_account,
    deactivate_person,
    edit_person,
    edit_profile,
    register_person,
)
from nastavnik.people.services.consents import (
    finish_consent_round,
    give_consent,
    publish_consent_text,
    publish_default_consents,
    withdraw_consent,
)
from nastavnik.people.services.invitations import Invited, accept_invitation, invite_person, renew_invitation
from nastavnik.people.services.letters import retry_letter
from nastavnik.people.services.notices import (
    notify,
    open_notice,
    read_notices,
    read_unsubscribe,
    set_notice_preferences,
    unsubscribe,
)
from nastavnik.people.services.places import (
    add_library,
    add_organisation,
    edit_library,
    edit_organisation,
    join_network,
)
from nastavnik.people.services.roles import grant_role, grant_role_within, withdraw_role

__all__ = [
    "Invited",
    "accept_invitation",
    "activate_person",
    "add_library",
    "add_organisation",
    "create_account",
    "deactivate_person",
    "edit_library",
    "edit_organisation",
    "edit_person",
    "edit_profile",
    "finish_consent_round",
    "give_consent",
    "grant_role",
    "grant_role_within",
    "invite_person",
    "join_network",
    "notify",
    "open_notice",
    "publish_consent_text",
    "publish_default_consents",
    "read_notices",
    "read_unsubscribe",
    "register_person",
    "renew_invitation",
    "retry_letter",
    "set_notice_preferences",
    "unsubscribe",
    "withdraw_consent",
    "withdraw_role",
]
