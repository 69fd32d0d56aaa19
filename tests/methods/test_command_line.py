"""`luheng packs`, `parameters`, `methods`, `compute`, `explain`, `restate` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from luheng.cli import main

IAQI = ["compute", "air.iaqi", "concentration=75 μg/m³", "item=pm2_5_24h", "--day", "2026-06-01"]


def called(*arguments: str, fails: bool = False) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert (result.exit_code != 0) is fails, result.output
    return result.output


def as_json(*arguments: str) -> Any:
    return json.loads(called(*arguments, "--json"))


def test_packs_are_listed_and_their_examples_worked() -> None:
    rows = {row["id"]: row for row in as_json("packs")}
    assert rows["air"]["methods"] > 10 and rows["air"]["examples"] > 50
    assert "算例" in called("packs")
    assert as_json("packs", "--check")["wrong"] == []


def test_a_parameter_is_shown_with_the_version_that_holds() -> None:
    shown = called("parameters", "show", "air.iaqi_table.pm2_5_24h", "--day", "2026-06-01")
    assert "2026-06-01：points 0、35、60、115" in shown
    holding = [line for line in shown.splitlines() if line.startswith("→")]
    assert (
        len(holding) == 1 and "HJ 633-2026 表3  verified  air/parameters/iaqi.yaml:" in holding[0]
    )
    using = as_json("parameters", "show", "air.iaqi_table.pm2_5_24h", "--using", "HJ 633-2012")
    assert using["holds"]["standard"] == "HJ 633-2012"


def test_an_unknown_parameter_names_those_like_it() -> None:
    said = called("parameters", "show", "air.iaqi_table.pm25_24h", fails=True)
    assert "没有参数 air.iaqi_table.pm25_24h" in said and "air.iaqi_table.pm2_5_24h" in said


def test_parameters_and_methods_are_found_by_words() -> None:
    assert "air.limit.pm2_5_year" in called("parameters", "list", "pm2.5", "年平均")
    listed = as_json("methods", "综合指数")
    assert [one["id"] for one in listed if one["id"].startswith("air.")] == ["air.composite_index"]
    assert "pm2_5  PM2.5年平均" in called("methods", "综合指数")


def test_a_result_is_computed_kept_explained_and_restated(tmp_path: Path) -> None:
    kept = tmp_path / "result.json"
    working = called(*IAQI, "--out", str(kept))
    assert "= (150 − 100) ÷ (115 − 60) × (75 − 60) + 100 = 113.6363636 → 114" in working
    assert called("explain", str(kept)).strip() == working.strip()
    assert "rounded up" in called("explain", str(kept), "--en")
    assert "114  不变 unchanged" in called("restate", str(kept))
    assert "114 → 100  (-12.28%)" in called("restate", str(kept), "--using", "HJ 633-2012")
    entry = called("restate", str(kept), "--as-of", "2026-02-01", "--entry", "why")
    assert entry.startswith("- why: 1 published results move.")
    moved = as_json("restate", str(kept), "--using", "HJ 633-2012")[0]
    assert (moved["before"], moved["after"], moved["moved"]) == ("114", "100", True)


def test_slips_get_their_message() -> None:
    assert "应写成 名称=数值" in called(
        "compute", "air.iaqi", "75", "--day", "2026-06-01", fails=True
    )
    assert "没有方法 air.iaq" in called("compute", "air.iaq", fails=True)
    assert "没有说明按哪一天计算" in called("compute", "air.iaqi", fails=True)


def test_other_files_are_no_results(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("[]")
    for command in ("explain", "restate"):
        assert "不是 luheng compute --out 写出的结果" in called(command, str(file), fails=True)


def test_a_kept_result_is_written_as_others_read_it(tmp_path: Path) -> None:
    kept = tmp_path / "inventory.json"
    called("compute", "carbon.inventory", 'emissions={"road": 30}', "--period", "2024", "--out", str(kept))  # fmt: skip
    assert [one["id"] for one in as_json("export", str(kept))] == ["gpc", "ciris"]
    assert called("export", str(kept), "--as", "gpc").strip() == str(
        tmp_path / "inventory-gpc.xlsx"
    )
    assert (tmp_path / "inventory-gpc.xlsx").read_bytes()[:2] == b"PK"
    assert "gpc、ciris" in called("export", str(kept), "--as", "pdf", fails=True)
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    assert "luheng compute --out" in called("export", str(tmp_path / "no.json"), fails=True)
