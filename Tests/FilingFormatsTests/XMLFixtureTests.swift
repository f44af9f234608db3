import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct XMLFixtureTests {
  static let folder = csvRepository.appendingPathComponent("fixtures/invalid/xml")
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
      $0.hasSuffix(".xml")
    }.sorted()

  @Test("each invalid file has exactly the fault it is named after", arguments: names)
  func fault(name: String) throws {
    let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    let result = XMLFilingReader().read(bytes, path: name)
    #expect(result.codes.map { $0 + ".xml" } == [name], "\(result.diagnostics)")
    for diagnostic in result.diagnostics {
      #expect(diagnostic.file == name)
      #expect(diagnostic.line > 0 || diagnostic.code == .emptyFile)
      #expect(!diagnostic.message.zh.isEmpty && !diagnostic.message.en.isEmpty)
      #expect(!diagnostic.message.en.contains("urn:cets") && !diagnostic.message.en.contains("cvc"))
    }
  }

  @Test("every code of the XML form has a file")
  func complete() {
    let codes = DiagnosticCode.allCases.map(\.rawValue).filter { $0.hasPrefix("XML-") }
    #expect(Set(codes).subtracting(Self.names.map { String($0.dropLast(4)) }).isEmpty)
  }

  @Test("xmllint rejects exactly those with a fault of the schema", .enabled(if: XMLLint.path != nil))
  func lint() throws {
    let documents = try Self.names.map {
      [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent($0)))
    }
    let verdicts = try XMLLint.verdicts(documents)
    for (index, name) in Self.names.enumerated() {
      let result = XMLFilingReader().read(documents[index], path: name)
      #expect(result.breaksSchema == !verdicts[index], "\(name)")
    }
  }

  @Test("the published schema is what the code lists give, and what is embedded; make schemas mends it")
  func published() throws {
    let file = csvRepository.appendingPathComponent("schemas/filing.xsd")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(FilingSchema.withCodeLists(text) == text)
    #expect(String(decoding: FilingSchema.bytes, as: UTF8.self) == text)
  }
}
