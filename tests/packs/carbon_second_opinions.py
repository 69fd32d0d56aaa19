"""Two published packages beside ours: warming potentials, and waste by first-order decay.

`python -m tests.packs.carbon_second_opinions` writes docs/second-opinions-carbon.md. The first package is
asked as it is installed; what the second says was recorded once (`recorded/`), for the page says why.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import metadata
from math import exp
from pathlib import Path
from typing import Any

import globalwarmingpotentials

import luheng
from luheng.methods import standards

PAGE = Path(__file__).resolve().parents[2] / "docs" / "second-opinions-carbon.md"
RECORDED = Path(__file__).with_name("recorded") / "bonsai_ipcc_0.5.3.json"
DAY = "2024-06-01"
SETS = ("SAR", "AR4", "AR5", "AR6")
_NAMES = {gas.lower(): gas for gas in globalwarmingpotentials.data["AR6GWP100"]}


def potentials() -> list[tuple[str, str, float, float | None]]:
    """Set, gas, ours, theirs (None where it lists none), of every gas we have."""
    book = standards(whole=True).book
    found = []
    for gas in book.keys("carbon.gwp.{gas}"):
        for version in book.get(f"carbon.gwp.{gas}").versions:
            said = globalwarmingpotentials.data[f"{version.edition}GWP100"]
            theirs = 1.0 if gas == "co2" else said.get(_NAMES.get(gas, gas))
            found.append((version.edition, gas, float(version.value), theirs))
    return found


@cache
def recorded() -> dict[str, Any]:
    """What bonsai-ipcc said."""
    data: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return data


def decays() -> list[tuple[dict[str, Any], float]]:
    """Each recorded run with our tonnes of methane for the same waste."""
    data = recorded()
    buried = {
        str(data["first_year"] + number): f"{amount} 千吨"
        for number, amount in enumerate(data["series_gg"])
    }
    return [
        (run, float(luheng.compute(
            "carbon.landfill_methane", day=DAY, buried=buried, waste=run["kind"],
            climate=run["climate"], site=run["site"], oxidised=run["oxidised"] * 100,
            recovered=run["generated_gg"] * run["recovered_share"] * 1000,
        ).exact))
        for run in data["runs"]
    ]  # fmt: skip


def defaults() -> list[tuple[str, float, float]]:
    """Name, ours, theirs, of every default of landfills that both have."""
    book, data = standards(whole=True).book, recorded()

    def ours(id: str) -> Any:
        return book.get(id).versions[-1].value

    found = []
    for kind in data["doc"]:
        carbon, decay = ours(f"carbon.landfill.{kind}"), ours(f"carbon.landfill_decay.{kind}")
        found.append((f"DOC {kind}", float(carbon["doc"]), data["doc"][kind]))
        found.append((f"DOCf {kind}", float(carbon["docf"]), data["docf"][kind]))
        found += [(f"k {kind} {zone}", float(decay[zone]), data["k"][zone][kind]) for zone in data["k"]]  # fmt: skip
    for site, value in data["mcf"].items():
        found.append((f"MCF {site}", float(ours(f"carbon.landfill_correction.{site}")), value))
    return [*found, ("F", float(ours("carbon.landfill_gas_methane")), data["f"])]


def in_order(data: dict[str, Any]) -> float:
    """Gigagrams of carbon that decay in the last year, by the equations, waste taken in order of years."""
    each = data["doc"] * data["docf"] * data["mcf"]
    left = decayed = 0.0
    for amount in data["buried_gg"]:
        decayed = left * (1 - exp(-data["k"]))
        left += amount * each - decayed
    return decayed


def page() -> str:
    """The page, from what was just asked and what was recorded."""
    said, runs, pairs = potentials(), decays(), defaults()
    listed = [row for row in said if row[3] is not None]
    unlisted = sorted({f"{edition} {gas}" for edition, gas, _, theirs in said if theirs is None})
    worst = max(abs(ours / (run["emitted_gg"] * 1000) - 1) for run, ours in runs)
    data, sequence = recorded(), recorded()["sequence"]
    right = in_order(sequence)
    mirrored = in_order({**sequence, "buried_gg": sequence["buried_gg"][::-1]})
    version = metadata.version("globalwarmingpotentials")
    return f"""# 第二意见：碳 · Second opinions on carbon

Written by `python -m tests.packs.carbon_second_opinions`; `tests/packs/test_carbon_second_opinions.py` keeps it true.

## globalwarmingpotentials {version}: the sets of warming potentials

Asked in every run of the tests. {len(listed)} numbers of {len({row[1] for row in said})} gases in {", ".join(SETS)} that both list: {sum(ours == theirs for _, _, ours, theirs in listed)} equal, {sum(ours != theirs for _, _, ours, theirs in listed)} differ. {f"Not listed there: {', '.join(unlisted)}." if unlisted else "None of ours is missing there."} CO2 is 1 by definition.

## bonsai-ipcc {data["version"]}: waste by first-order decay

Recorded on {data["recorded"]} with Python {data["python"]} in an environment of its own (`tests/packs/recorded/`). It cannot be a locked dependency of this project: `bonsai-dataio`, which it requires, holds NumPy below 2, and Luheng needs NumPy 2; `fitter`, which it requires, is under GPL-3; with everything it brings 92 packages and 599 MB for the few equations that are compared. Itself it is under MIT.

- **Right**, its equations 3.1 to 3.6: {len(runs)} runs (six kinds of waste, four climates, two kinds of site, 40 years, oxidation and recovery) agree with `carbon.landfill_methane`; the greatest relative difference is {"below 1e-12" if worst < 1e-12 else f"{worst:.1e}"}.
- **Right**, its defaults (IPCC 2019): {len(pairs)} of DOC, DOCf, k, MCF and F, {sum(ours == theirs for _, ours, theirs in pairs)} equal ours; those that bear the mark secondary were taken from it, so that only the others are a second opinion. It has 0.7 for garden waste and 0.1 for wood where IPCC 2006 had 0.5 for all; Luheng keeps both editions.
- **Another definition**: recovery is a share of the methane made there, tonnes here, as the guidelines have it.
- **Wrong**, its sequence `tier1_ch4`: the list of years is read backwards three times, so that the newest waste counts as the oldest. With waste that doubles each year ({", ".join(f"{one:g}" for one in sequence["buried_gg"])} Gg) it finds {sequence["decomposed_gg"]:.2f} Gg of carbon decayed in the last year; in order of years its own equations give {right:.2f}, with the years turned round {mirrored:.2f}.
"""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
