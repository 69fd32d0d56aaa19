"""`luheng report`: the report of a city, frozen when it is made."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli.answers import Command, answer, progress
from luheng.cli.city import CITY
from luheng.vocabulary.messages import LuhengError


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng report mycity -o report.docx                 Word 报告，可编辑 an editable report
  luheng report mycity -o scorecard.pdf               PDF 评估表，便于传阅 a scorecard to hand round
  luheng report mycity -o report.docx --snapshot 3    依据第3号快照 from snapshot 3
  luheng report mycity --own-template                 取出模板自行修改 a template of one's own to edit
打开 Word 报告后，在目录上按 F9 更新页码 in Word, press F9 on the contents for the page numbers
""",
)
@CITY
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="写到哪里，.docx 或 .pdf；缺省在城市文件夹的 reports 下 where to; by default in the city's reports",
)  # fmt: skip
@click.option(
    "--snapshot", type=int, help="评估快照编号；缺省为现在 id of a snapshot; default: now"
)
@click.option(
    "--own-template", is_flag=True,
    help="把模板复制到城市文件夹供修改 put a copy of the template into the city folder",
)  # fmt: skip
def report(
    folder: Path, output: Path | None, snapshot: int | None, own_template: bool, as_json: bool
) -> None:
    """生成评估报告：Word 或 PDF，每个数字都注明来源。

    Makes the report of a city from a frozen snapshot: every number leads to its source. The same
    snapshot gives the same report, whatever changes later.
    """
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    from luheng.workplace.judging import judge_if_the_day_changed
    from luheng.workplace.reports.making import make_report, snapshot_for_report, take_template

    if own_template:
        path = take_template(city)
        answer({"template": str(path)}) if as_json else click.echo(f"模板：{path}")
        return
    with progress(as_json, "正在生成报告 making the report"):
        judge_if_the_day_changed()
        frozen = snapshot_for_report(snapshot)
        path = output or city.reports / f"report-{frozen.as_of}-{frozen.pk}.docx"
        content = make_report(frozen, path.suffix.lower().lstrip("."), city)
        _write(path, content)
    if as_json:
        answer({"report": str(path), "snapshot": frozen.pk, "sha256": frozen.sha256,
                "as_of": frozen.as_of})  # fmt: skip
    else:
        click.echo(f"{path}（评估快照 {frozen.pk}，判定日 {frozen.as_of}）")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise LuhengError("report_not_written", file=path, problem=error.strerror) from error
