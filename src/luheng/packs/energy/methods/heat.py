"""GB/T 2589: the heat of steam and of hot water, above the water it was made of; of fuels by their own value."""

from __future__ import annotations

from fractions import Fraction

from luheng.methods import Clause, Input, method

_FEED_WATER = Fraction("83.74")  # kJ/kg, water of 20 ℃
_WATER = Fraction("4.1868")  # kJ/(kg·℃)


@method(
    id="energy.heat_of_steam",
    zh="蒸汽热量",
    en="heat of steam",
    unit="GJ",
    source=Clause("GB/T 2589-2020", "蒸汽热量折算", mark="recalled"),
    given={
        "steam": Input(unit="t", zh="蒸汽量", en="steam", symbol="M", minimum=0),
        "enthalpy": Input(unit="kJ/kg", zh="蒸汽焓值", en="enthalpy of the steam", symbol="h", minimum=0),
    },
    formula="Q = {steam} × ({enthalpy} − 83.74) × 10⁻³",
)  # fmt: skip
def heat_of_steam(steam, enthalpy):
    """Gigajoules above feed water of 20 ℃, which holds 83.74 kJ/kg."""
    return steam * (enthalpy - _FEED_WATER) / 1000


@method(
    id="energy.heat_of_hot_water",
    zh="热水热量",
    en="heat of hot water",
    unit="GJ",
    source=Clause("GB/T 2589-2020", "热水热量折算", mark="recalled"),
    given={
        "water": Input(unit="t", zh="热水量", en="hot water", symbol="M", minimum=0),
        "temperature": Input(
            unit="℃",
            zh="热水温度",
            en="temperature of the water",
            symbol="T",
            minimum=0,
            maximum=200,
        ),
    },
    formula="Q = {water} × ({temperature} − 20) × 4.1868 × 10⁻³",
)
def heat_of_hot_water(water, temperature):
    """Gigajoules above water of 20 ℃."""
    return water * (temperature - 20) * _WATER / 1000


@method(
    id="energy.heat_of_fuel",
    zh="燃料实测热量",
    en="heat of a fuel by its measured calorific value",
    unit="GJ",
    source=Clause("GB/T 2589-2020", "4.4", mark="recalled"),
    given={
        "burnt": Input(unit="t", zh="燃料量", en="fuel burnt", symbol="m", minimum=0),
        "net_calorific_value": Input(
            unit="kJ/kg", zh="收到基低位发热量", en="net calorific value as received", symbol="NCV", minimum=0
        ),
    },
    formula="Q = {burnt} × {net_calorific_value} × 10⁻³",
)  # fmt: skip
def heat_of_fuel(burnt, net_calorific_value):
    """Gigajoules of solid or liquid fuel, to be given as `measured` of energy.comprehensive."""
    return burnt * net_calorific_value / 1000


@method(
    id="energy.heat_of_gas",
    zh="气体燃料实测热量",
    en="heat of a gas by its measured calorific value",
    unit="GJ",
    source=Clause("GB/T 2589-2020", "4.4", mark="recalled"),
    given={
        "burnt": Input(unit="m³", zh="气体量", en="gas burnt", symbol="V", minimum=0),
        "net_calorific_value": Input(
            unit="kJ/m³", zh="低位发热量", en="net calorific value", symbol="NCV", minimum=0
        ),
    },
    formula="Q = {burnt} × {net_calorific_value} × 10⁻⁶",
)
def heat_of_gas(burnt, net_calorific_value):
    """Gigajoules of gaseous fuel at the same conditions as its value was measured at."""
    return burnt * net_calorific_value / 1_000_000
