"""`luheng publish`: the public page as a folder."""

from __future__ import annotations

from pathlib import Path

import click

from luheng.cli.answers import Command, answer, progress
from luheng.cli.city import CITY


@click.command(
    cls=Command,
    epilog="""\
示例 Examples:
  luheng publish mycity public-site          可直接放到门户网站，也可双击打开
                                             put it on any server, or open index.html
""",
)
@CITY
@click.argument("target", type=click.Path(path_type=Path), metavar="输出文件夹")
def publish(folder: Path, target: Path, as_json: bool) -> None:
    """把公开页生成为静态文件夹。

    Writes the public page as a folder of files, in Chinese and English.
    """
    from luheng.workplace.opening import open_site

    city = open_site(folder)
    from luheng.workplace.judging import judge_if_the_day_changed
    from luheng.workplace.publishing import publish as write

    judge_if_the_day_changed()
    with progress(as_json, f"正在生成 {city.name} 公开页"):
        pages = write(target)
    if as_json:
        answer({"folder": str(target.resolve()), "pages": pages})
    else:
        click.echo(f"已生成 {pages} 页：{target / 'index.html'}")
