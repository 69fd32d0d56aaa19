"""`luheng audit`: is the log whole, and what is its latest hash."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli.answers import Command, answer
from luheng.cli.city import CITY


@click.group()
def audit() -> None:
    """核验审计日志。

    Checks the chain of the audit log, and prints its head to be kept elsewhere.
    """


@audit.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng audit verify mycity
  luheng audit verify mycity --since-head 3f0c…      自留存的哈希起核验 from a hash kept elsewhere
""",
)
@CITY
@click.option("--since-head", default="", metavar="哈希", help="此前留存的哈希 a hash kept earlier")
def verify(folder: Path, since_head: str, as_json: bool) -> None:
    """核验整条链；指出第一处不符的记录。

    Checks every entry; names the first that does not fit, with exit code 1.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.audit import verify as verify_chain

    seen = verify_chain(since_head.strip())
    if as_json:
        answer({"entries": seen.entries, "head": seen.head})
    else:
        click.echo(f"审计日志完整：核验 {seen.entries} 条，最新哈希 {seen.head}")


@audit.command(cls=Command, epilog="示例 Example:\n  luheng audit head mycity\n")
@CITY
def head(folder: Path, as_json: bool) -> None:
    """最新一条的哈希，可抄存他处。

    The latest hash: kept elsewhere, it proves later that nothing before it was rewritten.
    """
    from luheng.workplace.opening import open_site

    open_site(folder)
    from luheng.workplace.audit import head as latest

    answer({"head": latest()}) if as_json else click.echo(latest())
