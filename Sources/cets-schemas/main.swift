// A developer's tool: writes the published schemas from the code's own descriptions, so that the two
// never differ. `make schemas`, or `swift run cets-schemas schemas` in the package's folder; tests compare
// what is committed.
import FilingFormats
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count <= 1 else {
  FileHandle.standardError.write(Data("usage: cets-schemas [FOLDER]\n".utf8))
  exit(2)
}
let folder = URL(fileURLWithPath: arguments.first ?? "schemas", isDirectory: true)

// Of the XML form only the code lists are written; the rest of the file is kept by hand.
let xsd = folder.appendingPathComponent("filing.xsd")
guard let text = FilingSchema.withCodeLists(try String(contentsOf: xsd, encoding: .utf8)) else {
  FileHandle.standardError.write(Data("filing.xsd lacks the comments around its code lists\n".utf8))
  exit(1)
}
try Data(text.utf8).write(to: xsd)

let tables = folder.appendingPathComponent("csv", isDirectory: true)
try FileManager.default.createDirectory(at: tables, withIntermediateDirectories: true)
for table in CSVSchemas.tables {
  let file = tables.appendingPathComponent(CSVSchemas.fileName(for: table))
  try Data(CSVSchemas.json(for: table).utf8).write(to: file)
}
