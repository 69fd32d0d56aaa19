"""What `luheng verify` says of a dossier."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli.answers import answer
from luheng.workplace.dossiers.signing import in_groups
from luheng.workplace.dossiers.verifying import Verification, verify


def verify_dossier(file: Path, key: str, as_json: bool, city: Path | None = None) -> bool:
    """Whether the dossier is sound, having said so; it needs no city. Raises `file_not_found`, `key_not_understood`."""
    found = verify(file, key)
    if as_json:
        answer(_as_data(file, found))
    else:
        _say(file, found)
    return found.sound


def _as_data(file: Path, found: Verification) -> dict[str, object]:
    return {
        "file": str(file),
        "sound": found.sound,
        "fingerprint": found.fingerprint,
        "key_compared": found.key_compared,
        "files": found.files,
        "about": found.about,
        "problems": [
            {
                "code": one.code,
                "member": one.values["member"],
                "zh": one.text("zh"),
                "en": one.text("en"),
            }
            for one in found.problems
        ],
    }


def _say(file: Path, found: Verification) -> None:
    for problem in found.problems:
        click.secho(f"✗ {problem.text('zh')} {problem.text('en')}", fg="red")
        click.echo(f"  {problem.remedy('zh')} {problem.remedy('en')}")
    if found.about:
        period = f"{found.about.get('start', '')} — {found.about.get('end', '')}"
        click.echo(f"{found.about.get('city', '')}　{found.about.get('title', '')}　{period}")
    if found.fingerprint:
        click.echo(
            f"签名公钥指纹 fingerprint of the signing key:\n  {in_groups(found.fingerprint)}"
        )
    if not found.sound:
        click.secho(f"{file}：核验未通过 not sound", fg="red", bold=True)
        return
    click.secho(
        f"{file}：{found.files} 个文件原样无改动，签名有效 as signed", fg="green", bold=True
    )
    if not found.key_compared:
        click.echo(
            "请将指纹与出具城市公布的比对，或加 --key 由程序比对\n"
            "compare the fingerprint with the one the city published, or give it with --key"
        )
