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
    "report": "luheng.cli.report:report",
