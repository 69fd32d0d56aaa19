"""A city is a folder: made once, opened again, its settings checked with the line to mend."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from luheng.vocabulary.messages import LuhengError
from luheng.workplace.city import create_city, open_city


def test_a_new_city_opens_with_the_settings_it_was_made_with(tmp_path: Path) -> None:
    made = create_city(tmp_path / "a", name='云川"市', name_en="Yunchuan", invented=True)
    assert open_city(tmp_path / "a") == made
    assert (made.place, made.public, made.tolerance) == ('云川"市', False, Decimal("0.05"))


def test_a_second_city_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    create_city(tmp_path, name="云川市")
    with pytest.raises(LuhengError, match="已经是一个城市文件夹"):
        create_city(tmp_path, name="云川市")


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    city = create_city(tmp_path, name="云川市")
    assert city.secret_key() == open_city(tmp_path).secret_key()
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('lights = "rainbow"', "lights = rainbow"),
        ("tolerance = 7", "tolerance = 7"),
        ('colour = "green"', "colour"),
        ("public = yes", "luheng.toml"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, problem: str) -> None:
    create_city(tmp_path, name="云川市")
    (tmp_path / "luheng.toml").write_text(f'name = "云川市"\n{line}\n', encoding="utf-8")
    with pytest.raises(LuhengError, match=problem):
        open_city(tmp_path)


def test_a_folder_without_settings_is_no_city(tmp_path: Path) -> None:
    with pytest.raises(LuhengError, match="luheng new"):
        open_city(tmp_path)
