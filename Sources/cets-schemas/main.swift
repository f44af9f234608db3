// A developer's tool: writes the published schemas from the code's own descriptions, so that the two
// never differ. `make schemas` in the package's folder; tests compare what is committed.
import FilingFormats
import Foundation

let folder = URL(fileURLWithPath: "schemas", isDirectory: true)
let tables = folder.appendingPathComponent("csv", isDirectory: true)
try FileManager.default.createDirectory(at: tables, withIntermediateDirectories: true)
try Data(FilingSchema.xsd.utf8).write(to: folder.appendingPathComponent("filing.xsd"))
for table in CSVSchemas.tables {
  let file = tables.appendingPathComponent(CSVSchemas.fileName(for: table))
  try Data(CSVSchemas.json(for: table).utf8).write(to: file)
}
