"""The allowance book as its users and their machines treat it: whole years, cheats, crashes, full disks.

    Tests/end-to-end/run .build/release/cets
"""

import csv
import glob
import io
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import time

from support import CETS, FIXTURES, Temporary, cets, run

YEAR = os.path.join(FIXTURES, "2025")
BOOK = os.path.join(FIXTURES, "book")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(index):
    body = "91340000MA" + f"{index:07d}"
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


class BookTest(Temporary):
    def ok(self, *arguments, code=0):
        done = cets(*arguments)
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def book(self):
        path = self.path("2025.book")
        self.ok("book", "init", path)
        return path

    def filled(self, entities=4, tonnes=1_000_000):
        """A book in which some entities hold allowances."""
        book = self.book()
        rows = "".join(f"{uscc(i)},2025,{tonnes},issued\n" for i in range(entities))
        self.ok("book", "post", book, self.file("holdings.csv", "uscc,vintage,tonnes,kind\n" + rows), "--date", "2026-01-05")
        return book

    def file(self, name, text):
        path = self.path(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def trades(self, name, count, seed=1, entities=4, tonnes=10):
        rng = random.Random(seed)
        rows = []
        for i in range(count):
            seller, buyer = rng.sample(range(entities), 2)
            rows.append(f"{uscc(seller)},{uscc(buyer)},2025,{rng.randint(1, tonnes)},{rng.randint(4000, 9000) / 100:.2f},2026-{1 + i * 11 // count:02d}-15\n")
        return self.file(name, "seller,buyer,vintage,tonnes,price,date\n" + "".join(rows))

    def sql(self, book, query):
        connection = sqlite3.connect(book)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def year(self):
        """The fixtures' year, posted and determined."""
        book, out = self.book(), self.path("out")
        done = cets("process", YEAR, "--year", 2025, "--out", out, "--reports", "none")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.ok("book", "post", book, os.path.join(YEAR, "holdings.csv"), os.path.join(BOOK, "carry_over.csv"), os.path.join(YEAR, "deductions.csv"),
                os.path.join(BOOK, "differentiated.csv"), os.path.join(YEAR, "preallocation.csv"))
        self.ok("book", "determine", book, out)
        self.ok("book", "post", book, os.path.join(BOOK, "trades.csv"), os.path.join(BOOK, "ccer.csv"))
        return book, out


class Year(BookTest):
    def test_a_year_is_posted_determined_and_surrendered(self):
        book, out = self.year()
        self.assertIn("nothing to change", self.ok("book", "determine", book, out))
        before = self.sql(book, "SELECT count(*) FROM entry")
        refused = self.ok("book", "post", book, os.path.join(BOOK, "refused.csv"), code=1)
        self.assertRegex(refused, r"refused\.csv:3: error BOOK-OVERDRAW: .*a balance of 0 t, less than 40000 t")
        self.assertEqual(before, self.sql(book, "SELECT count(*) FROM entry"))
        self.assertIn("would post", self.ok("book", "surrender", book, "--all", "--dry-run"))
        self.ok("book", "surrender", book, "--all")
        self.assertIn("the book balances", self.ok("book", "check", book))
        with open(os.path.join(out, "allowances.csv"), encoding="utf-8") as file:
            due = sum(int(row["due"] or 0) for row in csv.DictReader(file))
        self.assertEqual(self.sql(book, "SELECT sum(tonnes) FROM account WHERE ledger = 'obligation' AND kind IN ('due', 'met')"), [(due,)])

    def test_posting_a_file_again_changes_nothing(self):
        book, _ = self.year()
        again = self.ok("book", "post", book, os.path.join(BOOK, "trades.csv"))
        self.assertIn("BOOK-POSTED", again)

    def test_a_reversed_file_comes_back_only_when_asked(self):
        book = self.filled()
        path = self.file("trades.csv", f"seller,buyer,vintage,tonnes,price,date\n{uscc(0)},{uscc(1)},2025,7000,60.00,2026-11-01\n")
        self.assertIn("trade 1 × = 7,000 t", self.ok("book", "post", book, path))
        entry = self.sql(book, "SELECT max(id) FROM entry")[0][0]
        reversal = self.file("reversals.csv", f"entry,date,reason\n{entry},2026-11-02,wrong\n")
        self.assertIn("trade reversed 1 × = 7,000 t", self.ok("book", "post", book, reversal))
        refused = self.ok("book", "post", book, path, code=1)
        self.assertRegex(refused, r"error BOOK-REVERSED: document 2 .* document 3 reversed all of it")
        self.assertIn("nothing was posted", refused)
        self.assertIn("trade 1 × = 7,000 t", self.ok("book", "post", book, path, "--again"))
        self.assertIn("the book balances", self.ok("book", "check", book))

    def test_a_mistyped_year_is_refused_and_a_dry_run_shows_how_far_the_day_moves(self):
        book = self.filled()
        row = f"{uscc(0)},{uscc(1)},2025,7000,60.00,"
        head = "seller,buyer,vintage,tonnes,price,date\n"
        slip = self.file("slip.csv", head + row + "2062-11-01\n")
        self.assertRegex(self.ok("book", "post", book, slip, code=1), r"slip\.csv:2: error BOOK-DATE: ")
        self.ok("book", "close", book, "--date", "2062-11-01", code=2)
        right = self.file("right.csv", head + row + "2026-11-01\n")
        for arguments in (("--dry-run",), ()):
            self.assertIn("moves from 2026-01-05 to 2026-11-01", self.ok("book", "post", book, right, *arguments))
        self.ok("book", "post", book, slip, "--latest", "2062-11-01")

    def test_changed_results_are_not_determined(self):
        book, out = self.year()
        path = os.path.join(out, "allowances.csv")
        with open(path, "a", encoding="utf-8") as file:
            file.write("\n")
        self.assertIn("BOOK-RESULT", self.ok("book", "determine", book, out, code=1))
        os.remove(path)
        self.assertIn("BOOK-RESULT", self.ok("book", "determine", book, out, code=1))
        self.ok("book", "determine", book, self.path(), code=2)

    def test_results_that_lack_rejected_filings_are_refused_where_the_balance_value_was_solved(self):
        filings, out, book = self.path("filings"), self.path("out"), self.book()
        shutil.copytree(YEAR, filings)
        broken = os.path.join(filings, "cement-single-line.xml")
        with open(broken, encoding="utf-8") as file:
            text = file.read()
        with open(broken, "w", encoding="utf-8") as file:
            file.write(text.replace('unit="GJ/t"', 'unit="GJ"'))
        def determined():
            self.assertEqual(cets("process", filings, "--year", 2025, "--out", out, "--reports", "none").returncode, 1)
            text = self.ok("book", "determine", book, out, "--dry-run", code=1)
            self.assertRegex(text, "BOOK-REJECTED.*cement-single-line.xml")
            return text

        values = "".join(f"{sector},2025,{value},published\n" for sector, value in (("cement", "0.83"), ("steel", "1.6"), ("aluminium", "1.612")))
        self.file("filings/balance_values.csv", "sector,year,value,source\n" + values)
        self.assertNotIn("BOOK-INCOMPLETE", determined())
        os.remove(os.path.join(filings, "balance_values.csv"))
        text = determined()
        self.assertIn("BOOK-INCOMPLETE", text)
        self.assertIn("nothing was posted", text)
        self.assertIn("solved without it", self.ok("book", "determine", book, out, "--incomplete", code=1))
        self.assertIn("the book balances", self.ok("book", "check", book))

    def test_the_official_tables_are_those_of_the_run_wherever_both_have_them(self):
        book, out = self.year()
        full = self.path("full")
        cets("process", YEAR, "--year", 2025, "--out", full)
        self.ok("book", "tables", book, "--xlsx", "--out", self.path("book.xlsx"))
        mine, theirs = self.sheets(self.path("book.xlsx")), self.sheets(os.path.join(full, "official-tables.xlsx"))
        self.assertEqual(set(mine), set(theirs))
        for sheet in mine:
            if sheet in ("1-5", "2-5"):
                strip = lambda rows: [[cell for cell in row if cell and not re.search(r"^(否|是) |风险|未足额", cell)] for row in rows]
                self.assertEqual(strip(mine[sheet]), strip(theirs[sheet]), sheet)
            else:
                self.assertEqual(mine[sheet], theirs[sheet], sheet)

    def sheets(self, workbook):
        """{sheet: rows} as LibreOffice recalculates and exports them."""
        folder = workbook + "-csv"
        done = run("libreoffice", "--headless", f"-env:UserInstallation=file://{self.path('profile')}", "--convert-to",
                   "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", folder, workbook)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = {}
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found[name.rsplit("-", 2)[1] + "-" + name.rsplit("-", 1)[1][:-4] if re.search(r"-\d-\d\.csv$", name) else name] = list(csv.reader(file))
        return found

    def test_workbooks_open_with_right_totals(self):
        book, _ = self.year()
        self.ok("book", "statement", book, "--nation", "--xlsx", "--out", self.path("nation.xlsx"))
        rows = next(rows for name, rows in self.sheets(self.path("nation.xlsx")).items() if "entities" in name)
        number = lambda row, column: int(row[column].replace(",", ""))
        totals = [row for row in rows if "合计" in row[1] and "全国" not in row[1]]
        nation = [row for row in rows if "全国合计" in row[1]]
        self.assertGreater(len(totals), 1)
        self.assertEqual(len(nation), 1)
        for column in range(7, 16):
            self.assertEqual(number(nation[0], column), sum(number(row, column) for row in totals), rows[2][column])
        self.assertEqual([(number(nation[0], 7),)],
                         self.sql(book, "SELECT sum(tonnes) FROM account WHERE ledger = 'obligation' AND kind IN ('due', 'met')"))
        statement = list(csv.DictReader(io.StringIO(self.ok("book", "statement", book, "--nation", "--csv"))))
        # What one entity has too much is no help to another.
        self.assertEqual(number(nation[0], 12), sum(max(0, int(row["short"])) for row in statement))
        self.assertEqual(number(nation[0], 13), sum(max(0, -int(row["short"])) for row in statement))
        self.assertGreater(number(nation[0], 12) * number(nation[0], 13), 0)

    def test_emissions_of_the_allocation_units_are_called_so(self):
        book, out = self.year()
        with open(os.path.join(out, "allowances.csv"), encoding="utf-8") as file:
            cents = sum(round(float(row["verified_emissions"]) * 100) for row in csv.DictReader(file))
        total = f"{cents // 100:,}.{cents % 100:02d}"
        for language, term in (("en", "Verified, allocation units"), ("zh", "分配单元核定排放量")):
            page = self.ok("book", "statement", book, "--nation", "--html", "--language", language, "--national-total", "8000000000")
            self.assertRegex(page, f"{term}.{{0,200}}{total}")
            self.assertNotIn("emissions covered", page)
        rows = csv.DictReader(io.StringIO(self.ok("book", "statement", book, "--nation", "--csv")))
        self.assertEqual(sum(round(float(row["verified_units"] or 0) * 100) for row in rows), cents)

    def test_a_year_or_a_province_that_the_book_has_not_is_a_slip(self):
        book, _ = self.year()
        for arguments, reason in (
            (("statement", book, "--province", "999999"), "no entity of the province 999999; it has 130000"),
            (("tables", book, "--province", "340001", "--xlsx"), "no entity of the province 340001; it has 130000"),
            (("tables", book, "--year", 2031, "--xlsx"), "nothing is pre-allocated or determined of 2031; the book has 2025"),
            (("statement", book, "--nation", "--year", 2031), "nothing is pre-allocated or determined of 2031; the book has 2025"),
        ):
            self.assertIn(reason, self.ok("book", *arguments, "--out", self.path("none"), code=2))
            self.assertFalse(os.path.exists(self.path("none")))

    def test_a_formula_or_a_script_for_a_name_harms_nothing(self):
        book = self.book()
        entities = "uscc,year,name,sector,submission,submitted_on,province,industry_class\n"
        names = ["=cmd|'/C calc'!A0", "<script>alert(1)</script>"]
        for i, name in enumerate(names):
            entities += f'{uscc(i)},2025,"{name}",cement,1,2026-03-01,340000,3011\n'
        self.ok("book", "post", book, self.file("entities.csv", entities), self.file(
            "preallocation.csv", "uscc,year,unit,last_year_verified,ratio_percent\n" + "".join(f"{uscc(i)},2025,L1,1000,50\n" for i in range(2))))
        self.ok("book", "post", book, self.file(
            "ccer.csv", f"uscc,tonnes,registered_on,date,project\n{uscc(0)},5,2025-01-01,2026-05-01,\"'=HYPERLINK(\"\"x\"\")\"\n"))
        page = self.ok("book", "statement", book, "--entity", uscc(1), "--html") + self.ok("book", "statement", book, "--nation", "--html")
        self.assertNotIn("<script", page)
        self.assertIn("&lt;script&gt;", page)
        for text in (self.ok("book", "statement", book, "--entity", uscc(0), "--csv"), self.ok("book", "statement", book, "--nation", "--csv")):
            for row in csv.reader(io.StringIO(text)):
                for cell in row:
                    self.assertFalse(re.match(r"[=+@]|-\D", cell), cell)
        self.ok("book", "statement", book, "--nation", "--xlsx", "--out", self.path("n.xlsx"))
        sheet = run("unzip", "-p", self.path("n.xlsx"), "xl/worksheets/sheet1.xml").stdout
        self.assertNotIn("cmd", "".join(re.findall(r"<f>(.*?)</f>", sheet)))


class Guard(BookTest):
    """The database itself keeps the book balanced, whatever program writes into it."""

    def test_no_program_can_unbalance_the_book(self):
        book = self.filled()
        before = self.sql(book, "SELECT * FROM account") + self.sql(book, "SELECT * FROM entry")
        entry = "INSERT INTO entry (id, document, line, kind, date, booked, from_account, to_account, tonnes, year, reverses) VALUES "
        cheats = [
            "UPDATE account SET tonnes = 5 WHERE kind = 'holding'",
            "UPDATE account SET tonnes = tonnes + 1, last_entry = last_entry + 1 WHERE id = 2",
            "UPDATE account SET tonnes = 2000000, last_entry = 4 WHERE id = 5",
            "UPDATE account SET owner = 'x' WHERE id = 2",
            "UPDATE account SET is_source = 1 WHERE id = 2",
            "DELETE FROM account WHERE id = 2",
            "INSERT INTO account (ledger, kind, owner, vintage, is_source, tonnes) VALUES ('allowance', 'holding', 'me', 2025, 0, 9)",
            "INSERT INTO account (ledger, kind, owner, vintage, is_source) VALUES ('allowance', 'holding', 'me', 2025, 1)",
            "INSERT INTO account (ledger, kind, owner, vintage, is_source) VALUES ('allowance', 'gift', 'me', 2025, 0)",
            "REPLACE INTO account SELECT id, ledger, kind, owner, vintage, is_source, 0, 0 FROM account WHERE id = 2",
            "INSERT OR REPLACE INTO account (ledger, kind, owner, vintage, is_source) SELECT ledger, kind, owner, vintage, is_source FROM account WHERE id = 2",
            "UPDATE entry SET tonnes = 1 WHERE id = 1",
            "DELETE FROM entry WHERE id = 4",
            "UPDATE OR REPLACE entry SET id = 2 WHERE id = 1",
            "REPLACE INTO entry SELECT id, document, line, kind, date, booked, from_account, to_account, 1, year, price_fen, reference, reverses FROM entry WHERE id = 4",
            entry + "(9, 1, 0, 'trade', 20260105, 20260105, 2, 3, 1, 0, NULL)",
            entry + "(5, 1, 0, 'trade', 20260104, 20260104, 2, 3, 1, 0, NULL)",
            entry + "(5, 1, 0, 'trade', 20260105, 20260105, 2, 3, 1000001, 0, NULL)",
            entry + "(5, 1, 0, 'trade', 20260105, 20260105, 2, 3, 1.5, 0, NULL)",
            entry + "(5, 1, 0, 'trade', 20260105, 20260105, 2, 3, -1, 0, NULL)",
            entry + "(5, 1, 0, 'trade', 20260105, 20260105, 2, 2, 1, 0, NULL)",
            entry + "(5, 1, 0, 'trade', 20260105, 20260105, 2, 99, 1, 0, NULL)",
            entry + "(5, 1, 0, 'trade', 20260105, 20260105, 99, 98, 1, 0, NULL)",
            entry + "(5, 7, 0, 'trade', 20260105, 20260105, 2, 3, 1, 0, NULL)",
            entry + "(5, 1, 0, 'opening', 20260105, 20260105, 2, 1, 5, 0, 1)",
            entry + "(5, 1, 0, 'trade', 20260106, 20260105, 2, 3, 1, 0, NULL)",
            "UPDATE document SET sha256 = '' WHERE id = 1",
            "DELETE FROM document",
            "DELETE FROM entity",
            f"UPDATE entity SET uscc = '{uscc(9)}' WHERE uscc = '{uscc(0)}'",
            f"INSERT INTO naming VALUES (1, 0, '{uscc(0)}', 'x', 'cement', '110000')",
        ]
        for foreign_keys in ("ON", "OFF"):
            for cheat in cheats:
                connection = sqlite3.connect(book, isolation_level=None)
                connection.execute(f"PRAGMA foreign_keys = {foreign_keys}")
                with self.assertRaises(sqlite3.Error, msg=f"{cheat} (foreign keys {foreign_keys})"):
                    connection.execute(cheat)
                connection.close()
        self.assertEqual(before, self.sql(book, "SELECT * FROM account") + self.sql(book, "SELECT * FROM entry"))
        # What is allowed to cets is allowed to others: an honest entry.
        connection = sqlite3.connect(book, isolation_level=None)
        connection.execute(entry + "(5, 1, 0, 'trade', 20260105, 20260105, 2, 3, 1, 0, NULL)")
        connection.close()
        self.assertIn("the book balances", self.ok("book", "check", book))

    def test_check_finds_what_somebody_forced(self):
        for force, message in (
            ("DROP TRIGGER entry_unchanged; UPDATE entry SET tonnes = tonnes - 1 WHERE id = 2", "its entries come to"),
            ("DROP TRIGGER entry_kept; DELETE FROM entry WHERE id = 2", "missing"),
            ("DROP TRIGGER account_balance; UPDATE account SET tonnes = tonnes + 7 WHERE id = 3", "its entries come to"),
            ("DROP TRIGGER entry_apply", "entry_apply"),
            # Python does not ask SQLite to mind references.
            ("INSERT INTO credit VALUES (1, 77, '91340000MA0009999X', 'P', 20250101)", "a row of credit refers to nothing"),
            ("DROP TRIGGER entry_reversal; INSERT INTO entry SELECT (SELECT max(id) + 1 FROM entry), (SELECT max(id) FROM document), 0, kind, date,"
             " (SELECT max(booked) FROM entry), from_account, to_account, 1, year, price_fen, NULL, 999999 FROM entry WHERE id = 1",
             "a row of entry refers to nothing"),
        ):
            with self.subTest(force):
                book = self.filled()
                connection = sqlite3.connect(book)
                connection.executescript(force)
                connection.close()
                self.assertIn(message, self.ok("book", "check", book, code=1))
                os.remove(book)


class Trouble(BookTest):
    def state(self, book):
        return self.sql(book, "SELECT count(*), coalesce(sum(tonnes), 0) FROM entry") + self.sql(book, "SELECT count(*) FROM document")

    def test_killed_at_200_points_nothing_is_lost_or_half_posted(self):
        book = self.filled()
        rng = random.Random(20261231)
        path = self.trades("trades.csv", 4000, seed=1)
        # The shortest of three: on a busy machine one alone may take so long that the kills come too late.
        spans = []
        for _ in range(3):
            shutil.copy(book, self.path("timing.book"))
            start = time.perf_counter()
            self.ok("book", "post", self.path("timing.book"), path)
            spans.append(time.perf_counter() - start)
        span = min(spans)
        killed = 0
        for round in range(200):
            before = self.state(book)
            # A file of its own for every round, so that none is known to the book already.
            with open(path, "a", encoding="utf-8") as file:
                file.write(f"{uscc(0)},{uscc(1)},2025,1,50.00,2026-12-01\n")
            process = subprocess.Popen([CETS, "book", "post", book, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=rng.uniform(0, span * 1.1))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
            after = self.state(book)
            if after != before:
                self.assertEqual(after[0][0] - before[0][0], 4000 + round + 1, "half a file")
            if round % 20 == 19:
                self.assertIn("the book balances", self.ok("book", "check", book))
        self.assertGreater(killed, 100)
        self.assertIn("the book balances", self.ok("book", "check", book))

    def test_two_processes_post_at_once_and_both_are_whole(self):
        book = self.filled()
        files = [self.trades(f"trades{i}.csv", 3000, seed=i) for i in range(8)]
        processes = [subprocess.Popen([CETS, "book", "post", book, *files[i::4]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for i in range(4)]
        for process in processes:
            output, _ = process.communicate(timeout=300)
            self.assertEqual(process.returncode, 0, output)
        self.assertEqual(self.sql(book, "SELECT count(*) FROM entry WHERE kind = 'trade'"), [(24000,)])
        self.assertIn("the book balances", self.ok("book", "check", book))

    def test_a_full_disk_posts_nothing_and_says_so(self):
        book = self.filled()
        path = self.trades("trades.csv", 60000)
        before = self.state(book)

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

        done = subprocess.run([CETS, "book", "post", book, path], capture_output=True, text=True, preexec_fn=limit)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertRegex(done.stderr, "disk .*nothing was posted")
        self.assertEqual(before, self.state(book))
        self.ok("book", "post", book, path)
        self.assertIn("the book balances", self.ok("book", "check", book))

    def test_a_file_that_may_not_be_written_is_said_to_be_so(self):
        book = self.filled()
        path = self.trades("trades.csv", 10)
        os.chmod(self.folder, 0o755)
        os.chmod(book, stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        os.chmod(path, 0o644)
        before = self.state(book)
        other = {"user": 65534} if os.getuid() == 0 else {}
        # The program itself must be reachable for that user.
        program = self.path("cets")
        shutil.copy(CETS, program)
        os.chmod(program, 0o755)
        os.chmod(self.folder, 0o755)
        done = subprocess.run([program, "book", "post", book, path], capture_output=True, text=True, **other)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("may not be written", done.stderr)
        self.assertEqual(before, self.state(book))
        # Reading is still possible.
        done = subprocess.run([program, "book", "check", book], capture_output=True, text=True, **other)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_table_that_may_not_be_read_is_said_to_be_so_and_nothing_is_posted(self):
        book = self.filled()
        path = self.trades("trades.csv", 10)
        program = self.path("cets")
        shutil.copy(CETS, program)
        os.chmod(program, 0o755)
        os.chmod(self.folder, 0o777)
        os.chmod(book, 0o666)
        os.chmod(path, 0)
        before = self.state(book)
        other = {"user": 65534} if os.getuid() == 0 else {}
        done = subprocess.run([program, "book", "post", book, path], capture_output=True, text=True, **other)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("FIL-UNREADABLE", done.stdout + done.stderr)
        self.assertIn("nothing was posted", done.stdout + done.stderr)
        self.assertEqual(before, self.state(book))

    def test_what_is_no_book_or_of_a_newer_version_is_said_to_be_so(self):
        book = self.filled()
        path = self.trades("trades.csv", 10)
        connection = sqlite3.connect(book)
        connection.execute("INSERT INTO grdb_migrations VALUES ('9 from the future')")
        connection.commit()
        connection.close()
        for arguments in (("post", book, path), ("check", book), ("statement", book, "--nation")):
            self.assertIn("newer version", self.ok("book", *arguments, code=3))
        other = self.path("other.db")
        sqlite3.connect(other).execute("CREATE TABLE t (x)").connection.commit()
        self.assertIn("no allowance book", self.ok("book", "check", other, code=3))
        self.assertIn("no book", self.ok("book", "check", self.file("text.book", "hello " * 1000), code=3))
        self.ok("book", "check", self.path("missing.book"), code=2)
        self.ok("book", "init", book, code=2)

    def test_a_backup_is_whole_and_restores(self):
        book = self.filled()
        post = subprocess.Popen([CETS, "book", "post", book, self.trades("trades.csv", 30000)], stdout=subprocess.DEVNULL)
        self.ok("book", "backup", book, self.path("copy.book"))
        self.assertEqual(post.wait(), 0)
        self.assertIn("the book balances", self.ok("book", "check", self.path("copy.book")))
        self.ok("book", "backup", book, self.path("copy.book"), code=2)
        self.ok("book", "backup", book, self.path("last.book"))
        self.ok("book", "restore", self.path("last.book"), self.path("again.book"))
        self.assertEqual(self.state(book), self.state(self.path("again.book")))
        self.assertIn("a book is never overwritten", self.ok("book", "restore", self.path("last.book"), book, code=2))

    def test_a_damaged_backup_is_said_to_be_so(self):
        book = self.filled()
        self.ok("book", "post", book, self.trades("trades.csv", 3000))
        self.ok("book", "backup", book, self.path("copy.book"))
        with open(self.path("copy.book"), "rb") as file:
            whole = file.read()
        for name, damaged in (
            ("cut", whole[:len(whole) // 2]), ("overwritten", whole[:40960] + b"\xff" * 16384 + whole[57344:]), ("no-book", b"hello " * 5000),
        ):
            with self.subTest(name):
                with open(self.path(name), "wb") as file:
                    file.write(damaged)
                text = self.ok("book", "restore", self.path(name), self.path("again.book"), code=3)
                self.assertRegex(text, "the backup itself is damaged|does not balance and is not restored")
                self.assertNotIn("cets book restore", text)
                self.assertFalse(os.path.exists(self.path("again.book")))


POSTGRES = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"))


class Server(BookTest):
    """The dump in a real PostgreSQL server."""

    def setUp(self):
        super().setUp()
        self.assertTrue(POSTGRES, "PostgreSQL is missing: scripts/install-missing test")
        self.bin = os.path.dirname(POSTGRES[-1])
        # The server refuses to run as root.
        self.user = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
        self.data = self.path("server")
        os.chmod(self.folder, 0o777)
        self.server("initdb", "--auth", "trust", "--encoding", "UTF8", "--username", "cets", self.data)
        self.server("pg_ctl", "--pgdata", self.data, "--wait", "--log", self.path("server.log"), "--options",
                    f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off", "start")
        self.addCleanup(self.server, "pg_ctl", "--pgdata", self.data, "--mode", "immediate", "stop")

    def server(self, program, *arguments):
        done = subprocess.run([os.path.join(self.bin, program), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=self.folder, **self.user)
        self.assertEqual(done.returncode, 0, done.stderr)

    def psql(self, *arguments):
        return run(os.path.join(self.bin, "psql"), "--host", self.folder, "--username", "cets", "--no-psqlrc", "--tuples-only", "--no-align", "--quiet",
                   "--set", "ON_ERROR_STOP=1", "--dbname", "postgres", *arguments)

    def test_the_dump_loads_balances_and_keeps_its_constraints(self):
        book = Year.year(self)[0]
        self.ok("book", "surrender", book, "--all")
        entry = self.sql(book, "SELECT id FROM entry WHERE reference = 'T2026-0003'")[0][0]
        self.ok("book", "post", book, self.file("reversals.csv", f"entry,date,reason\n{entry},2027-01-04,a\\b\n"))
        done = cets("book", "dump", book, "--postgres")
        self.assertEqual(done.returncode, 0, done.stderr)
        loaded = self.psql("--file", self.file("book.sql", done.stdout))
        self.assertEqual(loaded.returncode, 0, loaded.stderr)
        for table in ("account", "entry", "document", "entity", "naming", "preallocation", "determination", "differentiated", "credit"):
            mine = sorted("|".join("" if cell is None else str(cell) for cell in row) for row in self.sql(book, f"SELECT * FROM {table}"))
            theirs = sorted(self.psql("--command", f"SELECT * FROM book.{table}").stdout.replace("\r", "").rstrip("\n").split("\n"))
            if table == "determination":  # its details have several lines
                self.assertEqual(str(len(mine)), self.psql("--command", "SELECT count(*) FROM book.determination").stdout.strip())
            else:
                self.assertEqual(mine, theirs, table)
        newest = self.sql(book, "SELECT max(id), max(document), max(booked) FROM entry")[0]
        insert = "INSERT INTO book.entry (id, document, line, kind, date, booked, from_account, to_account, tonnes, year) VALUES "
        for cheat in (
            "UPDATE book.account SET tonnes = tonnes + 1 WHERE id = 2", "DELETE FROM book.entry WHERE id = 1", "TRUNCATE book.credit",
            "UPDATE book.entry SET tonnes = 1 WHERE id = 1", "UPDATE book.account SET owner = 'x' WHERE id = 2",
            insert + f"({newest[0] + 2}, {newest[1]}, 0, 'trade', {newest[2]}, {newest[2]}, 2, 1, 1, 0)",
            insert + f"({newest[0] + 1}, {newest[1]}, 0, 'trade', {newest[2]}, {newest[2]}, (SELECT min(id) FROM book.account WHERE kind = 'holding' AND tonnes = 0),"
            " (SELECT min(id) FROM book.account WHERE kind = 'cancelled' OR kind = 'elsewhere'), 1, 0)",
        ):
            self.assertNotEqual(self.psql("--command", cheat).returncode, 0, cheat)


if __name__ == "__main__":
    import unittest

    unittest.main()
