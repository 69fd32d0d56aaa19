"""`luheng export`: a kept result in a form that others read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from luheng.cli.answers import Command, answer
from luheng.vocabulary.messages import LuhengError


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng compute carbon.inventory 'emissions={"road": "30 t CO2e"}' --period 2024 --out inventory.json
  luheng export inventory.json                                   列出可用的格式 lists its forms
  luheng export inventory.json --as ciris --out inventory.xlsx   CIRIS 格式 in the layout of CIRIS
""",
)
@click.argument("file", type=click.Path(path_type=Path, exists=True), metavar="结果文件")
@click.option("--as", "form", default="", help="格式，如 gpc、ciris、openlca the form")
@click.option("--out", type=click.Path(path_type=Path), help="写入文件 the file to write")
@click.option("--en", "english", is_flag=True, help="英文 in English")
def export(file: Path, form: str, out: Path | None, english: bool, as_json: bool) -> None:
    """把保存的结果写成别处使用的格式 writes a kept result (`luheng compute --out`) as others read it."""
    from luheng.methods.exports import export_named, exports_of

    record = _record(file)
    method = str(record["method"])
    if not form:
        rows = [
            {"id": o.id, "zh": o.zh, "en": o.en, "ending": o.ending} for o in exports_of(method)
        ]
        if as_json:
            answer(rows)
        for row in rows if not as_json else ():
            click.echo(f"{row['id']}  {row['zh']} {row['en']}  .{row['ending']}")
        return
    chosen = export_named(method, form)
    path = out or file.with_name(f"{file.stem}-{form}.{chosen.ending}")
    path.write_bytes(chosen.write(record, "en" if english else "zh"))
    if as_json:
        answer({"file": str(path), "form": form})
    else:
        click.echo(str(path))


def _record(file: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        record["method"], record["lineage"]["steps"][-1]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise LuhengError("result_file_unreadable", file=file) from error
    return record
