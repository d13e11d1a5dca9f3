"""Who may invite finds the page from where they look after people; nobody else is shown it."""

import pytest

from tests.portal_people import belongs, person
from tests.portal_release import NORTH


@pytest.mark.parametrize(("role", "shown"), [("partner_admin", True), ("partner_viewer", False)])
def test_the_team_leads_to_inviting(people, as_person, role, shown):
    user = person("somebody@north.invalid")
    belongs(user, NORTH, role)
    assert ('href="/team/invitations/"' in as_person(user).get("/team/").content.decode()) is shown


def test_the_desk_leads_to_inviting(people, as_person):
    assert 'href="/desk/invitations/"' in as_person(people.staff).get("/desk/people/").content.decode()
