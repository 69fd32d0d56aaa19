"""An invented city that shows what the software does: its plan, bulletins and Excel return.

Nothing in it exists: the city, its districts, units, firms and figures are made up, and every
document says so. `sources/` holds the readable text from which `tools/build_example.py` makes the
Word, PDF and Excel files; `labels/` says what a perfect reader finds in each of them.
"""

from pathlib import Path


def city_folder() -> Path:
    """The folder with the documents of the invented city; `city.toml` in it names them."""
    return Path(__file__).parent / "invented_city"
