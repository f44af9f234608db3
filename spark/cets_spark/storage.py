"""What the job asks of the file system, be it this machine's, HDFS or an object store: Hadoop's, through the session."""


class Storage:
    def __init__(self, spark):
        self._jvm = spark.sparkContext._jvm
        self._configuration = spark.sparkContext._jsc.hadoopConfiguration()

    def _open(self, uri):
        path = self._jvm.org.apache.hadoop.fs.Path(uri)
        system = path.getFileSystem(self._configuration)
        # Result files stand alone; a local file system would lay a checksum file beside each.
        system.setWriteChecksum(False)
        return system, path

    def files(self, folder):
        """[(path, name relative to the folder)] of all files below a folder, sorted by name."""
        system, path = self._open(folder)
        root = system.getFileStatus(path).getPath().toString()
        found, files = [], system.listFiles(path, True)
        while files.hasNext():
            file = files.next().getPath().toString()
            found.append((file, file[len(root):].lstrip("/")))
        return sorted(found, key=lambda pair: pair[1].encode())

    def exists(self, uri):
        system, path = self._open(uri)
        return system.exists(path)

    def remove(self, uri):
        system, path = self._open(uri)
        system.delete(path, True)

    def upload(self, local, uri):
        """Copies a local file or folder to a place that need not exist yet; what was there is replaced."""
        system, path = self._open(uri)
        system.delete(path, True)
        system.mkdirs(path.getParent())
        system.copyFromLocalFile(False, True, self._jvm.org.apache.hadoop.fs.Path(f"file://{local}"), path)

    def download(self, uri, local):
        system, path = self._open(uri)
        system.copyToLocalFile(False, path, self._jvm.org.apache.hadoop.fs.Path(f"file://{local}"), True)
