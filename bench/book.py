"""The allowance book against Python's sqlite3, both with the constraints of the book itself: `make bench`,
or `python3 bench/book.py .build/release/cets [TRADES]`.

A nation of 1,291 entities posts a year of trades (a million, unless told otherwise) as CSV. The peer reads
the same CSV and inserts the same rows through executemany into a book that cets made: same tables, same
triggers, same transaction, same `synchronous`. How far either could go is measured beside them: SQLite alone,
which inserts the same rows by one statement, and one statement that looks at every row.
"""

import csv
import os
import platform
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
ENTITIES, ROUNDS = 1291, 3
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(index):
    body = "91340000MA" + f"{index:07d}"
    return body + ALPHABET[(31 - sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(body)) % 31) % 31]


def write_inputs(folder, count):
    codes, rng = [uscc(i) for i in range(ENTITIES)], random.Random(20261231)
    with open(os.path.join(folder, "holdings.csv"), "w", encoding="utf-8") as file:
        file.write("uscc,vintage,tonnes,kind\n" + "".join(f"{code},2025,5000000,issued\n" for code in codes))
    with open(os.path.join(folder, "trades.csv"), "w", encoding="utf-8") as file:
        file.write("seller,buyer,vintage,tonnes,price,date,document\n")
        for i in range(count):
            seller, buyer = rng.sample(codes, 2)
            day = i * 330 // count
            file.write(f"{seller},{buyer},2025,{rng.randint(1, 400)},{rng.randint(4000, 9000) / 100:.2f},2026-{1 + day // 30:02d}-{min(1 + day % 30, 28):02d},T{i:07d}\n")


def timed(*command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def python_post(book, trades, insert_only):
    """The same rows, by executemany; the time with or without reading the CSV."""
    start = time.perf_counter()
    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    accounts = dict(connection.execute("SELECT owner, id FROM account WHERE kind = 'holding'"))
    first = connection.execute("SELECT max(id) FROM entry").fetchone()[0] + 1
    document = connection.execute("SELECT max(id) FROM document").fetchone()[0] + 1

    def rows():
        booked = 20260105
        with open(trades, encoding="utf-8", newline="") as file:
            for i, row in enumerate(csv.DictReader(file)):
                date = int(row["date"].replace("-", ""))
                booked = max(booked, date)
                yield (first + i, document, i + 2, "trade", date, booked, accounts[row["seller"]], accounts[row["buyer"]], int(row["tonnes"]), 0,
                       round(float(row["price"]) * 100), row["document"], None)

    source = rows()
    if insert_only:
        source = list(source)
        start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO document (id, kind, name, sha256, booked, first_entry) VALUES (?, 'trades', 'trades.csv', '', 20260105, ?)", (document, first))
    connection.executemany("INSERT INTO entry (id, document, line, kind, date, booked, from_account, to_account, tonnes, year, price_fen, reference, reverses)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", source)
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - start


def sqlite_post(book):
    """SQLite alone: the trades of a posted book, inserted into an empty one by a single statement."""
    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("ATTACH ? AS posted", (book.replace("python.book", "own.book"),))
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO document SELECT * FROM posted.document WHERE kind = 'trades'")
    connection.execute("INSERT INTO entry SELECT * FROM posted.entry WHERE kind = 'trade' ORDER BY id")
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - start


def sqlite_scan(book):
    """SQLite alone: one statement that decodes what a check has to look at."""
    connection = sqlite3.connect(book)
    start = time.perf_counter()
    connection.execute("SELECT sum(id + document + booked + from_account + to_account + tonnes + year + (kind = 'surrender')) FROM entry").fetchone()
    connection.close()
    return time.perf_counter() - start


def main(program, count=1_000_000):
    program = os.path.abspath(program)
    folder = tempfile.mkdtemp(prefix="cets-book-bench-")
    path = lambda name: os.path.join(folder, name)
    try:
        write_inputs(folder, count)
        subprocess.run([program, "book", "init", path("empty.book")], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([program, "book", "post", path("empty.book"), path("holdings.csv"), "--date", "2026-01-05"], check=True, stdout=subprocess.DEVNULL)
        own, python, inserts, floor = [], [], [], []
        for _ in range(ROUNDS):
            shutil.copy(path("empty.book"), path("own.book"))
            own.append(timed(program, "book", "post", path("own.book"), path("trades.csv")))
            shutil.copy(path("empty.book"), path("python.book"))
            python.append(python_post(path("python.book"), path("trades.csv"), insert_only=False))
            shutil.copy(path("empty.book"), path("python.book"))
            inserts.append(python_post(path("python.book"), path("trades.csv"), insert_only=True))
            shutil.copy(path("empty.book"), path("python.book"))
            floor.append(sqlite_post(path("python.book")))
        same = "SELECT total(tonnes * id) FROM account"
        assert sqlite3.connect(path("own.book")).execute(same).fetchone() == sqlite3.connect(path("python.book")).execute(same).fetchone()
        check = statistics.median(timed(program, "book", "check", path("own.book")) for _ in range(ROUNDS))
        read = statistics.median(timed("cat", path("own.book"), path("own.book")) for _ in range(ROUNDS))
        scan = statistics.median(sqlite_scan(path("own.book")) for _ in range(ROUNDS))
        mine = statistics.median(own)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        size = os.path.getsize(path("own.book")) / 1e6
        print(f"book: {ENTITIES:,} entities, {count:,} trades, {size:.0f} MB; {os.cpu_count()} cores, {platform.machine()}; medians of {ROUNDS}")
        for ratio, name in (
            (mine / statistics.median(python), "cets book post (reads the CSV) : Python reading the CSV, executemany, same constraints"),
            (mine / statistics.median(inserts), "cets book post (reads the CSV) : executemany alone of rows prepared before, same constraints"),
            (statistics.median(floor) / statistics.median(python), "SQLite alone, one statement, same constraints : the same Python"),
            (check / read, "cets book check : cat of the file, twice"),
            (scan / read, "SQLite alone, one scan of the journal : cat of the file, twice"),
        ):
            print(f"{ratio:8.2f}  {name}")
        print(f"          ({mine:.1f} s, {statistics.median(python):.1f} s, {statistics.median(inserts):.1f} s, {statistics.median(floor):.1f} s; check {check:.2f} s, cat {read:.2f} s, scan {scan:.2f} s; {memory} MB at most)")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, ".build/release/cets"), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
