import Filings
import Quantities

/// A row of the trades.
package struct TradeRow: Sendable, Equatable {
  /// A credit code, or `-` for a party outside the book.
  package let seller: String
  package let buyer: String
  package let vintage: Int
  package let tonnes: Int
  /// Yuan a tonne.
  package let price: FixedDecimal
  package let date: CalendarDate
  /// The number of the trade; empty where there is none.
  package let document: String
  package let line: Int
}

/// A row of the CCER credits (核证自愿减排量) that an entity acquired.
package struct CreditRow: Sendable, Equatable {
  package let uscc: String
  package let tonnes: Int
  package let registeredOn: CalendarDate
  package let date: CalendarDate
  package let project: String
  package let price: FixedDecimal?
  package let line: Int
}

/// A row of the applications for carry-over (结转).
package struct CarryOverRow: Sendable, Equatable {
  package let uscc: String
  package let date: CalendarDate
  /// Nil: as much as the rules allow.
  package let tonnes: Int?
  package let missedDeadline: Bool
  package let line: Int
}

/// A row of the entities under differentiated issue (差异化发放).
package struct DifferentiatedRow: Sendable, Equatable {
  package let uscc: String
  package let year: Int
  /// A code of the table's list, whatever spelling was filed.
  package let withheld: String
  package let evidence: String
  package let line: Int
}

/// A row of the voluntary cancellations (自愿注销).
package struct CancellationRow: Sendable, Equatable {
  package let uscc: String
  package let vintage: Int
  package let tonnes: Int
  package let date: CalendarDate
  package let reason: String
  package let line: Int
}

/// A row of the reversals (冲销) that a person orders.
package struct ReversalRow: Sendable, Equatable {
  /// The number of the entry in the journal.
  package let entry: Int
  package let date: CalendarDate
  package let reason: String
  package let line: Int
}

/// An entity as a filing's entities table names it.
package struct EntityNameRow: Sendable, Equatable {
  package let uscc: String
  package let name: String
  package let sector: Sector
  package let province: String
}

extension CSVRows {
  /// - Parameter parties: those that the file named already. A nation's trades name a thousand entities a
  ///   million times.
  mutating func trade(_ parties: inout [PackedUSCC: String]) -> TradeRow? {
    let seller = party(.seller, &parties)
    let buyer = party(.buyer, &parties)
    let vintage = integer(.vintage, in: CSVLimits.years)
    let tonnes = integer(.tonnes, in: CSVLimits.tonnes)
    let price = amount(.price)
    let date = date(.date)
    let document = identifier(.document)
    guard isSound, let seller, let buyer, let vintage, let tonnes, let price, let date else { return nil }
    return TradeRow(
      seller: seller, buyer: buyer, vintage: vintage, tonnes: tonnes, price: price, date: date,
      document: document ?? "", line: line)
  }

  mutating func credit() -> CreditRow? {
    readEntity()
    let tonnes = integer(.tonnes, in: CSVLimits.tonnes)
    let registeredOn = date(.registeredOn)
    let date = date(.date)
    let project = text(.project)
    let price = amount(.price)
    guard isSound, let tonnes, let registeredOn, let date else { return nil }
    return CreditRow(
      uscc: uscc, tonnes: tonnes, registeredOn: registeredOn, date: date, project: project, price: price,
      line: line)
  }

  mutating func carryOver(_ seen: inout [String: CSVPlace]) -> CarryOverRow? {
    readEntity()
    let date = date(.date)
    let tonnes = integer(.tonnes, in: CSVLimits.tonnes)
    let missed = code(.missedDeadline, CSVCodes.yesNo) ?? false
    guard isSound, let date, isFirst(uscc, &seen) else { return nil }
    return CarryOverRow(uscc: uscc, date: date, tonnes: tonnes, missedDeadline: missed, line: line)
  }

  mutating func differentiated(_ seen: inout [String: CSVPlace]) -> DifferentiatedRow? {
    let year = entityAndYear()
    let withheld = code(.withheld, CSVCodes.withheldReasons)
    let evidence = text(.evidence)
    guard isSound, let year, let withheld, isFirst("\(uscc) \(year)", &seen) else { return nil }
    return DifferentiatedRow(uscc: uscc, year: year, withheld: withheld, evidence: evidence, line: line)
  }

  mutating func cancellation() -> CancellationRow? {
    readEntity()
    let vintage = integer(.vintage, in: CSVLimits.years)
    let tonnes = integer(.tonnes, in: CSVLimits.tonnes)
    let date = date(.date)
    let reason = text(.reason)
    guard isSound, let vintage, let tonnes, let date else { return nil }
    return CancellationRow(
      uscc: uscc, vintage: vintage, tonnes: tonnes, date: date, reason: reason, line: line)
  }

  mutating func reversal() -> ReversalRow? {
    uscc = ""
    let entry = integer(.entry, in: CSVLimits.tonnes)
    let date = date(.date)
    let reason = text(.reason)
    guard isSound, let entry, let date else { return nil }
    return ReversalRow(entry: entry, date: date, reason: reason, line: line)
  }

  mutating func entityName() -> EntityNameRow? {
    readEntity()
    let name = text(.name)
    let sector = code(.sector, CSVCodes.sectors)
    let province = digits(.province, 6...6)
    guard isSound, let sector else { return nil }
    return EntityNameRow(uscc: uscc, name: name, sector: sector, province: province)
  }

  /// A credit code with its check character, or `-`.
  private mutating func party(_ column: CSVColumnName, _ parties: inout [PackedUSCC: String]) -> String? {
    let code = PackedUSCC(bytes(of: column))
    if let code, let known = parties[code] { return known }
    guard let text = facility(column) else { return nil }
    if text == "-" { return text }
    if USCC.isValid(text) {
      if let code { parties[code] = text }
      return text
    }
    let place = place(of: column)
    add(
      Diagnostic(
        .usccCheck, file: path, line: place.line, column: place.column, field: column.header, text: text,
        message: Label(zh: "不是有效的统一社会信用代码", en: "this is no valid unified social credit code"),
        expected: "USCC, -"))
    return nil
  }
}

extension CSVFile {
  /// Calls a body for each row of the movements; what is wrong with the file and its rows.
  package func readTrades(_ body: (TradeRow) -> Void) -> [Diagnostic] {
    var parties: [PackedUSCC: String] = [:]
    return diagnostics + readRows { if let row = $0.trade(&parties) { body(row) } }
  }

  /// As ``readTrades(_:)``, for CCER credits.
  package func readCredits(_ body: (CreditRow) -> Void) -> [Diagnostic] {
    diagnostics + readRows { if let row = $0.credit() { body(row) } }
  }

  /// As ``readTrades(_:)``, for carry-over.
  package func readCarryOvers(_ body: (CarryOverRow) -> Void) -> [Diagnostic] {
    var seen: [String: CSVPlace] = [:]
    return diagnostics + readRows { if let row = $0.carryOver(&seen) { body(row) } }
  }

  /// As ``readTrades(_:)``, for differentiated issue.
  package func readDifferentiated(_ body: (DifferentiatedRow) -> Void) -> [Diagnostic] {
    var seen: [String: CSVPlace] = [:]
    return diagnostics + readRows { if let row = $0.differentiated(&seen) { body(row) } }
  }

  /// As ``readTrades(_:)``, for cancellations.
  package func readCancellations(_ body: (CancellationRow) -> Void) -> [Diagnostic] {
    diagnostics + readRows { if let row = $0.cancellation() { body(row) } }
  }

  /// As ``readTrades(_:)``, for reversals.
  package func readReversals(_ body: (ReversalRow) -> Void) -> [Diagnostic] {
    diagnostics + readRows { if let row = $0.reversal() { body(row) } }
  }

  /// As ``readTrades(_:)``, for the names of entities.
  package func readEntityNames(_ body: (EntityNameRow) -> Void) -> [Diagnostic] {
    diagnostics + readRows { if let row = $0.entityName() { body(row) } }
  }
}
