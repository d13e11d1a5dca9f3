"""Interest that schools have shown (pledges, events, applications), as far as a partner may see it."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.step import Tables

APPLICATION = "application"


def school_signals(tables: Tables) -> ir.Table:
    """school × kind → latest_on. An application is here only where its author agrees that it is seen."""
    signals = tables["known_signals"]
    seen = signals.filter((signals.kind != APPLICATION) | signals.may_show)
    return seen.group_by("school_id", "kind").agg(latest_on=_.on.max())


def county_applications(tables: Tables) -> ir.Table:
    """county × school year → applications whose authors do not agree that their school is named.

    Exact and small: to be published from n only.
    """
    signals = tables["known_signals"]
    unseen = signals.filter(signals.kind == APPLICATION, ~signals.may_show)
    counties = tables["schools"].select("school_id", "county_fips")
    rows = unseen.inner_join(counties, "school_id").inner_join(
        tables["calendar"].select("on", "school_year"), "on"
    )
    rows = rows.filter(rows.county_fips.notnull())
    return rows.group_by("county_fips", "school_year").agg(applications=_.count())


def latest_of(tables: Tables, kind: str) -> ir.Table:
    """school_id → when that kind of signal came last, in a column of its name."""
    signals = tables["school_signals"]
    rows = signals.filter(signals.kind == kind)
    return rows.select("school_id", **{f"{kind}_on": ibis._.latest_on})
