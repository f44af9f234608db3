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
    var shortDescription: Message?
    var defaultConfiguration: Configuration?
  }

  struct Configuration: Encodable { let level: String }

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
    var endColumn: Int?
  }
}

extension SARIF.Location {
  /// A place in a file; line, column and length are 0 where unknown.
  init(file: String, line: Int, column: Int = 0, length: Int = 0) {
    let path = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file
    // A colon in the first part of a relative path would be taken for the end of a scheme.
    let uri = path.prefix { $0 != "/" }.contains(":") ? "./\(path)" : path
    let region =
      line == 0
      ? nil
      : SARIF.Region(
        startLine: line, startColumn: column == 0 ? nil : column,
        endColumn: column == 0 || length == 0 ? nil : column + length)
    physicalLocation = SARIF.PhysicalLocation(artifactLocation: SARIF.Artifact(uri: uri), region: region)
  }
}
