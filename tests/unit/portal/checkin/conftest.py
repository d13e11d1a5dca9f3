from tests.portal_checkin import address, day, inbox, mailed, not_watched, owner, teacher

__all__ = ["address", "day", "inbox", "mailed", "not_watched", "owner", "teacher"]
