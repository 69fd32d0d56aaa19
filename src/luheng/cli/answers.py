"""How every command answers: for people on a terminal, or as JSON; errors with their remedy."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import click

from luheng.vocabulary.messages import LuhengError


class Command(click.Command):
    """A command with --json, whose errors say what is wrong and how to mend it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.append(
            click.Option(["--json", "as_json"], is_flag=True, help="以 JSON 输出 answer as JSON")
        )

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LuhengError as error:
            refuse(error, as_json=bool(ctx.params.get("as_json")))
            ctx.exit(1)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples keep their lines."""
        if self.epilog:
            formatter.write_paragraph()
            for line in self.epilog.strip().splitlines():
                formatter.write(f"{line}\n" if line.strip() else "\n")


def refuse(error: LuhengError, *, as_json: bool) -> None:
    """Says what is wrong: in both languages as JSON on standard output, else on standard error."""
    message = error.message
    if as_json:
        said = {
            "code": message.code,
            "zh": message.text("zh"),
            "en": message.text("en"),
            "remedy_zh": message.remedy("zh"),
            "remedy_en": message.remedy("en"),
        }
        answer({"error": said})
        return
    click.secho(f"错误：{message.text('zh')}", fg="red", err=True)
    if remedy := message.remedy("zh"):
        click.echo(f"办法：{remedy}", err=True)
    click.echo(f"Error: {message.text('en')}. {message.remedy('en')}".strip(), err=True)


def answer(data: Any) -> None:
    """Prints JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


@contextmanager
def progress(as_json: bool, start: str) -> Iterator[Callable[[str], None]]:
    """Says what is being done while it is done; silent for JSON and where nobody watches."""
    if as_json or not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status(start) as status:
        yield status.update
