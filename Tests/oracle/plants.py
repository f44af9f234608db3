"""Plausible, fictional plants: magnitudes and seasons of the real trades, names that say they are made up."""

import random
from fractions import Fraction as F

import oracle
from model import Facility, Filing, uscc

PROVINCES = [("130000", "130200", "河北"), ("340000", "340100", "安徽"), ("370000", "370600", "山东"), ("450000", "450200", "广西"),
             ("150000", "150200", "内蒙古"), ("530000", "530100", "云南"), ("320000", "320500", "江苏"), ("650000", "650100", "新疆")]
CEMENT_SEASON = [70, 45, 85, 105, 112, 110, 108, 110, 112, 115, 112, 96]
EVEN_SEASON = [98, 94, 101, 102, 103, 101, 100, 101, 100, 101, 100, 99]
CLASSES = {"cement": "3011", "steel": "3120", "aluminium": "3216"}
TRADES = {"cement": ("水泥", "Cement"), "steel": ("钢铁", "Steel"), "aluminium": ("铝业", "Aluminium")}


def number(rng, mean, spread, decimals=2):
    """A text around a mean, with exactly so many decimals."""
    units = int(mean * 10**decimals * (1 + spread * (2 * rng.random() - 1)))
    return decimal_text(units, decimals)


def decimal_text(units, decimals):
    sign = "-" if units < 0 else ""
    digits = str(abs(units)).rjust(decimals + 1, "0")
    return sign + (digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}")


def months(rng, annual, season, spread=0.06, running=None):
    """Twelve texts that add up to about an annual figure; zero outside the running months (1 to 12)."""
    return [number(rng, annual * season[m] / sum(season), spread) if running is None or m + 1 in running else "0" for m in range(12)]


def constant(rng, mean, spread, decimals):
    return [number(rng, mean, spread, decimals) for _ in range(12)]


def scaled(texts, ratio, rng, spread=0.02):
    return [number(rng, float(F(t)) * ratio, spread) if F(t) else "0" for t in texts]


def blank_filing(rng, index, sector, year, name=None, province=None):
    code, city, place = province or PROVINCES[index % len(PROVINCES)]
    zh, en = TRADES[sector]
    number = f"{index:04d}"
    body = f"91{code}MA{rng.randrange(10**6):06d}".ljust(17, "0")[:17 - len(number)] + number
    filing = Filing(
        uscc=uscc(body), year=year, sector=sector, submission=1, submitted_on=f"{year + 1}-03-{10 + index % 20:02d}",
        entity={"name": name or f"{place}虚构{zh}{index}号有限公司", "name_en": f"Fictional {en} No. {index} Co., Ltd.", "province": code, "city": city,
                "industry_class": CLASSES[sector], "legal_representative": "虚构", "address": f"{place}示例路{index}号", "permit": f"PW{index:08d}",
                "contact": "环保部", "report_service": "虚构咨询有限公司", "report_service_uscc": uscc("91110000MA0123456"),
                "verifier": "虚构核查有限公司", "verifier_uscc": uscc("91110000MA0654321")})
    filing.meters = [{"meter": f"M{n}", "kind": kind, "required_accuracy": acc, "actual_accuracy": acc, "calibrated_from": f"{year}-01-01", "calibrated_to": f"{year}-12-31"}
                     for n, (kind, acc) in enumerate([("皮带秤", "0.5"), ("汽车衡", "0.2"), ("气体流量计", "1.5"), ("转子秤", "0.5")], 1)]
    filing.evidence = [{"evidence": f"E{n:02d}", "kind": "检测报告", "title": f"{n}月煤质检测报告", "issuer": "虚构检测中心", "number": f"TR-{year}-{index:04d}-{n:02d}",
                        "sampled_on": f"{year}-{n:02d}-05", "received_on": f"{year}-{n:02d}-07", "tested_on": f"{year}-{n:02d}-09", "reported_on": f"{year}-{n:02d}-12",
                        "accreditation": "CMA CNAS", "sha256": f"{rng.randrange(16**64):064x}"} for n in range(1, 13)]
    filing.evidence.append({"evidence": "L1", "kind": "台账", "title": "生产月报和进销存台账", "issuer": "本企业", "number": f"LG-{year}"})
    return filing


LAB = [f"E{n:02d}" for n in range(1, 13)]


def add_fuel(rng, facility, item, amounts, heat=None, unit="t", heat_unit="GJ/t", meter="M1"):
    facility.add("fuelIn", item, "quantity", unit, amounts, meter=meter, evidence=["L1"])
    if heat is not None:
        facility.add("fuelIn", item, "netCalorificValue", heat_unit, heat, evidence=LAB)


def cement_line(rng, ident, annual, category="portland", slag_rate=None, alternative=False, materials=(), running=None, year=2025, heat=None):
    line = Facility(ident, "clinkerLine", name=f"{ident}号熟料线", capacity=str(int(annual / 310 / 100) * 100), capacity_unit="t/d", started_on="2009-06-01")
    line.attributes = {"clinkerCategory": category, "clinkerVariety": {"portland": "通用", "whitePortland": "白色"}.get(category, "特种"), "kilnSize": "Φ4.8×74m"}
    clinker = months(rng, annual, CEMENT_SEASON, running=running)
    calorific = constant(rng, heat or 22.6, 0.03, 3)
    coal = [number(rng, float(F(q)) * 3.15 / float(calorific[m]), 0.03) if F(q) else "0" for m, q in enumerate(clinker)]
    add_fuel(rng, line, "bituminousCoal", coal, calorific)
    add_fuel(rng, line, "diesel", scaled(clinker, 0.00004, rng, 0.3))
    line.add("product", "clinker", "quantity", "t", clinker, meter="M4", evidence=["L1"])
    factor = {"portland": 0.535, "whitePortland": 0.550, "sulphoaluminate": 0.413, "aluminate": 0.292}[category]
    if slag_rate is not None:
        line.attributes["carbideSlagLine"] = "true"
        line.add("alternativeRawMaterial", "carbideSlag", "quantity", "t", [decimal_text(int(F(q) * F(str(factor)) * F(str(slag_rate)) / F("0.48") * 100), 2) for q in clinker], meter="M2", evidence=["L1"])
    for item, ratio in materials:
        line.add("alternativeRawMaterial", item, "quantity", "t", scaled(clinker, ratio, rng, 0.1), meter="M2", evidence=["L1"])
    if alternative:
        line.attributes["alternativeFuelKind"] = "废轮胎和生活垃圾衍生燃料"
        line.attributes["alternativeFuelBiomassShare"] = "35"
        line.add("fuelIn", "alternativeFuel", "quantity", "t", scaled(clinker, 0.018, rng, 0.1), meter="M2", evidence=["L1"])
        line.add("fuelIn", "alternativeFuel", "netCalorificValue", "GJ/t", constant(rng, 16.5, 0.05, 3), evidence=LAB)
        line.add("fuelIn", "alternativeFuel", "carbonPerHeat", "tC/GJ", constant(rng, 0.0235, 0.02, 5), evidence=LAB)
    line.add("auxiliary", "electricity", "quantity", "MWh", scaled(clinker, 0.058, rng))
    line.add("auxiliary", "rawMeal", "quantity", "t", scaled(clinker, 1.53, rng, 0.005))
    line.stock = [("bituminousCoal", "t", "purchased", scaled(coal, 1.0, rng, 0.0)), ("bituminousCoal", "t", "opening", ["8000.00"] * 12), ("bituminousCoal", "t", "closing", ["8000.00"] * 12)]
    line.second = [("bituminousCoal", "quantity", "t", "205-1", coal, None)]
    return line


def steel_works(rng, filing, steel_annual, hydrogen=False, electric=False, power=True, exports=True, iron=True, coking=True):
    enterprise = filing.enterprise
    iron_annual, steel = steel_annual * 0.9 if iron else 0, months(rng, steel_annual, EVEN_SEASON, 0.02)
    coke_bought = 0.0 if coking else iron_annual * 0.38
    for item, annual, heat in [("washedCoal", iron_annual * 0.38 * 1.33 if coking else 0, None), ("anthracite", iron_annual * 0.09, 25.6),
                               ("bituminousCoal", iron_annual * 0.16, 24.1), ("coke", coke_bought, None)]:
        if annual:
            add_fuel(rng, enterprise, item, months(rng, annual, EVEN_SEASON, 0.03), constant(rng, heat, 0.02, 3) if heat else None, meter="M2")
    enterprise.add("fuelIn", "naturalGas", "quantity", "10^4Nm3", months(rng, steel_annual * 0.0006, EVEN_SEASON), meter="M3", evidence=["L1"])
    if exports:
        enterprise.add("fuelIn", "converterGas", "quantity", "10^4Nm3", ["-" + t if F(t) else t for t in months(rng, steel_annual * 0.0009, EVEN_SEASON)], meter="M3", evidence=["L1"])
    for direction, item, ratio in [("carbonate", "limestone", 0.05), ("carbonate", "dolomite", 0.03), ("electrode", "electrode", 0.0004 if iron else 0.0018), ("carbonMaterial", "scrap", 0.15 if iron else 1.06),
                                   ("carbonMaterial", "pigIron", 0.01), ("carbonMaterial", "silicomanganese", 0.009), ("carbonMaterial", "ferrosilicon", 0.003)]:
        enterprise.add(direction, item, "quantity", "t", scaled(steel, ratio, rng, 0.05), meter="M2", evidence=["L1"])
    enterprise.add("product", "crudeSteel", "quantity", "t", steel, meter="M2", evidence=["L1"])
    if coking:
        enterprise.add("soldProduct", "coalTar", "quantity", "t", scaled(steel, 0.012, rng, 0.04), meter="M2", evidence=["L1"])
        enterprise.add("soldProduct", "crudeBenzol", "quantity", "t", scaled(steel, 0.003, rng, 0.04), meter="M2", evidence=["L1"])
    add_processes(rng, filing, iron_annual, steel_annual, steel, hydrogen, electric, power, iron, coking)


def process(ident, kind, name, capacity):
    return Facility(ident, kind, name=name, capacity=capacity, capacity_unit="10^4 t/a", started_on="2010-01-01")


def gas(rng, facility, direction, item, annual, heat=None):
    facility.add(direction, item, "quantity", "10^4Nm3", months(rng, annual, EVEN_SEASON, 0.03), meter="M3", evidence=["L1"])
    if heat is not None:
        facility.add(direction, item, "netCalorificValue", "GJ/10^4Nm3", constant(rng, heat, 0.02, 3), evidence=LAB)


def add_processes(rng, filing, iron_annual, steel_annual, steel, hydrogen, electric, power, iron, coking):
    facilities = filing.facilities
    coke_annual = iron_annual * 0.38
    if coking:
        ovens = process("CO1", "coking", "焦化工序", f"{coke_annual / 10000:.2f}")
        add_fuel(rng, ovens, "washedCoal", months(rng, coke_annual * 1.33, EVEN_SEASON, 0.02), meter="M2")
        gas(rng, ovens, "fuelIn", "blastFurnaceGas", coke_annual * 0.08)
        ovens.add("fuelOut", "coke", "quantity", "t", months(rng, coke_annual, EVEN_SEASON, 0.02), meter="M1", evidence=["L1"])
        gas(rng, ovens, "fuelOut", "cokeOvenGas", coke_annual * 0.042)
        ovens.add("product", "cokeProduct", "quantity", "t", months(rng, coke_annual, EVEN_SEASON, 0.02), meter="M1", evidence=["L1"])
        facilities.append(ovens)
    if iron:
        sinter_annual = iron_annual * 1.25
        strand = process("SI1", "sintering", "烧结工序", f"{sinter_annual / 10000:.2f}")
        strand.attributes["strandArea"] = str(max(1, round(sinter_annual / 8760 / 1.3)))
        add_fuel(rng, strand, "coke", months(rng, sinter_annual * 0.045, EVEN_SEASON, 0.02), meter="M1")
        add_fuel(rng, strand, "anthracite", months(rng, sinter_annual * 0.008, EVEN_SEASON, 0.04), constant(rng, 25.6, 0.02, 3), meter="M1")
        gas(rng, strand, "fuelIn", "cokeOvenGas", sinter_annual * 0.0004)
        strand.add("product", "sinter", "quantity", "t", months(rng, sinter_annual, EVEN_SEASON, 0.02), meter="M1", evidence=["L1"])
        pellet = process("PE1", "pelletising", "球团工序", f"{iron_annual * 0.25 / 10000:.2f}")
        gas(rng, pellet, "fuelIn", "blastFurnaceGas", iron_annual * 0.25 * 0.03)
        pellet.add("product", "pellets", "quantity", "t", months(rng, iron_annual * 0.25, EVEN_SEASON, 0.02), meter="M1", evidence=["L1"])
        furnace = process("BF1", "ironmaking", "炼铁工序", f"{iron_annual / 10000:.2f}")
        furnace.attributes["furnaceVolume"] = str(max(1, round(iron_annual / 365 / 2.6)))
        if hydrogen:
            furnace.attributes["hydrogenRichOxygenFurnace"] = "true"
        add_fuel(rng, furnace, "coke", months(rng, iron_annual * (0.30 if hydrogen else 0.37), EVEN_SEASON, 0.02), meter="M1")
        add_fuel(rng, furnace, "bituminousCoal", months(rng, iron_annual * 0.145, EVEN_SEASON, 0.02), constant(rng, 24.1, 0.02, 3), meter="M1")
        gas(rng, furnace, "fuelIn", "blastFurnaceGas", iron_annual * 0.06, 33.4)
        gas(rng, furnace, "fuelOut", "blastFurnaceGas", iron_annual * 0.155, 33.4)
        furnace.add("product", "ironProduct", "quantity", "t", months(rng, iron_annual, EVEN_SEASON, 0.02), meter="M1", evidence=["L1"])
        facilities += [strand, pellet, furnace]
    if not electric or iron:
        shop = process("BOF1", "converterSteelmaking", "转炉炼钢工序", f"{steel_annual / 10000:.2f}")
        gas(rng, shop, "fuelIn", "cokeOvenGas", steel_annual * 0.0003)
        gas(rng, shop, "fuelOut", "converterGas", steel_annual * 0.0105, 82.0)
        shop.add("product", "crudeSteel", "quantity", "t", steel, meter="M2", evidence=["L1"])
        facilities.append(shop)
    if electric:
        arc = process("EAF1", "electricArcSteelmaking", "电炉炼钢工序", "60.00")
        gas(rng, arc, "fuelIn", "naturalGas", steel_annual * 0.0004)
        arc.add("product", "crudeSteel", "quantity", "t", scaled(steel, 0.12, rng) if iron else steel, meter="M2", evidence=["L1"])
        facilities.append(arc)
    if power:
        unit = Facility("PU1", "powerUnit", name="煤气发电机组", capacity="80", capacity_unit="MW", started_on="2015-01-01")
        gas(rng, unit, "fuelIn", "blastFurnaceGas", iron_annual * 0.03, 33.4)
        gas(rng, unit, "fuelIn", "converterGas", steel_annual * 0.002)
        facilities.append(unit)


def smelter_process(rng, ident, annual):
    potline = Facility(ident, "electrolysis", name=f"{ident}电解工序", capacity=str(int(annual * 1.02)), capacity_unit="t/a", started_on="2012-05-01")
    potline.attributes = {"designCurrent": "500", "designVoltage": "4.0", "cells": str(max(1, int(annual / 1340)))}
    metal = months(rng, annual, EVEN_SEASON, 0.015)
    potline.add("product", "liquidAluminium", "quantity", "t", metal, meter="M2", evidence=["L1"])
    potline.add("anode", "anode", "quantity", "t", scaled(metal, 0.483, rng, 0.015), meter="M2", evidence=["L1"])
    potline.add("auxiliary", "electricityAC", "quantity", "MWh", scaled(metal, 13.35, rng, 0.008))
    potline.add("auxiliary", "alumina", "quantity", "t", scaled(metal, 1.92, rng, 0.004))
    return potline


def smelter_enterprise(rng, filing, annual):
    gas(rng, filing.enterprise, "fuelIn", "naturalGas", annual * 0.0035)
    add_fuel(rng, filing.enterprise, "diesel", months(rng, annual * 0.0011, EVEN_SEASON, 0.1), meter="M2")
    filing.enterprise.add("carbonate", "Na2CO3", "quantity", "t", months(rng, annual * 0.0008, EVEN_SEASON, 0.1), meter="M2", evidence=["L1"])
    filing.enterprise.add("carbonate", "Na2CO3", "purity", "%", constant(rng, 98.5, 0.005, 2), evidence=LAB)


def declare(filing, rng, wrong=False):
    """What the entity itself calculated: mostly right."""
    rows, totals, total = oracle.statement(filing)
    shown = total + (F(rng.randrange(100, 9000)) if wrong else 0)
    filing.enterprise.declared = [("emissions", oracle.text(shown, 2), oracle.text(total * F(rng.randrange(94, 107), 100), 2))]
    for facility in filing.facilities:
        if facility.id in totals and facility.kind in ("clinkerLine", "electrolysis", "ironmaking"):
            facility.declared = [("emissions", oracle.text(totals[facility.id], 2), None)]
    for facility in [filing.enterprise] + filing.facilities:
        for series in facility.series:
            if series.direction in ("fuelIn", "product", "anode") and series.parameter == "quantity" and len(filing.plan) < 6:
                filing.plan.append({"version": "V1", "valid_from": f"{filing.year - 1}-12-20", "facility": facility.id, "direction": series.direction, "item": series.item,
                                    "parameter": "quantity", "method": "measured", "meter": series.meter, "frequency": "每日"})
