import FilingFormats
import Filings
import GRDB
import Quantities
import Rulebook

extension Book {
  /// Posts a table: pre-allocation, deductions, holdings, trades, CCER, carry-over, differentiated issue,
  /// cancellations, reversals, or the names of entities.
  package func post(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    switch file.table {
    case .input(.preallocation), .input(.deductions), .input(.holdings): try postInputs(file, request)
    case .input(.trades): try postTrades(file, request)
    case .input(.ccer): try postCredits(file, request)
    case .input(.carryOver): try postCarryOvers(file, request)
    case .input(.differentiated): try postDifferentiated(file, request)
    case .input(.cancellations): try postCancellations(file, request)
    case .input(.reversals): try postReversals(file, request)
    case .filing(.entities): try postEntities(file, request)
    default: refuse(file, request)
    }
  }

  private func refuse(_ file: CSVFile, _ request: PostRequest) -> PostOutcome {
    var diagnostics = file.diagnostics
    if let table = file.table {
      diagnostics.append(
        Diagnostic(
          .bookTable, file: request.name, line: 1, text: table.definition.name,
          message: Label(
            zh: "\(table.definition.name)表不是账簿的记账凭证",
            en: "a table of \(table.definition.name) is nothing to post")))
    }
    return PostOutcome(name: request.name, isPosted: false, tallies: [:], diagnostics: diagnostics)
  }

  // MARK: Trades

  /// Posts trades while it reads them, so that a nation's year needs no room in memory.
  ///
  /// A file need not be in the order of its days, but the book is: otherwise the rows are taken back, sorted
  /// and posted again. And row by row where the database refuses one, so that it is told with its line.
  private func postTrades(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    var isSorted = true
    var isTaken = true
    let outcome = try post(request, kind: "trades", date: nil, found: [], batchSize: Self.tradeBatch) {
      posting in
      isTaken = try posting.inBatches { posting in isSorted = try posting.stream(file) }
    }
    if isSorted, isTaken { return outcome }
    var rows: [TradeRow] = []
    let found = file.readTrades { rows.append($0) }
    rows.sort { ($0.date, $0.line) < ($1.date, $1.line) }
    for batchSize in isTaken ? [Self.tradeBatch, 1] : [1] {
      let outcome = try post(
        request, kind: "trades", date: rows.first?.date ?? Self.noDate, found: found, batchSize: batchSize
      ) { posting in
        isTaken = try posting.inBatches { posting in for row in rows { try posting.trade(row) } }
      }
      if isTaken || batchSize == 1 { return outcome }
    }
    return outcome
  }

  /// Beyond this nothing is gained.
  private static let tradeBatch = 100

  /// For a document without rows.
  static let noDate = CalendarDate.lastDay(of: 2000)

  // MARK: CCER

  private func postCredits(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    var rows: [CreditRow] = []
    let found = file.readCredits { rows.append($0) }
    rows.sort { ($0.date, $0.line) < ($1.date, $1.line) }
    let first = rows.first?.date ?? request.date ?? Self.noDate
    return try post(request, kind: "ccer", date: first, found: found) { posting in
      for row in rows { try posting.credit(row) }
    }
  }

  // MARK: Carry-over

  private func postCarryOvers(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    var rows: [CarryOverRow] = []
    let found = file.readCarryOvers { rows.append($0) }
    rows.sort { ($0.date, $0.line) < ($1.date, $1.line) }
    let first = rows.first?.date ?? request.date ?? Self.noDate
    return try post(request, kind: "carryOver", date: first, found: found) { posting in
      if rows.isEmpty { return }
      guard let rule = CarryOverRule(request.rulebook) else {
        throw BookError("the rulebook lacks the rules of carry-over (surrender.carryOver)")
      }
      let trades = try CarryOverTrades(posting.db, rule)
      let arrears = try Arrears(posting.db, request.rulebook)
      for row in rows { try posting.carryOver(row, rule, trades, arrears) }
    }
  }

  // MARK: Cancellations, differentiated issue, names

  private func postCancellations(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    var rows: [CancellationRow] = []
    let found = file.readCancellations { rows.append($0) }
    rows.sort { ($0.date, $0.line) < ($1.date, $1.line) }
    let first = rows.first?.date ?? request.date ?? Self.noDate
    return try post(request, kind: "cancellations", date: first, found: found) { posting in
      for row in rows {
        guard posting.knows(row.uscc) else {
          posting.refuseUnknown(row.uscc, line: row.line, field: "uscc")
          continue
        }
        try posting.post(
          Movement(
            .cancellation, row.date, from: AccountKey(.holding, row.uscc, row.vintage),
            to: AccountKey(.cancelled, row.uscc, row.vintage), row.tonnes, reference: row.reason,
            line: row.line))
      }
    }
  }

  private func postDifferentiated(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    var rows: [DifferentiatedRow] = []
    let found = file.readDifferentiated { rows.append($0) }
    let date = try date(of: rows.first?.year, request)
    return try post(request, kind: "differentiated", date: date, found: found) { posting in
      for row in rows {
        try posting.open(row.uscc)
        let known = try Row.fetchOne(
          posting.db, sql: "SELECT reason, evidence FROM differentiated WHERE uscc = ? AND year = ?",
          arguments: [row.uscc, row.year])
        if let known {
          posting.tellKnown(reason: known[0], evidence: known[1], row)
          continue
        }
        try posting.db.execute(
          sql: "INSERT INTO differentiated (document, uscc, year, reason, evidence) VALUES (?, ?, ?, ?, ?)",
          arguments: [posting.document, row.uscc, row.year, row.withheld, row.evidence])
        posting.hasContent = true
      }
    }
  }

  private func postEntities(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    var rows: [EntityNameRow] = []
    let found = file.readEntityNames { rows.append($0) }
    return try post(request, kind: "entities", date: request.date ?? Self.noDate, found: found) { posting in
      for row in rows {
        try posting.name(row.uscc, row.name, sector: row.sector, province: row.province)
      }
    }
  }

  // MARK: Pre-allocation, deductions, holdings

  private func postInputs(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    let inputs = AllowanceInputs([file])
    switch file.table {
    case .input(.preallocation): return try postPreallocation(inputs, request)
    case .input(.deductions):
      let date = try date(of: inputs.deductions.first?.year, request)
      return try post(request, kind: "deductions", date: date, found: inputs.diagnostics) { posting in
        for row in inputs.deductions { try posting.deduction(row, date) }
      }
    default:
      let date = inputs.holdings.compactMap(\.acquiredOn).min() ?? request.date ?? Self.noDate
      return try post(request, kind: "holdings", date: date, found: inputs.diagnostics) { posting in
        for row in inputs.holdings.sorted(by: {
          ($0.acquiredOn ?? date, $0.line) < ($1.acquiredOn ?? date, $1.line)
        }) {
          try posting.holding(row, date)
        }
      }
    }
  }

  /// The day of rows that carry none: as asked for, or the pre-allocation day of the rulebook's calendar.
  func date(of year: Int?, _ request: PostRequest) throws(BookError) -> CalendarDate {
    if let date = request.date { return date }
    guard let year else { return Self.noDate }
    if let rule = try? request.rulebook.rules(for: year).date("calendar.preallocation") { return rule.value }
    throw BookError(
      "the calendar names no day for pre-allocations and deductions of \(year): give one with --date",
      isUsage: true)
  }
}

extension Posting {
  /// An entity is withheld once a year, for the reason that came first.
  fileprivate mutating func tellKnown(reason: String, evidence: String, _ row: DifferentiatedRow) {
    if (row.withheld, row.evidence) == (reason, evidence) { return }
    let label = WithheldReason.label(of: reason)
    let source = evidence.isEmpty ? Label(zh: "", en: "") : Label(zh: "（\(evidence)）", en: " (\(evidence))")
    refuse(
      Diagnostic(
        .bookDifference, file: request.name, line: row.line, field: "withheld", text: row.withheld,
        message: Label(
          zh: "\(row.year)年度已因“\(label.zh)”\(source.zh)实行差异化发放；本行原因未入账",
          en:
            "the allowances of \(row.year) are withheld already, for the reason “\(label.en)”\(source.en); that of this row is not kept"
        ), expected: reason, uscc: row.uscc))
  }

  /// 0.01 yuan a tonne; nil with a diagnostic where the price is finer.
  private mutating func fen(_ price: FixedDecimal, line: Int, uscc: String) -> Int? {
    if let fen = price.fen { return fen }
    refuse(
      Diagnostic(
        .csvValue, file: request.name, line: line, field: "price", text: "\(price)",
        message: Label(zh: "单价最多两位小数", en: "a price has at most two decimals"), expected: "62.36", uscc: uscc)
    )
    return nil
  }

  /// Posts by a body that reads no entries back.
  ///
  /// - Returns: false, and nothing is kept, where the database refuses a batch.
  fileprivate mutating func inBatches(_ body: (inout Posting) throws -> Void) throws -> Bool {
    do {
      try body(&self)
      try journal.flush()
      return true
    } catch let error as DatabaseError
      where error.resultCode == .SQLITE_CONSTRAINT && journal.batchSize > 1
    {
      hasContent = false
      return false
    }
  }

  /// Posts the trades of a file in the order of their lines.
  ///
  /// With a row that cannot be read nothing is posted, and only what reading found is told, as for every
  /// other table.
  ///
  /// - Returns: false, and nothing is kept, where the days of the lines fall.
  fileprivate mutating func stream(_ file: CSVFile) throws -> Bool {
    var last: CalendarDate?
    var isSorted = true
    var failure: (any Error)?
    let found = file.readTrades { row in
      guard isSorted, failure == nil else { return }
      if let last, row.date < last { return isSorted = false }
      do {
        if last == nil { try begin(kind: "trades", booked: row.date) }
        last = row.date
        try trade(row)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if found.contains(where: { $0.severity == .error }) { diagnostics = [] }
    diagnostics += found
    if !isSorted { hasContent = false }
    return isSorted
  }

  mutating func trade(_ row: TradeRow) throws {
    for (party, field) in [(row.seller, "seller"), (row.buyer, "buyer")] where party != "-" && !knows(party) {
      return refuseUnknown(party, line: row.line, field: field)
    }
    guard row.seller != row.buyer else {
      return refuse(
        Diagnostic(
          .bookRule, file: request.name, line: row.line, field: "buyer", text: row.buyer,
          message: Label(zh: "买卖双方相同", en: "seller and buyer are the same"), uscc: row.buyer))
    }
    guard let fen = fen(row.price, line: row.line, uscc: row.seller) else { return }
    func account(_ party: String) -> AccountKey {
      party == "-" ? AccountKey(.elsewhere, "", row.vintage) : AccountKey(.holding, party, row.vintage)
    }
    do {
      try post(
        Movement(
          .trade, row.date, from: account(row.seller), to: account(row.buyer), row.tonnes, priceFen: fen,
          reference: row.document.isEmpty ? nil : row.document, line: row.line))
    } catch let error as DatabaseError
      where journal.batchSize == 1 && (error.message?.contains("number of a trade") ?? false)
    {
      let holder = try Row.fetchOne(
        db,
        sql: """
          SELECT id, document, line FROM entry WHERE reference = ? AND kind = 'trade' AND reverses IS NULL
            AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = entry.id)
          """, arguments: [row.document])
      let (entry, taker, line): (Int, Int, Int) = (holder?[0] ?? 0, holder?[1] ?? 0, holder?[2] ?? 0)
      refuse(
        Diagnostic(
          .csvDuplicate, file: request.name, line: row.line, field: "document", text: row.document,
          message: taker == document
            ? Label(zh: "该成交单号与第\(line)行相同", en: "line \(line) has the same number of a trade")
            : Label(
              zh: "该成交单号已过账：分录\(entry)", en: "a trade of this number is posted already: entry \(entry)"),
          uscc: row.seller))
    }
  }

  mutating func credit(_ row: CreditRow) throws {
    try open(row.uscc)
    let rule = request.rulebook.registrationLimit(in: row.date.year)
    if let rule, row.registeredOn <= rule.value {
      return refuse(
        Diagnostic(
          .bookRule, file: request.name, line: row.line, field: "registered_on", text: "\(row.registeredOn)",
          message: Label(
            zh: "\(rule.value)及以前登记的CCER不得用于抵销（surrender.offsetRegisteredAfter）",
            en: "CCER registered on or before \(rule.value) cannot be used (surrender.offsetRegisteredAfter)"),
          expected: "> \(rule.value)", uscc: row.uscc))
    }
    if row.date < row.registeredOn {
      return refuse(
        Diagnostic(
          .bookRule, file: request.name, line: row.line, field: "date", text: "\(row.date)",
          message: Label(
            zh: "取得日期早于减排量登记日期\(row.registeredOn)",
            en: "acquired before the credits were registered on \(row.registeredOn)"),
          expected: "≥ \(row.registeredOn)", uscc: row.uscc))
    }
    var price: Int?
    if let given = row.price {
      guard let fen = fen(given, line: row.line, uscc: row.uscc) else { return }
      price = fen
    }
    try post(
      Movement(
        .credit, row.date, from: AccountKey(.creditsRegistered, "", 0),
        to: AccountKey(.creditHolding, row.uscc, 0),
        row.tonnes, priceFen: price, reference: row.project, line: row.line))
    try db.execute(
      sql: "INSERT INTO credit (document, line, uscc, project, registered_on) VALUES (?, ?, ?, ?, ?)",
      arguments: [document, row.line, row.uscc, row.project, row.registeredOn.number])
  }

  mutating func deduction(_ row: DeductionRow, _ date: CalendarDate) throws {
    try open(row.uscc)
    guard let tonnes = whole(row.tonnes, line: row.line, uscc: row.uscc), tonnes > 0 else { return }
    try post(
      Movement(
        .deductionOrder, date, from: AccountKey(.deductionOrdered, "", 0),
        to: AccountKey(.deductionDue, row.uscc, 0), tonnes, year: row.year, reference: row.reason,
        line: row.line))
  }

  /// Opening holdings: what an entity had before the book began.
  mutating func holding(_ row: HoldingRow, _ date: CalendarDate) throws {
    try open(row.uscc)
    guard let tonnes = whole(row.tonnes, line: row.line, uscc: row.uscc), tonnes > 0 else { return }
    let day = row.acquiredOn ?? date
    let holding = AccountKey(.holding, row.uscc, row.vintage)
    var price: Int?
    if let given = row.price {
      guard let fen = fen(given, line: row.line, uscc: row.uscc) else { return }
      price = fen
    }
    let (kind, from, to): (EntryKind, AccountKey, AccountKey) =
      switch row.kind {
      case .issued, .carried: (.opening, AccountKey(.issued, "", row.vintage), holding)
      case .bought: (.trade, AccountKey(.elsewhere, "", row.vintage), holding)
      case .sold: (.trade, holding, AccountKey(.elsewhere, "", row.vintage))
      case .ccer: (.opening, AccountKey(.creditsRegistered, "", 0), AccountKey(.creditHolding, row.uscc, 0))
      }
    try post(
      Movement(
        kind, day, from: from, to: to, tonnes, priceFen: price, line: row.line))
  }

  /// A whole number of tonnes; nil with a diagnostic for a fraction.
  private mutating func whole(_ tonnes: FixedDecimal, line: Int, uscc: String) -> Int? {
    if let whole = tonnes.wholeTonnes { return whole }
    refuse(
      Diagnostic(
        .csvValue, file: request.name, line: line, field: "tonnes", text: "\(tonnes)",
        message: Label(zh: "账簿只记整吨", en: "the book keeps whole tonnes only"), expected: "1, 2, 3 …",
        uscc: uscc))
    return nil
  }
}

extension Rulebook {
  /// After which day CCER must be registered to be used. A row that is dated before the rule began is not exempt
  /// from it: what it brings is used later.
  fileprivate func registrationLimit(in year: Int) -> Rule<CalendarDate>? {
    let id = "surrender.offsetRegisteredAfter"
    let first = entries.filter { $0.id == id }.map(\.firstYear).min() ?? year
    return try? rules(for: max(year, first)).date(id)
  }
}

extension FixedDecimal {
  /// The value if it is a whole number that the book can hold.
  package var wholeTonnes: Int? {
    let plain = withoutTrailingZeros
    guard plain.scale == 0, plain.coefficient >= 0, plain.coefficient <= 1_000_000_000_000 else { return nil }
    return Int(plain.coefficient)
  }

  /// Hundredths of a yuan; nil if the value is finer or too large.
  package var fen: Int? {
    guard let cents = try? rounded(to: 2), cents == self, cents.coefficient >= 0,
      cents.coefficient < 1_000_000_000
    else { return nil }
    return Int(cents.coefficient)
  }

  /// An amount in hundredths.
  package init(fen: Int) {
    self.init(coefficient: Int128(fen), scale: 2)
  }
}
