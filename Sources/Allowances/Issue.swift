import Filings
import Quantities

/// A line of the pre-allocation table: floor(last year's verified emissions × ratio).
extension Preallocation {
  /// - Parameters:
  ///   - lastYearVerified: tCO2e.
  ///   - ratioPercent: per cent.
  package init(
    lastYearVerified: FixedDecimal, ratioPercent: FixedDecimal
  ) throws(ArithmeticError) {
    self.init(
      lastYearVerified: lastYearVerified, ratioPercent: ratioPercent,
      amount: try (lastYearVerified * ratioPercent.percent()).floor())
  }
}

/// Issue with deductions (核减), allocation.md section 5: a deduction is taken first from the
/// pre-allocation, then from the final issue; what was deducted beyond the final determination returns to
/// the deduction balance; a remainder carries on.
package enum Issue {
  /// - Parameter deduction: tonnes to be deducted from this year's issue.
  package static func settle(
    uscc: String, name: String, province: String, preallocated: FixedDecimal, determined: FixedDecimal,
    due: FixedDecimal, deduction: FixedDecimal
  ) throws(ArithmeticError) -> EntityIssue {
    let deductedFirst = min(preallocated, deduction)
    let preissued = try preallocated - deductedFirst
    let leftFirst = try deduction - deductedFirst
    let trueUp = try determined - preallocated
    let (returned, deductedThen, final) = try finalIssue(
      preallocated: preallocated, deductedFirst: deductedFirst, determined: determined, open: leftFirst)
    return EntityIssue(
      uscc: uscc, name: name, province: province, preallocated: preallocated,
      deductedAtPreallocation: deductedFirst, preissued: preissued, determined: determined, trueUp: trueUp,
      deductionReturned: returned, deductedAtIssue: deductedThen, finalIssued: final,
      totalIssued: try preissued + final, due: due, deductionLeftAtPreallocation: leftFirst,
      deductionLeft: try leftFirst + returned - deductedThen)
  }

  /// The second stage: what of a deduction returns, what is deducted now, and what is issued (below zero:
  /// returned by the entity).
  ///
  /// - Parameters:
  ///   - deductedFirst: what was deducted at pre-allocation.
  ///   - open: the deduction that is still due.
  package static func finalIssue(
    preallocated: FixedDecimal, deductedFirst: FixedDecimal, determined: FixedDecimal, open: FixedDecimal
  ) throws(ArithmeticError) -> (returned: FixedDecimal, deducted: FixedDecimal, issued: FixedDecimal) {
    let trueUp = try determined - preallocated
    let returned = deductedFirst > determined ? try deductedFirst - determined : .zero
    let deducted = trueUp > .zero ? min(trueUp, open) : .zero
    return (returned, deducted, try trueUp + returned - deducted)
  }

  /// What is known of an entity while the allowances of a unit are to be decided: the rest waits for them.
  private static func unsettled(
    _ allocations: [UnitAllocation], of unit: AllocationUnit, _ deduction: FixedDecimal
  ) throws(ArithmeticError) -> EntityIssue {
    let preallocated = try FixedDecimal.sum(allocations.compactMap { $0.preallocation?.amount })
    let deducted = min(preallocated, deduction)
    return EntityIssue(
      uscc: unit.uscc, name: unit.name, province: unit.province, preallocated: preallocated,
      deductedAtPreallocation: deducted, preissued: try preallocated - deducted, determined: nil, trueUp: nil,
      deductionReturned: nil, deductedAtIssue: nil, finalIssued: nil, totalIssued: nil,
      due: try .sum(allocations.compactMap(\.due)),
      deductionLeftAtPreallocation: try deduction - deducted, deductionLeft: nil)
  }

  /// The issue of one entity over its units. `allocations` are those of the entity.
  package static func entity(
    _ allocations: [UnitAllocation], deduction: FixedDecimal
  ) throws(ArithmeticError) -> EntityIssue? {
    guard let first = allocations.first?.unit else { return nil }
    if allocations.contains(where: \.isUndecided) { return try unsettled(allocations, of: first, deduction) }
    return try settle(
      uscc: first.uscc, name: first.name, province: first.province,
      preallocated: .sum(allocations.compactMap { $0.preallocation?.amount }),
      determined: .sum(allocations.compactMap(\.determined)), due: .sum(allocations.compactMap(\.due)),
      deduction: deduction)
  }
}
