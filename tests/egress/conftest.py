from types import SimpleNamespace

import pytest
from django.test import Client

from catchment.portal import consents
from tests.egress import hidden
from tests.portal_people import as_person, person

__all__ = ["as_person"]


@pytest.fixture(scope="session")
def releases(tmp_path_factory):
    """The folder with both releases of the network of canaries."""
    folder = tmp_path_factory.mktemp("network") / "releases"
    hidden.publish(folder)
    return folder


@pytest.fixture
def site(db, settings, releases, as_person) -> SimpleNamespace:
    """The portal on that release: a client for a partner's manager, one for staff, one for the public."""
    settings.CATCHMENT_RELEASES = releases
    consents.load([("person-1", hidden.PARTNER, hidden.JANUARY, None)])
    return SimpleNamespace(
        partner=as_person(person("manager@p1.invalid", partners=(hidden.PARTNER,))),
        staff=as_person(person("staff@program.invalid", staff_role="administrator")),
        public=Client(),
    )
