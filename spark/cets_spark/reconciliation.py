"""Whether Spark's own sums, reduced from the executors' lines, are those of the result files."""

from pyspark.sql import functions as f


class Unreconciled(Exception):
    """Spark's sums and the result files do not say the same."""


def assure_complete(names, found):
    """Every filing has its line: nothing may be lost between the machines."""
    missing = sorted(set(names) - found)
    if missing:
        raise Unreconciled(f"{len(missing)} filings have no result line: {', '.join(missing[:5])}")


def of_results(results):
    """By sector, of the result tables: what `reduction.sectors` and `reduction.totals` say of the lines."""
    total = results["emissions"].where("facility = '-' and source = 'total'")
    entities = total.groupBy("sector").agg(f.count("*").alias("entities"), f.sum("verified").alias("verified_emissions"))
    units = results["allowances"].groupBy("sector").agg(f.count("*").alias("units"), f.sum("verified_emissions").alias("emissions"))
    return entities.join(units, "sector", "full")


def assure_same(sectors, results):
    """- sectors: by sector, what Spark reduced from the lines
    - results: the same of the result tables
    """
    columns = ["sector", "entities", "verified_emissions", "units", "emissions"]
    own, written = (sorted(tuple(row) for row in frame.select(columns).collect()) for frame in (sectors, results))
    if own != written:
        raise Unreconciled(f"{', '.join(columns)}: Spark has {own}, the result files have {written}")


def assure_balanced(excess):
    """- excess: rows of `reduction.excess`, of the balance values that were solved"""
    for row in excess:
        if row.excess_below > 0 or row.excess_above < 0:
            raise Unreconciled(
                f"the balance value {row.balance_value} of {row.sector} does not balance the units that Spark has: "
                f"excess {row.excess_below} half a unit of its last place below it, {row.excess_above} above it"
            )
