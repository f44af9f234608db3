"""Verification as its users meet it: few false alarms on clean batches, decisions, the verifier's report."""

import csv
import glob
import json
import os
import re
import shutil
import sys
import unittest
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

from support import FIXTURES, ORACLE, ROOT, Temporary, cets, run

MESS = os.path.join(FIXTURES, "tampered", "sixty-findings.xml")
LATE = os.path.join(FIXTURES, "checks", "E17-late.xml")
NAMESPACE = {"v": "urn:cets:verification:1"}


def rows(path):
    with open(path, encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def entity(path):
    with open(path, encoding="utf-8") as file:
        return re.search(r'uscc="(\w+)"', file.read()).group(1)


class Batches(Temporary):
    def test_two_hundred_clean_filings_raise_no_nonconformity_and_few_questions(self):
        inputs, expected = self.path("in"), self.path("expected")
        run(sys.executable, os.path.join(ORACLE, "generate.py"), "--entities", 200, "--seed", 31, "--wrong", 0, "--format", "csv", "--out", inputs, "--expected", expected)
        cets("process", inputs, "--year", 2025, "--out", self.path("out"), "--reports", "none")
        findings = rows(self.path("out", "findings.csv"))
        self.assertEqual([f for f in findings if f["severity"] in ("S1", "S2")], [])
        values = sum(1 for row in rows(os.path.join(inputs, "tables", "series.csv")) for m in range(1, 13) if row[f"m{m:02d}"])
        flagged = sum(1 for f in findings if f["severity"] == "S3")
        self.assertGreater(values, 20_000)
        self.assertLessEqual(flagged, 0.03 * values)

    def test_findings_are_the_same_in_every_form(self):
        import jsonschema

        cets("process", FIXTURES + "/tampered", "--year", 2025, "--out", self.path("out"))
        table = rows(self.path("out", "findings.csv"))
        with open(os.path.join(ROOT, "schemas", "findings.schema.json"), encoding="utf-8") as file:
            schema = jsonschema.Draft202012Validator(json.load(file))
        with open(self.path("out", "findings.jsonl"), encoding="utf-8") as file:
            records = [json.loads(line) for line in file]
        for record in records:
            schema.validate(record)
        with open(self.path("out", "findings.sarif"), encoding="utf-8") as file:
            results = json.load(file)["runs"][0]["results"]
        self.assertEqual([r["check"] for r in table], [r["check"] for r in records])
        self.assertEqual([r["check"] for r in table], [r["ruleId"] for r in results])
        self.assertEqual([r["effect_tco2e"] for r in table], [r.get("effect", "") for r in records])
        self.assertGreater(len(table), 50)

    def test_the_summary_names_whom_to_visit_first(self):
        cets("process", FIXTURES + "/tampered", "--year", 2025, "--out", self.path("out"))
        with open(self.path("out", "summary.html"), encoding="utf-8") as file:
            page = file.read()
        visits = page[page.index("Whom to visit first"):page.index("Allocation units")]
        self.assertLess(visits.index(entity(MESS)), visits.index(entity(os.path.join(FIXTURES, "tampered", "altered-test-dates.xml"))))


class Reasons(Temporary):
    """Annex 1 and the trace say of each row what moved it, and nothing else."""

    def test_a_source_names_the_checks_that_moved_its_own_data(self):
        cets("process", MESS, "--year", 2025, "--out", self.path("out"))
        [path] = glob.glob(self.path("out", "entities", "*", "verification-report.xml"))
        reasons = {}
        for row in ElementTree.parse(path).iter("{urn:cets:verification:1}result"):
            if row.get("facility") == "-" and row.get("kind") == "emissions":
                reasons[row.get("nameEn")] = row.get("reasonEn")
        self.assertGreater(len(reasons), 10, reasons)
        found = {name: set(re.findall(r"[A-Z]\d\d", reason or "")) for name, reason in reasons.items()}
        for name, checks in found.items():
            if "limestone" in name:
                self.assertEqual(checks, {"E01", "E17"})
            if "crude steel" in name:
                self.assertEqual(checks, {"E17"})
        self.assertEqual({"carbonates: limestone", "carbon in products: crude steel"} - set(found), set())

    def test_a_corrected_number_is_not_taken_for_the_filed_one(self):
        text = cets("explain", MESS, "--entity", entity(MESS), "--facility", "PU1").stdout
        with open(MESS, encoding="utf-8") as file:
            lines = file.read().splitlines()
        places = re.findall(r"FC \S+:(\d+) has ([0-9.]+), corrected by E17", text)
        self.assertGreater(len(places), 10)
        for line, value in places:
            self.assertIn(f">{value}<", lines[int(line) - 1])
        self.assertNotIn("not reported", cets("explain", MESS, "--entity", entity(MESS)).stdout)


class Sensitivity(Temporary):
    """Q08: one per cent more of a value, against a second run over a filing that has it."""

    def test_what_one_per_cent_moves_is_what_a_run_with_it_gives(self):
        source = os.path.join(FIXTURES, "2025", "cement-single-line.xml")
        with open(source, encoding="utf-8") as file:
            text = file.read()
        with open(self.path("balance.csv"), "w", encoding="utf-8") as file:
            file.write("sector,year,value,source\ncement,2025,0.824093,test\n")

        def run_over(text, name):
            with open(self.path("filing.xml"), "w", encoding="utf-8") as file:
                file.write(text)
            cets("process", self.path("filing.xml"), "--year", 2025, "--out", self.path(name), "--balance-values", self.path("balance.csv"))
            [unit] = rows(self.path(name, "allowances.csv"))
            return Decimal(unit["verified_emissions"]), Decimal(unit["determined"])

        before = run_over(text, "before")
        series = re.search(r'<series direction="fuelIn" item="bituminousCoal" parameter="quantity".*?</series>', text, re.S).group(0)
        raised = re.sub(r"(<month[^>]*>)([0-9.]+)<", lambda m: f"{m.group(1)}{Decimal(m.group(2)) * Decimal('1.01')}<", series)
        after = run_over(text.replace(series, raised), "after")
        with open(glob.glob(self.path("before", "entities", "*", "verification-report.html"))[0], encoding="utf-8") as file:
            page = file.read()
        table = page[page.index("Sensitivity: 1 % more"):]
        line = next(r for r in re.findall(r"<tr>.*?</tr>", table[:table.index("</table>")], re.S) if "bituminous coal, quantity" in r)
        emissions, allowances, to_buy = (Decimal(re.sub(r"<[^>]*>|,", "", cell).replace("−", "-")) for cell in re.findall(r"<td[^>]*>(.*?)</td>", line)[-3:])
        self.assertLess(abs(emissions - (after[0] - before[0])), Decimal("0.2"))
        self.assertLessEqual(abs(allowances - (after[1] - before[1])), 1)
        self.assertLessEqual(abs(to_buy - (emissions - allowances)), 1)


class Decisions(Temporary):
    HEAD = "uscc,year,facility,check,item,parameter,month,decision,value,reason,decided_by,decided_on,evidence\n"

    def process(self, text, out="out"):
        with open(self.path("decisions.csv"), "w", encoding="utf-8") as file:
            file.write(self.HEAD + text)
        return cets("process", LATE, "--year", 2025, "--out", self.path(out), "--decisions", self.path("decisions.csv"))

    def total(self, out):
        return next(r for r in rows(self.path(out, "emissions.csv")) if r["facility"] == "-" and r["source"] == "total")

    def test_a_dismissed_finding_loses_its_correction_and_stays_visible(self):
        code = entity(LATE)
        cets("process", LATE, "--year", 2025, "--out", self.path("before"))
        before = self.total("before")
        self.assertGreater(Decimal(before["verified"]), Decimal(before["recomputed"]))
        done = self.process(f"{code},2025,L1,E17,clinker,quantity,,dismissed,,证书已补交,张三,2026-05-03,附件7\n")
        self.assertEqual(done.returncode, 0, done.stdout)
        after = self.total("out")
        self.assertEqual(after["verified"], after["recomputed"])
        found = rows(self.path("out", "findings.csv"))
        self.assertEqual([f["check"] for f in found], ["E17"])
        self.assertIn("dismissed by 张三 on 2026-05-03: 证书已补交 (附件7)", found[0]["message"])
        with open(self.path("out", "entities", code, "verification-report.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertIn("Findings dismissed after review", page)
        self.assertIn("证书已补交", page)

    def test_a_corrected_value_takes_the_place_of_the_filed_one(self):
        code = entity(LATE)
        done = self.process(f"{code},2025,L1,E17,clinker,quantity,10,corrected,150000.00,复称,张三,2026-05-03,称重记录\n")
        self.assertEqual(done.returncode, 1, done.stdout)
        text = cets("explain", LATE, "--entity", code, "--decisions", self.path("decisions.csv")).stdout
        self.assertRegex(text, r"E17 quantity of clinker, month 10: [0-9.]+ → 150000\.00 \(corrected by 张三 on 称重记录\)")

    def test_a_decision_about_no_finding_is_an_error_that_says_so(self):
        done = self.process(f"{entity(LATE)},2025,L1,E18,clinker,quantity,,dismissed,,无,张三,2026-05-03,\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("FIL-DECISION", done.stdout)
        self.assertIn("there is no such finding, or no longer", done.stdout)

    def test_a_decision_about_several_findings_names_them_and_has_no_effect(self):
        two = os.path.join(FIXTURES, "tampered", "uncertified-laboratory.xml")
        source = open(two, encoding="utf-8").read()
        second = source.replace('sampledOn="2025-02-05" receivedOn="2025-02-07" testedOn="2025-02-09" reportedOn="2025-02-12"', 'sampledOn="2025-01-06" receivedOn="2025-01-08" testedOn="2025-01-10" reportedOn="2025-01-13"')
        self.assertNotEqual(source, second)
        with open(self.path("filing.xml"), "w", encoding="utf-8") as file:
            file.write(second)
        code = entity(two)

        def decide(columns, values):
            with open(self.path("d.csv"), "w", encoding="utf-8") as file:
                file.write(f"uscc,year,facility,check,month,decision,reason,decided_by,decided_on{columns}\n{code},2025,-,E03,1,dismissed,r,张三,2026-05-03{values}\n")
            return cets("process", self.path("filing.xml"), "--year", 2025, "--out", self.path("out"), "--decisions", self.path("d.csv"), "--reports", "none")

        done = decide("", "")
        self.assertIn("2 findings fit this row", done.stdout)
        self.assertRegex(done.stdout, r"document=E01 .*line=[0-9]+; document=E02 .*line=[0-9]+")
        self.assertNotIn("dismissed by", open(self.path("out", "findings.csv"), encoding="utf-8").read())
        done = decide(",document", ",E02")
        self.assertNotIn("FIL-DECISION", done.stdout)
        found = [f for f in rows(self.path("out", "findings.csv")) if "dismissed by" in f["message"]]
        self.assertEqual(len(found), 1)
        self.assertIn("E02", found[0]["message"])

    def test_contradictory_decisions_and_impossible_values_have_no_effect(self):
        code = entity(LATE)
        done = self.process(f"{code},2025,L1,E17,clinker,quantity,10,corrected,-1,复称,张三,2026-05-03,记录\n")
        self.assertIn("out of the parameter's range", done.stdout)
        done = self.process(f"{code},2025,L1,E17,clinker,quantity,,dismissed,,a,张三,2026-05-03,\n{code},2025,L1,E17,clinker,quantity,10,corrected,150000.00,b,李四,2026-05-03,记录\n")
        self.assertEqual(done.stdout.count("decides the same finding"), 2, done.stdout)
        self.assertNotIn("dismissed by", open(self.path("out", "findings.csv"), encoding="utf-8").read())

    def test_a_decision_before_the_filing_or_after_the_report_is_pointed_out(self):
        row = f"{entity(LATE)},2025,L1,E17,clinker,quantity,,dismissed,,a,张三,%s,\n"
        self.assertIn("FIL-DECISION-DATE", self.process(row % "2026-01-31").stdout)
        self.assertNotIn("FIL-DECISION-DATE", self.process(row % "2026-05-03").stdout)
        done = cets("process", LATE, "--year", 2025, "--out", self.path("out2"), "--decisions", self.path("decisions.csv"), "--as-of", "2026-04-30")
        self.assertIn("FIL-DECISION-DATE", done.stdout)

    def test_a_decision_of_another_year_is_pointed_out(self):
        done = self.process(f"{entity(LATE)},2024,L1,E17,clinker,quantity,,dismissed,,a,张三,2026-05-03,\n")
        self.assertIn("FIL-UNMATCHED", done.stdout)
        self.assertIn("another year (2024)", done.stdout)
        self.assertNotIn("dismissed by", open(self.path("out", "findings.csv"), encoding="utf-8").read())

    def test_each_month_of_a_finding_may_be_corrected_and_only_all_of_them_conform(self):
        code = entity(MESS)

        def report(months):
            with open(self.path("d.csv"), "w", encoding="utf-8") as file:
                file.write(self.HEAD + "".join(f"{code},2025,-,I02,converterGas,quantity,{m},corrected,-{100 + m},invoice,张三,2026-05-03,附件{m}\n" for m in months))
            done = cets("process", MESS, "--year", 2025, "--out", self.path("out"), "--decisions", self.path("d.csv"))
            self.assertNotIn("FIL-DECISION", done.stdout)
            with open(self.path("out", "entities", code, "verification-report.html"), encoding="utf-8") as file:
                page = file.read()
            return page[page.index("Annex 3"):page.index("Annex 4")]

        some = report([1, 2])
        self.assertIn("month 1 = -101", some)
        self.assertIn("month 2 = -102", some)
        self.assertEqual(some.count("corrected and conforming"), 1, "only in the remark below the table")
        self.assertEqual(report(range(1, 13)).count("corrected and conforming"), 2)

    def test_one_report_at_two_entities_is_found_at_both(self):
        a, b = (os.path.join(FIXTURES, "checks", name) for name in ("C04.xml", "C09.xml"))
        number = re.search(r'number="(TR-[0-9-]+-03)"', open(a, encoding="utf-8").read()).group(1)
        copied = re.sub(r'number="TR-[0-9-]+-03"', f'number="{number.lower()}"', open(b, encoding="utf-8").read())
        os.makedirs(self.path("in"))
        shutil.copy(a, self.path("in", "a.xml"))
        with open(self.path("in", "b.xml"), "w", encoding="utf-8") as file:
            file.write(copied)
        cets("process", self.path("in"), "--year", 2025, "--out", self.path("out"))
        found = [f for f in rows(self.path("out", "findings.csv")) if f["check"] == "E08"]
        self.assertEqual([f["uscc"] for f in found], sorted([entity(a), entity(b)]))
        self.assertTrue(all(f["effect_tco2e"] for f in found))
        for path, other in ((a, b), (b, a)):
            self.assertIn(entity(other), cets("verify", self.path("in"), "--entity", entity(path)).stdout)

    def test_a_faulty_table_of_decisions_is_refused(self):
        for text in ("x,2025,L1,E17,,,,dismissed,,a,b,2026-05-03,\n", f"{entity(LATE)},2025,L1,E17,,,,perhaps,,a,b,2026-05-03,\n",
                     f"{entity(LATE)},2025,L1,E17,clinker,quantity,10,corrected,,a,b,2026-05-03,\n"):
            self.assertEqual(self.process(text).returncode, 2, text)
        self.assertEqual(cets("process", LATE, "--year", 2025, "--out", self.path("out"), "--decisions", "/nowhere.csv").returncode, 2)


class Reports(Temporary):
    def setUp(self):
        super().setUp()
        for language in ("en", "zh"):
            done = cets("process", MESS, LATE, os.path.join(FIXTURES, "2025"), "--year", 2025, "--out", self.path(language), "--language", language, "--workbooks")
            self.assertEqual(done.returncode, 1, done.stderr)

    def test_the_xml_is_valid_and_its_totals_are_those_of_the_tables(self):
        reports = glob.glob(self.path("en", "entities", "*", "verification-report.xml"))
        self.assertEqual(len(reports), 16)
        checked = run("xmllint", "--noout", "--schema", os.path.join(ROOT, "schemas", "verification-report.xsd"), *reports)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        table = rows(self.path("en", "emissions.csv"))
        for path in reports:
            root = ElementTree.parse(path).getroot()
            found = sorted((r.get("facility"), Decimal(r.get("verified"))) for r in root.findall("v:result[@kind='total']", NAMESPACE))
            expected = sorted((r["facility"], Decimal(r["verified"])) for r in table if r["uscc"] == root.get("uscc") and r["source"] == "total")
            self.assertEqual([x for x in found if x[1]], [x for x in expected if x[1]], path)
            sources = sorted(Decimal(r.get("verified")) for r in root.findall("v:result[@kind='emissions']", NAMESPACE))
            self.assertEqual(sources, sorted(Decimal(r["verified"]) for r in table if r["uscc"] == root.get("uscc") and r["source"] != "total"))

    def test_annex_1_has_every_series_of_the_filing(self):
        for path in (MESS, LATE):
            with open(path, encoding="utf-8") as file:
                filed = file.read().count("<series ")
            root = ElementTree.parse(self.path("en", "entities", entity(path), "verification-report.xml")).getroot()
            # A value corrected as activity data and as output has a row for each use.
            lines = root.findall("v:result[@kind='filed']", NAMESPACE)
            uses = [line for line in lines if line.get("nameEn").endswith("(as output)")]
            self.assertEqual(len(lines) - len(uses), filed)
            self.assertEqual(len(uses), len([line for line in lines if line.get("nameEn").endswith("(as activity data)")]))

    def test_the_pages_have_the_official_chapters_and_render_in_both_languages(self):
        heads = {"zh": ["核查报告摘要表", "核查结论", "1 概述", "2 核查过程和方法", "3.1 重点排放单位基本情况", "3.2 核算边界", "3.3 核算方法", "3.4.1", "3.4.2 排放量", "3.4.3 生产数据",
                        "3.5 质量保证", "3.6 数据质量控制方案", "3.7 其他发现", "4 核查结论", "附件1", "附件2", "附件3", "附件4"],
                 "en": ["Summary table", "Verification conclusion", "1 Overview", "2 Process", "3.1 The entity", "3.2 Boundary", "3.3 Method", "3.4.1", "3.4.2 Emissions",
                        "3.4.3 Production data", "3.5 Quality assurance", "3.6 The quality-control plan", "3.7 Other findings", "4 Conclusion", "Annex 1", "Annex 2", "Annex 3", "Annex 4"]}
        clean = entity(os.path.join(FIXTURES, "2025", "cement-single-line.xml"))
        for language, wanted in heads.items():
            for code in (entity(MESS), entity(LATE), clean):
                page = self.path(language, "entities", code, "verification-report.html")
                pdf = self.path("page.pdf")
                done = run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--no-pdf-header-footer",
                           f"--user-data-dir={self.path('profile')}", f"--print-to-pdf={pdf}", f"file://{page}")
                self.assertNotIn("CONSOLE", done.stderr, page)
                text = run("pdftotext", "-layout", pdf, "-").stdout
                place = 0
                for head in wanted:
                    self.assertIn(head, text[place:], page)
                    place = text.index(head, place)

    def test_hostile_names_do_no_harm(self):
        code = entity(MESS)
        for path in glob.glob(self.path("en", "**", "*.html"), recursive=True):
            with open(path, encoding="utf-8") as file:
                self.assertNotIn("<script", file.read(), path)
        names = [os.path.relpath(p, self.path("en")) for p in glob.glob(self.path("en", "**", "*"), recursive=True)]
        self.assertFalse([n for n in names if n.startswith("..") or "script" in n])
        for name in ("findings.csv", "allowances.csv", "emissions.csv"):
            with open(self.path("en", name), encoding="utf-8-sig") as file:
                for row in csv.reader(file):
                    self.assertFalse([cell for cell in row if re.match(r"[=+@\t\r]", cell)], row)
        home = f"-env:UserInstallation=file://{self.path('office')}"
        options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
        run("soffice", home, "--headless", "--convert-to", options, "--outdir", self.path("sheets"), self.path("en", "entities", code, "annexes.xlsx"))
        sheets = glob.glob(self.path("sheets", "*.csv"))
        self.assertEqual(len(sheets), 3)
        text = "".join(open(s, encoding="utf-8").read() for s in sheets)
        self.assertIn("<script>alert(1)</script>", text)
        with open(self.path("en", "entities", code, "verification-report.html"), encoding="utf-8") as file:
            self.assertIn("=HYPERLINK(&quot;http://x&quot;", file.read())

    def test_a_workbook_has_the_annexes_with_the_verified_total(self):
        code = entity(LATE)
        total = next(r for r in rows(self.path("en", "emissions.csv")) if r["uscc"] == code and r["facility"] == "-" and r["source"] == "total")
        home = f"-env:UserInstallation=file://{self.path('office')}"
        options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
        done = run("soffice", home, "--headless", "--convert-to", options, "--outdir", self.path("sheets"), self.path("en", "entities", code, "annexes.xlsx"))
        sheet = next((f for f in glob.glob(self.path("sheets", "*.csv")) if "附件1" in f), None)
        self.assertIsNotNone(sheet, done.stderr)
        with open(sheet, encoding="utf-8") as file:
            lines = [r for r in csv.reader(file) if r and r[0] == "-" and "企业排放总量" in r[1]]
        self.assertEqual([Decimal(r[4]) for r in lines], [Decimal(total["verified"])])


class Commands(unittest.TestCase):
    def test_verify_tells_each_finding_with_its_effect_and_question(self):
        done = cets("verify", LATE, "--entity", entity(LATE))
        self.assertEqual(done.returncode, 1)
        for text in ("S2 E17 calibration of meters", "meter M4 (clinker): not calibrated in months 10–12", "effect:   +1107.88 tCO2e".replace("   ", " "), "question:"):
            self.assertIn(text, done.stdout)

    def test_the_catalogue_is_complete_and_documented(self):
        listed = cets("checks", "list").stdout.splitlines()
        self.assertEqual(len(listed), 178)
        with open(os.path.join(ROOT, "docs", "checks.md"), encoding="utf-8") as file:
            self.assertEqual(file.read(), cets("checks", "list", "--markdown").stdout)
        self.assertIn("check.I03.ratio = 1.02", cets("checks", "show", "I03").stdout)
        self.assertEqual(cets("checks", "show", "I99").returncode, 2)

    def test_whatever_is_left_out_says_why(self):
        with open(os.path.join(ROOT, "docs", "checks.md"), encoding="utf-8") as file:
            left = [line for line in file if "| left out |" in line]
        self.assertTrue(left)
        self.assertFalse([line for line in left if line.rstrip().endswith("| left out |  |")])


if __name__ == "__main__":
    unittest.main()
