"""What every machine needs: tables, decisions, published balance values, a rulebook. A folder on the driver, an archive on
the way, a folder again where it is unpacked; the program gets the same options for both."""

import os
import shutil

ARCHIVE = "given"


class Given:
    FILES = ("decisions", "balance-values", "rulebook")

    def __init__(self, storage, folder, inputs, options):
        self.folder, self._options = folder, options
        inputs.fetch_tables(storage, self.tables(folder))
        # An archive does not keep a folder without a file; cets passes over what is neither XML nor CSV.
        with open(os.path.join(self.tables(folder), "about.txt"), "w", encoding="utf-8") as file:
            file.write("The tables of the folder of filings.\n")
        for name in self.FILES:
            if options.get(name):
                os.makedirs(os.path.join(folder, name), exist_ok=True)
                storage.download(options[name], self._place(folder, name))

    def ship(self, spark):
        archive = shutil.make_archive(self.folder, "zip", self.folder)
        spark.sparkContext.addArchive(f"{archive}#{ARCHIVE}")

    @staticmethod
    def tables(folder):
        return os.path.join(folder, "tables")

    def rules(self, folder):
        """The options of every command: year and rulebook, where what is given lies in a folder."""
        return ["--year", str(self._options["year"]), *self._files(folder, ["rulebook"])]

    def assessing(self, folder):
        return [*self.rules(folder), "--tables", self.tables(folder), *self._files(folder, ["decisions"])]

    def settling(self, folder):
        words = [*self.assessing(folder), *self._files(folder, ["balance-values"])]
        for name in ("language", "as-of"):
            if self._options.get(name):
                words += [f"--{name}", self._options[name]]
        return words

    def _files(self, folder, names):
        return [word for name in names if self._options.get(name) for word in (f"--{name}", self._place(folder, name))]

    def _place(self, folder, name):
        return os.path.join(folder, name, self._options[name].rstrip("/").rpartition("/")[2])


def unpacked():
    """Where an executor has the archive."""
    from pyspark import SparkFiles

    return SparkFiles.get(ARCHIVE)
