"""The result files as Parquet tables. Numbers are exact decimals; one that does not fit its column ends the job."""

from pyspark.sql import functions as f
from pyspark.sql.types import DecimalType

TONNES = DecimalType(20, 2)
WHOLE_TONNES = DecimalType(20, 0)
# What a filing says has as many decimals as its meter.
AS_FILED = DecimalType(38, 12)

# Every column that is a number; the others are text.
NUMBERS = {
    "allowances": {
        "verified_emissions": TONNES,
        "output": AS_FILED,
        "intensity": DecimalType(18, 4),
        "balance_value": DecimalType(18, 6),
        "deviation": DecimalType(18, 6),
        "coefficient": DecimalType(18, 6),
        "determined": WHOLE_TONNES,
        "preallocated": WHOLE_TONNES,
        "true_up": WHOLE_TONNES,
        "due": WHOLE_TONNES,
    },
    "emissions": {"declared": AS_FILED, "recomputed": TONNES, "verified": TONNES},
    "findings": {"effect_tco2e": AS_FILED, "effect_allowances": WHOLE_TONNES},
    "units": {},
}


class Inexact(Exception):
    """A number of a result file that its Parquet column cannot hold as it is."""


def read(spark, uri, table):
    """A result file as a table of its types."""
    text = (
        spark.read.option("header", True).option("multiLine", True).option("escape", '"').option("encoding", "UTF-8")
        .csv(f"{uri}/{table}.csv")
    )
    numbers = NUMBERS[table]
    _assure_exact(text, table, numbers)
    return text.select([f.col(c).cast(numbers[c]).alias(c) if c in numbers else f.col(c) for c in text.columns])


def _assure_exact(text, table, numbers):
    """Casting would round what has too many decimals without a word; what has too many digits it refuses."""
    if not numbers:
        return
    decimals = {c: f.max(f.length(f.regexp_extract(f.col(c), r"\.([0-9]*)$", 1))).alias(c) for c in numbers}
    most = text.agg(*decimals.values()).first()
    for column, kind in numbers.items():
        if (most[column] or 0) > kind.scale:
            raise Inexact(f"{table}.csv has {column} with {most[column]} decimals; the Parquet column holds {kind.scale}")


def write(frame, uri):
    frame.write.mode("overwrite").parquet(uri)
