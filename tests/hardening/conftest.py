from tests.portal_people import as_person, people, published

__all__ = ["as_person", "people", "published"]
