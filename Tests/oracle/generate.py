"""Writes a fictional nation's filings and, with --expected, what a right program makes of them.

    python3 Tests/oracle/generate.py --entities 1000 --seed 7 --format mixed --out DIR --expected DIR
"""

import argparse
import os
import random

import forms
import oracle
import plants


def cement(rng, index, year):
    filing = plants.blank_filing(rng, index, "cement", year)
    small = rng.random() < 0.03
    for n in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
        kind = rng.random()
        annual = rng.randrange(20_000, 24_000) if small else rng.randrange(500_000, 3_200_000)
        options = {"heat": rng.uniform(20.5, 24.0)}
        if kind < 0.05:
            options["category"], annual = "whitePortland", min(annual, 400_000)
        elif kind < 0.08:
            options["category"], annual = rng.choice(["sulphoaluminate", "aluminate"]), min(annual, 500_000)
        elif kind < 0.18:
            options["slag_rate"] = rng.choice(["0.02", "0.08", "0.1499", "0.1501", "0.22", "0.31", "0.45"])
        if rng.random() < 0.25:
            options["alternative"] = True
        if rng.random() < 0.4:
            options["materials"] = rng.sample([("steelSlag", 0.02), ("flyAsh", 0.03), ("copperSlag", 0.015), ("desulphurisationGypsum", 0.01), ("redMud", 0.01)], 2)
        if rng.random() < 0.3:
            stop = rng.randrange(1, 13)
            options["running"] = set(range(1, 13)) - {stop, stop % 12 + 1}
        line = plants.cement_line(rng, f"L{n + 1}", annual, year=year, **options)
        if kind > 0.98:
            line.attributes["gypsumAcidLine"] = "true"
        if rng.random() < 0.02:
            line.started_on = f"{year}-04-01"
        elif rng.random() < 0.02:
            line.stopped_on = f"{year + 1}-0{rng.choice([2, 5])}-15"
        vary(rng, line)
        filing.facilities.append(line)
    if rng.random() < 0.2:
        other = plants.Facility("O1", "other", name="粉磨烘干", started_on="2009-06-01")
        plants.add_fuel(rng, other, "bituminousCoal", plants.months(rng, 3000, plants.CEMENT_SEASON), plants.constant(rng, 22, 0.02, 3))
        filing.facilities.append(other)
    if rng.random() < 0.1:
        unit = plants.Facility("P1", "powerUnit", name="自备电厂", started_on="2009-06-01")
        plants.add_fuel(rng, unit, "lignite", plants.months(rng, 40000, plants.EVEN_SEASON))
        if rng.random() < 0.5:
            unit.attributes["inPowerMarket"] = "true"
        filing.facilities.append(unit)
    return filing


def vary(rng, line):
    """What people file besides the plain case: defaults, other units, and tests of carbon."""
    coal = line.find("fuelIn", "bituminousCoal", "quantity")
    heat = line.find("fuelIn", "bituminousCoal", "netCalorificValue")
    chance = rng.random()
    if chance < 0.1:
        line.series.remove(heat)
    elif chance < 0.15:
        heat.method, heat.months = "default", ["23.076"] * 12
    elif chance < 0.2:
        heat.unit = "kcal/kg"
        heat.months = [plants.number(rng, 5400, 0.03, 1) for _ in range(12)]
    elif chance < 0.25:
        coal.unit = "kg"
        coal.months = [plants.number(rng, float(t) * 1000, 0, 0) for t in coal.months]
    elif chance < 0.3:
        line.add("fuelIn", "bituminousCoal", "carbonPerHeat", "tC/GJ", plants.constant(rng, 0.0262, 0.01, 5), evidence=plants.LAB)
    elif chance < 0.33:
        heat.unit = "MJ/kg"


def steel(rng, index, year):
    filing = plants.blank_filing(rng, index, "steel", year)
    iron = rng.random() > 0.06
    plants.steel_works(rng, filing, rng.randrange(1_200_000, 12_000_000), hydrogen=rng.random() < 0.03, electric=rng.random() < 0.25 or not iron,
                       power=rng.random() < 0.8, exports=rng.random() < 0.6, iron=iron, coking=iron and rng.random() < 0.6)
    if rng.random() < 0.1:
        unit = filing.facilities[-1]
        if unit.kind == "powerUnit":
            unit.attributes["inPowerMarket"] = "true"
    return filing


def aluminium(rng, index, year):
    filing = plants.blank_filing(rng, index, "aluminium", year)
    total = 0
    for n in range(rng.choice([1, 1, 2])):
        annual = rng.randrange(80_000, 600_000)
        total += annual
        process = plants.smelter_process(rng, f"D{n + 1}", annual)
        if rng.random() < 0.3:
            process.add("anode", "anode", "sulphur", "%", plants.constant(rng, 2.1, 0.1, 2), evidence=plants.LAB)
            process.add("anode", "anode", "ash", "%", plants.constant(rng, 0.45, 0.1, 2), evidence=plants.LAB)
        if rng.random() < 0.05:
            process.started_on = f"{year}-07-01"
        filing.facilities.append(process)
    plants.smelter_enterprise(rng, filing, total)
    return filing


def nation(entities, seed, year, wrong=0.05):
    filings = []
    for index in range(1, entities + 1):
        rng = random.Random(f"{seed}-{index}")
        make = rng.choices([cement, steel, aluminium], [75, 18, 7])[0]
        filing = make(rng, index, year)
        plants.declare(filing, rng, wrong=rng.random() < wrong)
        filings.append(filing)
    return filings


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entities", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--year", type=int, default=2025)
    parser.add_argument("--format", choices=["xml", "csv", "mixed"], default="mixed")
    parser.add_argument("--out", required=True)
    parser.add_argument("--expected")
    parser.add_argument("--wrong", type=float, default=0.05, help="share of entities that declare a wrong total")
    options = parser.parse_args()
    filings = nation(options.entities, options.seed, options.year, options.wrong)
    rng = random.Random(options.seed)
    as_tables = [f for f in filings if options.format == "csv" or options.format == "mixed" and rng.random() < 0.3]
    os.makedirs(options.out, exist_ok=True)
    for filing in filings:
        if filing not in as_tables:
            with open(os.path.join(options.out, f"{filing.uscc}.xml"), "w", encoding="utf-8") as file:
                file.write(forms.xml(filing, "虚构 fictional"))
    half = len(as_tables) // 2 if options.format == "mixed" else len(as_tables)
    if as_tables[:half]:
        forms.write_tables(as_tables[:half], os.path.join(options.out, "tables"))
    if as_tables[half:]:
        forms.write_tables(as_tables[half:], os.path.join(options.out, "tables-gb18030"), {"entities": "gb18030", "facilities": "gb18030", "series": "gb18030"})
    if options.expected:
        prior = preallocations(filings, random.Random(options.seed + 1))
        forms.write_rows(os.path.join(options.out, "preallocation.csv"), [["uscc", "year", "unit", "last_year_verified", "ratio_percent"]] + [[u, str(options.year), x, *v] for (u, x), v in prior.items()])
        write_expected(filings, options.expected, preallocation=prior)


def preallocations(filings, rng):
    """A pre-allocation for most units, as a province would give."""
    prior = {}
    for filing in filings:
        for unit in oracle.units(filing):
            if rng.random() < 0.9:
                prior[(unit["uscc"], unit["unit"])] = (oracle.text(unit["E"] * rng.randrange(92, 109) / 100, 2), rng.choice(["70", "50", "62.5"]))
    return prior


def write_expected(filings, folder, **inputs):
    emissions = [["uscc", "facility", "source", "gas", "recomputed"]]
    for filing in sorted(filings, key=lambda f: f.uscc):
        emissions += oracle.emission_lines(filing)
    forms.write_rows(os.path.join(folder, "emissions.csv"), emissions)
    lines = oracle.settle(filings, **inputs)
    forms.write_rows(os.path.join(folder, "allowances.csv"), [list(lines[0])] + [list(x.values()) for x in lines])


if __name__ == "__main__":
    main()
