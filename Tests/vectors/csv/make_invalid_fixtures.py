#!/usr/bin/env python3
"""Writes fixtures/invalid/csv/<CODE>/: for each diagnostic of the CSV form the smallest set of tables
that has exactly this fault. All entities are fictional. Run in the package's folder."""
import pathlib

ROOT = pathlib.Path("fixtures/invalid/csv")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(stem):
    """A credit code with its check character by GB 32100."""
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(stem))
    return stem + ALPHABET[(31 - total % 31) % 31]


CODE = uscc("91340100MA2TEXTX0")
OTHER = uscc("91340100MA2TEXTX1")
MONTHS = [f"m{month:02}" for month in range(1, 13)]


def tables():
    """A good set: one clinker line with its output and its coal."""
    entities = [
        ["uscc", "year", "name", "sector", "submission", "submitted_on", "province", "industry_class"],
        [CODE, "2025", "虚构示例水泥有限公司", "cement", "1", "2026-03-20", "340000", "3011"],
    ]
    facilities = [
        ["uscc", "year", "facility", "kind", "name", "capacity", "capacity_unit"],
        [CODE, "2025", "L1", "clinkerLine", "1号熟料线", "5000", "t/d"],
    ]
    attributes = [
        ["uscc", "year", "facility", "attribute", "value"],
        [CODE, "2025", "L1", "clinkerCategory", "portland"],
    ]
    series = [
        ["uscc", "year", "facility", "direction", "item", "parameter", "unit", "method"] + MONTHS,
        [CODE, "2025", "L1", "product", "clinker", "quantity", "t", "measured"] + ["120000.00"] * 12,
        [CODE, "2025", "L1", "fuelIn", "bituminousCoal", "quantity", "t", "measured"] + ["16000.00"] * 12,
    ]
    return {"entities": entities, "facilities": facilities, "attributes": attributes, "series": series}


def text(rows):
    return "".join(",".join(row) + "\n" for row in rows)


def write(code, files):
    folder = ROOT / code
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if isinstance(content, list):
            content = text(content)
        if isinstance(content, str):
            content = content.encode()
        (folder / f"{name}.csv").write_bytes(content)


def changed(code, change):
    files = tables()
    change(files)
    write(code, files)


def set_cell(table, row, column, value):
    def change(files):
        files[table][row][files[table][0].index(column)] = value

    return change


def main():
    def notes(files):
        files["notes"] = [["编号", "备注"], ["1", "不是填报表"]]

    def truncated(files):
        name = files["entities"][1][2].encode("gb18030")
        content = text(files["entities"]).encode("gb18030")
        files["entities"] = content.replace(name, name[:1] + b"\xff" + name[2:])

    def empty(files):
        files["attributes"] = b""

    def open_quote(files):
        files["facilities"][1][4] = '"1号熟料线'

    def misspelt_column(files):
        files["facilities"][0][4] = "nmae"

    def without_m07(files):
        for row in files["series"]:
            del row[row.index("m07") if "m07" in row else 14]

    def twice(files):
        files["facilities"][0][4] = "capacity"

    def comma(files):
        files["facilities"][1][4] = "1号,熟料线"

    def duplicate(files):
        files["facilities"].append(list(files["facilities"][1]))

    def stranger(files):
        files["attributes"].append([OTHER, "2025", "L1", "clinkerCategory", "portland"])

    def wide(files):
        files["facilities"][1] += [""] * 260

    for code, change in {
        "FIL-LIMIT": wide,
        "FIL-EMPTY": empty,
        "CSV-ENCODING": truncated,
        "CSV-QUOTE": open_quote,
        "CSV-TABLE": notes,
        "CSV-COLUMN": misspelt_column,
        "CSV-MISSING-COLUMN": without_m07,
        "CSV-DUPLICATE-COLUMN": twice,
        "CSV-FIELDS": comma,
        "CSV-MISSING-VALUE": set_cell("entities", 1, "industry_class", ""),
        "CSV-CODE": set_cell("series", 2, "item", "bituminouscoal"),
        "CSV-VALUE": set_cell("entities", 1, "submitted_on", "2026/3/20"),
        "CSV-DUPLICATE": duplicate,
        "CSV-REFERENCE": set_cell("series", 2, "facility", "L2"),
        "CSV-ENTITY": stranger,
        "FIL-NUMBER": set_cell("series", 2, "m03", "n/a"),
        "FIL-NUMBER-SEPARATOR": set_cell("series", 2, "m03", '"16,000.00"'),
        "FIL-NUMBER-FULLWIDTH": set_cell("series", 2, "m03", "１６０００"),
        "FIL-NUMBER-DIGITS": set_cell("series", 2, "m03", "1234567890123456789012345678901234567890"),
    }.items():
        changed(code, change)


main()
