"""The peer for the whole way: how a careful Python programmer does it today, with lxml and pandas.

    python3 bench/pipeline.py FOLDER OUT.csv

Each filing is parsed and validated by the schema (compiled once), its series go into one table, and the
emissions are calculated for all months at once. OUT gets one row an emission source, as `emissions.csv` has
them; there are no checks, no allocation and no reports. The factors are those of Tests/oracle/rules.py.
"""

import os
import sys

import numpy
import pandas
from lxml import etree

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
sys.path.insert(0, os.path.join(ROOT, "Tests/oracle"))
import rules  # noqa: E402

SPACE = "{urn:cets:filing:1}"
KEYS = ["uscc", "sector", "facility", "kind", "category", "direction", "item", "month"]


def read(folder):
    """One row a month of a series, of the facilities that count."""
    schema = etree.XMLSchema(etree.parse(os.path.join(ROOT, "schemas/filing.xsd")))
    rows = []
    for name in sorted(os.listdir(folder)):
        root = etree.parse(os.path.join(folder, name)).getroot()
        schema.assertValid(root)
        uscc, sector = root.get("uscc"), root.get("sector")
        for facility in root.iterchildren(SPACE + "enterprise", SPACE + "facility"):
            attributes = {a.get("name"): a.get("value") for a in facility.iterchildren(SPACE + "attribute")}
            if facility.get("kind") == "powerUnit" and attributes.get("inPowerMarket") == "true":
                continue
            head = (uscc, sector, facility.get("id"), facility.get("kind", "enterprise"), attributes.get("clinkerCategory", ""))
            for series in facility.iterchildren(SPACE + "series"):
                about = head + (series.get("direction"), series.get("item"))
                parameter, method = series.get("parameter"), series.get("method")
                months = {int(m.get("n")): float(m.text) for m in series.iterchildren(SPACE + "month")}
                rows += [about + (month, parameter, method, months.get(month, numpy.nan)) for month in range(1, 13)]
    return pandas.DataFrame(rows, columns=KEYS + ["parameter", "method", "value"])


def emissions(filed):
    quantities = filed[filed.parameter == "quantity"].drop(columns=["parameter", "method"]).fillna({"value": 0})
    measured = filed[(filed.parameter != "quantity") & (filed.method != "default")]
    factors = measured.pivot_table(index=KEYS, columns="parameter", values="value", aggfunc="first")
    factors = factors.reindex(columns=["netCalorificValue", "carbonPerHeat", "oxidationRate", "purity", "anodeLossRate", "sulphur", "ash", "cf4Factor", "c2f6Factor"])
    flows = quantities.merge(factors.reset_index(), on=KEYS, how="left")
    rows = pandas.concat([fuels(flows), materials(flows), clinker(flows), pots(flows)])
    rows["tonnes"] = rows["tonnes"].round(2)
    return rows.groupby(["uscc", "facility", "source"], as_index=False)["tonnes"].sum().round(2)


def fuels(flows):
    own = flows[flows.direction.isin(["fuelIn", "fuelOut"]) & (flows.item != "alternativeFuel")].copy()
    steel = own.sector == "steel"
    table = own.item.map(rules.CEMENT_FUELS).where(~steel, own.item.map(rules.STEEL_FUELS))
    heat, carbon = table.str[0].astype(float), table.str[1].astype(float)
    pairs = own[["sector", "kind", "item"]].drop_duplicates()
    pairs["rate"] = [rules.oxidation(*row) or 100 for row in pairs.itertuples(index=False)]
    rate = own[["sector", "kind", "item"]].merge(pairs, how="left")["rate"].set_axis(own.index)
    heat = own.netCalorificValue.where(~(steel & own.item.isin(["coke", "semiCoke"]))).fillna(heat)
    carbon = own.carbonPerHeat.where(~steel).fillna(carbon)
    rate = own.oxidationRate.where(~steel).fillna(rate) / 100
    sign = numpy.where(own.direction == "fuelIn", 1, -1)
    own["source"] = numpy.where(own.direction == "fuelIn", "combustion.", "fuelOut.") + own.item
    own["tonnes"] = sign * own.value * heat * carbon * rate * 44 / 12
    return own[["uscc", "facility", "source", "tonnes"]]


def materials(flows):
    names = {"carbonate": "carbonate.", "electrode": "electrode.", "carbonMaterial": "carbonMaterial.", "soldProduct": "product.", "product": "product."}
    works = flows[(flows.sector == "steel") & (flows.kind == "enterprise") & flows.direction.isin(names)]
    works = works[(works.direction != "product") | (works.item == "crudeSteel")].copy()
    works["tonnes"] = works.value * works.item.map(rules.STEEL_FACTORS).astype(float)
    works["tonnes"] *= numpy.where(works.direction.isin(["product", "soldProduct"]), -1, 1)
    smelters = flows[(flows.sector == "aluminium") & (flows.direction == "carbonate")].copy()
    smelters["tonnes"] = smelters.value * smelters.item.map(rules.CARBONATES).astype(float) * smelters.purity.fillna(100) / 100
    both = pandas.concat([works, smelters])
    both["source"] = both.direction.map(names) + both.item
    return both[["uscc", "facility", "source", "tonnes"]]


def clinker(flows):
    lines = flows[(flows.kind == "clinkerLine") & ((flows.item == "clinker") | (flows.direction == "alternativeRawMaterial"))].copy()
    made = (lines.item == "clinker") & (lines.direction == "product")
    factor = lines.category.map(rules.CLINKER).astype(float).where(made, -lines.item.map(rules.DEDUCTIONS).astype(float))
    lines["tonnes"] = lines.value * factor
    lines["source"] = "process"
    return lines.groupby(["uscc", "facility", "source", "month"], as_index=False)["tonnes"].sum().drop(columns="month")


def pots(flows):
    cells = flows[flows.kind == "electrolysis"]
    anodes = cells[cells.direction == "anode"].copy()
    net = (anodes.value * (1 - anodes.anodeLossRate.fillna(float(rules.ANODE["anodeLossRate"])) / 100)).round(2)
    anodes["tonnes"] = net * (1 - anodes.sulphur.fillna(float(rules.ANODE["sulphur"])) / 100 - anodes.ash.fillna(float(rules.ANODE["ash"])) / 100) * 44 / 12
    anodes["source"] = "anode"
    metal = cells[(cells.direction == "product") & (cells.item == "liquidAluminium")].copy()
    metal["tonnes"] = metal.value / 1000 * (
        metal.cf4Factor.fillna(float(rules.PFC["cf4Factor"])) * rules.GWP_CF4 + metal.c2f6Factor.fillna(float(rules.PFC["c2f6Factor"])) * rules.GWP_C2F6)
    metal["source"] = "anodeEffect"
    return pandas.concat([anodes, metal])[["uscc", "facility", "source", "tonnes"]]


if __name__ == "__main__":
    emissions(read(sys.argv[1])).to_csv(sys.argv[2], index=False)
