"""What a run tells of itself: the log, run.json, OpenLineage events. Judges: jsonschema, OpenLineage's own client."""

import hashlib
import json
import os
import shutil
import unittest
from datetime import datetime

from support import FIXTURES, ROOT, Temporary, cets, tree

INPUTS = [os.path.join(FIXTURES, "2025"), os.path.join(FIXTURES, "mixed-quality")]


def validator(name):
    import jsonschema

    with open(os.path.join(ROOT, "schemas", name), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


class Observation(Temporary):
    def process(self, *options, out="out"):
        return cets("process", *INPUTS, "--year", 2025, "--out", self.path(out), "--reports", "none", *options)

    def read(self, *parts):
        with open(self.path(*parts), encoding="utf-8") as file:
            return json.load(file)

    def lines(self, text):
        return [json.loads(line) for line in text.splitlines()]

    def test_standard_error_is_a_log_that_its_schema_describes(self):
        done = self.process("--log", "jsonl")
        self.assertEqual(done.returncode, 1)
        events = self.lines(done.stderr)
        check = validator("log.schema.json")
        for event in events:
            check.validate(event)
        names = [event["event"] for event in events]
        self.assertEqual((names[0], names[-1]), ("run.started", "run.ended"))
        times = [datetime.fromisoformat(event["time"]) for event in events]
        self.assertEqual(times, sorted(times))
        rejected = [event["fields"] for event in events if event["event"] == "filing.rejected"]
        self.assertEqual({r["saved"] for r in rejected}, {n for n in tree(self.path("out")) if n.startswith("rejected/")})
        phases = [event["fields"]["phase"] for event in events if event["event"] == "phase.ended"]
        self.assertEqual(phases, ["discover", "assess", "compare", "settle", "tables"])

    def test_the_schema_of_the_log_refuses_other_lines(self):
        check = validator("log.schema.json")
        good = {"time": "2026-03-31T08:00:00.000Z", "level": "error", "event": "run.failed", "fields": {"message": "no"}}
        self.assertTrue(check.is_valid(good))
        for change in ({"time": "today"}, {"level": "info"}, {"event": "else"}, {"fields": {}}, {"more": 1}):
            self.assertFalse(check.is_valid({**good, **change}), change)

    def test_without_the_option_nothing_is_logged(self):
        self.assertEqual(self.process().stderr, "")

    def test_a_run_that_fails_says_so_in_the_log(self):
        with open(self.path("out"), "w", encoding="utf-8") as file:
            file.write("a file where the folder should be")
        done = self.process("--log", "jsonl", "--openlineage", self.path("lineage.jsonl"))
        self.assertEqual(done.returncode, 3)
        last = self.lines(done.stderr)[-1]
        validator("log.schema.json").validate(last)
        self.assertEqual((last["event"], last["level"]), ("run.failed", "error"))
        with open(self.path("lineage.jsonl"), encoding="utf-8") as file:
            start, fail = self.lines(file.read())
        self.assertEqual([start["eventType"], fail["eventType"]], ["START", "FAIL"])
        self.assertEqual(fail["run"]["facets"]["errorMessage"]["message"], last["fields"]["message"])

    def test_run_json_tells_how_the_run_went_and_no_result_depends_on_it(self):
        self.process()
        first = self.read("out", "run.json")
        validator("run.schema.json").validate(first)
        with open(self.path("out", "manifest.json"), "rb") as file:
            self.assertEqual(first["manifest"], hashlib.sha256(file.read()).hexdigest())
        manifest = self.read("out", "manifest.json")
        self.assertNotIn("run.json", manifest["outputs"])
        counts = first["counts"]
        self.assertEqual(counts["processed"], len(manifest["filings"]))
        self.assertEqual(counts["rejected"], sum(n.startswith("rejected/") for n in manifest["outputs"]))
        self.assertEqual(counts["filesWritten"], len(manifest["outputs"]) + 1)
        self.assertEqual(counts["filingsRead"], counts["processed"] + counts["rejected"] + counts["superseded"] + counts["otherYear"])
        self.assertLessEqual(sum(p["durationMs"] for p in first["phases"]), first["durationMs"])
        self.assertGreater(first["usage"]["peakMemoryBytes"], 1 << 20)
        before = tree(self.path("out"))
        self.process("--log", "jsonl", "--openlineage", self.path("lineage.jsonl"))
        self.assertEqual(tree(self.path("out")), before)
        self.assertNotEqual(self.read("out", "run.json")["runId"], first["runId"])

    def test_results_without_it_are_results_all_the_same(self):
        self.process()
        shutil.copytree(self.path("out"), self.path("copy"))
        os.remove(self.path("copy", "run.json"))
        self.assertEqual(cets("diff", self.path("out"), self.path("copy")).returncode, 0)

    def test_peak_memory_is_the_programs_and_not_that_of_who_started_it(self):
        held = bytearray(os.urandom(1 << 20) * 400)
        self.process()
        self.assertLess(self.read("out", "run.json")["usage"]["peakMemoryBytes"], len(held))


class Lineage(Temporary):
    def setUp(self):
        super().setUp()
        for _ in range(2):
            cets("process", *INPUTS, "--year", 2025, "--out", self.path("out"), "--openlineage", self.path("lineage.jsonl"))
        with open(self.path("lineage.jsonl"), encoding="utf-8") as file:
            self.events = [json.loads(line) for line in file]

    def test_events_are_what_openlineages_own_client_makes_of_the_same(self):
        from openlineage.client import event_v2, facet_v2
        from openlineage.client.serde import Serde

        kinds = {
            "processing_engine": facet_v2.processing_engine_run.ProcessingEngineRunFacet,
            "jobType": facet_v2.job_type_job.JobTypeJobFacet,
            "version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
            "outputStatistics": facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
        }

        def facets(found):
            made = {}
            for name, facet in found.items():
                own = {key: value for key, value in facet.items() if not key.startswith("_")}
                made[name] = kinds[name](producer=facet["_producer"], **own)
            return made

        def dataset(kind, found):
            return kind(**{k: facets(v) if k.lower().endswith("facets") else v for k, v in found.items()})

        self.assertEqual([e["eventType"] for e in self.events], ["START", "COMPLETE"] * 2)
        for event in self.events:
            # The client knows the version of the specification that it speaks, and refuses unknown members.
            made = event_v2.RunEvent(
                eventType=event_v2.RunState[event["eventType"]], eventTime=event["eventTime"], producer=event["producer"],
                run=event_v2.Run(runId=event["run"]["runId"], facets=facets(event["run"]["facets"])),
                job=event_v2.Job(namespace=event["job"]["namespace"], name=event["job"]["name"], facets=facets(event["job"]["facets"])),
                inputs=[dataset(event_v2.InputDataset, d) for d in event["inputs"]],
                outputs=[dataset(event_v2.OutputDataset, d) for d in event["outputs"]],
            )
            written = json.loads(Serde.to_json(made))
            self.assertEqual(without_empty(written), without_empty(event))

    def test_a_run_has_one_id_and_the_next_another(self):
        ids = [e["run"]["runId"] for e in self.events]
        self.assertEqual((ids[0], ids[2]), (ids[1], ids[3]))
        self.assertNotEqual(ids[0], ids[2])

    def test_outputs_carry_the_digests_of_the_manifest_and_inputs_those_of_their_files(self):
        with open(self.path("out", "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        complete = self.events[1]
        versions = {d["name"]: d["facets"]["version"]["datasetVersion"] for d in complete["inputs"] + complete["outputs"]}
        self.assertEqual(versions[self.path("out", "emissions.csv")], manifest["outputs"]["emissions.csv"])
        for folder in INPUTS:
            # As `find -type f | sort | xargs sha256sum | sha256sum` in the folder, of the files that were read.
            lines = [f"{digest}  {name.split('/', 1)[1]}\n" for name, digest in manifest["inputs"].items()
                     if name.startswith(os.path.basename(folder) + "/")]
            lines.sort(key=lambda line: line[66:].encode())
            self.assertEqual(versions[folder], hashlib.sha256("".join(lines).encode()).hexdigest())
        self.assertEqual({os.path.basename(d["name"]) for d in complete["outputs"]}, {n.split("/")[0] for n in manifest["outputs"]})
        self.assertEqual(versions[self.path("out", "emissions.csv")], versions_of(self.events[3])[self.path("out", "emissions.csv")])

    def test_a_filing_that_is_named_by_a_slip_is_left_as_it_is(self):
        filing = self.path("filing.xml")
        shutil.copy(os.path.join(FIXTURES, "2025", "cement-single-line.xml"), filing)
        with open(filing, "rb") as file:
            before = file.read()
        done = cets("process", filing, "--year", 2025, "--out", self.path("out2"), "--openlineage", filing)
        self.assertEqual(done.returncode, 2)
        with open(filing, "rb") as file:
            self.assertEqual(file.read(), before)


def versions_of(event):
    return {d["name"]: d["facets"]["version"]["datasetVersion"] for d in event["outputs"]}


def without_empty(value):
    """Members that are empty may be written or not."""
    if isinstance(value, dict):
        return {k: without_empty(v) for k, v in value.items() if v not in ({}, [], None)}
    return [without_empty(v) for v in value] if isinstance(value, list) else value


if __name__ == "__main__":
    unittest.main()
