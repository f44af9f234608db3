import FilingFormats
import Filings
import Foundation
import Reports

/// `cets diff`: two folders of results against each other. Both must be what their manifests say.
package struct DiffRun: Sendable {
  private let before: DiffSide
  private let after: DiffSide

  package init(_ before: String, _ after: String) throws(BatchError) {
    self.before = try DiffSide(before)
    self.after = try DiffSide(after)
  }

  package func run() -> ResultsDifference {
    let codes = Set(before.entities.keys).union(after.entities.keys).sorted()
    var entities: [ResultsDifference.EntityChanges] = []
    var unchanged = 0
    for uscc in codes {
      let changes = ResultTableComparison.changes(before.entities[uscc], after.entities[uscc])
      if changes.isEmpty {
        unchanged += 1
        continue
      }
      let name = after.entities[uscc]?.name ?? before.entities[uscc]?.name ?? ""
      entities.append(
        ResultsDifference.EntityChanges(
          uscc: uscc, name: name, reasons: reasons(uscc, changes), changes: changes))
    }
    return ResultsDifference(runReasons: runReasons, entities: entities, unchanged: unchanged)
  }

  // MARK: Reasons

  private var runReasons: [ResultsDifference.Reason] {
    let (old, new) = (before.manifest, after.manifest)
    var reasons: [ResultsDifference.Reason] = []
    if old.version != new.version { reasons.append(.program(old.version, new.version)) }
    if old.rulebook != new.rulebook { reasons.append(.rulebook) }
    if old.year != new.year { reasons.append(.year(old.year, new.year)) }
    if old.inputs["--decisions"] != new.inputs["--decisions"] { reasons.append(.decisions) }
    let filings = Set((old.filings ?? [:]).values.map(\.file) + (new.filings ?? [:]).values.map(\.file))
    for name in Set(old.inputs.keys).union(new.inputs.keys).sorted()
    where name != "--decisions" && old.inputs[name] != new.inputs[name] && !filings.contains(name) {
      reasons.append(.input(name))
    }
    return reasons
  }

  private func reasons(
    _ uscc: String, _ changes: [ResultsDifference.Change]
  ) -> [ResultsDifference.Reason] {
    guard let old = before.entities[uscc], let new = after.entities[uscc] else {
      return [before.entities[uscc] == nil ? .added : .removed]
    }
    var reasons: [ResultsDifference.Reason] = []
    if let first = before.manifest.filings?[uscc], let second = after.manifest.filings?[uscc] {
      if first.submission != second.submission {
        reasons.append(.submission(first.submission, second.submission))
      } else if first.sha256 != second.sha256 {
        reasons.append(.file(second.file))
      }
    }
    if let value = old.balanceValue, let other = new.balanceValue, value != other {
      reasons.append(.balanceValue(value, other))
    }
    if reasons.isEmpty, runReasons.isEmpty, changes.contains(where: { $0.table == "findings" }) {
      reasons.append(.otherEntities)
    }
    return reasons
  }
}
