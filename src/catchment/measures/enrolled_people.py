"""Which person an enrollment is of: by account id, else by e-mail, else nobody's (a finding)."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.picking import first
from catchment.measures.step import Tables


def enrolled_people(tables: Tables) -> ir.Table:
    """Every enrollment that is not withdrawn, with person_id (blank: unmatched)."""
    enrollments = tables["known_enrollments"]
    enrollments = enrollments.filter(enrollments.withdrawn_on.isnull())
    enrollments = enrollments.mutate(address=_address(enrollments.email)).drop("withdrawn_on", "enrolled_on")
    by_id = tables["known_teachers"].select("teacher_id", person_by_id="person_id")
    by_email = accounts_by_email(tables).select("address", person_by_email="person_id")
    found = enrollments.left_join(by_id, "teacher_id").left_join(by_email, "address")
    person = ibis.coalesce(found.person_by_id, found.person_by_email)
    return found.select(
        "enrollment_id",
        "workshop_id",
        "first_name",
        "last_name",
        "email",
        "school_id",
        "scholarship",
        "plan",
        person_id=person,
    )


def accounts_by_email(tables: Tables) -> ir.Table:
    """address → person_id. Of several accounts with one address the latest created; mostly one person's."""
    teachers = tables["known_teachers"]
    accounts = teachers.mutate(address=_address(teachers.email))
    accounts = accounts.filter(accounts.address.notnull(), accounts.address != "")
    return first(accounts, ["address"], [ibis.desc("created_on"), ibis.desc("teacher_id")])


def _address(email: ir.StringValue) -> ir.StringValue:
    """How e-mail addresses are compared: ignoring case and surrounding space."""
    return email.strip().lower()


def unmatched_enrollments(tables: Tables) -> ir.Table:
    """One row, `enrollments`: how many match no person and are on no roster."""
    people = tables["enrolled_people"]
    return people.filter(people.person_id.isnull()).agg(enrollments=_.count())


def accounts(tables: Tables) -> ir.Table:
    """person_id → name, e-mail and phone of the person's latest created account."""
    teachers = tables["known_teachers"]
    latest = first(teachers, ["person_id"], [ibis.desc("created_on"), ibis.desc("teacher_id")])
    return latest.select(
        "person_id",
        account_first_name="first_name",
        account_last_name="last_name",
        account_email="email",
        phone="phone",
    )
