"""A product footprint as a package of openLCA's schema (version 2, JSON-LD in a zip).

One process for each stage gives off its kilograms of CO2 equivalent; the product's process takes one of
each. Calculated with the impact method that comes along, the product gives the footprint.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID, uuid5

_HOUSE = UUID("6f2ad3a0-6a3d-4b0b-9f0e-3f4f1f5f7f10")  # the names below are unique within it
_STAGES = {
    "raw_materials": ("原材料获取", "raw materials"),
    "production": ("生产", "production"),
    "distribution": ("分销", "distribution"),
    "use": ("使用", "use"),
    "end_of_life": ("寿命末期", "end of life"),
}
_FOLDERS = {
    "UnitGroup": "unit_groups", "FlowProperty": "flow_properties", "Flow": "flows",
    "Process": "processes", "ImpactCategory": "lcia_categories", "ImpactMethod": "lcia_methods",
}  # fmt: skip
_VERSION = "01.00.000"


def footprint_package(record: Mapping[str, Any], language: Literal["zh", "en"] = "zh") -> bytes:
    """A record of `carbon.footprint` or `carbon.footprint_label` as a zip that openLCA 2 imports."""
    package = _Package(record, language)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "olca-schema.json", {"version": 2})
        for entity in package.entities():
            folder = _FOLDERS[entity["@type"]]
            _put(archive, f"{folder}/{entity['@id']}.json", entity)
    return file.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: Any) -> None:
    info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))  # the same record gives the same bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, json.dumps(data, ensure_ascii=False, indent=1))


class _Package:
    """The data sets of one footprint, with the references between them."""

    def __init__(self, record: Mapping[str, Any], language: Literal["zh", "en"]) -> None:
        self.place = 0 if language == "zh" else 1
        step = next(
            one for one in record["lineage"]["steps"] if one["method"] == "carbon.footprint"
        )
        given = {one["name"]: one.get("value") for one in step["arguments"]}
        self.stages: dict[str, Fraction] = {
            stage: Fraction(str(amount)) for stage, amount in given["stages"].items()
        }
        about = record["value"] if isinstance(record["value"], Mapping) else {}
        self.about = about
        self.product = str(about.get("product") or ("产品", "product")[self.place])
        self.unit = str(about.get("functional_unit") or ("1 功能单位", "1 functional unit")[self.place])  # fmt: skip
        self.key = f"{record['lineage']['day']}{record['lineage']['place']}{json.dumps(given, ensure_ascii=False, sort_keys=True)}{self.product}"  # fmt: skip
        self.changed = f"{record['lineage']['day'][0]}T00:00:00Z"

    def entities(self) -> list[dict[str, Any]]:
        """Every data set, those that others refer to first."""
        stages = [
            one for stage in self.stages for one in (self._stage_flow(stage), self._stage(stage))
        ]
        return [
            self._units("mass", "kg"), self._units("items", "Item(s)"),
            self._quantity("mass", "Mass"), self._quantity("items", "Number of items"),
            self._gas(), self._product_flow(), *stages, self._whole(), self._category(), self._method(),
        ]  # fmt: skip

    def _ref(self, type: str, name: str, shown: str) -> dict[str, Any]:
        # Units, quantities and the gas are the same in every package, so that packages join.
        own = "" if name in ("mass", "items", "gas", "gwp") else self.key
        return {"@type": type, "@id": str(uuid5(_HOUSE, f"{type}/{name}/{own}")), "name": shown}

    def _root(self, type: str, name: str, shown: str, **more: Any) -> dict[str, Any]:
        return {**self._ref(type, name, shown), "version": _VERSION, "lastChange": self.changed, **more}  # fmt: skip

    def _units(self, name: str, unit: str) -> dict[str, Any]:
        own = {"@id": self._ref("Unit", name, unit)["@id"], "name": unit, "conversionFactor": 1.0, "isRefUnit": True}  # fmt: skip
        return self._root("UnitGroup", name, f"Units of {name}", units=[own])

    def _quantity(self, name: str, shown: str) -> dict[str, Any]:
        return self._root(
            "FlowProperty", name, shown, flowPropertyType="PHYSICAL_QUANTITY",
            unitGroup=self._ref("UnitGroup", name, f"Units of {name}"),
        )  # fmt: skip

    def _flow(self, name: str, shown: str, kind: str, quantity: str, **more: Any) -> dict[str, Any]:
        factor = {
            "isRefFlowProperty": True,
            "conversionFactor": 1.0,
            "flowProperty": self._ref("FlowProperty", quantity, _QUANTITIES[quantity]),
        }
        return self._root("Flow", name, shown, flowType=kind, flowProperties=[factor], **more)

    def _gas(self) -> dict[str, Any]:
        return self._flow("gas", _GAS, "ELEMENTARY_FLOW", "mass", category="Elementary flows/Emission to air")  # fmt: skip

    def _product_flow(self) -> dict[str, Any]:
        return self._flow("product", self._named(self.unit), "PRODUCT_FLOW", "items")

    def _stage_flow(self, stage: str) -> dict[str, Any]:
        return self._flow(stage, self._named(_STAGES[stage][self.place]), "PRODUCT_FLOW", "items")

    def _named(self, what: str) -> str:
        return f"{self.product} · {what}"

    def _exchange(self, number: int, flow: dict[str, Any], quantity: str, amount: float, **more: Any) -> dict[str, Any]:  # fmt: skip
        unit = {"mass": "kg", "items": "Item(s)"}[quantity]
        return {
            "internalId": number, "amount": amount, "isInput": False, "isQuantitativeReference": False,
            "isAvoidedProduct": False, "flow": flow, "unit": self._ref("Unit", quantity, unit),
            "flowProperty": self._ref("FlowProperty", quantity, _QUANTITIES[quantity]), **more,
        }  # fmt: skip

    def _process(self, name: str, shown: str, exchanges: list[dict[str, Any]], **more: Any) -> dict[str, Any]:  # fmt: skip
        return self._root(
            "Process", name, shown, processType="UNIT_PROCESS", isInfrastructureProcess=False,
            exchanges=exchanges, lastInternalId=len(exchanges), **more,
        )  # fmt: skip

    def _stage(self, stage: str) -> dict[str, Any]:
        shown = self._named(_STAGES[stage][self.place])
        out = self._exchange(1, self._ref("Flow", stage, shown), "items", 1.0, isQuantitativeReference=True)  # fmt: skip
        gas = self._exchange(2, self._ref("Flow", "gas", _GAS), "mass", float(self.stages[stage]))
        return self._process(f"stage {stage}", shown, [out, gas])

    def _whole(self) -> dict[str, Any]:
        shown = self._named(self.unit)
        exchanges = [
            self._exchange(1, self._ref("Flow", "product", shown), "items", 1.0, isQuantitativeReference=True)
        ]  # fmt: skip
        for number, stage in enumerate(self.stages, start=2):
            name = self._named(_STAGES[stage][self.place])
            exchanges.append(
                self._exchange(
                    number, self._ref("Flow", stage, name), "items", 1.0, isInput=True,
                    defaultProvider=self._ref("Process", f"stage {stage}", name),
                )
            )  # fmt: skip
        said = f"GB/T 24067-2024; {self.unit}"
        documentation = {
            "inventoryMethodDescription": "GB/T 24067-2024", "timeDescription": said,
            **({"validFrom": self.about["issued"]} if self.about.get("issued") else {}),
            **({"validUntil": self.about["valid_until"]} if self.about.get("valid_until") else {}),
        }  # fmt: skip
        return self._process(
            "whole", shown, exchanges, description=said, processDocumentation=documentation
        )

    def _category(self) -> dict[str, Any]:
        factor = {
            "value": 1.0, "flow": self._ref("Flow", "gas", _GAS), "unit": self._ref("Unit", "mass", "kg"),
            "flowProperty": self._ref("FlowProperty", "mass", _QUANTITIES["mass"]),
        }  # fmt: skip
        return self._root("ImpactCategory", "gwp", _CATEGORY, refUnit="kg CO2-eq", impactFactors=[factor])  # fmt: skip

    def _method(self) -> dict[str, Any]:
        refs = [self._ref("ImpactCategory", "gwp", _CATEGORY)]
        return self._root("ImpactMethod", "gwp", "GB/T 24067-2024", impactCategories=refs)


_QUANTITIES = {"mass": "Mass", "items": "Number of items"}
_GAS = "Greenhouse gases, as CO2 equivalent"
_CATEGORY = "Climate change, GWP100"
