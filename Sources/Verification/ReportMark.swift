import Filings

/// What a test report is known by, in whichever filing it lies (E08): its laboratory's number for it, and the
/// SHA-256 of its file.
package struct ReportMark: Sendable, Codable {
  /// The document's id in its own filing.
  let id: String
  let keys: [String]

  init(_ document: Evidence) {
    id = document.id
    let number = Self.normalised(document.number)
    let digest = Self.normalised(document.sha256)
    keys = [
      number.isEmpty ? nil : "\(Self.normalised(document.issuer)) \(number)", digest.isEmpty ? nil : digest,
    ].compactMap { $0 }
  }

  /// The test reports of a filing.
  package static func all(in filing: Filing) -> [ReportMark] {
    DocumentIndex(filing).testReports.map(ReportMark.init)
  }

  /// Of each entity the reports that others filed too, with those others.
  static func shared(_ subjects: [PeerChecks.Subject]) -> [String: [String: [String]]] {
    var owners: [String: Set<String>] = [:]
    for subject in subjects {
      for key in subject.reports.flatMap(\.keys) { owners[key, default: []].insert(subject.uscc) }
    }
    var shared: [String: [String: [String]]] = [:]
    for subject in subjects {
      for report in subject.reports {
        let others = report.keys.reduce(into: Set<String>()) { $0.formUnion(owners[$1] ?? []) }
          .subtracting([subject.uscc])
        if !others.isEmpty { shared[subject.uscc, default: [:]][report.id] = others.sorted() }
      }
    }
    return shared
  }

  /// The text as it compares: half-width capitals without spaces, every dash the same.
  static func normalised(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 32 && $0 < 128 && !($0 >= 97 && $0 <= 122) }
    if isPlain { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x80: append(scalar, to: &result)
      // Full-width forms of ASCII, full-width hyphen included.
      case 0xFF01...0xFF5E:
        if let half = Unicode.Scalar(scalar.value - 0xFEE0) { append(half, to: &result) }
      case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: result.append("-")
      case 0x200B...0x200D, 0xFEFF: continue
      // Han and what comes behind it has neither capitals nor blanks but one.
      case 0x2E80...: if scalar.value != 0x3000 { result.append(scalar) }
      default:
        if !scalar.properties.isWhitespace {
          result.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
        }
      }
    }
    return String(result)
  }

  /// A character of ASCII as a capital; blanks and controls not at all.
  private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
    guard scalar.value > 32 else { return }
    let isSmall = scalar.value >= 97 && scalar.value <= 122
    result.append(isSmall ? Unicode.Scalar(UInt8(scalar.value - 32)) : scalar)
  }
}
