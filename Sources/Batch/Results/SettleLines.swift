import Verification

// Settling what was assessed elsewhere: the filings themselves are not at hand.
extension ProcessRun {
  func assessedElsewhere(
    _ inputs: RunInputs, _ assessor: Assessor
  ) async throws(BatchError) -> AssessPhase {
    recorder.enter(.assess)
    let store = try EntityStore(in: options.out)
    let stamper = ResultStamper(assessor, rulebook: options.rulebook, limits: options.limits)
    let files = try await ResultFiles(options.results, jobs: options.jobs) { stamp, uscc in
      stamp == stamper.stamp(for: uscc)
        ? nil
        : "was assessed for another year, by another version of cets, or with another rulebook, other tables, decisions or limits: assess it again"
    }
    recorder.found(items: files.first.count)
    let entries = files.first.map { result in
      Result { () throws(BatchError) in try FilingEntry(result, in: store) }
    }
    var phase = try AssessPhase(entries, in: store)
    let found = try phase.peerFindings(rules)
    recorder.enter(.compare, items: found.count)
    let again = Dictionary(
      files.again.compactMap(\.entity).map { ($0.uscc, $0) }, uniquingKeysWith: { first, _ in first })
    var missing: [String] = []
    for index in phase.entities.indices {
      let entity = phase.entities[index]
      guard let peers = found[entity.uscc] else { continue }
      if let second = again[entity.uscc], second.display == entity.display, second.peers == peers {
        phase.entities[index] = try store.add(second)
      } else {
        missing.append(entity.display)
      }
    }
    if let first = missing.first {
      throw BatchError(
        "\(missing.count) filings are to be assessed again with what the comparison of the batch found, \(first) for one: `cets compare` says which",
        isUsage: true)
    }
    return phase
  }
}
