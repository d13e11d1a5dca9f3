"""Every metric of the registry has a case, or says where what it promises is tested."""

import pytest

from catchment.network.metrics import METRICS, Metric
from tests.spec.elsewhere import RELEASED
from tests.spec.reading import read_cases
from tests.unit.house.tree import ROOT

CASES = read_cases()


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_every_metric_has_a_case(metric: Metric) -> None:
    if metric.id in RELEASED:
        assert (ROOT / RELEASED[metric.id]).is_file()
    else:
        assert any(metric.id in case.metrics for case in CASES)
