"""`luheng serve` and `luheng demo`: the site of a city."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from luheng.cli.answers import Command, answer, progress
from luheng.cli.city import CITY
from luheng.vocabulary.messages import LuhengError

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 address")
_PORT = click.option("--port", default=8000, show_default=True, help="端口 port")
_WORKERS = click.option("--workers", default=1, show_default=True, help="进程数 processes")


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng serve mycity                                  http://127.0.0.1:8000
  luheng serve mycity --host 0.0.0.0 --port 80         局域网可访问 for the local network
  DATABASE_URL=postgres://… luheng serve mycity --workers 4
环境变量 Environment: LUHENG_ALLOWED_HOSTS · LUHENG_HTTPS · DATABASE_URL
""",
)
@CITY
@_HOST
@_PORT
@_WORKERS
def serve(folder: Path, host: str, port: int, workers: int, as_json: bool) -> None:
    """启动城市的网站，Ctrl-C 停止。

    Serves the site of a city until Ctrl-C.
    """
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    from luheng.workplace.judging import judge_if_the_day_changed

    judge_if_the_day_changed()
    address = _address(host, port)
    if as_json:
        answer({"city": city.name, "address": address})
    else:
        click.echo(f"{city.name}：{address}   （Ctrl-C 停止 stops）")
    _run(host, port, workers)


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
def demo(folder: Path, host: str, port: int, workers: int, no_serve: bool, as_json: bool) -> None:
    """打开虚构的示例城市：方案、三份公报、填报表和四种账号。

    Opens the invented example city: a plan, three bulletins, a return and an account of each role.
    """
    from luheng.workplace.example_city import accounts, make_example

    with progress(as_json, "正在建立示例城市 making the example city") as say:
        city = make_example(folder, say)
    address = _address(host, port)
    people = accounts(folder)
    if as_json:
        answer({"city": city.name, "folder": str(city.folder), "address": address,
                "accounts": people})  # fmt: skip
    else:
        click.echo(f"{city.name}（虚构示例 invented example）：{address}")
        for one in people:
            click.echo(f"  {one['role']:<14} 账号 {one['username']:<14} 密码 {one['password']}")
    if not no_serve:
        _run(host, port, workers)


def _address(host: str, port: int) -> str:
    """Where the site will be. Raises `port_taken` before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise LuhengError("port_taken", host=host, port=port, problem=error.strerror) from error
    shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _run(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    if host not in ("127.0.0.1", "localhost", "::1"):
        os.environ.setdefault("LUHENG_ALLOWED_HOSTS", "*")
    Granian(
        "luheng.workplace.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_enabled=False,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
