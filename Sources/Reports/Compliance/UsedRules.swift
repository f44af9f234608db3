import Accounting
import Rulebook

extension EmissionStatement {
  /// The rules whose values entered a row, each once, in the order of their use.
  package var usedRules: [RuleEntry] {
    var seen: Set<ObjectIdentifier> = []
    var rules: [RuleEntry] = []
    func note(_ operand: Operand) {
      guard let rule = operand.origin.rule, seen.insert(ObjectIdentifier(rule)).inserted else { return }
      rules.append(rule)
    }
    for facility in allFacilities {
      for row in facility.rows { row.operands.forEach(note) }
      if let output = facility.output { note(output) }
    }
    return rules
  }
}
