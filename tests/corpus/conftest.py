import shutil
from pathlib import Path

import pytest

from catchment.sources.package import import_package
from catchment.sources.package.sample import write_sample


@pytest.fixture(scope="session")
def whole_sample(tmp_path_factory) -> Path:
    return write_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def whole_network(whole_sample, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("network")
    import_package([whole_sample], folder)
    return folder


@pytest.fixture
def sample(whole_sample, tmp_path) -> Path:
    """The valid package, to be broken."""
    return Path(shutil.copytree(whole_sample, tmp_path / "package"))


@pytest.fixture
def network(whole_network, tmp_path) -> Path:
    """A network that holds the valid package."""
    return Path(shutil.copytree(whole_network, tmp_path / "network"))
