"""The kernel, and what others wrote: sign-in, second step and outside sign-in of allauth, the admin's own pages."""

from tests.architecture.access.words import NOBODY, OPERATOR, OWN, PUBLIC, ROLES, SIGNED_IN, Answer, Row, get, post, who

AWAY, FORBIDDEN, LOGIN, MISSING = Answer.AWAY, Answer.FORBIDDEN, Answer.LOGIN, Answer.MISSING

GUESTS_ALONE = who("guest", others=AWAY)
LEADS_AWAY = who(others=AWAY, guest=AWAY)
# whoever may come in is sent on from here
OWN_LEADS_AWAY = who(others=AWAY)
OWN_MISSING = who(others=MISSING)
ERROR_OF_OTHERS = who(*ROLES, gets=Answer.UNSIGNED, others=Answer.UNSIGNED)
OPERATOR_FORBIDDEN = who("operator", gets=FORBIDDEN, others=LOGIN)

NO_SECOND_STEP = "nobody of the world has a second step"
NO_PROVIDER = "outside sign-in is off until an operator switches it on"
IN_THE_MIDDLE = "a step of signing in that nobody has begun"
LEADS_ON = "an old address of allauth that leads to the present one"

SIGN_IN: tuple[Row, ...] = (
    get("account_login", GUESTS_ALONE),
    get("account_logout", who(*SIGNED_IN, others=AWAY, guest=AWAY)),
    get("account_inactive", PUBLIC),
    get("account_signup", GUESTS_ALONE),
    get("account_reauthenticate", OWN),
    get("account_email", OWN),
    get("account_email_verification_sent", PUBLIC),
    get("account_change_password", OWN),
    get("account_set_password", OWN_LEADS_AWAY, why="for those without a password"),
    get("account_reset_password", PUBLIC),
    get("account_reset_password_done", PUBLIC),
    get("account_reset_password_from_key", PUBLIC, "reset_uid", "reset_key", is_shared=True),
    get("account_reset_password_from_key_done", PUBLIC),
    get("account_request_login_code", GUESTS_ALONE),
    get("account_confirm_login_code", LEADS_AWAY, why=IN_THE_MIDDLE),
    get("account_confirm_email", PUBLIC, "email_key", is_shared=True),
)

SECOND_STEP: tuple[Row, ...] = (
    get("mfa_index", OWN),
    get("mfa_authenticate", OWN_LEADS_AWAY, why=IN_THE_MIDDLE),
    get("mfa_reauthenticate", OWN_LEADS_AWAY, why=NO_SECOND_STEP),
    get("mfa_activate_totp", OWN),
    get("mfa_deactivate_totp", OWN_MISSING, why=NO_SECOND_STEP),
    get("mfa_view_recovery_codes", OWN_MISSING, why=NO_SECOND_STEP),
    get("mfa_generate_recovery_codes", OWN),
    get("mfa_download_recovery_codes", OWN_MISSING, why=NO_SECOND_STEP),
    get("mfa_list_webauthn", OWN),
    get("mfa_add_webauthn", OWN),
    get("mfa_reauthenticate_webauthn", OWN_LEADS_AWAY, why=NO_SECOND_STEP),
    get("mfa_remove_webauthn", OWN_MISSING, "passkey", why=NO_SECOND_STEP),
    get("mfa_edit_webauthn", OWN_MISSING, "passkey", why=NO_SECOND_STEP),
    get("mfa_login_webauthn", OWN_LEADS_AWAY, why=IN_THE_MIDDLE),
)

OUTSIDE_SIGN_IN: tuple[Row, ...] = (
    get("socialaccount_login_cancelled", PUBLIC),
    get("socialaccount_login_error", ERROR_OF_OTHERS, why="it says that the other side signed nobody in"),
    get("socialaccount_signup", who(others=LOGIN), why=IN_THE_MIDDLE),
    get("socialaccount_connections", OWN),
    *(
        get(f"{provider}_{step}", NOBODY, why=NO_PROVIDER)
        for provider in ("vk", "yandex")
        for step in ("login", "callback")
    ),
    *(
        get(f"/accounts/social/{old}/", LEADS_AWAY, why=LEADS_ON)
        for old in ("login/cancelled", "login/error", "signup", "connections")
    ),
)

ADMIN: tuple[Row, ...] = (
    get("admin:index", OPERATOR),
    get("admin:jsi18n", OPERATOR),
    get("admin:password_change", OPERATOR),
    get("admin:password_change_done", OPERATOR),
    get("admin:login", who("operator", gets=AWAY, others=FORBIDDEN), why="the admin has no sign-in of its own"),
    get("admin:autocomplete", OPERATOR_FORBIDDEN, why="it wants to know of which field"),
)

KERNEL: tuple[Row, ...] = (
    post("core:preferences", PUBLIC),
    get("core:health", PUBLIC),
    get("core:components", NOBODY, why="the gallery of components is open only while the school is being developed"),
)

ROWS = (*SIGN_IN, *SECOND_STEP, *OUTSIDE_SIGN_IN, *ADMIN, *KERNEL)
