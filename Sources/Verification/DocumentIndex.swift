import Filings

/// The documents of a filing, looked through once for all that concerns them.
package struct DocumentIndex: Sendable {
  /// In the filing's order.
  let testReports: [Evidence]
  /// Test reports and documents with a file's SHA-256, in the filing's order: those that could be used twice.
  let identifiable: [Evidence]
  /// What each of ``identifiable`` is known by.
  let marks: [ReportMark]
  private let documents: [Evidence]
  /// By id; of several with one id the first.
  private let places: [String: Int]
  /// By place: whether a document counts as a test report.
  private let areReports: [Bool]
  /// By place: the months that a document can support, a bit each.
  private let months: [UInt16]

  /// Documents that count as test reports are those called so, and those that a measured factor cites,
  /// whatever they are called, but for ledgers.
  package init(_ filing: Filing) {
    let documents = filing.evidence
    var places: [String: Int] = [:]
    places.reserveCapacity(documents.count)
    for index in documents.indices where places[documents[index].id] == nil {
      places[documents[index].id] = index
    }
    let named = documents.map(\.isTestReport)
    var reports = [Bool](repeating: false, count: documents.count)
    for index in documents.indices where named[index] {
      if let place = places[documents[index].id] { reports[place] = true }
    }
    for facility in filing.allFacilities {
      for series in facility.series where series.needsTest {
        for id in series.evidence { if let place = places[id] { reports[place] = true } }
      }
    }
    for document in documents where document.isLedger {
      if let place = places[document.id] { reports[place] = false }
    }
    func isReport(_ document: Evidence) -> Bool { places[document.id].map { reports[$0] } ?? false }
    self.documents = documents
    self.places = places
    areReports = reports
    testReports = documents.filter(isReport)
    identifiable = documents.filter { isReport($0) || !$0.sha256.isEmpty }
    marks = ReportMark.all(of: identifiable)
    months = documents.indices.map { Self.months(of: documents[$0], isReport: reports[$0], in: filing.year) }
  }

  func isTestReport(_ document: Evidence) -> Bool { places[document.id].map { areReports[$0] } ?? false }

  /// What the test reports are known by.
  package var reportMarks: [ReportMark] {
    zip(identifiable, marks).filter { isTestReport($0.0) }.map(\.1)
  }

  /// The laboratories of the test reports among the documents, as they compare, each with the months of its samples,
  /// a bit each: all months where there is only one.
  func laboratories(among ids: [String]) -> [(name: String, months: UInt16)] {
    var found: [(name: String, months: UInt16)] = []
    // Most documents of a filing are of one laboratory.
    var last = (issuer: "", index: 0)
    for id in ids {
      guard let place = places[id], areReports[place], !documents[place].issuer.isEmpty else { continue }
      if documents[place].issuer != last.issuer {
        let name = NormalText.of(documents[place].issuer)
        let index = found.firstIndex { $0.name == name } ?? found.count
        if index == found.count { found.append((name, 0)) }
        last = (documents[place].issuer, index)
      }
      found[last.index].months |= months[place]
    }
    if found.count == 1 { found[0].months = 0xFFF }
    return found
  }

  /// Whether the test reports among the documents name at most one laboratory, letter for letter.
  func haveOneLaboratory(among ids: [String]) -> Bool {
    var first: Int?
    for id in ids {
      guard let place = places[id], areReports[place], !documents[place].issuer.isEmpty else { continue }
      if let first, documents[first].issuer != documents[place].issuer { return false }
      first = first ?? place
    }
    return true
  }

  /// Those of the documents that count as test reports, in the filing's order.
  func reports(among ids: [String]) -> [Evidence] {
    ids.compactMap { places[$0] }.filter { areReports[$0] }.sorted().map { documents[$0] }
  }

  /// The months that any of these documents can support, a bit each, January's the lowest.
  ///
  /// - Parameter testsOnly: a ledger does not say what a laboratory measured.
  func support(by ids: [String], testsOnly: Bool) -> UInt16 {
    var found: UInt16 = 0
    for id in ids {
      guard let place = places[id], !testsOnly || areReports[place] else { continue }
      found |= months[place]
    }
    return found
  }

  /// A sample stands for the month it was taken in; a document that is no test, a ledger for one, for the
  /// year.
  private static func months(of document: Evidence, isReport: Bool, in year: Int) -> UInt16 {
    guard let sampledOn = document.sampledOn else { return isReport ? 0 : 0xFFF }
    return sampledOn.year == year ? 1 << (sampledOn.month - 1) : 0
  }
}
