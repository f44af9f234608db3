import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct CSVSchemaTests {
  static let folder = csvRepository.appendingPathComponent("schemas/csv")

  /// A Python that has frictionless: `CETS_PYTHON`, or the one in the package's `.venv`.
  static let python: String? = {
    let candidates: [String?] = [
      ProcessInfo.processInfo.environment["CETS_PYTHON"],
      csvRepository.appendingPathComponent(".venv/bin/python").path,
    ]
    return candidates.compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  @Test(
    "the published schema is what the code gives; swift run cets-schemas mends it",
    arguments: CSVSchemas.tables)
  func published(table: RecognisedTable) throws {
    let file = Self.folder.appendingPathComponent(CSVSchemas.fileName(for: table))
    #expect(try String(contentsOf: file, encoding: .utf8) == CSVSchemas.json(for: table))
  }

  @Test("every schema is JSON with a field for each column", arguments: CSVSchemas.tables)
  func isJSON(table: RecognisedTable) throws {
    let object = try JSONSerialization.jsonObject(with: Data(CSVSchemas.json(for: table).utf8))
    let fields = try #require((object as? [String: Any])?["fields"] as? [[String: Any]])
    #expect(fields.compactMap { $0["name"] as? String } == table.definition.columns.map(\.name.header))
  }

  @Test(
    "frictionless accepts every table the writer writes and rejects bad cells", .enabled(if: python != nil))
  func frictionless() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var generator = FilingGenerator(seed: 5)
    let filings = (0..<10).map { _ in generator.filing() }
    let tables = CSVFilingWriter.tables(of: filings)
    #expect(tables.count == CSVFilingTable.allCases.count)
    for (name, bytes) in tables { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
    for (name, text) in Self.inputs { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    let verdicts = try run(
      """
      import json, pathlib, sys
      from frictionless import Resource, Schema, system
      schemas, tables = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
      verdicts = {}
      with system.use_context(trusted=True):
          for file in sorted(tables.glob("*.csv")):
              schema = Schema.from_descriptor(str(schemas / (file.stem.split("-")[0] + ".json")))
              report = Resource(path=str(file), schema=schema).validate()
              errors = report.flatten(["rowNumber", "fieldName", "type"])
              verdicts[file.name] = [f"{row}.{field}.{kind}" for row, field, kind in errors]
      print(json.dumps(verdicts))
      """, Self.folder.path, folder.path)
    for (name, faults) in verdicts { #expect(faults == Self.expected[name] ?? [], "\(name)") }
    #expect(verdicts.count == tables.count + Self.inputs.count)
  }

  /// Input tables, good ones named after their table, bad ones with a suffix.
  private static let inputs = [
    "balance_values.csv": "sector,year,value,source\n水泥,2025,0.8123,公告\n",
    "preallocation.csv": "uscc,year,unit,last_year_verified,ratio_percent\n\(csvExampleCode),2025,-,1.5,70\n",
    "deductions.csv": "uscc,year,tonnes,reason\n\(csvExampleCode),2025,10,欠缴\n",
    "holdings.csv": "uscc,vintage,tonnes,acquired_on,price,kind\n\(csvExampleCode),2024,10,,,买入\n",
    "special_cases.csv": "uscc,year,facility,case,evidence\n\(csvExampleCode),2025,L1,closed,\n",
    "declared-code.csv":
      "uscc,year,facility,quantity,value,previous_year_value\n\(csvExampleCode),2025,-,emission,1,\n",
    "declared-number.csv":
      "uscc,year,facility,quantity,value,previous_year_value\n\(csvExampleCode),2025,-,emissions,\"1,5\",\n",
    "declared-missing.csv":
      "uscc,year,facility,quantity,value,previous_year_value\n\(csvExampleCode),2025,-,emissions,,\n",
    "declared-uscc.csv":
      "uscc,year,facility,quantity,value,previous_year_value\nIOSVZ,2025,--,emissions,1,\n",
  ]

  private static let expected = [
    "declared-code.csv": ["2.quantity.constraint-error"],
    "declared-number.csv": ["2.value.type-error"],
    "declared-missing.csv": ["2.value.constraint-error"],
    "declared-uscc.csv": ["2.uscc.constraint-error", "2.facility.constraint-error"],
  ]

  private func run(_ script: String, _ arguments: String...) throws -> [String: [String]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.python))
    process.arguments = ["-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try JSONDecoder().decode([String: [String]].self, from: data)
  }
}
