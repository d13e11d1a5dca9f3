"""docs/reference says what the code says."""

import pytest

from tests.unit.house.tree import name
from tools.make_reference import pages
from tools.markdown import cell


@pytest.mark.parametrize(("path", "text"), pages().items(), ids=lambda value: getattr(value, "name", ""))
def test_reference_is_up_to_date(path, text):
    assert path.read_text(encoding="utf-8") == text, f"{name(path)} is old: run make docs"


def test_a_bar_in_a_text_does_not_end_its_cell():
    assert cell("a|b\n c") == "a\\|b c"
