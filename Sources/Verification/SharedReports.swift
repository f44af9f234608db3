/// The reports that several entities of a batch filed (E08).
enum SharedReports {
  /// Of each entity the reports that others filed too, with those others, by the report's id in its own filing.
  ///
  /// - Parameters:
  ///   - count: how many subjects there are.
  ///   - subject: gives them.
  static func of<Failure: Error>(
    _ count: Int, _ subject: (Int) throws(Failure) -> PeerChecks.Subject
  ) throws(Failure) -> [String: [String: [String]]] {
    let repeated = try repeatedHashes(count, subject)
    if repeated.isEmpty { return [:] }
    var owners: [ReportMark.Key: Set<String>] = [:]
    var reports: [(uscc: String, report: ReportMark)] = []
    for index in 0..<count {
      let subject = try subject(index)
      for report in subject.reports where report.keys.contains(where: { repeated.contains($0.hash) }) {
        for key in report.keys { owners[key, default: []].insert(subject.uscc) }
        reports.append((subject.uscc, report))
      }
    }
    var shared: [String: [String: [String]]] = [:]
    for (uscc, report) in reports {
      let others = report.keys.reduce(into: Set<String>()) { $0.formUnion(owners[$1] ?? []) }
        .subtracting([uscc])
      if !others.isEmpty { shared[uscc, default: [:]][report.id] = others.sorted() }
    }
    return shared
  }

  /// The hashes that occur more than once among all keys: few of a nation's.
  private static func repeatedHashes<Failure: Error>(
    _ count: Int, _ subject: (Int) throws(Failure) -> PeerChecks.Subject
  ) throws(Failure) -> Set<UInt64> {
    var hashes: [UInt64] = []
    for index in 0..<count {
      for report in try subject(index).reports { for key in report.keys { hashes.append(key.hash) } }
    }
    hashes.sort()
    var repeated: Set<UInt64> = []
    for (one, next) in zip(hashes, hashes.dropFirst()) where one == next { repeated.insert(one) }
    return repeated
  }
}
