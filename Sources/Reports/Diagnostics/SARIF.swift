import Foundation

/// The parts of SARIF 2.1.0 that are used.
struct SARIF: Encodable {
  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  var version = "2.1.0"
  let runs: [Run]

  enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  struct Run: Encodable {
    let tool: Tool
    let results: [Result]
    var columnKind = "unicodeCodePoints"
  }

  struct Tool: Encodable { let driver: Driver }

  struct Driver: Encodable {
    let name, version: String
    let rules: [Rule]
  }

  struct Rule: Encodable {
    let id: String
    let help: Message
  }

  struct Message: Encodable { let text: String }

  struct Result: Encodable {
    let ruleId, level: String
    let message: Message
    let locations: [Location]
  }

  struct Location: Encodable { let physicalLocation: PhysicalLocation }

  struct PhysicalLocation: Encodable {
    let artifactLocation: Artifact
    let region: Region?
  }

  struct Artifact: Encodable { let uri: String }

  struct Region: Encodable {
    let startLine: Int
    let startColumn: Int?
  }
}

extension SARIF.Location {
  /// A place in a file; line and column are 0 where unknown.
  init(file: String, line: Int, column: Int = 0) {
    let uri = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file
    let region =
      line == 0 ? nil : SARIF.Region(startLine: line, startColumn: column == 0 ? nil : column)
    physicalLocation = SARIF.PhysicalLocation(artifactLocation: SARIF.Artifact(uri: uri), region: region)
  }
}
