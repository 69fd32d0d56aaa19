"""What `luheng verify` says of a report in Word, and of the other files of a report."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import click

from luheng.cli.answers import answer
from luheng.vocabulary.messages import LuhengError, Message
from luheng.workplace.dossiers.signing import in_groups
from luheng.workplace.period_reports.verifying import Verification, verify_word

_MOST = 20  # differences of a file that are said


def verify_report(file: Path, key: str, as_json: bool, city: Path | None) -> bool:
    """Whether every number of a Word report is what it should be, having said so.

    Raises `file_not_found`, `key_not_understood`, and what opening a city raises.
    """
    if not file.is_file():
        raise LuhengError("file_not_found", file=file)
    recompute = None
    if city is not None:
        from luheng.workplace.opening import open_site

        site = open_site(city)
        from luheng.workplace.period_reports.recomputing import recompute_in

        recompute = recompute_in(site)
    found = verify_word(file.read_bytes(), key, recompute)
    if as_json:
        answer(_as_data(file, found))
    else:
        _say(file, found)
    return found.sound


def verify_file(file: Path, key: str, as_json: bool, city: Path | None) -> bool:
    """Whether a PDF or workbook is, byte for byte, a file of a report of the city.

    Of one that goes by the title of a report, what reads differently is said with its place.
    Raises `file_not_found`, `verify_needs_city`.
    """
    if not file.is_file():
        raise LuhengError("file_not_found", file=file)
    if city is None:
        raise LuhengError("verify_needs_city", file=file)
    from luheng.workplace.opening import open_site

    site = open_site(city)
    from luheng.workplace.models import PeriodReport
    from luheng.workplace.period_reports.comparing import compare

    content = file.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    reports = PeriodReport.objects.order_by("pk")
    of = next((one for one in reports if any(each["sha256"] == sha256 for each in one.files)), None)
    like = None if of else compare(site, content, file.suffix.lower().lstrip("."))
    if as_json:
        problems = [_message(one) for one in like.problems] if like else []
        answer({"file": str(file), "sound": of is not None, "sha256": sha256,
                "report": of.pk if of else None, "like": like.report.pk if like else None,
                "problems": problems})  # fmt: skip
    elif of is None:
        _say_differences(file, like)
    else:
        click.secho(
            f"{file}：与“{_titled(of, sha256)}”的原件逐字节一致 byte for byte as it was made",
            fg="green",
            bold=True,
        )
    return of is not None


def _say_differences(file: Path, like: Any) -> None:
    problems = like.problems if like else []
    for problem in problems[:_MOST]:
        click.secho(f"✗ {problem.text('zh')} {problem.text('en')}", fg="red")
    if len(problems) > _MOST:
        click.echo(f"  …… 共{len(problems)}处 {len(problems)} in all")
    if like is None:
        said = "不是该城市任何报告的原件 no file of any report of this city"
    elif problems:
        said = f"不是“{like.title}”的原件，{len(problems)}处不同 not as it was made"
    else:
        said = f"内容与“{like.title}”一致，但不是原件 it reads the same, but was saved anew"
    click.secho(f"✗ {file}：{said}", fg="red", bold=True)


def _titled(report: Any, sha256: str) -> str:
    """The title in the language of the file."""
    file = next(one for one in report.files if one["sha256"] == sha256)
    return str(report.titled(file["language"]))


def _as_data(file: Path, found: Verification) -> dict[str, object]:
    return {
        "file": str(file),
        "sound": found.sound,
        "numbers": found.numbers,
        "recomputed": found.recomputed,
        "fingerprint": found.fingerprint,
        "key_compared": found.key_compared,
        "about": dict(found.about),
        "problems": [_message(one) for one in found.problems],
        "remarks": [_message(one) for one in found.remarks],
    }


def _message(one: Message) -> dict[str, Any]:
    place = {key: value for key, value in one.values.items() if key in ("place", "found", "expected")}  # fmt: skip
    return {"code": one.code, **place, "zh": one.text("zh"), "en": one.text("en")}


def _say(file: Path, found: Verification) -> None:
    for problem in found.problems:
        click.secho(f"✗ {problem.text('zh')} {problem.text('en')}", fg="red")
        click.echo(f"  {problem.remedy('zh')} {problem.remedy('en')}")
    for remark in found.remarks:
        click.secho(f"! {remark.text('zh')} {remark.text('en')}", fg="yellow")
    about = found.about
    if about:
        click.echo(f"{about.get('city', '')}　{about.get('kind', '')}　{about.get('period', '')}")
    if found.fingerprint:
        click.echo(
            f"签名公钥指纹 fingerprint of the signing key:\n  {in_groups(found.fingerprint)}"
        )
    if not found.sound:
        click.secho(f"{file}：核验未通过，{len(found.problems)} 处 not sound", fg="red", bold=True)
        return
    how = "逐项重算一致 worked out again" if found.recomputed else "与签名清单一致 as signed"
    click.secho(f"{file}：{found.numbers} 处{how}", fg="green", bold=True)
    if not found.recomputed:
        click.echo(
            "加 --city 城市文件夹 可由留存快照逐项重算 with --city each number is worked out again"
        )
