"""The filings of a folder, as Spark distributes them: XML filings one by one from the cluster's file system, tables out of
the archive that every machine has (`given`)."""

import os

from pyspark.sql import functions as f

from cets_spark import executors

# A task that reads a folder's tables reads all of them to assess its share.
TABLE_BYTES_A_TASK = 8 << 20


class Unreadable(Exception):
    """A folder that Spark would not read as cets does."""


class Inputs:
    def __init__(self, spark, storage, folder, partitions):
        self._spark, self._partitions = spark, partitions
        self._folder = folder
        files = storage.files(folder)
        self._sizes = {}
        self.paths = {name: path for path, name in files if name.lower().endswith(".xml")}
        self.tables = {name: path for path, name in files if name.lower().endswith(".csv")}
        # Last year's results tell their year by it.
        self.manifests = {name: path for path, name in files if os.path.basename(name) == "manifest.json"}
        # Spark leaves out what Hadoop takes for a job's own files; nothing is to be lost without a word.
        hidden = [name for name in self.paths if any(part[0] in "._" for part in name.split("/"))]
        if hidden:
            raise Unreadable(f"Spark does not read names that begin with . or _: {', '.join(hidden[:5])}; rename them")
        if not files:
            raise Unreadable(f"{folder} is empty")
        if any("\ufffd" in name for _, name in files):
            raise Unreadable("Java cannot read the names of all files: start the job where LC_ALL is C.UTF-8")

    def xml_frames(self, peers=None):
        """An RDD of frames; with peers only of the filings that they name."""
        paths = self.paths if peers is None else {n: p for n, p in self.paths.items() if n in peers}
        if not paths:
            return None
        reader = self._spark.read.format("binaryFile")
        if peers is None:
            found = reader.option("recursiveFileLookup", True).load(_escaped(self._folder))
        else:
            found = reader.load([_escaped(path) for path in paths.values()])
        found = found.where(f.lower("path").endswith(".xml")).select("path", "content")
        if self._partitions:
            found = found.repartition(min(self._partitions, len(paths)), "path")
        names = self._spark.sparkContext.broadcast({path: name for name, path in paths.items()})
        found_peers = self._spark.sparkContext.broadcast(peers or {})

        def frame(row):
            name = names.value[row.path]
            return executors.xml_frame(name, bytes(row.content), found_peers.value.get(name))

        return found.rdd.map(frame)

    def table_frames(self, tables, peers=None):
        """The same of the filings in tables; each is made where it is used.

        - tables: says where a machine has the tables
        """
        tasks = []
        for names, parts in self._folders():
            own = {uscc: found for name in names for uscc, found in (peers or {}).get(name, {}).items()}
            if peers is None:
                tasks += [(names, part, parts, None) for part in range(parts)]
            elif own:
                tasks.append((names, 0, 1, own))
        if not tasks:
            return None
        return self._spark.sparkContext.parallelize(tasks, len(tasks)).map(
            lambda task: executors.tables_frame(tables(), *task)
        )

    def _folders(self):
        """The tables of one folder belong together: their names, and in how many tasks they are assessed."""
        folders = {}
        for name in self.tables:
            folders.setdefault(os.path.dirname(name), []).append(name)
        most = self._partitions or self._spark.sparkContext.defaultParallelism * 3
        for names in folders.values():
            size = sum(self._sizes[name] for name in names)
            yield sorted(names, key=str.encode), min(most, 1 + size // TABLE_BYTES_A_TASK)

    def fetch_tables(self, storage, folder):
        """Copies the tables and manifests into a local folder, under their names."""
        os.makedirs(folder, exist_ok=True)
        for name, path in {**self.tables, **self.manifests}.items():
            local = os.path.join(folder, name)
            os.makedirs(os.path.dirname(local), exist_ok=True)
            storage.download(path, local)
            self._sizes[name] = os.path.getsize(local)


def _escaped(path):
    """A path in which Hadoop sees no pattern."""
    return "".join("\\" + c if c in "{}[]*?\\" else c for c in path)
