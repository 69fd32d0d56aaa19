"""`luheng report`: the report of a city, frozen when it is made."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli import period_report
from luheng.cli.answers import Command, answer, progress
from luheng.cli.city import CITY
from luheng.cli.period_report import KINDS
from luheng.vocabulary.messages import LuhengError


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng report mycity -o report.docx                 Word 报告，可编辑 an editable report
  luheng report mycity -o scorecard.pdf               PDF 评估表，便于传阅 a scorecard to hand round
  luheng report mycity -o report.docx --snapshot 3    依据第3号快照 from snapshot 3
  luheng report mycity --own-template                 取出模板自行修改 a template of one's own to edit
  luheng report mycity --kind monthly --period 2026-10     月报，Word、PDF 和 Excel 附录 a bulletin
  luheng report mycity --kind annual --language zh --language en -o out/   年度报告，中英文 in both languages
  luheng report mycity --kind annual --own-template   取出该种报告的模板 the template of that kind
  luheng report mycity --kind annual --template my.docx    检查并启用改好的模板 checks and uses a template
装有 LibreOffice 时月报以外的 Word 目录已有页码；改动文字后在目录上按 F9 更新 with LibreOffice the contents have page numbers; press F9 on them after editing
""",
)
@CITY
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="写到哪里，.docx 或 .pdf（--kind 时为文件夹）；缺省在城市文件夹的 reports 下 where to; a folder with --kind",
)  # fmt: skip
@click.option(
    "--snapshot", type=int, help="评估快照编号；缺省为现在 id of a snapshot; default: now"
)
@click.option(
    "--own-template", is_flag=True,
    help="把模板复制到城市文件夹供修改 put a copy of the template into the city folder",
)  # fmt: skip
@click.option(
    "--kind", type=click.Choice(KINDS),
    help="月报、季报、年度报告、自评报告；缺省为评估报告 which report; default: the scorecard report",
)  # fmt: skip
@click.option(
    "--period", default="",
    help="时期：2026-10、2026-07/2026-09、2026；缺省为最近结束的一期 the period; default: the last that is over",
)  # fmt: skip
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(("zh", "en")), help="语言 language"
)
@click.option(
    "--document", "documents", type=int, multiple=True,
    help="只含这些文件的目标（编号见文件清单） only targets of these documents",
)  # fmt: skip
@click.option(
    "--template", type=click.Path(path_type=Path),
    help="检查并启用本市改好的 Word 模板 checks a template that the city edited, and uses it",
)  # fmt: skip
def report(
    folder: Path, output: Path | None, snapshot: int | None, own_template: bool, kind: str | None,
    period: str, languages: tuple[str, ...], documents: tuple[int, ...], template: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """生成评估报告、月报、季报、年度报告或自评报告，每个数字都注明来源。

    Makes a report of a city from a frozen snapshot: every number leads to its source. The same
    snapshot gives the same report, whatever changes later.
    """
    if kind:
        if own_template or template:
            period_report.template(folder, kind, (*languages, "zh")[0], template, as_json)
        else:
            period_report.make(
                folder, kind, period=period, languages=languages, documents=documents, output=output,
                as_json=as_json,
            )  # fmt: skip
        return
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    from luheng.workplace.audit import audited_export
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
        audited_export("report", None, f"{frozen.pk}{path.suffix.lower()}", content)
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
