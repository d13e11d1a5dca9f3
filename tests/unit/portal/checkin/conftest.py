from tests.portal_checkin import address, day, inbox, not_watched, owner, teacher

__all__ = ["address", "day", "inbox", "not_watched", "owner", "teacher"]
