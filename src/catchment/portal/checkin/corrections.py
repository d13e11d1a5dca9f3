"""Addresses that teachers corrected themselves: shown from the next page on, not from the next release."""

from catchment.portal.checkin.models import CorrectedEmail


def emails(partner_id: str) -> dict[str, str]:
    """Person id -> the latest address that the teacher gave this partner."""
    rows = CorrectedEmail.objects.filter(partner_id=partner_id)
    return dict(rows.values_list("person_id", "email"))
