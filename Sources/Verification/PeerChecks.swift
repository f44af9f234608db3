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

  /// What one of the checks looks at.
  package enum Part {
    case intensities, vectors, reports
  }

  private let rules: YearRules

  package init(rules: YearRules) {
    self.rules = rules
  }

  /// What was found, by USCC.
  ///
  /// - Parameter subjects: sorted by USCC.
  package func findings(_ subjects: [Subject]) -> [String: PeerFindings] {
    findings(of: subjects.count) { index, _ in subjects[index] }
  }

  /// What was found, by USCC. A check whose limits the rulebook lacks did not run: each entity is told, for
  /// silence would look like a pass.
  ///
  /// - Parameters:
  ///   - count: how many subjects there are.
  ///   - subject: gives them, sorted by USCC, or at least the part asked for. Each is asked for several times, so
  ///     that not all of them have to be at hand at once.
  package func findings<Failure: Error>(
    of count: Int, _ subject: (Int, Part) throws(Failure) -> Subject
  ) throws(Failure) -> [String: PeerFindings] {
    var found: [String: PeerFindings] = [:]
    func note(_ list: [Found]) {
      for (uscc, finding) in list { found[uscc, default: PeerFindings()].findings.append(finding) }
    }
    for (check, run) in try [
      ("S11", percentiles(of: count, subject)), ("S16", identicalVectors(of: count, subject)),
    ] {
      switch run {
      case .success(let list): note(list)
      case .failure(let reason):
        for index in 0..<count { note([didNotRun(check, try subject(index, .intensities), reason.text)]) }
      }
    }
    for (uscc, shared) in try SharedReports.of(
      count, { index throws(Failure) in try subject(index, .reports) })
    {
      found[uscc, default: PeerFindings()].sharedReports = shared
    }
    return found
  }

  private typealias Found = (uscc: String, finding: Finding)

  /// Why a check did not run.
  private struct Missing: Error {
    let text: String
  }

  private func didNotRun(_ check: String, _ subject: Subject, _ reason: String) -> Found {
    let finding = Finding(
      check: check, severity: .s4, facility: Facility.enterpriseID, file: subject.file, line: 1,
      message: Label(zh: "检查\(check)未能执行：\(reason)", en: "check \(check) did not run: \(reason)"))
    return (subject.uscc, finding)
  }

  private func finding(
    _ id: String, facility: String, file: String, line: Int, limit: RuleEntry, message: Label
  ) -> Finding? {
    guard let entry = rules.check(id) else { return nil }
    var finding = Finding(
      check: id, severity: .s3, facility: facility, file: file, line: line, message: message)
    finding.isFraudIndicator = entry.isFraudIndicator
    finding.limit = limit.id
    finding.question = CheckScope.question(for: .s3, isCorrected: false)
    return finding
  }

  // MARK: S11

  /// An intensity to be ranked, small: a sector has tens of thousands.
  private struct Ranked {
    let value: FixedDecimal
    let facility: String
    let subject: Int
  }

  /// S11: an intensity among the lowest or highest per cent of its sector, where the batch has enough units
  /// for a per cent to mean something.
  private func percentiles<Failure: Error>(
    of count: Int, _ subject: (Int, Part) throws(Failure) -> Subject
  ) throws(Failure) -> Result<[Found], Missing> {
    let share: Rule<FixedDecimal>
    let least: FixedDecimal
    do {
      share = try rules.number("check.S11.share")
      least = try rules.number("check.S11.units").value
    } catch { return .failure(Missing(text: "\(error)")) }
    var bySector: [Sector: [Ranked]] = [:]
    for index in 0..<count {
      for intensity in try subject(index, .intensities).intensities {
        bySector[intensity.sector, default: []].append(
          Ranked(value: intensity.value, facility: intensity.facility, subject: index))
      }
    }
    var found: [Found] = []
    for sector in Sector.allCases {
      guard var units = bySector.removeValue(forKey: sector), FixedDecimal(units.count) >= least else {
        continue
      }
      units.sort { ($0.value, $0.subject, $0.facility) < ($1.value, $1.subject, $1.facility) }
      let ends: Int
      do {
        ends = try Int(
          truncatingIfNeeded: (FixedDecimal(units.count) * share.value.percent()).rounded(to: 0, .down)
            .coefficient)
      } catch { return .failure(Missing(text: "\(error)")) }
      for (isLow, part) in [(true, units.prefix(ends)), (false, units.suffix(ends))] {
        for unit in part {
          let subject = try subject(unit.subject, .intensities)
          let which = isLow ? Label(zh: "最低", en: "lowest") : Label(zh: "最高", en: "highest")
          guard
            var finding = finding(
              "S11", facility: unit.facility, file: subject.file, line: 1, limit: share.entry,
              message: Label(
                zh: "强度\(unit.value)属本行业\(units.count)个单元中\(which.zh)的\(share.entry.valueText)%",
                en:
                  "the intensity of \(unit.value) is among the \(which.en) \(share.entry.valueText) % of the sector's \(units.count) units"
              ))
          else { continue }
          finding.reported = "\(unit.value)"
          found.append((subject.uscc, finding))
        }
      }
    }
    return .success(found)
  }

  // MARK: S16

  /// S16 (MEE22): two firms whose monthly results of one laboratory run alike.
  private func identicalVectors<Failure: Error>(
    of count: Int, _ subject: (Int, Part) throws(Failure) -> Subject
  ) throws(Failure) -> Result<[Found], Missing> {
    let least: Rule<FixedDecimal>
    let months: FixedDecimal
    do {
      least = try rules.number("check.S16.correlation")
      months = try rules.number("check.S16.months").value
    } catch { return .failure(Missing(text: "\(error)")) }
    // Counted first: a list that grows takes twice its room.
    var sizes: [LaboratoryVector.Kind: Int] = [:]
    for index in 0..<count {
      for vector in try subject(index, .vectors).vectors { sizes[vector.kind, default: 0] += 1 }
    }
    var groups = sizes.mapValues { NormalVectors(room: $0) }
    for index in 0..<count {
      for (place, vector) in try subject(index, .vectors).vectors.enumerated()
      where FixedDecimal(vector.months.count) >= months {
        groups[vector.kind]?.add(vector, of: index, at: place)
      }
    }
    let limit = least.value.approximation
    var found: [Found] = []
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
      for (left, right) in group.alike(correlation: limit) where left.subject != right.subject {
        let (one, other) = (try subject(left.subject, .vectors), try subject(right.subject, .vectors))
        found += [
          same(one, one.vectors[left.place], as: other.uscc, limit: least.entry),
          same(other, other.vectors[right.place], as: one.uscc, limit: least.entry),
        ].compactMap { $0 }
      }
    }
    return .success(
      found.sorted {
        ($0.uscc, $0.finding.facility, $0.finding.line, $0.finding.message.en)
          < ($1.uscc, $1.finding.facility, $1.finding.line, $1.finding.message.en)
      })
  }

  private func same(
    _ subject: Subject, _ vector: LaboratoryVector, as other: String, limit: RuleEntry
  ) -> Found? {
    let kind = vector.kind
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
    return (subject.uscc, finding)
  }
}
