"""HJ 192-2015: the six sub-indices of the ecological index, and the index itself."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from luheng.methods import Choice, Clause, Input, Need, Official, Raw, Worked, method, rounded
from luheng.vocabulary.messages import LuhengError

AREA = Input(unit="km²", minimum=0, zh="区域面积", en="area of the region", symbol="A")
_SURPLUS = Fraction("1.001")  # surveys of land cover add up to the area within a thousandth


def limited(value):
    """A sub-index between 0 and 100."""
    if isinstance(value, np.ndarray):
        return np.clip(value, 0, 100)
    return min(max(value, Fraction(0)), Fraction(100))


def _divides(name, label, value):
    if np.any(value == 0):
        raise LuhengError("ecosystems_region_zero", name=name, label=label)


def _within(parts, region, what):
    """Refuses parts that are together greater than their region."""
    total = sum(parts)
    if np.any(total > region * (_SURPLUS if isinstance(region, Fraction) else float(_SURPLUS))):
        worst = np.max(total - region) + (region if np.ndim(region) == 0 else 0)
        shown = total if np.ndim(total) == 0 else worst
        raise LuhengError(
            "ecosystems_areas_exceed",
            parts=what, total=f"{float(np.max(shown)):g}", region=f"{float(np.min(region)):g}",
        )  # fmt: skip


@method(
    id="ecosystems.habitat_quality",
    zh="生境质量指数",
    en="habitat quality index",
    source=Clause("HJ 192-2015", "附录B 生物丰度指数", mark="secondary"),
    given={
        "areas": Input(unit="km²", each="cover", minimum=0, zh="各土地覆被类型面积", en="areas of land cover", symbol="S"),
        "region_area": AREA,
    },
    parameters={
        "weights": Official("ecosystems.habitat_weight.{cover}", symbol="w"),
        "normaliser": Official("ecosystems.normaliser.habitat_quality", symbol="Aᵦᵢₒ"),
    },
    formula="HQ = {normaliser} × ({terms}) ÷ {region_area}",
    symbols={"terms": "Σ(w₁ × w₂ × S)"},
)  # fmt: skip
def habitat_quality(areas, region_area, weights, normaliser):
    """Land cover weighted by its worth as a habitat, 0 to 100.

    The area of each cover (km²) times the weight of its class and that within the class. Not rounded
    here. Raises LuhengError `ecosystems_areas_exceed` where covers are greater than the region.
    """
    _divides("region_area", AREA.zh, region_area)
    _within(areas.values(), region_area, "各土地覆被类型")
    each = {cover: weights[cover]["class"] * weights[cover]["within"] * one for cover, one in areas.items()}  # fmt: skip
    terms = " + ".join(
        f"{float(weights[cover]['class']):g} × {float(weights[cover]['within']):g} × {_short(one)}"
        for cover, one in areas.items()
    )
    return Worked(limited(normaliser * sum(each.values()) / region_area), terms=terms)


def _short(value):
    return "[…]" if np.ndim(value) else f"{float(value):g}"


@method(
    id="ecosystems.reserve_habitat_quality",
    zh="生境质量指数（自然保护区）",
    en="habitat quality index of a nature reserve",
    source=Clause("HJ 192-2015", "附录B 自然保护区", mark="secondary"),
    given={
        "kind": Choice(values=("forest", "grassland", "desert", "wetland"), zh="保护区类型", en="kind of reserve"),
        "forest": Input(unit="km²", minimum=0, zh="林地面积", en="forest"),
        "grassland": Input(unit="km²", minimum=0, zh="草地面积", en="grassland"),
        "water": Input(unit="km²", minimum=0, zh="水域湿地面积", en="water and wetland"),
        "cropland": Input(unit="km²", minimum=0, zh="耕地面积", en="cropland"),
        "built": Input(unit="km²", minimum=0, zh="建设用地面积", en="built land"),
        "unused": Input(unit="km²", minimum=0, zh="未利用地面积", en="unused land"),
        "region_area": AREA,
    },
    parameters={"table": "ecosystems.reserve_habitat.{kind}"},
    formula="HQ = {factor} × ({terms}) ÷ {region_area}",
    symbols={"factor": "A", "terms": "Σ(w × S)"},
)  # fmt: skip
def reserve_habitat_quality(
    kind, forest, grassland, water, cropland, built, unused, region_area, table
):
    """Land cover of a nature reserve weighted for its kind, 0 to 100; all six covers are needed."""
    areas = {
        "forest": forest, "grassland": grassland, "water": water, "cropland": cropland,
        "built": built, "unused": unused,
    }  # fmt: skip
    _divides("region_area", AREA.zh, region_area)
    _within(areas.values(), region_area, "各土地覆被类型")
    total = sum(table[cover] * one for cover, one in areas.items())
    terms = " + ".join(f"{float(table[cover]):g} × {_short(one)}" for cover, one in areas.items())
    return Worked(limited(table["factor"] * total / region_area), factor=table["factor"], terms=terms)  # fmt: skip


@method(
    id="ecosystems.abundance",
    zh="生物丰度指数",
    en="biological abundance index",
    source=Clause("HJ 192-2015", "附录B 生物丰度指数", mark="secondary"),
    given={
        "biodiversity": Input(optional=True, minimum=0, maximum=100, zh="生物多样性指数", en="biodiversity index (HJ 623)", symbol="BI"),
        "earlier_abundance": Input(optional=True, minimum=0, maximum=100, zh="上期生物丰度指数", en="abundance index of the year before", symbol="A₀"),
        "earlier_habitat": Input(optional=True, minimum=0, maximum=100, zh="上期生境质量指数", en="habitat quality of the year before", symbol="HQ₀"),
    },
    needs={"habitat": Need("ecosystems.habitat_quality", symbol="HQ")},
    formula="A = ({biodiversity} + {habitat}) ÷ 2",
)  # fmt: skip
def abundance(biodiversity, habitat, earlier_abundance, earlier_habitat):
    """Half biodiversity, half habitat quality, 0 to 100.

    Where the biodiversity index was not surveyed anew, it moves with habitat quality from the year
    before (recalled). Refused where neither can be done.
    """
    if biodiversity is not None:
        return limited((biodiversity + habitat) / 2)
    if earlier_abundance is None or earlier_habitat is None:
        raise LuhengError(
            "input_missing", name="biodiversity", label="生物多样性指数（biodiversity）"
        )
    return Worked(
        limited(earlier_abundance + (habitat - earlier_habitat)),
        formula="A = {earlier_abundance} + ({habitat} − {earlier_habitat})",
        note_zh="生物多样性指数未更新，随生境质量变化（凭记忆，未核实）",
        note_en="no new biodiversity index: it moves with habitat quality (recalled)",
    )


@method(
    id="ecosystems.growing_season_ndvi",
    zh="5—9月植被指数月最大值的均值",
    en="mean of the monthly maxima of NDVI from May to September",
    source=Clause("HJ 192-2015", "附录B 植被覆盖指数", mark="recalled"),
    given={
        "monthly_maxima": Raw(zh="各像元5—9月NDVI最大值（×10000）", en="maxima of NDVI (× 10,000) by pixel and month", shape="matrix")
    },
)  # fmt: skip
def growing_season_ndvi(monthly_maxima):
    """The mean over pixels of the five monthly maxima, months along the last axis.

    A pixel with a month missing is left out, never filled. Raises LuhengError
    `ecosystems_months_missing`.
    """
    if monthly_maxima is None:
        raise LuhengError("input_missing", name="monthly_maxima", label="5—9月各月NDVI最大值")
    pixels = np.asarray(monthly_maxima, dtype=np.float64)
    pixels = pixels.reshape(1, -1) if pixels.ndim < 2 else pixels.reshape(-1, pixels.shape[-1])
    whole = pixels[~np.isnan(pixels).any(axis=1)]
    if pixels.shape[-1] != 5 or not len(whole):
        there = int((~np.isnan(pixels)).sum(axis=1).max()) if pixels.size else 0
        raise LuhengError("ecosystems_months_missing", months=there)
    left_out = len(pixels) - len(whole)
    return Worked(
        Fraction(repr(float(whole.mean()))),
        note_zh=f"{left_out} 个像元缺月，不计入" if left_out else "",
        note_en=f"{left_out} pixels lack a month and are left out" if left_out else "",
    )


@method(
    id="ecosystems.vegetation",
    zh="植被覆盖指数",
    en="vegetation index",
    source=Clause("HJ 192-2015", "附录B 植被覆盖指数", mark="secondary"),
    symbols={"mean": "P̄"},
    given={
        "ndvi": Input(
            optional=True, zh="NDVI 均值（×10000）", en="mean NDVI (× 10,000)", symbol="P̄"
        )
    },
    needs={"of_pixels": Need("ecosystems.growing_season_ndvi", symbol="P̄", optional=True)},
    parameters={"normaliser": Official("ecosystems.normaliser.vegetation", symbol="Aᵥₑ")},
)
def vegetation(ndvi, of_pixels, normaliser):
    """Mean NDVI (× 10,000) of the growing season times a coefficient, 0 to 100.

    Given the mean itself as `ndvi`, else pixels as `monthly_maxima`. A raw NDVI between −1 and 1 is
    refused: it would pass for almost bare ground.
    """
    mean = of_pixels if ndvi is None else ndvi
    if mean is None:
        raise LuhengError("input_missing", name="ndvi", label="NDVI 均值（ndvi）")
    _no_raw_ndvi(mean)
    return Worked(limited(normaliser * mean), formula="V = {normaliser} × {mean}", mean=mean)


def _no_raw_ndvi(ndvi):
    """Refuses numbers between −1 and 1 other than 0."""
    raw = (ndvi != 0) & (abs(ndvi) <= 1)
    if np.any(raw):
        raise LuhengError("ecosystems_ndvi_scale", value=f"{float(np.ravel(np.asarray(ndvi, dtype=float))[np.argmax(np.ravel(raw))]):g}")  # fmt: skip


@method(
    id="ecosystems.counted_water_resources",
    zh="计入的水资源量",
    en="water resources that count",
    unit="百万立方米",
    source=Clause("HJ 192-2015", "附录B 水网密度指数", mark="secondary"),
    given={
        "water_resources": Input(unit="百万立方米", minimum=0, zh="水资源量", en="water resources of the year", symbol="W"),
        "mean_water_resources": Input(unit="百万立方米", minimum=0, zh="多年平均水资源量", en="long-term mean", symbol="W̄"),
    },
    parameters={"steps": "ecosystems.water_resources_steps"},
    formula="W* = {water_resources}",
)  # fmt: skip
def counted_water_resources(water_resources, mean_water_resources, steps):
    """The water of the year; of a flood year less, as much of it does harm.

    Up to 1.4 times the long-term mean it counts as it is; up to 2.4 times, the mean times (2.4 − ratio);
    beyond, nothing. The rule jumps at 1.4 from 1.4 means to 1.0, as it was found.
    """
    first, last = steps["first"], steps["last"]
    mean = mean_water_resources
    _divides("mean_water_resources", "多年平均水资源量", mean)
    ratio = water_resources / mean
    if isinstance(ratio, np.ndarray):
        flood = np.where(ratio <= last, mean * (last - ratio), 0.0)
        return np.where(np.isnan(ratio), np.nan, np.where(ratio <= first, water_resources, flood))
    if ratio <= first:
        return water_resources
    if ratio <= last:
        return Worked(
            mean * (last - ratio), formula="W* = {mean_water_resources} × ({last} − {water_resources} ÷ {mean_water_resources})",
            last=last, note_zh="超过多年平均1.4倍，多出的水量不利", note_en="above 1.4 means: the surplus does harm",
        )  # fmt: skip
    return Worked(Fraction(0), formula="W* = 0", note_zh="超过多年平均2.4倍，不计", note_en="above 2.4 means: nothing counts")  # fmt: skip


@method(
    id="ecosystems.water_network",
    zh="水网密度指数",
    en="water network index",
    source=Clause("HJ 192-2015", "附录B 水网密度指数", mark="secondary"),
    given={
        "river_length": Input(unit="km", minimum=0, zh="河流长度", en="length of rivers", symbol="L"),
        "water_area": Input(unit="km²", minimum=0, zh="水域面积（湖泊、水库、河渠和近海）", en="lakes, reservoirs, rivers and near-shore sea", symbol="Sw"),
        "region_area": AREA,
    },
    needs={"resources": Need("ecosystems.counted_water_resources", symbol="W*")},
    parameters={
        "of_length": Official("ecosystems.normaliser.river_length", symbol="Aᵣᵢᵥ"),
        "of_area": Official("ecosystems.normaliser.water_area", symbol="Aₗₐₖ"),
        "of_resources": Official("ecosystems.normaliser.water_resources", symbol="Aᵣₑₛ"),
    },
    formula="N = ({of_length} × {river_length} ÷ {region_area} + {of_area} × {water_area} ÷ {region_area} + {of_resources} × {resources} ÷ {region_area}) ÷ 3",
)  # fmt: skip
def water_network(
    river_length, water_area, region_area, resources, of_length, of_area, of_resources
):
    """Rivers, water surface and water resources (million m³) per area, 0 to 100."""
    _divides("region_area", AREA.zh, region_area)
    total = of_length * river_length + of_area * water_area + of_resources * resources
    return limited(total / region_area / 3)


@method(
    id="ecosystems.land_stress",
    zh="土地胁迫指数",
    en="land stress index",
    source=Clause("HJ 192-2015", "附录B 土地胁迫指数", mark="secondary"),
    given={
        "stressed": Input(unit="km²", each="stress", minimum=0, zh="各类胁迫面积", en="areas under stress", symbol="S"),
        "region_area": AREA,
    },
    parameters={
        "weights": Official("ecosystems.land_stress_weight.{stress}", symbol="w"),
        "normaliser": Official("ecosystems.normaliser.land_stress", symbol="Aₑᵣₒ"),
    },
    formula="T = {normaliser} × Σ[{weights} × {stressed}] ÷ {region_area}",
)  # fmt: skip
def land_stress(stressed, region_area, weights, normaliser):
    """Eroded, built and otherwise stressed land per area, 0 to 100, 100 the worst.

    All four kinds are needed; none that is missing counts as zero.
    """
    _all_there(stressed, ("severe_erosion", "moderate_erosion", "built_land", "other_stress"), "stressed")  # fmt: skip
    _divides("region_area", AREA.zh, region_area)
    total = sum(weights[kind] * one for kind, one in stressed.items())
    return limited(normaliser * total / region_area)


def _all_there(given, wanted, name):
    for key in wanted:
        if given.get(key) is None:
            raise LuhengError("input_missing", name=f"{name}.{key}", label=f"{name}.{key}")


@method(
    id="ecosystems.pollution_load",
    zh="污染负荷指数",
    en="pollution load index",
    source=Clause("HJ 192-2015", "附录B 污染负荷指数", mark="secondary"),
    given={
        "emissions": Input(unit="t", each="pollutant", minimum=0, zh="各污染物年排放量", en="emissions of the year", symbol="E"),
        "precipitation": Input(unit="mm", minimum=0, zh="年降水量", en="precipitation of the year", symbol="P"),
        "region_area": AREA,
    },
    parameters={"table": Official("ecosystems.pollution_load.{pollutant}", symbol="w")},
    formula="L = {terms}",
    symbols={"terms": "Σ(w × Aᵢ × E ÷ (A × P 或 A))"},
)  # fmt: skip
def pollution_load(emissions, precipitation, region_area, table):
    """Emissions (t) into water per precipitation volume (mm × km²) and into air per km², 0 to 100.

    All six pollutants are needed; 100 is the worst.
    """
    _all_there(
        emissions,
        ("cod", "ammonia_n", "sulfur_dioxide", "smoke_and_dust", "nitrogen_oxides", "solid_waste"),
        "emissions",
    )
    _divides("region_area", AREA.zh, region_area)
    _divides("precipitation", "年降水量", precipitation)
    by = {"precipitation": precipitation * region_area, "area": region_area}
    each = {
        name: table[name]["weight"] * table[name]["factor"] * one / by[table[name]["per"]]
        for name, one in emissions.items()
    }
    if any(np.ndim(one) for one in each.values()):
        return limited(sum(each.values()))
    terms = " + ".join(f"{float(one):.4f}" for one in each.values())
    return Worked(limited(sum(each.values())), terms=terms)


PARTS = {
    "abundance": Need("ecosystems.abundance", symbol="A"),
    "vegetation": Need("ecosystems.vegetation", symbol="V"),
    "water_network": Need("ecosystems.water_network", symbol="N"),
    "land_stress": Need("ecosystems.land_stress", symbol="T"),
    "pollution_load": Need("ecosystems.pollution_load", symbol="L"),
}


@method(
    id="ecosystems.unrestricted_index",
    zh="生态环境状况指数（未计环境限制）",
    en="ecological index before restrictions",
    source=Clause("HJ 192-2015", "附录B 生态环境状况指数", mark="secondary"),
    needs=PARTS,
    parameters={"weights": "ecosystems.index_weights"},
    formula="EI = {terms}",
    symbols={"terms": "0.35 A + 0.25 V + 0.15 N + 0.15 (100 − T) + 0.10 (100 − L)"},
)
def unrestricted_index(abundance, vegetation, water_network, land_stress, pollution_load, weights):
    """The five weighted sub-indices, 0 to 100, to one decimal; each is rounded to one decimal first."""
    parts = {
        "abundance": rounded(abundance, "0.1"),
        "vegetation": rounded(vegetation, "0.1"),
        "water_network": rounded(water_network, "0.1"),
        "land_stress": 100 - rounded(land_stress, "0.1"),
        "pollution_load": 100 - rounded(pollution_load, "0.1"),
    }
    value = rounded(sum(weights[name] * one for name, one in parts.items()), "0.1")
    if isinstance(value, np.ndarray):
        return value
    terms = " + ".join(f"{float(weights[name]):g} × {float(one):g}" for name, one in parts.items())
    return Worked(
        value, terms=terms, note_zh="各分指数先修约到一位小数，结果修约到一位小数",
        note_en="sub-indices are rounded to one decimal first, the result too",
    )  # fmt: skip
