"""A year's filings on a cluster: assessed in executors, settled once, written as the result files and as Parquet tables.

    spark-submit --files cets --py-files cets_spark.zip spark/job.py FILINGS --year 2025 --out OUT

FILINGS and OUT are folders of any file system that the cluster knows (hdfs://, s3a://, file://). The README beside this
file tells the rest."""

import argparse
import os
import tempfile

from pyspark.sql import SparkSession

from cets_spark import executors, given, reconciliation, reduction, settlement, tables
from cets_spark.given import Given
from cets_spark.inputs import Inputs
from cets_spark.storage import Storage


def arguments():
    parser = argparse.ArgumentParser(prog="job.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filings", help="a folder of filings, XML or tables, with the allowance tables")
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--out", required=True, help="a folder for results/, tables/ and assessed/")
    parser.add_argument("--program", default="cets", help="its name as shipped with --files, or its path on every machine")
    parser.add_argument("--partitions", type=int, default=0, help="assess in so many tasks (default: as Spark packs the files)")
    for name in ("decisions", "balance-values", "rulebook", "language", "as-of"):
        parser.add_argument(f"--{name}", help=f"as of cets process --{name}")
    return parser.parse_args()


class Job:
    def __init__(self, spark, asked, folder):
        """- folder: a local one, for what the program on the driver reads and writes"""
        self.spark, self.asked, self.folder = spark, asked, folder
        self.storage = Storage(spark)
        self.program = executors.program(asked.program)
        self.inputs = Inputs(spark, self.storage, asked.filings, asked.partitions)
        options = {name.replace("_", "-"): value for name, value in vars(asked).items()}
        self.given = Given(self.storage, os.path.join(folder, given.ARCHIVE), self.inputs, options)
        self.given.ship(spark)

    def run(self):
        self.storage.remove(f"{self.asked.out}/assessed")
        first, count = self.assess("first")
        reconciliation.assure_complete(self.inputs.paths, reduction.names(self.lines("first")))
        peers = settlement.compare(self.program, first, self.given.rules(self.given.folder))
        second, again = self.assess("second", peers)
        results = os.path.join(self.folder, "results")
        said = settlement.settle(self.program, [first, second], results, self.given.settling(self.given.folder))
        manifest = settlement.manifest(results)
        self.storage.upload(results, f"{self.asked.out}/results")
        written = self.write_tables()
        self.reduce(manifest, written)
        print(f"{count} filings assessed in executors, {again} once more after the comparison of all")
        print(said.replace(results, f"{self.asked.out}/results"), end="")

    # MARK: In executors

    def assess(self, step, peers=None):
        """Assesses filings, all of them or those that the comparison is about, and keeps the lines: no machine that is lost
        later costs them again. Returns a local file of the lines, and how many there are."""
        name, rules = self.asked.program, self.given

        def assessed(frames):
            command = [executors.program(name), "assess", "-", *rules.assessing(given.unpacked()), "--jobs", "1"]
            return executors.assess(frames, command)

        frames = [self.inputs.xml_frames(peers), self.inputs.table_frames(lambda: Given.tables(given.unpacked()), peers)]
        lines = self.spark.sparkContext.union([f.mapPartitions(assessed) for f in frames if f is not None] or [self.spark.sparkContext.emptyRDD()])
        kept = f"{self.asked.out}/assessed/{step}"
        self.spark.createDataFrame(lines.map(lambda line: (line,)), "value string").write.mode("overwrite").text(kept)
        local = os.path.join(self.folder, f"{step}.jsonl")
        return local, settlement.gather(self.lines(step), local)

    def lines(self, *steps):
        return self.spark.read.schema("value string").text([f"{self.asked.out}/assessed/{step}" for step in steps])

    # MARK: Tables, and Spark's own account

    def write_tables(self):
        written = {table: tables.read(self.spark, f"{self.asked.out}/results", table) for table in tables.NUMBERS}
        for table, frame in written.items():
            tables.write(frame, f"{self.asked.out}/tables/{table}")
        return written

    def reduce(self, manifest, written):
        filings = [(uscc, filing["file"]) for uscc, filing in manifest["filings"].items()]
        entities = reduction.counting(self.lines("first", "second"), filings).cache()
        units = reduction.units(entities).cache()
        sectors = reduction.totals(entities, "sector").join(reduction.sectors(units), "sector", "left").cache()
        reconciliation.assure_same(sectors, reconciliation.of_results(written))
        values = written["allowances"].where("balance_value is not null").select("sector", "balance_value", "balance_source").distinct().collect()
        if values:
            parameters = settlement.parameters(self.program, self.given.rules(self.given.folder))
            excess = reduction.excess(units, [(row.sector, str(row.balance_value)) for row in values], parameters).cache()
            solved = {row.sector for row in values if row.balance_source.startswith("solved")}
            reconciliation.assure_balanced([row for row in excess.collect() if row.sector in solved])
            sectors = sectors.join(excess, "sector", "left")
        tables.write(sectors.coalesce(1), f"{self.asked.out}/tables/sectors")
        tables.write(reduction.totals(entities, "province", "sector").coalesce(1), f"{self.asked.out}/tables/provinces")


def main():
    asked = arguments()
    builder = SparkSession.builder.appName(f"cets {asked.year}")
    # A number that does not fit its column is an error and never null.
    builder = builder.config("spark.sql.ansi.enabled", "true")
    # Java 17 takes from the locale how names of files are written.
    spark = builder.config("spark.executorEnv.LC_ALL", "C.UTF-8").getOrCreate()
    try:
        with tempfile.TemporaryDirectory(prefix="cets-") as folder:
            Job(spark, asked, folder).run()
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
