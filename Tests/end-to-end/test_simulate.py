"""cets simulate against an independent calculation: entities.csv and marginal.csv are worked out again from
allowances.csv and the scenario with exact fractions; nothing is shared with the program.

    Tests/end-to-end/run .build/release/cets
"""

import csv
import glob
import hashlib
import json
import os
import re
import unittest
from fractions import Fraction as F
from math import floor

import yaml  # comes with frictionless

from support import FIXTURES, Temporary, cets, run, tree

SCENARIOS = os.path.join(FIXTURES, "scenarios")
# ALLOC2425 and the market's mean price of 2025 (domain/allocation.md sections 3 and 9).
BASE = {"slope": F("0.15"), "band": F(20), "cap": F(3), "price": F("62.36")}


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def half_up(value, decimals):
    scaled = abs(value) * 10**decimals
    whole = floor(scaled + F(1, 2))
    return F(whole if value >= 0 else -whole, 10**decimals)


def in_year(value, year, otherwise):
    """A value that may be given by year: each holds from its year on."""
    if not isinstance(value, dict):
        return otherwise if value is None else value
    steps = [y for y in sorted(value, key=int) if int(y) <= year]
    return value[steps[-1]] if steps else otherwise


def balance(points, s, band, cap):
    """The BP at which Σ E·α = 0, by trying every piece between the sorted breakpoints in u = 1/BP."""
    def alpha(i, u):
        x = 1 - i * u
        return cap if x >= band else -cap if x <= -band else s * x

    cuts = sorted({cut / i for _, i in points for cut in (1 - band, 1 + band)})
    sums = [sum(e * alpha(i, u) for e, i in points) for u in cuts]
    for (u1, f1), (u2, f2) in zip(zip(cuts, sums), zip(cuts[1:], sums[1:])):
        if f1 >= 0 > f2:
            return half_up(1 / (u1 + (u2 - u1) * f1 / (f1 - f2)), 6)
    raise AssertionError("no root")


class Model:
    """One scenario, year by year, by the sentences of docs/simulate.md."""

    def __init__(self, units, scenario):
        self.scenario = scenario
        self.allocation = scenario.get("allocation", {})
        self.market = scenario.get("market", {})
        self.units = [dict(u) for u in units]
        for u in self.units:
            u["E"], u["Q"] = F(u["verified_emissions"]), F(u["output"] or 0)
            u["M"] = F(u["intensity"] or 0) * u["Q"] if u["sector"] == "steel" else u["E"]
            u["grown"] = False

    def number(self, part, key, year, otherwise):
        return F(in_year(part.get(key), year, otherwise))

    def grow(self, year):
        for u in self.units:
            growth = self.scenario.get("growth", {}).get(u["sector"], {})
            emissions, output = (F(in_year(growth.get(k), year, 0)) for k in ("emissions", "output"))
            if emissions:
                u["E"], u["M"] = (half_up(u[k] * (1 + emissions / 100), 2) for k in ("E", "M"))
            if output:
                u["Q"] = half_up(u["Q"] * (1 + output / 100), 2)
            u["grown"] = u["grown"] or bool(emissions or output)

    def state(self, u, year):
        e, m, changed = u["E"], u["M"], u["grown"]
        for a in self.scenario.get("abatement", []):
            if a["uscc"] == u["uscc"] and a.get("unit", "-") == u["unit"] and int(a.get("from", self.scenario["years"]["from"])) <= year:
                e -= F(a["tonnes"])
                if a.get("where") != "elsewhere":
                    m, changed = m - F(a["tonnes"]), True
        i = half_up(m / u["Q"], 4) if changed and u["intensity"] else F(u["intensity"] or 0)
        return e, i

    def kind(self, u, year):
        if not u["due"]:
            return "outside"
        other = in_year(self.allocation.get("specialCases", {}).get(u["special_case"]), year, None)
        if u["special_case"] and other:
            return other
        if u["balance_value"]:
            return in_year(self.allocation.get("method"), year, "intensityCoefficient")
        if not u["determined"]:
            return "undecided"
        return "zero" if u["determined"] == "0" == u["due"] else "equalsEmissions"

    def year(self, year):
        s, band, cap = (self.number(self.allocation, k, year, BASE[k]) for k in ("slope", "band", "cap"))
        band, cap = band / 100, cap / 100
        states = [(u, self.kind(u, year), *self.state(u, year)) for u in self.units]
        bp = {}
        for sector in ("cement", "steel", "aluminium"):
            own = [(u, e, i) for u, kind, e, i in states if u["sector"] == sector and kind == "intensityCoefficient"]
            fixed = in_year(self.allocation.get("balanceValues", {}).get(sector), year, None)
            given = [F(u["balance_value"]) for u, _, _ in own if u["balance_value"]]
            if fixed:
                value = F(fixed)
            elif in_year(self.allocation.get("balanceValue"), year, "results") == "results" and given:
                value = given[0]
            elif own:
                value = balance([(e, i) for _, e, i in own if e and i], s, band, cap)
            else:
                continue
            bp[sector] = half_up(value * self.number(self.allocation, "balanceValueFactor", year, 1), 6)
        price = self.number(self.market, "price", year, BASE["price"])
        paid_share = self.number(self.market, "paidShare", year, 0) / 100
        entities, marginal = {}, []
        for u, kind, e, i in states:
            own = entities.setdefault((u["sector"], u["uscc"]), {"emissions": F(0), "due": 0, "allowances": 0})
            own["emissions"] += e
            if kind in ("outside", "zero"):
                continue
            own["due"] += floor(e)
            alpha = F(0)
            if kind == "intensityCoefficient":
                x = (bp[u["sector"]] - i) / bp[u["sector"]]
                alpha = cap if x >= band else -cap if x <= -band else s * x
            if kind != "undecided":
                own["allowances"] += floor(e * (1 + alpha))
                for place in ("ironmaking", "elsewhere") if u["sector"] == "steel" else ("unit",):
                    flat, inner = -alpha, -alpha
                    if kind == "equalsEmissions":
                        less = more = F(0)
                    else:
                        if place != "elsewhere":
                            inner = -alpha + s * e / (u["Q"] * bp[u["sector"]])
                        less = flat if x >= band or x < -band else inner
                        more = flat if x > band or x <= -band else inner
                    marginal.append((u["uscc"], u["unit"], place, half_up(less, 6), half_up(more, 6),
                                     half_up(price * (paid_share + (1 - paid_share) * less), 2)))
        for own in entities.values():
            a, d = own["allowances"], own["due"]
            own["paid"] = a - floor(a * (1 - paid_share))
            own["shortfall"], own["surplus"] = max(d - a, 0), max(a - d, 0)
            own["ccer"] = min(own["shortfall"], floor(d * self.number(self.market, "ccerUse", year, 0) / 100))
            own["cost_paid"] = half_up(own["paid"] * price, 2)
            own["cost_market"] = half_up((own["shortfall"] - own["ccer"] - own["surplus"]) * price, 2)
            own["cost_ccer"] = half_up(own["ccer"] * self.number(self.market, "ccerPrice", year, 0), 2)
            own["cost"] = own["cost_paid"] + own["cost_market"] + own["cost_ccer"]
        return entities, marginal


class Simulations(Temporary):
    def results(self, inputs=os.path.join(FIXTURES, "2025")):
        done = cets("process", inputs, "--year", 2025, "--out", self.path("out"), "--reports", "none")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return self.path("out")

    def simulate(self, *files, out="sim", options=()):
        arguments = [a for file in files for a in ("--scenario", file)]
        return cets("simulate", self.path("out"), *arguments, "--out", self.path(out), *options)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def check(self, files):
        """Every number of entities.csv and marginal.csv, and the sums of the two other tables."""
        units = rows(self.path("out", "allowances.csv"))
        scenarios = []
        for file in files:
            with open(file, encoding="utf-8") as text:
                scenarios.append(yaml.load(text, yaml.BaseLoader))
        last = max(int(s["years"]["to"]) for s in scenarios)
        scenarios.insert(0, {"scenario": "base", "years": {"from": "2025", "to": str(last)}})
        found = {(r["scenario"], r["year"], r["sector"], r["uscc"]): r for r in rows(self.path("sim", "entities.csv"))}
        values = {(r["scenario"], r["year"], r["uscc"], r["unit"], r["place"]): r for r in rows(self.path("sim", "marginal.csv"))}
        compared = 0
        for scenario in scenarios:
            model = Model(units, scenario)
            for year in range(2025, int(scenario["years"]["to"]) + 1):
                if year > 2025:
                    model.grow(year)
                if year < int(scenario["years"]["from"]):
                    continue
                entities, marginal = model.year(year)
                for (sector, uscc), own in entities.items():
                    row = found.pop((scenario["scenario"], str(year), sector, uscc))
                    for name, value in own.items():
                        self.assertEqual(F(row[name]), value, f"{scenario['scenario']} {year} {uscc} {name}")
                        compared += 1
                for uscc, unit, place, less, more, yuan in marginal:
                    row = values.pop((scenario["scenario"], str(year), uscc, unit, place))
                    self.assertEqual((F(row["abated_allowances"]), F(row["emitted_allowances"]), F(row["abated_yuan"])), (less, more, yuan), row)
                    compared += 3
        self.assertEqual(found, {})
        # What is left has no value: outside allocation, closed or new, undecided.
        self.assertTrue(all(r["place"] == "" for r in values.values()))
        entities = rows(self.path("sim", "entities.csv"))
        for table, key in (("sectors.csv", "sector"), ("provinces.csv", "province")):
            for row in rows(self.path("sim", table)):
                own = [e for e in entities if (e["scenario"], e["year"], e[key]) == (row["scenario"], row["year"], row[key])]
                for name in ("emissions", "due", "allowances", "paid", "ccer", "shortfall", "surplus", "cost_paid", "cost_market", "cost_ccer", "cost"):
                    self.assertEqual(sum(F(e[name]) for e in own), F(row[name]), f"{table} {row['year']} {name}")
                    compared += 1
        return compared

    def test_the_example_scenarios_agree_with_an_independent_calculation(self):
        self.results()
        files = sorted(glob.glob(os.path.join(SCENARIOS, "*.yaml")))
        self.assertGreaterEqual(len(files), 4)
        done = self.simulate(*files)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreater(self.check(files), 4000)
        # A tonne in ironmaking is worth more than a tonne elsewhere: the difference of the two scenarios to
        # `increasing`, which has the same assumptions and abates nothing.
        entities = rows(self.path("sim", "entities.csv"))
        worth = {}
        for row in rows(self.path("sim", "abatement.csv")):
            def total(scenario, *names):
                return sum(F(e[n]) for e in entities if (e["scenario"], e["year"]) == (scenario, row["year"]) for n in names)
            self.assertEqual(F(row["saved"]), total("increasing", "cost") - total(row["scenario"], "cost"))
            change = total(row["scenario"], "surplus") - total(row["scenario"], "shortfall") - total("increasing", "surplus") + total("increasing", "shortfall")
            self.assertEqual(F(row["balance_per_tonne"]), half_up(change / 100000, 6))
            worth[row["scenario"], row["year"]] = F(row["balance_per_tonne"])
        self.assertEqual(len(worth), 8)
        for year in ("2027", "2028", "2029", "2030"):
            self.assertGreater(worth["abate-ironmaking", year], 20 * worth["abate-elsewhere", year])

    def test_generated_entities_agree_under_every_kind_of_assumption(self):
        self.results(self.generate(150, 4711))
        lines = rows(self.path("out", "allowances.csv"))
        line = next(r for r in lines if r["sector"] == "cement" and r["coefficient"])
        works = next(r for r in lines if r["sector"] == "steel" and r["coefficient"])
        head = "scenario: {0}\nzh: 情景\nen: {0}\nyears: {{from: {1}, to: 2030}}\n"
        files = [
            self.write("a.yaml", head.format("solved", 2025) + "allocation: {balanceValue: solved, balanceValueFactor: {2028: 0.97}}\n"
                       "growth: {cement: {output: {2026: -2, 2028: -3.5}, emissions: -4}, steel: {emissions: {2027: -1.25}}, aluminium: {output: 1}}\n"),
            self.write("b.yaml", head.format("fixed", 2026) + "allocation:\n  slope: {2027: 0.5}\n  band: {2027: 12.5, 2029: 20}\n  cap: {2027: 6.25, 2029: 10}\n"
                       "  balanceValues: {cement: {2026: 0.8, 2030: 0.75}}\n  specialCases: {whitePortland: {2028: intensityCoefficient}}\n"
                       "market: {price: {2026: 75.125}, paidShare: 12.5, ccerUse: 2.5, ccerPrice: 71.005}\n"),
            self.write("c.yaml", head.format("abated", 2025) + "allocation: {method: {2029: equalsEmissions}}\nabatement:\n"
                       f"  - {{uscc: {line['uscc']}, unit: {line['unit']}, from: 2026, tonnes: 1234.56}}\n"
                       f"  - {{uscc: {works['uscc']}, where: sintering, tonnes: 20000}}\n  - {{uscc: {works['uscc']}, where: elsewhere, from: 2028, tonnes: 7000.5}}\n"),
        ]
        done = self.simulate(*files)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreater(self.check(files), 20000)

    def test_the_same_inputs_give_the_same_bytes_and_the_manifest_lists_them(self):
        self.results()
        files = [os.path.join(SCENARIOS, n) for n in ("slightly-reduced.yaml", "increasingly-reduced.yaml")]
        self.simulate(*files)
        self.simulate(*files, out="again")
        self.assertEqual(tree(self.path("sim")), tree(self.path("again")))
        with open(self.path("sim", "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        self.assertEqual(manifest["outputs"], tree(self.path("sim"), ("manifest.json",)))
        for name, path in (("results/allowances.csv", self.path("out", "allowances.csv")), ("scenarios/slight.yaml", files[0])):
            with open(path, "rb") as file:
                self.assertEqual(manifest["inputs"][name], hashlib.sha256(file.read()).hexdigest())

    def test_results_that_were_changed_are_not_built_upon(self):
        self.results()
        scenario = os.path.join(SCENARIOS, "slightly-reduced.yaml")
        for name in ("allowances.csv", "emissions.csv"):
            original = open(self.path("out", name), encoding="utf-8").read()
            self.write(os.path.join("out", name), original.replace("1277765.24", "1277765.25"))
            done = self.simulate(scenario)
            self.assertEqual(done.returncode, 3)
            self.assertIn(f"{name} was changed after the run", done.stderr)
            self.assertFalse(os.path.exists(self.path("sim")))
            self.write(os.path.join("out", name), original)
        self.assertEqual(self.simulate(scenario).returncode, 0)
        os.remove(self.path("out", "manifest.json"))
        self.assertEqual(self.simulate(scenario).returncode, 2)

    def test_results_are_never_overwritten_by_a_simulation(self):
        self.results()
        before = tree(self.path("out"))
        done = self.simulate(os.path.join(SCENARIOS, "slightly-reduced.yaml"), out="out")
        self.assertEqual(done.returncode, 2)
        self.assertIn("a folder of its own", done.stderr)
        self.assertEqual(tree(self.path("out")), before)

    def test_every_invalid_scenario_shows_the_diagnostic_it_is_named_after_and_nothing_is_written(self):
        self.results()
        files = sorted(glob.glob(os.path.join(FIXTURES, "invalid", "scenarios", "*.yaml")))
        self.assertEqual(len(files), 7)
        for language, word in (("en", "remedy"), ("zh", "修正")):
            for file in files:
                done = self.simulate(os.path.join(SCENARIOS, "slightly-reduced.yaml"), file, options=("--language", language))
                self.assertEqual(done.returncode, 2, file)
                self.assertIn(os.path.basename(file)[:-5] + ":", done.stdout)
                self.assertIn(word, done.stdout)
                self.assertFalse(os.path.exists(self.path("sim")))

    def test_hostile_names_stay_text_and_stay_inside_the_folder(self):
        os.makedirs(self.path("in"))
        text = open(os.path.join(FIXTURES, "2025", "cement-single-line.xml"), encoding="utf-8").read()
        text = re.sub(r'(<entity name=")[^"]*', r"\1=HYPERLINK(&quot;x&quot;)&lt;script>alert(1)&lt;/script>", text)
        self.write(os.path.join("in", "a.xml"), text)
        self.results(self.path("in"))
        scenario = self.write("s.yaml", "scenario: s\nzh: \"<script>alert(2)</script>\"\nen: \"\\\" onload=\\\"x\"\nnote: \"=1+1 <img src=x>\"\nyears: {from: 2025, to: 2027}\n")
        done = self.simulate(scenario)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        page = open(self.path("sim", "simulation.html"), encoding="utf-8").read()
        self.assertNotIn("<script", page)
        self.assertNotIn("<img", page)
        self.assertNotIn('" onload', page)
        self.assertTrue(rows(self.path("sim", "entities.csv"))[0]["name"].startswith("'=HYPERLINK"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["in", "out", "s.yaml", "sim"])

    def test_the_page_says_that_a_scenario_is_no_law_and_loads_nothing(self):
        self.results()
        for language, words in (("en", ["no law and no forecast", "scenario: an assumption, not law", "all 18 units are those of the results"]),
                                ("zh", ["不是规定，也不是预测", "情景假设，并非规定", "全部18个单元的核定配额与结果一致"])):
            self.simulate(os.path.join(SCENARIOS, "increasingly-reduced.yaml"), out=language, options=("--language", language))
            page = self.path(language, "simulation.html")
            text = open(page, encoding="utf-8").read()
            for word in words:
                self.assertIn(word, text)
            self.assertNotIn("http", text.replace("http://www.w3.org/2000/svg", ""))
            pdf = self.path("page.pdf")
            done = run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--no-pdf-header-footer",
                       f"--user-data-dir={self.path('profile')}", f"--print-to-pdf={pdf}", f"file://{page}")
            self.assertNotIn("CONSOLE", done.stderr)
            self.assertIn("2030", run("pdftotext", pdf, "-").stdout)
            for svg in re.findall(r"<svg.*?</svg>", text):
                self.assertEqual(run("xmllint", "--noout", "-", input=svg).returncode, 0)

    def test_a_second_scenario_folder_leaves_no_stale_file(self):
        self.results()
        self.simulate(os.path.join(SCENARIOS, "slightly-reduced.yaml"))
        first = tree(self.path("sim"))
        self.simulate(os.path.join(SCENARIOS, "increasingly-reduced.yaml"))
        self.simulate(os.path.join(SCENARIOS, "slightly-reduced.yaml"))
        self.assertEqual(tree(self.path("sim")), first)
        self.assertEqual(sorted(first), ["abatement.csv", "entities.csv", "manifest.json", "marginal.csv", "provinces.csv", "sectors.csv", "simulation.html"])


if __name__ == "__main__":
    unittest.main()
