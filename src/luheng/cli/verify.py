"""`luheng verify`: is a file still what it was when it was made? What is checked follows its kind."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from luheng.cli.answers import Command
from luheng.vocabulary.messages import LuhengError

Verifier = Callable[[Path, str, bool, Path | None], bool]  # file, key, as JSON, city -> is it sound
_VERIFIERS: dict[str, str] = {  # ending of the file -> module:function
    ".zip": "luheng.cli.verify_dossier:verify_dossier",
    ".docx": "luheng.cli.verify_report:verify_report",
    ".pdf": "luheng.cli.verify_report:verify_file",
    ".xlsx": "luheng.cli.verify_report:verify_file",
}


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng verify dossier.zip                       资料包：逐个文件核对，验证签名 a dossier
  luheng verify dossier.zip --key "3f2a 91c0 …"   并与公布的指纹比对 and the fingerprint published
  luheng verify dossier.zip --key city.pem        或与公钥文件比对 or a file with the public key
  luheng verify report.docx                       报告：每个数字与签名清单比对 a report against its signed list
  luheng verify report.docx --city mycity         并由留存快照逐项重算 and each number worked out again
  luheng verify report.pdf --city mycity          PDF、Excel 附录是否为原件 whether a PDF or appendix is as made
不给 --city 时不需要城市文件夹，不需要联网。通过时退出码为 0，否则为 1 without --city it needs no city and no network; exit code 0 or 1
""",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option(
    "--key",
    default="",
    help="出具城市公布的公钥指纹或公钥文件 fingerprint or public key of the city",
)
@click.option(
    "--city", type=click.Path(path_type=Path, file_okay=False),
    help="出具城市的文件夹，用于重算报告数字 folder of the city, to work numbers out again",
)  # fmt: skip
@click.pass_context
def verify(context: click.Context, file: Path, key: str, city: Path | None, as_json: bool) -> None:
    """核验文件是否原样：资料包是否被改动、由谁签名；报告的每个数字是否与来源一致。

    Verifies a file on any machine: whether a dossier is as it was signed, and by whom; whether every
    number of a report is what its sources give.
    """
    if not verifier_of(file)(file, key, as_json, city):
        context.exit(1)


def verifier_of(file: Path) -> Verifier:
    """Who verifies a file of that ending. Raises `verify_kind_unknown`."""
    place = _VERIFIERS.get(file.suffix.lower())
    if place is None:
        raise LuhengError("verify_kind_unknown", file=file, known="、".join(_VERIFIERS))
    module, name = place.split(":")
    found: Verifier = getattr(import_module(module), name)
    return found
