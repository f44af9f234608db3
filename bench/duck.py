"""The peer for CSV: DuckDB reads a nation's tables to typed columns and calculates its emissions in SQL.

    python3 bench/duck.py start TABLES
    python3 bench/duck.py scan TABLES THREADS
    python3 bench/duck.py emissions TABLES THREADS OUT.csv

`scan` reads to the types that `schemas/csv` states, as cets does: exact decimals, dates, codes as ENUM; what
is no number, date or code is an error. `start` does everything but read, so that the two can be told apart.

OUT gets one row an emission source, as `emissions.csv` has them. The arithmetic is binary (DOUBLE): exact
decimals would only make it slower. The factors are those of Tests/oracle/rules.py.
"""

import csv
import json
import os
import sys

import duckdb

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
sys.path.insert(0, os.path.join(ROOT, "Tests/oracle"))
import rules  # noqa: E402

NUMBERS = {"capacity", "required_accuracy", "actual_accuracy", "annual", "previous_year_value"}


def exact_types(database, table):
    """The type of each column by the table's published schema; codes become types of the database."""
    with open(os.path.join(ROOT, f"schemas/csv/{table}.json"), encoding="utf-8") as file:
        fields = json.load(file)["fields"]
    types = {}
    for field in fields:
        name, limits = field["name"], field.get("constraints", {})
        # A filed number has at most 18 digits before the point and 9 behind it.
        types[name] = {"number": "DECIMAL(27, 9)", "date": "DATE", "integer": "SMALLINT"}.get(field["type"], "VARCHAR")
        if "enum" in limits:
            types[name] = f"{table}_{name}"
            codes = ", ".join(f"'{code}'" for code in limits["enum"])
            database.execute(f"CREATE TYPE {types[name]} AS ENUM ({codes})")
    return types


def binary_type(table, name):
    if name in NUMBERS or (name[0] == "m" and name[1:].isdigit()) or (table == "declared" and name == "value"):
        return "DOUBLE"
    if name.endswith(("_on", "_from", "_to")):
        return "DATE"
    return "SMALLINT" if name in ("year", "submission") else "VARCHAR"


def scan(folder, threads, exact, reading=True):
    """Every table, read to typed columns."""
    database = duckdb.connect(config={"threads": threads})
    for name in sorted(os.listdir(folder)):
        table = name[:-4]
        types = exact_types(database, table) if exact else {}
        with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file))
        columns = ", ".join(f"'{column}': '{types.get(column) or binary_type(table, column)}'" for column in header)
        if not reading:
            continue
        path = os.path.join(folder, name)
        database.execute(
            f"CREATE TABLE {table} AS SELECT * FROM read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', columns={{{columns}}})"
        )
    return database


def factors(database):
    """The guidelines' tables."""
    fuels = [("steel", item, *map(float, pair)) for item, pair in rules.STEEL_FUELS.items()]
    fuels += [(sector, item, *map(float, pair)) for sector in ("cement", "aluminium") for item, pair in rules.CEMENT_FUELS.items()]
    kinds = ["enterprise", "clinkerLine", "powerUnit", "electrolysis", "other", "coking", "sintering", "pelletising", "ironmaking",
             "converterSteelmaking", "electricArcSteelmaking"]
    rates = [(sector, kind, item, (rules.oxidation(sector, kind, item) or 100) / 100) for sector, item, _, _ in fuels for kind in kinds]
    single = [("steel", item, float(value)) for item, value in rules.STEEL_FACTORS.items()]
    single += [("cement", item, float(value)) for item, value in rules.DEDUCTIONS.items()]
    single += [("clinker", item, float(value)) for item, value in rules.CLINKER.items()]
    single += [("aluminium", item, float(value)) for item, value in rules.CARBONATES.items()]
    for name, columns, rows in (("fuels", "sector, item, heat, carbon", fuels), ("rates", "sector, kind, item, rate", rates),
                                ("factors", "sector, item, factor", single)):
        values = ", ".join(str(row) for row in rows)
        database.execute(f"CREATE TABLE {name} AS SELECT * FROM (VALUES {values}) AS t({columns})")


EMISSIONS = f"""
WITH filed AS (FROM series UNPIVOT INCLUDE NULLS (v FOR month IN ({", ".join(f"m{month:02d}" for month in range(1, 13))}))),
kinds AS (
  SELECT f.uscc, f.facility, f.kind, c.value AS category FROM facilities f
  LEFT JOIN attributes c ON c.uscc = f.uscc AND c.facility = f.facility AND c.attribute = 'clinkerCategory'
  WHERE f.kind <> 'powerUnit' OR NOT EXISTS (SELECT 1 FROM attributes p WHERE p.uscc = f.uscc AND p.facility = f.facility AND p.attribute = 'inPowerMarket' AND p.value = 'true')
  UNION ALL SELECT uscc, '-', 'enterprise', NULL FROM entities),
wide AS (
  SELECT uscc, facility, direction, item, month, max(v) FILTER (parameter = 'quantity') AS q, bool_or(parameter = 'quantity') AS hasQuantity,
    {", ".join(f"max(v) FILTER (parameter = '{name}' AND method <> 'default') AS {name}" for name in
               ("netCalorificValue", "carbonPerHeat", "oxidationRate", "purity", "anodeLossRate", "sulphur", "ash", "cf4Factor", "c2f6Factor"))}
  FROM filed GROUP BY ALL),
flows AS (
  SELECT w.*, e.sector, k.kind, k.category FROM wide w JOIN entities e USING (uscc) JOIN kinds k USING (uscc, facility) WHERE w.hasQuantity),
fuel AS (
  SELECT uscc, facility, CASE direction WHEN 'fuelIn' THEN 'combustion.' ELSE 'fuelOut.' END || item AS source,
    CASE direction WHEN 'fuelIn' THEN 1 ELSE -1 END * coalesce(q, 0)
      * CASE WHEN sector = 'steel' AND item IN ('coke', 'semiCoke') THEN heat ELSE coalesce(netCalorificValue, heat) END
      * CASE WHEN sector = 'steel' THEN carbon ELSE coalesce(carbonPerHeat, carbon) END
      * CASE WHEN sector = 'steel' THEN rate ELSE coalesce(oxidationRate / 100, rate) END * 44 / 12 AS tonnes
  FROM flows JOIN fuels USING (sector, item) JOIN rates USING (sector, kind, item)
  WHERE direction IN ('fuelIn', 'fuelOut') AND item <> 'alternativeFuel'),
material AS (
  SELECT uscc, facility,
    CASE WHEN direction IN ('product', 'soldProduct') THEN 'product.' || item WHEN direction = 'electrode' THEN 'electrode.' || item
         WHEN direction = 'carbonMaterial' THEN 'carbonMaterial.' || item ELSE 'carbonate.' || item END AS source,
    CASE WHEN direction IN ('product', 'soldProduct') THEN -1 ELSE 1 END * coalesce(q, 0) * factor
      * CASE WHEN sector = 'aluminium' THEN coalesce(purity, 100) / 100 ELSE 1 END AS tonnes
  FROM flows JOIN factors USING (sector, item)
  WHERE sector = 'steel' AND kind = 'enterprise' AND (direction IN ('carbonate', 'electrode', 'carbonMaterial', 'soldProduct')
        OR direction = 'product' AND item = 'crudeSteel')
    OR sector = 'aluminium' AND direction = 'carbonate'),
clinker AS (
  SELECT uscc, facility, 'process' AS source, sum(CASE WHEN flows.item = 'clinker' THEN coalesce(q, 0) * c.factor ELSE -coalesce(q, 0) * d.factor END) AS tonnes
  FROM flows LEFT JOIN factors c ON c.sector = 'clinker' AND c.item = category LEFT JOIN factors d ON d.sector = 'cement' AND d.item = flows.item
  WHERE kind = 'clinkerLine' AND (direction = 'product' AND flows.item = 'clinker' OR direction = 'alternativeRawMaterial') GROUP BY uscc, facility, month),
pots AS (
  SELECT uscc, facility, 'anode' AS source, round(coalesce(q, 0) * (1 - coalesce(anodeLossRate, {float(rules.ANODE["anodeLossRate"])}) / 100), 2)
      * (1 - coalesce(sulphur, {float(rules.ANODE["sulphur"])}) / 100 - coalesce(ash, {float(rules.ANODE["ash"])}) / 100) * 44 / 12 AS tonnes
  FROM flows WHERE kind = 'electrolysis' AND direction = 'anode'
  UNION ALL
  SELECT uscc, facility, 'anodeEffect', coalesce(q, 0) * (coalesce(cf4Factor, {float(rules.PFC["cf4Factor"])}) * {rules.GWP_CF4}
      + coalesce(c2f6Factor, {float(rules.PFC["c2f6Factor"])}) * {rules.GWP_C2F6}) / 1000
  FROM flows WHERE kind = 'electrolysis' AND direction = 'product' AND item = 'liquidAluminium')
SELECT uscc, facility, source, round(sum(round(tonnes, 2)), 2) AS tonnes
FROM (FROM fuel UNION ALL FROM material UNION ALL FROM clinker UNION ALL FROM pots) GROUP BY ALL ORDER BY ALL
"""

if __name__ == "__main__":
    what, folder = sys.argv[1:3]
    database = scan(folder, int(sys.argv[3]) if what != "start" else 1, exact=what != "emissions", reading=what != "start")
    if what == "emissions":
        factors(database)
        database.execute(f"COPY ({EMISSIONS}) TO '{sys.argv[4]}' (HEADER)")
