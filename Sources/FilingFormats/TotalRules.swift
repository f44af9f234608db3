import Filings
import Quantities

/// Sums that a filing states beside what they are of. What emissions come to, and whether a ledger closes, is for the
/// verification to say: here only figures of the same filing are added up.
extension FilingRules {
  mutating func checkTotals() {
    if complete.contains(.declared) { checkDeclaredTotal() }
    let facilities = filing.allFacilities
    for index in facilities.indices {
      for source in facilities[index].secondSources { checkAnnual(of: source, facilities[index]) }
      checkCarriedStocks(of: facilities[index])
    }
  }

  /// Hundredths are rounded in each part.
  private static let rounding = FixedDecimal(coefficient: 1, scale: 2)

  /// An entity of cement emits what its lines emit.
  private mutating func checkDeclaredTotal() {
    guard filing.sector == .cement, let total = Self.emissions(of: filing.enterprise) else { return }
    let parts = filing.facilities.compactMap { Self.emissions(of: $0)?.value }
    guard !parts.isEmpty, parts.count == filing.facilities.count, let sum = try? FixedDecimal.sum(parts),
      differ(total.value, sum, parts: parts.count)
    else { return }
    add(
      .total, total.location, field: "value", text: "\(total.value)",
      Label(
        zh: "申报的企业排放量不等于各生产线申报值之和",
        en: "the declared emissions of the entity are not the sum of what is declared of its lines"),
      expected: "\(sum)", subject: Diagnostic.Subject(facility: Facility.enterpriseID))
  }

  private static func emissions(of facility: Facility) -> Declared? {
    facility.declared.first { $0.quantity == .emissions }
  }

  /// A year's quantity is the sum of its twelve months.
  private mutating func checkAnnual(of source: SecondSource, _ facility: Facility) {
    guard source.parameter == .quantity, let annual = source.annual else { return }
    let months = (1...12).compactMap { source.months[$0] }
    guard months.count == 12, let sum = try? FixedDecimal.sum(months), differ(annual, sum, parts: 12) else {
      return
    }
    add(
      .total, source.location, field: "annual", text: "\(annual)",
      Label(
        zh: "第二来源\(source.item.label.zh)的全年数不等于十二个月之和",
        en: "the year's \(source.item.label.en) of the second source is not the sum of its twelve months"),
      expected: "\(sum)",
      subject: Diagnostic.Subject(facility: facility.id, item: source.item, parameter: source.parameter))
  }

  /// A month opens with the stock with which the one before it closed.
  private mutating func checkCarriedStocks(of facility: Facility) {
    for index in facility.stock.indices where facility.stock[index].flow == .opening {
      let opening = facility.stock[index]
      guard
        let closing = facility.stock.first(where: {
          $0.flow == .closing && $0.item == opening.item && $0.unit == opening.unit
        })
      else { continue }
      for month in 2...12 {
        guard let open = opening.months[month], let closed = closing.months[month - 1], open != closed else {
          continue
        }
        add(
          .total, line(of: month, opening.months, opening.location), field: Self.column(of: month),
          text: "\(open)",
          Label(
            zh: "\(opening.item.label.zh)\(month)月期初库存不等于上月期末库存",
            en:
              "the stock of \(opening.item.label.en) that opens month \(month) is not what the month before closed with"
          ),
          expected: "\(closed)",
          subject: Diagnostic.Subject(facility: facility.id, item: opening.item, month: month))
      }
    }
  }

  private func differ(_ stated: FixedDecimal, _ sum: FixedDecimal, parts: Int) -> Bool {
    do {
      let gap = stated > sum ? try stated - sum : try sum - stated
      return try gap > Self.rounding * FixedDecimal(parts)
    } catch { return false }
  }
}
