import Accounting
import Filings
import Quantities
import Rulebook

/// What is compared between the filings of a batch (E08, S11, S16). Runs after all of them are assessed, on what
/// each leaves behind.
package struct PeerChecks {
  /// What the checks need of one entity.
  package struct Subject: Sendable, Codable {
    package let uscc: String
    package let file: String
    package let vectors: [LaboratoryVector]
    package let reports: [ReportMark]
    package let intensities: [Intensity]

    package init(
      uscc: String, file: String, vectors: [LaboratoryVector], reports: [ReportMark] = [],
      intensities: [Intensity]
    ) {
      self.uscc = uscc
      self.file = file
      self.vectors = vectors
      self.reports = reports
      self.intensities = intensities
    }
  }

  /// That of an allocation unit.
  package struct Intensity: Sendable, Codable {
    package let facility: String
    package let sector: Sector
    package let value: FixedDecimal

    package init(facility: String, sector: Sector, value: FixedDecimal) {
      self.facility = facility
      self.sector = sector
      self.value = value
    }
  }

  private let rules: YearRules

  package init(rules: YearRules) {
    self.rules = rules
  }

  /// What was found, by USCC. A check whose limits the rulebook lacks did not run: each entity is told, for
  /// silence would look like a pass.
  package func findings(_ subjects: [Subject]) -> [String: PeerFindings] {
    var found = Dictionary(
      subjects.map { ($0.uscc, PeerFindings()) }, uniquingKeysWith: { first, _ in first })
    for (check, run) in [("S11", percentiles), ("S16", identicalVectors)] {
      do {
        for (uscc, finding) in try run(subjects) { found[uscc]?.findings.append(finding) }
      } catch {
        for subject in subjects {
          found[subject.uscc]?.findings.append(didNotRun(check, subject, "\(error)"))
        }
      }
    }
    for (uscc, shared) in ReportMark.shared(subjects) { found[uscc]?.sharedReports = shared }
    return found.filter { !$0.value.findings.isEmpty || !$0.value.sharedReports.isEmpty }
  }

  private typealias Found = (uscc: String, finding: Finding)

  private func didNotRun(_ check: String, _ subject: Subject, _ reason: String) -> Finding {
    Finding(
      check: check, severity: .s4, facility: Facility.enterpriseID, file: subject.file, line: 1,
      message: Label(zh: "检查\(check)未能执行：\(reason)", en: "check \(check) did not run: \(reason)"))
  }

  private func finding(
    _ id: String, facility: String, file: String, line: Int, limit: RuleEntry, message: Label
  ) -> Finding? {
    guard let entry = rules.check(id) else { return nil }
    var finding = Finding(
      check: id, severity: .s3, facility: facility, file: file, line: line, message: message)
    finding.isFraudIndicator = entry.isFraudIndicator
    finding.limit = limit.id
    finding.question = CheckScope.question(for: .s3)
    return finding
  }

  // MARK: S11

  /// S11: an intensity among the lowest or highest per cent of its sector, where the batch has enough units
  /// for a per cent to mean something.
  private func percentiles(_ subjects: [Subject]) throws -> [Found] {
    let share = try rules.number("check.S11.share")
    let least = try rules.number("check.S11.units")
    var found: [Found] = []
    for sector in Sector.allCases {
      let units = subjects.flatMap { subject in
        subject.intensities.filter { $0.sector == sector }.map { (subject, $0.facility, $0.value) }
      }.sorted { ($0.2, $0.0.uscc, $0.1) < ($1.2, $1.0.uscc, $1.1) }
      guard FixedDecimal(units.count) >= least.value else { continue }
      let count = try Int(
        truncatingIfNeeded: (FixedDecimal(units.count) * share.value.percent()).rounded(to: 0, .down)
          .coefficient)
      for (isLow, part) in [(true, units.prefix(count)), (false, units.suffix(count))] {
        for (subject, facility, value) in part {
          let which = isLow ? Label(zh: "最低", en: "lowest") : Label(zh: "最高", en: "highest")
          guard
            var finding = finding(
              "S11", facility: facility, file: subject.file, line: 1, limit: share.entry,
              message: Label(
                zh: "强度\(value)属本行业\(units.count)个单元中\(which.zh)的\(share.entry.valueText)%",
                en:
                  "the intensity of \(value) is among the \(which.en) \(share.entry.valueText) % of the sector's \(units.count) units"
              ))
          else { continue }
          finding.reported = "\(value)"
          found.append((subject.uscc, finding))
        }
      }
    }
    return found
  }

  // MARK: S16

  /// S16 (MEE22): two firms whose monthly results of one laboratory run alike.
  private func identicalVectors(_ subjects: [Subject]) throws -> [Found] {
    let least = try rules.number("check.S16.correlation")
    let months = try rules.number("check.S16.months")
    var groups: [LaboratoryVector.Kind: [(subject: Subject, vector: LaboratoryVector)]] = [:]
    for subject in subjects {
      for vector in subject.vectors where FixedDecimal(vector.months.count) >= months.value {
        groups[vector.kind, default: []].append((subject, vector))
      }
    }
    let limit = least.value.approximation
    var found: [Found] = []
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
      for (left, right) in VectorPairs.alike(group.map(\.vector), correlation: limit)
      where group[left].subject.uscc != group[right].subject.uscc {
        found += [(left, right), (right, left)].compactMap { one, other in
          same(group[one], as: group[other].subject.uscc, limit: least.entry)
        }
      }
    }
    return found.sorted {
      ($0.uscc, $0.finding.facility, $0.finding.line, $0.finding.message.en)
        < ($1.uscc, $1.finding.facility, $1.finding.line, $1.finding.message.en)
    }
  }

  private func same(
    _ one: (subject: Subject, vector: LaboratoryVector), as other: String, limit: RuleEntry
  ) -> Found? {
    let (vector, kind) = (one.vector, one.vector.kind)
    guard
      var finding = finding(
        "S16", facility: vector.facility, file: vector.file, line: vector.line, limit: limit,
        message: Label(
          zh: "\(kind.laboratory)出具的\(kind.item.label.zh)\(kind.parameter.label.zh)各月结果与\(other)的几乎完全一致",
          en:
            "the months of \(kind.parameter.label.en) of \(kind.item.label.en) from \(kind.laboratory) run like those of \(other)"
        ))
    else { return nil }
    finding.item = kind.item
    finding.parameter = kind.parameter
    finding.direction = vector.direction
    return (one.subject.uscc, finding)
  }
}
