from tests.portal_people import admin, as_person, manager, people, published

__all__ = ["admin", "as_person", "manager", "people", "published"]
