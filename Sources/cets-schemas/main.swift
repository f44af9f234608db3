// A developer's tool: writes the published schemas from the code's own descriptions, so that the two
// never differ. `swift run cets-schemas` in the package's folder; a test compares what is committed.
import FilingFormats
import Foundation

let folder = URL(fileURLWithPath: "schemas/csv", isDirectory: true)
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
for table in CSVSchemas.tables {
  let file = folder.appendingPathComponent(CSVSchemas.fileName(for: table))
  try Data(CSVSchemas.json(for: table).utf8).write(to: file)
}
