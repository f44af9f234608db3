"""What Spark itself reduces: only sums, counts and extremes of exact decimals, which no order of the tasks can change.

They are a second account of the same year; `reconciliation` holds it against the result files."""

from decimal import Decimal

from pyspark.sql import functions as f
from pyspark.sql.types import DecimalType

from cets_spark.tables import AS_FILED

# Narrow enough that emissions × slope × (balance value − intensity) keeps all its 13 decimals in 38 digits: Spark
# rounds products that would have more. What does not fit ends the job.
TONNES = DecimalType(16, 2)
INTENSITY = DecimalType(9, 4)

LINE = """
    name string, uscc string, outcome string, peers string,
    entity struct<
        name: string, sector: string, province: string, total: string,
        units: array<struct<unit: string, sector: string, emissions: string, output: string, intensity: string, specialCase: string>>
    >
"""


def names(lines):
    """Of which filings there are lines."""
    return {row.name for row in lines.select(f.get_json_object("value", "$.name").alias("name")).distinct().collect()}


def counting(lines, filings):
    """The entities' result lines that count: of several submissions the one that the manifest names, and of that the line
    of the second step, if there is one.

    - filings: [(uscc, name)]
    """
    parsed = lines.select(f.from_json("value", LINE, {"mode": "FAILFAST"}).alias("line")).select("line.*")
    counted = lines.sparkSession.createDataFrame(filings, "uscc string, name string")
    own = parsed.where("outcome = 'processed'").join(f.broadcast(counted), ["uscc", "name"], "left_semi")
    again = own.where("peers is not null")
    first = own.where("peers is null").join(again, ["uscc", "name"], "left_anti")
    return first.unionByName(again).select("uscc", "entity.sector", "entity.province", f.col("entity.total").cast(TONNES).alias("verified"), "entity.units")


def units(entities):
    """The allocation units of entities."""
    return entities.select("uscc", "province", f.explode("units").alias("unit")).select(
        "uscc",
        "province",
        "unit.unit",
        "unit.sector",
        f.col("unit.emissions").cast(TONNES).alias("emissions"),
        f.col("unit.output").cast(AS_FILED).alias("output"),
        f.col("unit.intensity").cast(INTENSITY).alias("intensity"),
        f.col("unit.specialCase").alias("special_case"),
    )


def totals(entities, *keys):
    """Entities and their verified emissions, by sector or province."""
    return entities.groupBy(*keys).agg(
        f.count("*").alias("entities"), f.sum("verified").alias("verified_emissions")
    )


def sectors(units):
    """What a sector's balance value is solved from: units in no special case that have an intensity."""
    settled = f.col("special_case").isNull() & f.col("intensity").isNotNull()
    return units.groupBy("sector").agg(
        f.count("*").alias("units"),
        f.sum("emissions").alias("emissions"),
        f.count(f.when(settled, 1)).alias("settled_units"),
        f.sum(f.when(settled, f.col("emissions"))).alias("settled_emissions"),
        f.sum(f.when(settled, f.col("output"))).alias("settled_output"),
        f.min(f.when(settled, f.col("intensity"))).alias("lowest_intensity"),
        f.max(f.when(settled, f.col("intensity"))).alias("highest_intensity"),
    )


def excess(units, values, parameters):
    """What the units of each sector would receive in sum beyond their emissions, times the balance value, if that were
    half a unit of its last place lower or higher: Σ E·clamp(slope·(BP − I), ±cap·BP), exactly.

    A balance value that was solved lies between the two: not above zero below it, not below zero above it.

    - values: [(sector, value)] as text
    - parameters: slope, cap and band as fractions
    """
    slope, cap, band = (_parameter(name, parameters[name]) for name in ("slope", "cap", "band"))
    settled = units.where(f.col("special_case").isNull() & f.col("intensity").isNotNull())
    given = units.sparkSession.createDataFrame(values, "sector string, value string").select(
        "sector", f.col("value").cast(DecimalType(11, 6)).alias("balance_value")
    )
    with_values = settled.join(f.broadcast(given), "sector")
    half = f.lit(Decimal("0.0000005"))

    def excess_at(value):
        distance = value - f.col("intensity")
        capped = f.when(distance < 0, -cap * value).otherwise(cap * value)
        share = f.when(f.abs(distance) >= band * value, capped).otherwise(slope * distance)
        return f.sum(f.col("emissions") * share)

    return with_values.groupBy("sector", "balance_value").agg(
        excess_at(f.col("balance_value") - half).alias("excess_below"),
        excess_at(f.col("balance_value") + half).alias("excess_above"),
    )


def _parameter(name, value):
    """A literal of few digits: with more of them a product would have over 38, and Spark would round it."""
    if not 0 < value < 10 or value != round(value, 4):
        raise ValueError(f"{name} is {value}: more than one digit before the point or four behind it")
    return f.lit(value).cast(DecimalType(5, 4))
