"""The `network.toml` that a package may bring: checked always, used where the network has none."""

from pathlib import Path

from catchment.network import settings as network_settings
from catchment.network.settings import Network
from catchment.sources.findings import Example, Finding
from catchment.sources.package.parts import Package
from catchment.warehouse.disk import plain_disk_errors, replace_file

_NAME = "network.toml"


def read_settings(package: Package, network_dir: Path | None) -> Network | None:
    """The package's settings, else the network's; None where there are none. BadInput if they are wrong."""
    brought = network_settings.load(package.settings) if package.settings else None
    own = _own(network_dir)
    return network_settings.load(own) if own else brought


def take_settings(package: Package, network_dir: Path) -> None:
    """Copy the package's `network.toml` into a network that has none."""
    if package.settings and not _own(network_dir):
        with plain_disk_errors(network_dir):
            replace_file(Path(network_dir) / _NAME, package.settings.read_text("utf-8-sig"))


def settings_findings(
    package: Package, network_dir: Path | None, settings: Network | None, courses: set[str]
) -> list[Finding]:
    """Warnings: settings that stay unused, completion rules for courses that nobody knows."""
    findings = []
    own = _own(network_dir)
    if package.settings and own and own.read_bytes() != package.settings.read_bytes():
        findings.append(
            _warning("unused_settings", "the network has its own network.toml; this one was not used")
        )
    for course in sorted({rule.course for rule in settings.completion} - courses) if settings else ():
        findings.append(
            _warning("unknown_course", f"a completion rule names the course {course}; expected a course_id")
        )
    return findings


def _own(network_dir: Path | None) -> Path | None:
    path = Path(network_dir) / _NAME if network_dir else None
    return path if path and path.exists() else None


def _warning(rule: str, reason: str) -> Finding:
    return Finding(rule, "network", "warning", 1, [Example(_NAME, 0, "", reason)])
