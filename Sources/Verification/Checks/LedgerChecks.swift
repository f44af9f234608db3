import Accounting
import Filings
import Quantities
import Rulebook

/// What was used or made against the stock ledger (进销存): opening + in − out − closing.
enum LedgerChecks {
  static let all = [stockBalance, meteredUse, clinkerBalance, anodeBalance, metalBalance]

  /// R12 (AG): where consumption is taken from the ledger, it is the ledger's; and the ledger closes.
  private static let stockBalance = Check("R12") { scope in
    let tolerance = try scope.limit("tolerance")
    var findings: [Finding] = []
    for ledger in try scope.groundwork.ledgers {
      if let gap = ledger.brokenMonth {
        findings.append(
          scope.finding(
            ledger.facility, month: gap, at: ledger.location,
            message: Label(
              zh: "\(ledger.item.label.zh)\(gap)月期初库存不等于上月期末库存",
              en: "the opening stock of \(ledger.item.label.en) in month \(gap) is not the last closing stock"
            )))
      }
      if let gap = ledger.gaps.first { findings.append(incomplete(scope, ledger, gap)) }
      guard let series = ledger.consumption, isTaken(from: ledger, series, scope.filing.sector) else {
        continue
      }
      let stream = LedgerStream(facility: ledger.facility, series: series)
      findings += try deviation(scope, ledger, [stream], ledger.use, tolerance, corrects: true)
    }
    return findings
  }

  /// Whether the ledger is the value's own source: where no meter is named, and for the solids of steel
  /// (AG-STEEL: from the purchase–sales–stock ledger) whatever meter is. Anodes are A04's.
  private static func isTaken(from ledger: Ledger, _ series: Series, _ sector: Sector) -> Bool {
    if series.direction == .anode, !series.meter.isEmpty { return false }
    return series.meter.isEmpty || (sector == .steel && ledger.item.quantityUnit == .tonne)
  }

  /// A ledger that leaves a month out cannot close; its months are compared where it is complete.
  private static func incomplete(_ scope: CheckScope, _ ledger: Ledger, _ gap: Int) -> Finding {
    let months = MonthList.text(ledger.gaps)
    return scope.finding(
      ledger.facility, month: ledger.gaps.count == 1 ? gap : 0, at: ledger.location,
      message: Label(
        zh: "\(ledger.item.label.zh)进销存台账缺\(months)月数据",
        en: "the stock ledger of \(ledger.item.label.en) leaves out months \(months)"),
      question: Label(
        zh: "请补充\(months)月的进销存台账。", en: "Please supply the stock ledger of months \(months)."))
  }

  /// F01 (VG26): metered use against the ledger.
  private static let meteredUse = Check("F01") { scope in
    let (tolerance, candidate) = (try scope.limit("explain"), try scope.limit("candidate"))
    return try scope.groundwork.ledgers.flatMap { ledger -> [Finding] in
      if ledger.item == .anode { return [] }
      if let series = ledger.consumption, isTaken(from: ledger, series, scope.filing.sector) { return [] }
      let streams = LedgerStream.all(of: ledger, in: scope.filing) {
        Ledger.consumption(of: ledger.item, at: $0)
      }
      // Past the candidate's limit the finding names that one.
      let use = try ledger.use
      let severe = try deviation(scope, ledger, streams, use, candidate, corrects: false)
      if !severe.isEmpty { return severe }
      return try deviation(scope, ledger, streams, use, tolerance, corrects: false)
    }
  }

  /// C08: clinker made = used in cement + sold + more in stock − bought.
  private static let clinkerBalance = Check("C08", [.cement]) { scope in
    try production(scope, .clinker, try scope.limit("tolerance"))
  }

  /// A13: liquid aluminium made = cast + sold + more in work − remelted.
  private static let metalBalance = Check("A13", [.aluminium]) { scope in
    try production(scope, .liquidAluminium, try scope.limit("tolerance"))
  }

  private static func production(
    _ scope: CheckScope, _ item: Item, _ tolerance: Rule<FixedDecimal>
  ) throws -> [Finding] {
    try scope.groundwork.ledgers.flatMap { ledger -> [Finding] in
      guard ledger.item == item else { return [] }
      let streams = LedgerStream.all(of: ledger, in: scope.filing) { $0.series(.product, item, .quantity) }
      return try deviation(scope, ledger, streams, ledger.made, tolerance, corrects: true)
    }
  }

  /// A04: anodes used = opening + bought + made − sold (butts) − closing.
  private static let anodeBalance = Check("A04", [.aluminium]) { scope in
    let tolerance = try scope.limit("tolerance")
    return try scope.groundwork.ledgers.flatMap { ledger -> [Finding] in
      guard ledger.item == .anode else { return [] }
      if let series = ledger.consumption, series.meter.isEmpty { return [] }
      let streams = LedgerStream.all(of: ledger, in: scope.filing) { Ledger.consumption(of: .anode, at: $0) }
      return try deviation(scope, ledger, streams, ledger.use, tolerance, corrects: true)
    }
  }

  /// A finding where the sums over the ledger's complete months differ by more than the tolerance. The
  /// ledger's months take the place of the filed ones where they are conservative; where only a person can
  /// say which of the two counts, the finding says what the ledger's would come to.
  private static func deviation(
    _ scope: CheckScope, _ ledger: Ledger, _ streams: [LedgerStream], _ months: [FixedDecimal?],
    _ tolerance: Rule<FixedDecimal>, corrects: Bool
  ) throws -> [Finding] {
    guard !streams.isEmpty else { return [] }
    var (own, other) = (FixedDecimal.zero, FixedDecimal.zero)
    for month in 1...12 {
      guard let value = months[month - 1] else { continue }
      try other += value
      // A month that the filing leaves out is zero here: G04 says what it counts as.
      try own += LedgerStream.total(of: streams, in: month) ?? .zero
    }
    guard try scope.differs(own, from: other, byMoreThan: tolerance.value) else { return [] }
    let reason = Label(zh: "进销存台账", en: "stock ledger")
    let only = streams.count == 1 ? streams.first : nil
    var finding = scope.finding(
      only?.facility ?? ledger.facility, only?.series, reported: "\(own)", expected: "\(other)",
      limit: tolerance.entry,
      at: only == nil ? ledger.location : nil,
      message: Label(
        zh: "\(ledger.item.label.zh)与进销存台账相差超过\(tolerance.entry.valueText)%",
        en: "\(ledger.item.label.en) is more than \(tolerance.entry.valueText) % off the stock ledger"),
      question: Label(
        zh: "请提供采购、销售结算凭证和盘库记录，说明差异。",
        en: "Please supply purchase and sales settlements and stocktaking records, and explain."))
    for stream in streams {
      let share = try stream.share(of: months, among: streams, decimals: scope.decimals(of: .quantity) ?? 2)
      if corrects {
        finding.corrections += try Conservative.corrections(
          of: stream.series, stream.facility, scope.filing.sector, replacedBy: share, reason: reason)
      } else {
        finding.alternatives += Conservative.replacements(
          of: stream.series, stream.facility, scope.filing.sector, by: share, reason: reason)
      }
    }
    return [finding]
  }
}

extension CheckScope {
  /// Whether a value is more than so many per cent off another.
  func differs(
    _ value: FixedDecimal, from other: FixedDecimal, byMoreThan percent: FixedDecimal
  ) throws(ArithmeticError) -> Bool {
    try (value - other).magnitude > other.magnitude * percent.percent()
  }
}
