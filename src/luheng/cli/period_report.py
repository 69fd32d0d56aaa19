"""What `luheng report KIND` does: monthly bulletin, quarterly, annual report, self-assessment."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import click

from luheng.cli.answers import answer, progress
from luheng.vocabulary.messages import LuhengError

KINDS = ("monthly", "quarterly", "annual", "self_assessment")


def make(
    folder: Path, kind: str, *, period: str, languages: tuple[str, ...], documents: tuple[int, ...],
    output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Makes a report and says where its files are."""
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    from luheng.workplace.audit import audited_export
    from luheng.workplace.judging import judge_if_the_day_changed
    from luheng.workplace.period_reports.making import file_of, make_period_report

    with progress(as_json, "正在生成报告 making the report"):
        judge_if_the_day_changed()
        made = make_period_report(
            city, kind, period, languages=languages or ("zh",), documents=documents
        )
        written = _copies(city, made, output, file_of)
        for file, _ in written:
            audited_export(
                "report", None, made.titled(file["language"]), file["sha256"], form=file["form"]
            )
    if as_json:
        answer({"report": made.pk, "title": made.title, "title_en": made.title_en, "snapshot": made.snapshot.sha256,
                "numbers": made.numbers,
                "files": [{**file, "path": str(path)} for file, path in written]})  # fmt: skip
        return
    click.echo(f"{made.titled(made.languages[0])}（{made.numbers} 处有来源 traced）")
    for _, path in written:
        click.echo(f"  {path}")


def _copies(
    city: Any, made: Any, output: Path | None, file_of: Any
) -> list[tuple[dict[str, Any], Path]]:
    """The files under readable names in a folder, or where they lie. Raises `report_not_written`."""
    if output is None:
        return [(file, file_of(city, file)) for file in made.files]
    written = []
    try:
        output.mkdir(parents=True, exist_ok=True)
        for file in made.files:
            mark = "" if file["language"] == "zh" else f".{file['language']}"
            path = (
                output
                / f"{made.kind}-{made.period.replace('/', '_')}-{made.pk}{mark}.{file['form']}"
            )
            begun = path.with_name(f".{path.name}.new")
            shutil.copyfile(file_of(city, file), begun)
            begun.replace(path)
            written.append((file, path))
    except OSError as error:
        raise LuhengError("report_not_written", file=output, problem=error.strerror) from error
    return written


def template(folder: Path, kind: str, language: str, check: Path | None, as_json: bool) -> None:
    """Puts a template into the city folder to be edited, or keeps one that was edited after checking it."""
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    from luheng.workplace.period_reports.own_templates import keep_template, take_template

    if check is None:
        path = take_template(city, kind, language)  # type: ignore[arg-type]
    else:
        if not check.is_file():
            raise LuhengError("file_not_found", file=check)
        path = keep_template(city, kind, language, check.read_bytes(), check.name)  # type: ignore[arg-type]
    answer({"template": str(path)}) if as_json else click.echo(f"模板 template：{path}")
