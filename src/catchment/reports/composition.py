"""Charts of who the students are: shares of a place's students with their margins, drawn from estimates."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catchment.network.categories import COMPOSITION, is_reported
from catchment.reports import charts, share_bars
from catchment.reports.adding import added
from catchment.reports.charts import Chart
from catchment.reports.share_bars import Bar
from catchment.words import categories, estimates

Row = Mapping[str, Any]
"""A released cell: family, category, estimate, margin, count_shown, share, share_margin."""

TITLES = {
    "gender": gettext_lazy("Gender"),
    "race": gettext_lazy("Race and ethnicity"),
    "gender_urg": gettext_lazy("Gender and underrepresented groups"),
    "gender_trained": gettext_lazy("Gender and trained teachers"),
}
_BASES = {
    "gender": gettext_lazy("a gender"),
    "race": gettext_lazy("a race or ethnicity"),
    "gender_urg": gettext_lazy("gender and race"),
    "gender_trained": gettext_lazy("a gender"),
}


URG_MEANS = gettext_lazy(
    "Underrepresented in computer science are Black, Hispanic, Native Hawaiian, Pacific Islander, "
    "American Indian and Alaska Native students."
)


def chart(family: str, rows: Sequence[Row], network: Sequence[Row]) -> Chart:
    """One composition table of a place as a chart; `network` has the same table of the whole network."""
    cells = _in_order(family, rows)
    bars = [_bar(family, row) for row in cells if is_reported(row["category"])]
    whole = {row["category"]: row for row in network}
    return charts.chart(
        f"who-{family.replace('_', '-')}",
        title=str(TITLES[family]),
        sentence=_SENTENCES[family]({row["category"]: row for row in cells}, whole),
        note=_note(family, cells),
        columns=(_("Students"), _("Number"), _("Share"), _("Share in the whole network")),
        rows=tuple(_cells(family, row, whole.get(row["category"])) for row in cells),
        spec=lambda width: share_bars.spec(bars, width),
    )


def _in_order(family: str, rows: Sequence[Row]) -> list[Row]:
    """The table's categories as the network lists them, races by their share; not reported come last."""
    of_family = {row["category"]: row for row in rows if row["family"] == family}
    cells = [of_family[category] for category in COMPOSITION[family] if category in of_family]
    if family == "race":
        cells.sort(key=lambda row: -row["estimate"])
    return sorted(cells, key=lambda row: not is_reported(row["category"]))


def _cells(family: str, row: Row, whole: Row | None) -> tuple[str, ...]:
    number = estimates.count(row["estimate"], row["margin"], row["count_shown"]).text
    name = categories.category(family, row["category"])
    if not is_reported(row["category"]):
        return name, number, _("not in the base"), _("not in the base")
    return name, number, _share(row), _share(whole)


def _share(row: Row | None) -> str:
    return estimates.share(row["share"], row["share_margin"]).text if row else estimates.too_uncertain().text


def _note(family: str, cells: Sequence[Row]) -> str:
    """The base of the shares, and how many are not in it."""
    said = {
        "base": _sum(row for row in cells if is_reported(row["category"])),
        "what": _BASES[family],
        "missing": _sum(row for row in cells if not is_reported(row["category"])),
    }
    note = _("Shares of the %(base)s students who reported %(what)s. Not reported: %(missing)s.") % said
    return f"{note} {URG_MEANS}" if family == "gender_urg" else note


def _sum(cells: Any) -> str:
    estimate, margin = added(cells)
    return estimates.count(estimate, margin, estimate >= estimates.LEAST_COUNT).text


Cells = Mapping[str, Row]


def _about_gender(cells: Cells, whole: Cells) -> str:
    said = {"share": _share(cells.get("female")), "network": _share(whole.get("female"))}
    if _uncertain(cells.get("female")):
        return _("How many of the students are female is too uncertain to show.")
    if _uncertain(whole.get("female")):
        return _("%(share)s of the students who reported a gender are female.") % said
    return (
        _("%(share)s of the students who reported a gender are female; in the whole network %(network)s.")
        % said
    )


def _about_race(cells: Cells, _whole: Cells) -> str:
    known = [row for row in cells.values() if not _uncertain(row)]
    if not known:
        return _("The races of the students are too uncertain to show.")
    most = max(known, key=lambda row: row["share"])
    said = {"race": categories.category("race", most["category"]), "share": _share(most)}
    return _("The largest group, %(race)s, is %(share)s of the students who reported a race.") % said


def _about_urg(cells: Cells, _whole: Cells) -> str:
    row = cells.get("female:urg")
    if _uncertain(row):
        return _("How many are female and of an underrepresented group is too uncertain to show.")
    return _("Female students of underrepresented groups are %(share)s of the students.") % {
        "share": _share(row)
    }


def _about_trained(cells: Cells, _whole: Cells) -> str:
    total, margin = added(row for category, row in cells.items() if category.endswith(":trained"))
    said = estimates.students(total, margin)
    if said.withheld:
        return _("How many students trained teachers taught is too uncertain to show.")
    return _("Teachers trained for their course taught %(students)s students, whoever trained them.") % {
        "students": said.text
    }


_SENTENCES = {
    "gender": _about_gender,
    "race": _about_race,
    "gender_urg": _about_urg,
    "gender_trained": _about_trained,
}


def _uncertain(row: Row | None) -> bool:
    return row is None or row["share"] is None


def _bar(family: str, row: Row) -> Bar:
    name, label = categories.category(family, row["category"]), _share(row)
    return Bar(name, label) if _uncertain(row) else Bar(name, label, row["share"], row["share_margin"])
