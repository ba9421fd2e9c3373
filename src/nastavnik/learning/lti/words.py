"""The names that LTI 1.3 and its services (deep linking 2.0, AGS 2.0, NRPS 2.0) give to things."""

from enum import StrEnum

VERSION = "1.3.0"
ALGORITHM = "RS256"

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"

MESSAGE_TYPE = f"{LTI}message_type"
LTI_VERSION = f"{LTI}version"
DEPLOYMENT = f"{LTI}deployment_id"
TARGET = f"{LTI}target_link_uri"
RESOURCE_LINK = f"{LTI}resource_link"
ROLES = f"{LTI}roles"
CONTEXT = f"{LTI}context"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
PEOPLE = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
WISH = f"{DEEP_LINKING}deep_linking_settings"
CONTENT_ITEMS = f"{DEEP_LINKING}content_items"
DATA = f"{DEEP_LINKING}data"

SCOPE_SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCOPE_PEOPLE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"

SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
PEOPLE_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"


class Message(StrEnum):
    """What a platform may want when it sends somebody."""

    LESSON = "LtiResourceLinkRequest"
    CHOICE = "LtiDeepLinkingRequest"


ANSWER_TO_CHOICE = "LtiDeepLinkingResponse"


class Why(StrEnum):
    """Why somebody who comes from a platform is not let in. In the log by this word, on the page in a sentence."""

    NOT_ASKED = "not asked"  # parts of the first step are missing
    UNKNOWN_PLATFORM = "unknown platform"
    WRONG_TARGET = "wrong target"
    PLATFORM_SAYS_NO = "platform says no"
    STATE = "state"
    BROWSER = "browser"
    TOKEN = "token"  # noqa: S105 -- no secret: the word in the log
    KEY = "key"
    KEYS_SILENT = "keys silent"
    SIGNATURE = "signature"
    EXPIRED = "expired"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    NONCE = "nonce"
    REPLAY = "replay"
    MESSAGE = "message"
    VERSION = "version"
    DEPLOYMENT = "deployment"
    CLAIMS = "claims"
    NO_LESSON = "no lesson"
    TICKET = "ticket"


class Refused(Exception):
    """What a platform sent is not taken; `detail` is for the log."""

    def __init__(self, why: Why, detail: str = "") -> None:
        self.why, self.detail = why, detail
        super().__init__(f"{why.value}: {detail}" if detail else why.value)
