"""Every change of people, places, roles, consents, notices and staff lists. Callers import from here."""

from nastavnik.people.services.accounts import (
    activate_person,
    create_account,
    deactivate_person,
    edit_person,
    edit_profile,
    keep_address,
    register_person,
)
from nastavnik.people.services.consents import (
    finish_consent_round,
    give_consent,
    publish_consent_text,
    publish_default_consents,
    withdraw_consent,
)
from nastavnik.people.services.erasure import erase_account
from nastavnik.people.services.invitations import Invited, accept_invitation, invite_person, renew_invitation
from nastavnik.people.services.letters import retry_letter, write_account_letter
from nastavnik.people.services.notices import News, notify, notify_all, open_notice, read_notices, take_back
from nastavnik.people.services.places import (
    add_library,
    add_organisation,
    edit_library,
    edit_organisation,
    join_network,
)
from nastavnik.people.services.preferences import keep_to_page, set_notice_preferences, unsubscribe
from nastavnik.people.services.push.browsers import (
    leave_browser,
    switch_off_address,
    switch_off_browser,
    switch_on_browser,
)
from nastavnik.people.services.push.wire import offered_key
from nastavnik.people.services.roles import grant_role, grant_role_within, withdraw_role
from nastavnik.people.services.staff.lists import apply_staff_list, recheck_staff_list, upload_staff_list
from nastavnik.people.services.staff.undo import forget_old_rows, undo_staff_list

__all__ = [
    "Invited",
    "News",
    "accept_invitation",
    "activate_person",
    "add_library",
    "add_organisation",
    "apply_staff_list",
    "create_account",
    "deactivate_person",
    "edit_library",
    "edit_organisation",
    "edit_person",
    "edit_profile",
    "erase_account",
    "finish_consent_round",
    "forget_old_rows",
    "give_consent",
    "grant_role",
    "grant_role_within",
    "invite_person",
    "join_network",
    "keep_address",
    "keep_to_page",
    "leave_browser",
    "notify",
    "notify_all",
    "offered_key",
    "open_notice",
    "publish_consent_text",
    "publish_default_consents",
    "read_notices",
    "recheck_staff_list",
    "register_person",
    "renew_invitation",
    "retry_letter",
    "set_notice_preferences",
    "switch_off_address",
    "switch_off_browser",
    "switch_on_browser",
    "take_back",
    "undo_staff_list",
    "unsubscribe",
    "upload_staff_list",
    "withdraw_consent",
    "withdraw_role",
    "write_account_letter",
]
