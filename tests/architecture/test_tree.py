"""What may stand in the tree: reasons beside dependencies, no trace of the machine it was written on, no third party's code."""

import re
import subprocess
from importlib import metadata

import pytest

from tests.architecture.product import ROOT, tracked_files

TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".yml", ".yaml", ".json", ".conf", ".service", ".po", ".sh", ".cfg", ""}
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|work|root|tmp/team)/\w+|registry\.npmjs\.org|pypi\.org|files\.pythonhosted\.org")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>\S+)(?P<reason>\s+#\s+\S.+)?$")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_dependencies_are_pinned_and_those_we_chose_say_why(name: str) -> None:
    chosen, _, brought_in = (ROOT / name).read_text(encoding="utf-8").partition("# Brought in")
    for line in filter(None, chosen.splitlines()):
        if line.startswith(("#", "-r ")):
            continue
        found = PIN.match(line)
        assert found, f"{line!r} is not pinned"
        assert found["reason"], f"{line!r} has no reason"
    assert all(PIN.match(line) for line in brought_in.splitlines()[1:] if line)


def test_everything_the_product_installs_is_pinned() -> None:
    pinned = {match["name"].lower().replace("_", "-") for line in _requirements() if (match := PIN.match(line))}
    needed: set[str] = set()
    for name in sorted(pinned):
        needed |= _needs(name)
    assert not needed - pinned, "add these to the second part of requirements.txt"


def test_no_file_tells_of_the_machine_it_was_written_on() -> None:
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group(0)}"
        for path in tracked_files()
        if path.suffix in TEXT and (found := MACHINE.search(path.read_text(encoding="utf-8")))
    ]
    assert not guilty, "\n".join(guilty)


def test_no_minified_or_bundled_library_is_committed() -> None:
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_files()
        if path.suffix in {".js", ".css", ".mjs"}
        if ".min." in path.name or max((len(line) for line in path.read_text(encoding="utf-8").splitlines()), default=0) > 1000
    ]
    assert not guilty


def test_what_is_made_on_the_spot_is_ignored_by_git() -> None:
    made = ["var/portal.sqlite3", ".venv/x", "node_modules/x", "build/assets/x", "static_root/x"]
    ignored = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ignored.stdout.split() == made


def _requirements() -> list[str]:
    return (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()


def _needs(name: str) -> set[str]:
    from packaging.requirements import Requirement

    wanted = [Requirement(text) for text in metadata.requires(name) or []]
    applying = [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    return {one.name.lower().replace("_", "-").replace(".", "-") for one in applying}
