"""`luheng serve` and `luheng demo`: the site of a city."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from luheng.cli.answers import Command, answer, progress, refuse
from luheng.cli.city import CITY
from luheng.cli.serving import address_of, run_site, served_environment
from luheng.vocabulary.messages import LuhengError

if TYPE_CHECKING:
    from luheng.workplace.city import City

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 address")
_PORT = click.option("--port", default=8000, show_default=True, help="端口 port")
_WORKERS = click.option(
    "--workers", type=int, help="网站进程数，缺省 1，正式运行为处理器数 processes"
)


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng serve mycity                                  http://127.0.0.1:8000
  luheng serve mycity --host 0.0.0.0 --port 80         局域网可访问 for the local network
  luheng serve mycity --production                     正式运行，见 docs/operations.md in service
环境变量 Environment: DATABASE_URL · LUHENG_ALLOWED_HOSTS · LUHENG_HTTPS · LUHENG_LOG …
""",
)
@CITY
@_HOST
@_PORT
@_WORKERS
@click.option(
    "--production", is_flag=True, help="先核对配置，不合格不启动 refuse to start unless all is set"
)
@click.option(
    "--allow-sqlite", is_flag=True, help="正式运行也用 SQLite serve from SQLite all the same"
)
@click.option(
    "--no-jobs", is_flag=True, help="后台任务由别处的 luheng work 执行 jobs are done elsewhere"
)
def serve(
    folder: Path, host: str, port: int, workers: int | None, production: bool,
    allow_sqlite: bool, no_jobs: bool, as_json: bool,
) -> None:  # fmt: skip
    """启动城市的网站，Ctrl-C 停止。

    Serves the site of a city until Ctrl-C, with a worker for background jobs beside it. With
    --production it checks first that the site is set up to be open to a city, says what is not,
    and writes its log as JSON.
    """
    from luheng.workplace.city import open_city
    from luheng.workplace.opening import open_site

    city = open_city(folder)
    if production:
        os.environ.setdefault("LUHENG_LOG", "json")
        _refuse_unless_ready(city, allow_sqlite, as_json)
    address = address_of(host, port)
    with served_environment(host):
        open_site(folder)
        if production:
            _refuse_unless_sound(as_json)
        _judge_today()
        if as_json:
            answer({"city": city.name, "address": address})
        else:
            click.echo(f"{city.name}：{address}   （Ctrl-C 停止 stops）", err=production)
        usual = max(2, os.cpu_count() or 1) if production else 1
        run_site(city.folder, host, port, workers or usual, jobs=not no_jobs)


def _judge_today() -> None:
    from luheng.workplace.judging import judge_if_the_day_changed

    judge_if_the_day_changed()


def _refuse_unless_ready(city: City, allow_sqlite: bool, as_json: bool) -> None:
    from luheng.workplace.operations.starting import problems_before

    _stop_at(problems_before(city, os.environ, sqlite=allow_sqlite), as_json)


def _refuse_unless_sound(as_json: bool) -> None:
    from luheng.workplace.operations.starting import problems_of_site

    _stop_at(problems_of_site(), as_json)


def _stop_at(problems: list[LuhengError], as_json: bool) -> None:
    """Says all of them at once, so that nobody mends one and meets the next."""
    if not problems:
        return
    if as_json:
        codes = [{"code": one.message.code, "zh": one.message.text("zh"),
                  "en": one.message.text("en"), "remedy_zh": one.message.remedy("zh"),
                  "remedy_en": one.message.remedy("en")} for one in problems]  # fmt: skip
        answer({"errors": codes})
    else:
        for one in problems:
            refuse(one, as_json=False)
    raise SystemExit(1)


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng demo                    建立并打开示例城市 makes and opens the example city in ./demo-city
  luheng demo --port 8080
  luheng demo --no-serve         只建立 makes it and stops
""",
)
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("demo-city"), show_default=True
)
@_HOST
@_PORT
@_WORKERS
@click.option("--no-serve", is_flag=True, help="只建立，不启动网站 make it only")
def demo(
    folder: Path, host: str, port: int, workers: int | None, no_serve: bool, as_json: bool
) -> None:
    """打开虚构的示例城市：方案、三份公报、一年的填报、督办、会议、项目资金和考核，六种账号。

    Opens the invented example city: a plan, three bulletins, a year of returns, orders, meetings,
    project money and appraisals, and six accounts.
    """
    from luheng.workplace.example_city import accounts, make_example

    address = address_of(host, port)
    with served_environment(host):
        with progress(as_json, "正在建立示例城市 making the example city") as say:
            city = make_example(folder, say)
        people = accounts(folder)
        if as_json:
            answer({"city": city.name, "folder": str(city.folder), "address": address,
                    "accounts": people})  # fmt: skip
        else:
            click.echo(f"{city.name}（虚构示例 invented example）：{address}")
            for one in people:
                click.echo(f"  {one['role']:<14} 账号 {one['username']:<14} 密码 {one['password']}")
        if not no_serve:
            run_site(city.folder, host, port, workers or 1)
