"""A city is a folder: its settings, its database, its files as they came, its reports.

    mycity/
      luheng.toml      name, place, public page, lights, tolerance, limits, supervision, reminders, openid
      db.sqlite3       unless DATABASE_URL names a PostgreSQL
      files/<sha256>   every file as it came, never edited
      reports/
      waiting/         uploads that a job has yet to read
      made/            files that jobs made
      secret.key       readable by the owner alone

Knows no Django: the settings ask it where things are.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from decimal import Decimal
from pathlib import Path
from typing import Literal

from luheng.documents.formats.limits import Limits
from luheng.vocabulary.messages import LuhengError
from luheng.workplace.openid_settings import OpenIdSettings
from luheng.workplace.supervision_settings import ReminderSettings, SupervisionSettings

SETTINGS_FILE = "luheng.toml"
LightsPreset = Literal["by_schedule", "by_deadline"]

_TEMPLATE = """\
# 绿衡城市设置 Settings of this city. 修改后重新启动即可生效 Restart after a change.

name = {name}                # 城市名称 name of the city in Chinese
name_en = {name_en}
place = {place}              # 地区全称，公报中“全市”所指 the place that "全市" means
invented = {invented}        # 虚构示例：每页注明 an invented example says so on every page
public = {public}            # 公开页，无需登录 public page without sign-in
lights = {lights}            # by_schedule 绿/黄/红（按序时进度） · by_deadline 蓝/黄/红（按期限）
tolerance = {tolerance}      # 判定容差，占基数至目标距离的比例 share of the way from base to target
file_limit_mb = {file_limit_mb}          # 单个文件上限 largest file; 其余上限见 other limits: docs/reading.md
"""
_Table = type[SupervisionSettings] | type[ReminderSettings] | type[OpenIdSettings]
_TABLES: dict[str, _Table] = {
    "supervision": SupervisionSettings,
    "reminders": ReminderSettings,
    "openid": OpenIdSettings,
}


@dataclass(frozen=True, kw_only=True)
class City:
    """The settings of one city, and where its things lie."""

    folder: Path
    name: str
    name_en: str = ""
    place: str = ""
    invented: bool = False
    public: bool = False
    lights: LightsPreset = "by_schedule"
    tolerance: Decimal = Decimal("0.05")
    file_limit_mb: int = 100
    supervision: SupervisionSettings = field(default_factory=SupervisionSettings)
    reminders: ReminderSettings = field(default_factory=ReminderSettings)
    openid: OpenIdSettings = field(default_factory=OpenIdSettings)

    @property
    def database(self) -> Path:
        """The SQLite file, used unless DATABASE_URL says otherwise."""
        return self.folder / "db.sqlite3"

    @property
    def files(self) -> Path:
        """Raw files by content hash."""
        return self.folder / "files"

    @property
    def reports(self) -> Path:
        """Reports made so far."""
        return self.folder / "reports"

    @property
    def dossiers(self) -> Path:
        """Dossiers made so far, by their content hash."""
        return self.folder / "dossiers"

    @property
    def waiting(self) -> Path:
        """Uploads that a job has yet to read."""
        return self.folder / "waiting"

    @property
    def made(self) -> Path:
        """Files that jobs made, kept until they are cleared away."""
        return self.folder / "made"

    @property
    def limits(self) -> Limits:
        """Bounds on a file: file_limit_mb and, where set, LUHENG_LIMIT_… of the environment."""
        return Limits.from_environment(unless_set=Limits(max_file_mb=self.file_limit_mb))

    def secret_key(self) -> str:
        """The key that signs sessions; made at the first call, readable by the owner alone."""
        path = self.folder / "secret.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        return path.read_text(encoding="ascii").strip()


def create_city(
    folder: Path, *, name: str, place: str = "", name_en: str = "", invented: bool = False
) -> City:
    """Makes the folder of a new city. Raises `city_exists` where one is already."""
    if (folder / SETTINGS_FILE).exists():
        raise LuhengError("city_exists", folder=folder)
    city = City(
        folder=folder.resolve(), name=name, name_en=name_en, place=place or name, invented=invented
    )
    for path in (city.folder, city.files, city.reports):
        path.mkdir(parents=True, exist_ok=True)
    save_settings(city)
    city.secret_key()
    return city


def open_city(folder: Path | str) -> City:
    """The city in a folder. Raises `no_city_here` or `city_settings_wrong`."""
    folder = Path(folder).resolve()
    path = folder / SETTINGS_FILE
    if not path.is_file():
        raise LuhengError("no_city_here", folder=folder)
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LuhengError("city_settings_wrong", file=path, problem=error) from error
    return _checked(folder, path, written)


def save_settings(city: City) -> None:
    """Writes luheng.toml anew, whole or not at all."""
    values = {
        field.name: _toml(getattr(city, field.name))
        for field in fields(city)
        if field.name not in ("folder", *_TABLES)
    }
    tables = "".join(getattr(city, name).as_toml() for name in _TABLES)
    temporary = city.folder / f".{SETTINGS_FILE}.new"
    temporary.write_text(_TEMPLATE.format(**values) + tables, encoding="utf-8")
    temporary.replace(city.folder / SETTINGS_FILE)


def _checked(folder: Path, path: Path, written: dict[str, object]) -> City:
    known = {field.name for field in fields(City)} - {"folder"}
    for key, value in written.items():
        if key in _TABLES:
            continue
        if key not in known:
            raise LuhengError("city_settings_wrong", file=path, problem=f"“{key}” ?")
        if (wanted := _allowed(key)) and not re.fullmatch(wanted, str(value)):
            raise LuhengError("city_settings_wrong", file=path, problem=f"{key} = {value}")
    if "name" not in written:
        raise LuhengError("city_settings_wrong", file=path, problem="name ?")
    values: dict[str, object] = {**written, "folder": folder}
    try:
        values |= {name: kind.from_table(written.get(name, {})) for name, kind in _TABLES.items()}
    except ValueError as error:
        raise LuhengError("city_settings_wrong", file=path, problem=error) from error
    values["tolerance"] = Decimal(str(written.get("tolerance", "0.05")))
    return City(**values)  # type: ignore[arg-type]


def _allowed(key: str) -> str | None:
    return {
        "invented": "True|False",
        "public": "True|False",
        "lights": "by_schedule|by_deadline",
        "tolerance": r"0(\.\d+)?",
        "file_limit_mb": r"[1-9]\d*",
    }.get(key)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | Decimal) else json.dumps(value, ensure_ascii=False)
