"""The `luheng` command. Commands are loaded when called, so the first answer comes at once."""

from __future__ import annotations

from importlib import import_module

import click

from luheng import __version__

_COMMANDS: dict[str, str] = {  # name -> module:function
    "demo": "luheng.cli.serve:demo",
    "new": "luheng.cli.city:new",
    "add": "luheng.cli.city:add",
    "status": "luheng.cli.city:status",
    "serve": "luheng.cli.serve:serve",
    "work": "luheng.cli.work:work",
    "backup": "luheng.cli.backup:backup",
    "restore": "luheng.cli.backup:restore",
    "report": "luheng.cli.report:report",
    "supervise": "luheng.cli.supervise:supervise",
    "remind": "luheng.cli.remind:remind",
    "dossier": "luheng.cli.dossier:dossier",
    "publish": "luheng.cli.publish:publish",
    "map": "luheng.cli.city:map_names",
    "organisation": "luheng.cli.organisation:organisation",
    "user": "luheng.cli.people:user",
    "audit": "luheng.cli.audit:audit",
    "token": "luheng.cli.token:token",
    "packs": "luheng.cli.packs:packs",
    "parameters": "luheng.cli.parameters:parameters",
    "methods": "luheng.cli.compute:methods",
    "compute": "luheng.cli.compute:compute",
    "explain": "luheng.cli.compute:explain",
    "restate": "luheng.cli.compute:restate",
    "export": "luheng.cli.export:export",
    "read": "luheng.cli.read:read",
    "verify": "luheng.cli.verify:verify",
}


class LazyGroup(click.Group):
    """A group whose commands are imported only when one of them is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="luheng")
def main() -> None:
    """绿衡 Luheng：读懂城市的方案，看清每一项目标走到哪里。

    Reads the plan a city issued and shows where every target of it stands.
    """
