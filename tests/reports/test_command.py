"""`manage.py monthly_report`."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.models import ReportVersion
from tests.complaints.conftest import Province


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("monthly_report", *arguments)
    return capsys.readouterr().out


def test_it_writes_three_files_and_says_so_as_json(october: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run("2024-10", "--out", str(tmp_path / "new"), "--json", capsys=capsys).splitlines()[-1])
    names = sorted(Path(file).name for file in found["files"])
    assert names == sorted(f"网络投诉月报_2024-10_全省_v1.{name}" for name in ("pdf", "xlsx", "pptx"))
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names
    assert found["version"] == 1
    assert found["figures"] == ReportVersion.objects.get().figures
    assert found["data_version"] == ReportVersion.objects.get().data_version
    assert found["seconds"] >= 0


def test_again_it_writes_the_version_there_is(october: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("2024-10", "--out", str(tmp_path), capsys=capsys)
    found = json.loads(run("2024-10", "--out", str(tmp_path), "--json", capsys=capsys).splitlines()[-1])
    assert (found["version"], found["new"], len(list(tmp_path.iterdir()))) == (1, False, 3)


def test_a_prefecture_is_named_by_its_code(october: Province, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("2024-10", "--region", "NJ02", "--out", str(tmp_path), "--language", "en", capsys=capsys)
    assert (tmp_path / "Network-complaints-monthly_2024-10_Liuxi_v1.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["2023-01"], 1), (["2024-10", "--region", "XX"], 1), (["2024-10", "--out", "/dev/null/x"], 1)],
)
def test_what_cannot_be_done_is_refused_with_a_reason(
    october: Province, tmp_path: Path, arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    out = [] if "--out" in arguments else ["--out", str(tmp_path)]
    with pytest.raises(CommandError) as refused:
        run(*arguments, *out, capsys=capsys)
    assert (refused.value.returncode, bool(str(refused.value))) == (status, True)


@pytest.mark.parametrize("month", ["2024-13", "2024-W41", "x"])
def test_a_month_that_is_none_is_misuse(october: Province, tmp_path: Path, month: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        run(month, "--out", str(tmp_path), capsys=capsys)


def test_an_empty_portal_has_no_province(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="no province"):
        run("2024-10", "--out", str(tmp_path), capsys=capsys)
