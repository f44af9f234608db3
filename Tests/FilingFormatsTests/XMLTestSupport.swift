import Filings
import Foundation

@testable import FilingFormats

/// A small good filing in the XML form, with marks for what tests put in its place.
enum XMLExample {
  /// Every element and attribute once.
  static let full = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- Fictional: no such entity exists. -->
    <filing xmlns="urn:cets:filing:1" uscc="\(csvExampleCode)" year="2025" sector="cement" submission="1" submittedOn="2026-03-20">
      <entity name="虚构示例水泥有限公司" nameEn="Fictional Cement" province="340000" city="340100" industryClass="3011" legalRepresentative="张三" address="虚构路1号" permit="P1" contact="李四" reportService="虚构咨询" reportServiceUscc="\(csvExampleCode)" verifier="虚构核查" verifierUscc="\(csvExampleCode)"/>
      <qualityPlan>
        <plan version="V1" validFrom="2024-12-20" facility="L1" direction="fuelIn" item="bituminousCoal" parameter="quantity" method="measured" meter="M1" frequency="每日"/>
      </qualityPlan>
      <meters>
        <meter id="M1" kind="皮带秤" requiredAccuracy="0.5" actualAccuracy="0.4" calibratedFrom="2025-01-01" calibratedTo="2025-12-31"/>
      </meters>
      <evidenceList>
        <evidence id="E1" kind="检测报告" title="T" issuer="I" number="N" sampledOn="2025-01-05" receivedOn="2025-01-06" testedOn="2025-01-07" reportedOn="2025-01-08" accreditation="CMA" sha256="\(String(repeating: "0aF9", count: 16))"/>
      </evidenceList>
      <enterprise id="-">
        <declared quantity="emissions" value="123.45" previousYearValue="120.00"/>
      </enterprise>
      <facility id="L1" kind="clinkerLine" name="1号熟料线" capacity="5000" capacityUnit="t/d" startedOn="2008-06-01" stoppedOn="2025-02-11">
        <attribute name="clinkerCategory" value="portland"/>
        <series direction="fuelIn" item="烟煤" parameter="quantity" unit="吨" method="实测值" meter="M1">
          <evidence ref="E1"/>
          <month n="1">12345.67</month>
          <month n="2"> 0.10 </month>
        </series>
        <stock item="bituminousCoal" unit="t" flow="opening">
          <month n="1">10</month>
        </stock>
        <secondSource item="bituminousCoal" parameter="quantity" unit="t" source="205-1" annual="120000.00">
          <month n="1">1</month>
        </secondSource>
        <batch batch="B01-01" item="bituminousCoal" parameter="netCalorificValue" unit="GJ/t" sampledOn="2025-01-05" mass="1200.50" value="22.315" number="TR-1"/>
        <declared quantity="output" value="1"/>
      </facility>
    </filing>

    """

  /// The example with one text replaced; nil if it does not stand there.
  static func replacing(_ old: String, with new: String) -> String? {
    full.firstRange(of: old).map { full.replacingCharacters(in: $0, with: new) }
  }
}

func readXML(_ text: String) -> ReadResult {
  XMLFilingReader().read(Array(text.utf8), path: "filing.xml")
}

extension ReadResult {
  var codes: [String] { diagnostics.map(\.code.rawValue) }

  /// Whether the reader says that the schema is broken.
  var breaksSchema: Bool { diagnostics.contains { $0.code.isSchemaRule } }
}

/// xmllint, the judge that we did not write.
enum XMLLint {
  static let path: String? = ["/usr/bin/xmllint", "/usr/local/bin/xmllint", "/opt/homebrew/bin/xmllint"].first
  {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Which of the documents are valid by `schemas/filing.xsd`, in their order.
  static func verdicts(_ documents: [[UInt8]]) throws -> [Bool] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cets-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = documents.indices.map { folder.appendingPathComponent("\($0).xml") }
    for (file, document) in zip(files, documents) { try Data(document).write(to: file) }
    let report = folder.appendingPathComponent("report")
    try Data().write(to: report)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path ?? "")
    let schema = csvRepository.appendingPathComponent("schemas/filing.xsd").path
    process.arguments = ["--noout", "--nonet", "--schema", schema] + files.map(\.path)
    let handle = try FileHandle(forWritingTo: report)
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    try handle.close()
    let text = String(decoding: try Data(contentsOf: report), as: UTF8.self)
    let lines = Set(text.split(separator: "\n").map(String.init))
    return files.map { lines.contains("\($0.path) validates") }
  }
}
