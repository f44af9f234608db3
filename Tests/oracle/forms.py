"""Writes filings as XML files and as CSV tables."""

import csv
import io
import os
from xml.sax.saxutils import quoteattr

ENTITY = [
    ("name", "name"), ("name_en", "nameEn"), ("province", "province"), ("city", "city"), ("industry_class", "industryClass"),
    ("legal_representative", "legalRepresentative"), ("address", "address"), ("permit", "permit"), ("contact", "contact"),
    ("report_service", "reportService"), ("report_service_uscc", "reportServiceUscc"), ("verifier", "verifier"),
    ("verifier_uscc", "verifierUscc"),
]
METER = [("meter", "id"), ("kind", "kind"), ("required_accuracy", "requiredAccuracy"), ("actual_accuracy", "actualAccuracy"),
         ("calibrated_from", "calibratedFrom"), ("calibrated_to", "calibratedTo")]
EVIDENCE = [("evidence", "id"), ("kind", "kind"), ("title", "title"), ("issuer", "issuer"), ("number", "number"),
            ("sampled_on", "sampledOn"), ("received_on", "receivedOn"), ("tested_on", "testedOn"), ("reported_on", "reportedOn"),
            ("accreditation", "accreditation"), ("sha256", "sha256")]
PLAN = [("version", "version"), ("valid_from", "validFrom"), ("facility", "facility"), ("direction", "direction"), ("item", "item"),
        ("parameter", "parameter"), ("method", "method"), ("meter", "meter"), ("frequency", "frequency")]
MONTHS = [f"m{m:02d}" for m in range(1, 13)]


def attributes(pairs):
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in pairs if value not in (None, ""))


def xml(filing, comment=""):
    out = ['<?xml version="1.0" encoding="UTF-8"?>']
    if comment:
        out.append(f"<!-- {comment} -->")
    out.append(f'<filing xmlns="urn:cets:filing:1" uscc="{filing.uscc}" year="{filing.year}" sector="{filing.sector}" '
               f'submission="{filing.submission}" submittedOn="{filing.submitted_on}">')
    out.append(f"  <entity{attributes([(x, filing.entity.get(c)) for c, x in ENTITY])}/>")
    for tag, child, records, columns in (("qualityPlan", "plan", filing.plan, PLAN), ("meters", "meter", filing.meters, METER),
                                         ("evidenceList", "evidence", filing.evidence, EVIDENCE)):
        if records:
            out.append(f"  <{tag}>")
            out += [f"    <{child}{attributes([(x, r.get(c)) for c, x in columns])}/>" for r in records]
            out.append(f"  </{tag}>")
    out.append('  <enterprise id="-">')
    out += content(filing.enterprise)
    out.append("  </enterprise>")
    for f in filing.facilities:
        head = [("id", f.id), ("kind", f.kind), ("name", f.name), ("capacity", f.capacity), ("capacityUnit", f.capacity_unit),
                ("startedOn", f.started_on), ("stoppedOn", f.stopped_on)]
        out.append(f"  <facility{attributes(head)}>")
        out += content(f)
        out.append("  </facility>")
    out.append("</filing>")
    return "\n".join(out) + "\n"


def months_xml(months):
    return [f'      <month n="{i + 1}">{v}</month>' for i, v in enumerate(months) if v is not None]


def content(facility):
    out = [f"    <attribute{attributes([('name', n), ('value', v)])}/>" for n, v in facility.attributes.items()]
    for s in facility.series:
        head = [("direction", s.direction), ("item", s.item), ("parameter", s.parameter), ("unit", s.unit), ("method", s.method), ("meter", s.meter)]
        out.append(f"    <series{attributes(head)}>")
        out += [f'      <evidence ref="{e}"/>' for e in s.evidence] + months_xml(s.months)
        out.append("    </series>")
    for item, unit, flow, months in facility.stock:
        out.append(f"    <stock{attributes([('item', item), ('unit', unit), ('flow', flow)])}>")
        out += months_xml(months) + ["    </stock>"]
    for item, parameter, unit, source, months, annual in facility.second:
        head = [("item", item), ("parameter", parameter), ("unit", unit), ("source", source), ("annual", annual)]
        out.append(f"    <secondSource{attributes(head)}>")
        out += months_xml(months) + ["    </secondSource>"]
    for batch, item, parameter, unit, sampled_on, mass, value, number in facility.batches:
        out.append(f"    <batch{attributes([('batch', batch), ('item', item), ('parameter', parameter), ('unit', unit), ('sampledOn', sampled_on), ('mass', mass), ('value', value), ('number', number)])}/>")
    out += [f"    <declared{attributes([('quantity', q), ('value', v), ('previousYearValue', p)])}/>" for q, v, p in facility.declared]
    return out


def tables(filings):
    """{table name: rows of text}, header first."""
    key = ["uscc", "year"]
    result = {
        "entities": [key + [c for c, _ in ENTITY[:2]] + ["sector", "submission", "submitted_on"] + [c for c, _ in ENTITY[2:]]],
        "facilities": [key + ["facility", "kind", "name", "capacity", "capacity_unit", "started_on", "stopped_on"]],
        "attributes": [key + ["facility", "attribute", "value"]],
        "series": [key + ["facility", "direction", "item", "parameter", "unit", "method", "meter", "evidence"] + MONTHS],
        "meters": [key + [c for c, _ in METER]],
        "evidence": [key + [c for c, _ in EVIDENCE]],
        "stock": [key + ["facility", "item", "unit", "flow"] + MONTHS],
        "second_source": [key + ["facility", "item", "parameter", "unit", "source"] + MONTHS + ["annual"]],
        "declared": [key + ["facility", "quantity", "value", "previous_year_value"]],
        "quality_plan": [key + [c for c, _ in PLAN]],
    }
    for f in filings:
        head = [f.uscc, str(f.year)]
        blank = lambda values: ["" if v is None else str(v) for v in values]
        e = f.entity
        result["entities"].append(head + blank([e.get(c) for c, _ in ENTITY[:2]] + [f.sector, f.submission, f.submitted_on] + [e.get(c) for c, _ in ENTITY[2:]]))
        result["meters"] += [head + blank(r.get(c) for c, _ in METER) for r in f.meters]
        result["evidence"] += [head + blank(r.get(c) for c, _ in EVIDENCE) for r in f.evidence]
        result["quality_plan"] += [head + blank(r.get(c) for c, _ in PLAN) for r in f.plan]
        for x in f.all():
            if x.id != "-":
                result["facilities"].append(head + [x.id, x.kind, x.name, x.capacity, x.capacity_unit, x.started_on, x.stopped_on])
            result["attributes"] += [head + [x.id, n, v] for n, v in x.attributes.items()]
            for s in x.series:
                result["series"].append(head + [x.id, s.direction, s.item, s.parameter, s.unit, s.method, s.meter, " ".join(s.evidence)] + blank(s.months))
            result["stock"] += [head + [x.id, i, u, fl] + blank(m) for i, u, fl, m in x.stock]
            result["second_source"] += [head + [x.id, i, p, u, src] + blank(m) + blank([a]) for i, p, u, src, m, a in x.second]
            result["declared"] += [head + [x.id, q, v] + blank([p]) for q, v, p in x.declared]
    return {name: rows for name, rows in result.items() if len(rows) > 1}


def table_bytes(rows, encoding="utf-8"):
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n" if encoding != "utf-8" else "\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def write_tables(filings, folder, encodings=None):
    os.makedirs(folder, exist_ok=True)
    for name, rows in tables(filings).items():
        with open(os.path.join(folder, f"{name}.csv"), "wb") as file:
            file.write(table_bytes(rows, (encodings or {}).get(name, "utf-8")))


def write_rows(path, rows):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(table_bytes(rows))
