"""What somebody can be allowed to do. A page or a use case names one of these, never a role."""

from enum import StrEnum


class Permission(StrEnum):
    """The value says it in words, after "may"."""

    SEE_REGION = "see a partner's region: its schools, and figures about groups"
    SEE_TEACHERS = "see the rows of teachers who agreed to share with a partner"
    SEND_CHECKIN = "send a teacher a check-in link"
    STOP_SHARING = "note that a teacher no longer shares with a partner"
    SEE_TEAM = "see who belongs to a partner"
    INVITE = "invite people to a partner, or into the program"
    REMOVE_PERSON = "end somebody's membership of a partner"
    CHANGE_ROLE = "change somebody's role at a partner"
    VIEW_AS = "look at the pages as somebody of a partner would, changing nothing"
    SEE_AGREEMENTS = "see who accepted which agreement"
    CHANGE_STAFF = "change somebody's role in the program, or close their account"
    SET_TERMS = "set a partner's last day, and whether it needs a second factor"
    SEE_NETWORK = "see the network's figures by partner"
    READ_AUDIT = "read the record of who did and saw what"
    RUN_IMPORT = "import data"
    ASK_BUILD = "ask for a release to be built and attacked"
    APPROVE_RELEASE = "approve a release that somebody else built"
