import Foundation

/// `manifest.json`: every input and output of a run with its SHA-256, and what else its bytes depend on.
package struct Manifest: Codable, Sendable {
  package var program: String
  package var version: String
  package var year: Int
  package var language: String
  package var asOf: String
  /// SHA-256 over the rulebook's entries, in their order.
  package var rulebook: String
  package var inputs: [String: String]
  /// The filing that counts for each entity, by its code; nil in manifests of earlier versions.
  package var filings: [String: CountingFiling]?
  /// Everything but the manifest itself.
  package var outputs: [String: String]

  package struct CountingFiling: Codable, Sendable {
    package var file: String
    package var submission: Int
    /// Of an XML file; tables stand among the inputs.
    package var sha256: String?
  }

  static let fileName = "manifest.json"

  /// The manifest of a folder, or nil if there is none that can be read.
  package static func read(in folder: String) -> Manifest? {
    guard let bytes = try? FileSystem.read("\(folder)/\(fileName)") else { return nil }
    return try? JSONDecoder().decode(Manifest.self, from: Data(bytes))
  }

  func json() throws(BatchError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(self)) + [0x0A] } catch {
      throw BatchError("cannot write the manifest: \(error)")
    }
  }
}
