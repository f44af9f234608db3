"""Expected results of a batch, in exact fractions."""

from fractions import Fraction as F

import rules
from model import value


def half_up(number, decimals):
    """Rounded to a number of decimals, a half away from zero."""
    scaled = abs(number) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return F(whole if number >= 0 else -whole, 10**decimals)


def text(number, decimals):
    rounded = half_up(number, decimals)
    sign = "-" if rounded < 0 else ""
    digits = str(abs(int(rounded * 10**decimals))).rjust(decimals + 1, "0")
    return sign + (digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}")


class Row:
    def __init__(self, source, gas, months):
        self.source, self.gas = source, gas
        self.months = [half_up(m, 2) for m in months]
        self.annual = sum(self.months, F(0))


def choose(facility, quantity, parameter, default, month, always_default=False):
    """The filed value of a month where one counts, else the default."""
    series = facility.find(quantity.direction, quantity.item, parameter)
    if always_default or series is None or series.method == "default":
        return default
    filed = value(series, month)
    return default if filed is None else filed


def fuel_row(filing, facility, quantity, sign, source):
    fuels = rules.STEEL_FUELS if filing.sector == "steel" else rules.CEMENT_FUELS
    ncv, cc = (F(x) for x in fuels[quantity.item])
    steel = filing.sector == "steel"
    rate = rules.oxidation(filing.sector, facility.kind, quantity.item)
    months = []
    for m in range(12):
        amount = value(quantity, m) or F(0)
        heat = choose(facility, quantity, "netCalorificValue", ncv, m, steel and quantity.item in ("coke", "semiCoke"))
        carbon = choose(facility, quantity, "carbonPerHeat", cc, m, steel)
        factor = F(1) if rate is None else F(rate) / 100
        months.append(sign * amount * heat * carbon * factor * 44 / 12)
    return Row(f"{source}.{quantity.item}", "CO2", months)


def factor_row(quantity, factor, sign, source):
    return Row(source, "CO2", [sign * (value(quantity, m) or F(0)) * F(factor) for m in range(12)])


def clinker_row(facility):
    clinker = facility.find("product", "clinker", "quantity")
    if clinker is None:
        return None
    factor = F(rules.CLINKER[facility.attributes["clinkerCategory"]])
    months = []
    for m in range(12):
        total = (value(clinker, m) or F(0)) * factor
        for material in facility.quantities("alternativeRawMaterial"):
            total -= (value(material, m) or F(0)) * F(rules.DEDUCTIONS[material.item])
        months.append(total)
    return Row("process", "CO2", months)


def aluminium_rows(facility):
    rows = []
    anode = facility.find("anode", "anode", "quantity")
    if anode is not None:
        months = []
        for m in range(12):
            used = {p: choose(facility, anode, p, d, m) for p, d in rules.ANODE.items()}
            net = half_up((value(anode, m) or F(0)) * (1 - used["anodeLossRate"] / 100), 2)
            months.append(net * (1 - used["sulphur"] / 100 - used["ash"] / 100) * 44 / 12)
        rows.append(Row("anode", "CO2", months))
    metal = facility.find("product", "liquidAluminium", "quantity")
    if metal is not None:
        months = []
        for m in range(12):
            used = {p: choose(facility, metal, p, d, m) for p, d in rules.PFC.items()}
            per_tonne = used["cf4Factor"] * rules.GWP_CF4 + used["c2f6Factor"] * rules.GWP_C2F6
            months.append((value(metal, m) or F(0)) * per_tonne / 1000)
        rows.append(Row("anodeEffect", "CF4+C2F6", months))
    return rows


def carbonate_row(facility, quantity):
    months = []
    for m in range(12):
        share = choose(facility, quantity, "purity", F(100), m)
        months.append((value(quantity, m) or F(0)) * F(rules.CARBONATES[quantity.item]) * share / 100)
    return Row(f"carbonate.{quantity.item}", "CO2", months)


def facility_rows(filing, facility):
    rows = []
    for quantity in facility.quantities("fuelIn"):
        if quantity.item != "alternativeFuel":
            rows.append(fuel_row(filing, facility, quantity, 1, "combustion"))
    for quantity in facility.quantities("fuelOut"):
        rows.append(fuel_row(filing, facility, quantity, -1, "fuelOut"))
    if filing.sector == "steel" and facility.kind == "enterprise":
        for quantity in facility.quantities("carbonate"):
            rows.append(factor_row(quantity, rules.STEEL_FACTORS[quantity.item], 1, f"carbonate.{quantity.item}"))
        for quantity in facility.quantities("electrode"):
            rows.append(factor_row(quantity, rules.STEEL_FACTORS[quantity.item], 1, f"electrode.{quantity.item}"))
        for quantity in facility.quantities("carbonMaterial"):
            rows.append(factor_row(quantity, rules.STEEL_FACTORS[quantity.item], 1, f"carbonMaterial.{quantity.item}"))
        for quantity in facility.quantities("product"):
            if quantity.item == "crudeSteel":
                rows.append(factor_row(quantity, rules.STEEL_FACTORS["crudeSteel"], -1, "product.crudeSteel"))
        for quantity in facility.quantities("soldProduct"):
            rows.append(factor_row(quantity, rules.STEEL_FACTORS[quantity.item], -1, f"product.{quantity.item}"))
    if filing.sector == "cement" and facility.kind == "clinkerLine":
        row = clinker_row(facility)
        rows += [row] if row else []
    if filing.sector == "aluminium":
        rows += [carbonate_row(facility, q) for q in facility.quantities("carbonate")]
        if facility.kind == "electrolysis":
            rows += aluminium_rows(facility)
    return rows


def output(facility, item):
    series = facility.find("product", item, "quantity")
    return None if series is None else sum((value(series, m) or F(0) for m in range(12)), F(0))


def counted(filing):
    return [filing.enterprise] + [f for f in filing.facilities if not (f.kind == "powerUnit" and f.attributes.get("inPowerMarket") == "true")]


def statement(filing):
    """{facility id: rows}, entity total."""
    rows = {f.id: facility_rows(filing, f) for f in counted(filing)}
    totals = {k: sum((r.annual for r in v), F(0)) for k, v in rows.items()}
    total = totals["-"] if filing.sector == "steel" else sum(totals.values(), F(0))
    return rows, totals, total


def emission_lines(filing):
    rows, totals, total = statement(filing)
    lines = []
    for facility in sorted(rows):
        for row in sorted(rows[facility], key=lambda r: r.source):
            lines.append((filing.uscc, facility, row.source, row.gas, text(row.annual, 2)))
        lines.append((filing.uscc, facility, "total", "CO2e", text(total if facility == "-" else totals[facility], 2)))
    return lines


def life_cycle(facility, year):
    found = set()
    if facility.started_on.startswith(str(year)):
        found.add("newlyCommissioned")
    end = rules.DETERMINATION.get(year)
    if facility.stopped_on and end and int(facility.stopped_on[:4]) >= year and facility.stopped_on <= end:
        found.add("closed")
    return found


ORDER = ["outsideAllocation", "closed", "newlyCommissioned", "hydrogenRichOxygenFurnace", "whitePortland", "gypsumAcid", "carbideSlag", "belowThreshold"]


def first_case(found, year, total, tonnes):
    if year != 2026:
        found.discard("hydrogenRichOxygenFurnace")
    if total < rules.THRESHOLD:
        found.add("belowThreshold")
    for case in ORDER:
        if case in found:
            return case
    return "noOutput" if not tonnes else None


def units(filing, special=()):
    """The allocation units of a filing; `special` lists (facility, case) that the province decided."""
    rows, totals, total = statement(filing)
    decided = lambda unit: {c for f, c in special if f in (unit, "-")}
    base = {"sector": filing.sector, "uscc": filing.uscc, "name": filing.entity["name"], "province": filing.entity["province"]}
    result = []
    if filing.sector == "steel":
        iron_works = [f for f in counted(filing) if f.kind == "ironmaking"]
        parts = iron_works + [f for f in counted(filing) if f.kind == "sintering"]
        iron = sum((output(f, "ironProduct") or F(0) for f in iron_works), F(0))
        numerator = sum((totals[f.id] for f in parts), F(0))
        found = decided("-")
        if not iron_works:
            found.add("outsideAllocation")
        if any(f.attributes.get("hydrogenRichOxygenFurnace") == "true" for f in filing.facilities):
            found.add("hydrogenRichOxygenFurnace")
        result.append(dict(base, unit="-", E=total, output=iron, I=half_up(numerator / iron, 4) if iron else None,
                           case=first_case(found, filing.year, total, iron)))
        return result
    kind, item = ("clinkerLine", "clinker") if filing.sector == "cement" else ("electrolysis", "liquidAluminium")
    for facility in counted(filing):
        if facility.kind != kind:
            continue
        tonnes = output(facility, item)
        emissions = totals[facility.id]
        if kind == "electrolysis":
            emissions = sum((r.annual for r in rows[facility.id] if r.source in ("anode", "anodeEffect")), F(0))
        found = decided(facility.id) | life_cycle(facility, filing.year)
        if kind == "clinkerLine":
            found |= line_cases(facility, filing.year, tonnes)
        result.append(dict(base, unit=facility.id, E=emissions, output=tonnes, I=half_up(emissions / tonnes, 4) if tonnes else None,
                           case=first_case(found, filing.year, total, tonnes)))
    return result


def line_cases(facility, year, tonnes):
    found = set()
    category = facility.attributes.get("clinkerCategory")
    if category in ("sulphoaluminate", "aluminate"):
        found.add("outsideAllocation")
    if category == "whitePortland":
        found.add("whitePortland")
    if facility.attributes.get("gypsumAcidLine") == "true":
        found.add("gypsumAcid")
    slag = facility.find("alternativeRawMaterial", "carbideSlag", "quantity")
    limit = rules.CARBIDE_LIMIT.get(year)
    if slag is not None and tonnes and limit is not None:
        used = sum((value(slag, m) or F(0) for m in range(12)), F(0))
        if used * F("0.480") / (tonnes * F(rules.CLINKER[category])) > limit:
            found.add("carbideSlag")
    return found


def clamp(x):
    return max(-rules.CAP, min(rules.CAP, rules.SLOPE * x))


def balance_value(points):
    """The smallest BP at which Σ E·clamp(0.15·(1 − I/BP)) = 0, by trying every piece; 6 decimals."""
    points = [(e, i) for e, i in points if e and i]
    if not points:
        return None
    total = lambda bp: sum((e * clamp((bp - i) / bp) for e, i in points), F(0))
    marks = sorted({i / (1 + rules.BAND) for _, i in points} | {i / (1 - rules.BAND) for _, i in points})
    # The sum grows with BP; find the first breakpoint at which it is not below zero.
    low, high = 0, len(marks) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if total(marks[middle]) >= 0 else (middle + 1, high)
    if total(marks[low]) == 0:
        return half_up(marks[low], 6)
    left, right = marks[low - 1], marks[low]
    at = (left + right) / 2
    middle = [(e, i) for e, i in points if -rules.BAND < (at - i) / at < rules.BAND]
    top = sum((e for e, i in points if (at - i) / at >= rules.BAND), F(0))
    bottom = sum((e for e, i in points if (at - i) / at <= -rules.BAND), F(0))
    constant = rules.CAP * (top - bottom) + rules.SLOPE * sum((e for e, _ in middle), F(0))
    return half_up(rules.SLOPE * sum((e * i for e, i in middle), F(0)) / constant, 6)


def settle(filings, published=None, preallocation=None, special=None):
    """Lines of allowances.csv as dictionaries of text."""
    published, preallocation, special = published or {}, preallocation or {}, special or {}
    year = filings[0].year if filings else 0
    every = [u for f in filings for u in units(f, special.get(f.uscc, ()))]
    balance = {}
    if year != 2024:
        for sector in ("cement", "steel", "aluminium"):
            if sector in published:
                balance[sector] = published[sector]
                continue
            solved = balance_value([(u["E"], u["I"]) for u in every if u["sector"] == sector and not u["case"] and u["I"] is not None])
            if solved is not None:
                balance[sector] = (solved, "solved")
    lines = []
    for unit in sorted(every, key=lambda u: (u["sector"], u["uscc"], u["unit"])):
        lines.append(line_of(unit, year, balance, preallocation.get((unit["uscc"], unit["unit"]))))
    return lines


def line_of(unit, year, balance, prior):
    whole = unit["E"].numerator // unit["E"].denominator
    determined, due, x, alpha, bp = whole, whole, None, None, None
    case = unit["case"]
    if case == "outsideAllocation":
        determined = due = None
    elif case in ("closed", "newlyCommissioned") and year in (2024, 2025):
        determined = due = 0
    elif case == "noOutput" and year != 2024:
        determined = None
    elif case is None and year != 2024:
        bp = balance[unit["sector"]]
        x = (bp[0] - unit["I"]) / bp[0]
        alpha = clamp(x)
        exact = unit["E"] * (1 + alpha)
        determined = exact.numerator // exact.denominator
    amount = None
    if prior is not None:
        product = F(prior[0]) * F(prior[1]) / 100
        amount = product.numerator // product.denominator
    show = lambda v, d: "" if v is None else text(F(v), d)
    return {
        "sector": unit["sector"], "uscc": unit["uscc"], "name": unit["name"], "province": unit["province"], "unit": unit["unit"],
        "verified_emissions": text(unit["E"], 2), "output": show(unit["output"], 9), "intensity": show(unit["I"], 4),
        "balance_value": show(bp and bp[0], 6), "balance_source": bp[1] if bp else "", "deviation": show(x, 6),
        "coefficient": show(alpha, 6), "special_case": case or "", "determined": show(determined, 0), "preallocated": show(amount, 0),
        "true_up": show(None if determined is None or amount is None else determined - amount, 0), "due": show(due, 0),
    }
