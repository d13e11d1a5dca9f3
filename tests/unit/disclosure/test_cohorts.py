"""Cohort figures are sums over the rows of those who share, and over nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.cohorts import Cohort, Figures, SharingRow, figures

HERE = Cohort("p1", "2025-26", "csp", "2025-26")
NEXT = HERE._replace(school_year="2026-27")


def row(cohort=HERE, started=False, completed=False, retained=False, sustained=None):
    return SharingRow(cohort, started, completed, retained, sustained)


def test_every_figure_counts_its_own_column():
    rows = [
        row(started=True, completed=True, retained=True, sustained=True),
        row(started=True, completed=True),
        row(started=True, sustained=False),
        row(NEXT, retained=True),
    ]
    assert figures(rows) == {
        HERE: Figures(sharing=3, started=3, completed=2, workshop_retained=1, sustained=1),
        NEXT: Figures(sharing=1, started=0, completed=0, workshop_retained=1, sustained=None),
    }


def test_sustained_is_zero_only_where_it_is_known():
    assert figures([row(), row()])[HERE].sustained is None
    assert figures([row(), row(sustained=False)])[HERE].sustained == 0


def test_a_share_of_nobody_is_blank():
    assert Figures(0, 0, 0, 0, None).implementation_rate is None
    assert Figures(4, 3, 0, 0, None).implementation_rate == 0.75


rows = st.lists(
    st.builds(row, st.sampled_from([HERE, NEXT]), *[st.booleans()] * 3, st.none() | st.booleans())
)


@given(rows, st.randoms(use_true_random=False))
def test_whoever_stops_sharing_takes_exactly_their_row_along(found, random):
    """The figures that are left are those of the others: nothing remembers who was there."""
    if found:
        gone = random.randrange(len(found))
        left = found[:gone] + found[gone + 1 :]
        before, after = figures(found), figures(left)
        cohort = found[gone].cohort
        assert before[cohort].sharing - (after[cohort].sharing if cohort in after else 0) == 1
        assert {key: value for key, value in before.items() if key != cohort} == {
            key: value for key, value in after.items() if key != cohort
        }
        assert figures(random.sample(left, len(left))) == after
