import Filings
import Quantities

/// Where a row stands.
struct CSVPlace {
  let file: String
  let line: Int
}

extension CSVFile {
  /// Calls the body for every row and returns what was found wrong. A row's own faults are known when
  /// the body returns; the reading functions below give nothing for a row that has any.
  func readRows(_ body: (inout CSVRows) -> Void) -> [Diagnostic] {
    reading(rowsStart..<content.count, line: rowsLine) { rows in
      while rows.next() { body(&rows) }
      return rows.diagnostics
    } ?? []
  }
}

/// The rows of the allowance inputs and of last year's emissions: each function reads the current row,
/// and gives nothing where the row has a fault.
extension CSVRows {
  mutating func balanceValue(_ seen: inout [String: CSVPlace]) -> BalanceValueRow? {
    let sector = code(.sector, CSVCodes.sectors)
    let year = integer(.year, in: CSVLimits.years)
    let value = amount(.value)
    let source = text(.source)
    guard isSound, let sector, let year, let value, isFirst("\(sector.rawValue) \(year)", &seen) else {
      return nil
    }
    return BalanceValueRow(
      sector: sector, year: year, value: value, source: source, file: path, line: line)
  }

  mutating func preallocation(_ seen: inout [String: CSVPlace]) -> PreallocationRow? {
    let year = entityAndYear()
    let unit = facility(.unit)
    subject.facility = unit ?? ""
    let lastYear = amount(.lastYearVerified)
    let ratio = amount(.ratioPercent)
    guard isSound, let year, let unit, let lastYear, let ratio, isFirst("\(uscc) \(year) \(unit)", &seen)
    else {
      return nil
    }
    return PreallocationRow(
      uscc: uscc, year: year, unit: unit, lastYearVerified: lastYear, ratioPercent: ratio, file: path,
      line: line)
  }

  mutating func deduction() -> DeductionRow? {
    let year = entityAndYear()
    let tonnes = amount(.tonnes)
    let reason = text(.reason)
    guard isSound, let year, let tonnes else { return nil }
    return DeductionRow(uscc: uscc, year: year, tonnes: tonnes, reason: reason, file: path, line: line)
  }

  mutating func holding() -> HoldingRow? {
    readEntity()
    let vintage = integer(.vintage, in: CSVLimits.years)
    let tonnes = amount(.tonnes)
    let acquiredOn = date(.acquiredOn)
    let price = amount(.price)
    let kind = code(.kind, CSVCodes.holdingKinds)
    guard isSound, let vintage, let tonnes, let kind else { return nil }
    return HoldingRow(
      uscc: uscc, vintage: vintage, tonnes: tonnes, acquiredOn: acquiredOn, price: price, kind: kind,
      file: path, line: line)
  }

  mutating func specialCase(_ seen: inout [String: CSVPlace]) -> SpecialCaseRow? {
    let year = entityAndYear()
    let facility = facility()
    subject.facility = facility ?? ""
    let code = code(.case, CSVCodes.specialCases)
    let evidence = text(.evidence)
    guard isSound, let year, let facility, let code, isFirst("\(uscc) \(year) \(facility)", &seen) else {
      return nil
    }
    return SpecialCaseRow(
      uscc: uscc, year: year, facility: facility, caseCode: code, evidence: evidence, file: path, line: line)
  }

  /// Two rows about one finding are not held against each other here: whoever applies them says so and lets
  /// neither have an effect, and the run goes on.
  mutating func decision() -> DecisionRow? {
    let year = entityAndYear()
    let facility = facility()
    subject.facility = facility ?? ""
    let check = text(.check)
    let item = code(.item, CSVCodes.items)
    let parameter = code(.parameter, CSVCodes.parameters)
    let month = integer(.month, in: 1...12) ?? 0
    let direction = code(.direction, CSVCodes.directions)
    let (document, reported) = (text(.document), text(.reported))
    let findingLine = integer(.line, in: CSVLimits.lines)
    let decision = code(.decision, CSVCodes.decisions)
    let value = number(.value)
    let (reason, decidedBy) = (text(.reason), text(.decidedBy))
    let decidedOn = date(.decidedOn)
    let evidence = text(.evidence)
    guard isSound, let year, let facility, let decision, let decidedOn else { return nil }
    return DecisionRow(
      uscc: uscc, year: year, facility: facility, check: check, item: item, parameter: parameter,
      month: month, direction: direction, document: document, reported: reported, findingLine: findingLine,
      decisionCode: decision, value: value, reason: reason, decidedBy: decidedBy,
      decidedOn: decidedOn,
      evidence: evidence, file: path, line: line)
  }

  mutating func pastEmission() -> PastEmissionRow? {
    readEntity()
    let facility = facility()
    subject.facility = facility ?? ""
    let source = text(.source)
    let (declared, verified) = (number(.declared), number(.verified))
    guard isSound, let facility, let verified else { return nil }
    return PastEmissionRow(
      uscc: uscc, facility: facility, source: source, declared: declared, verified: verified, file: path,
      line: line)
  }

  /// Reads the entity, which from then on is that of the row's diagnostics.
  mutating func readEntity() {
    uscc = ""
    uscc = creditCode(.uscc)
  }

  mutating func entityAndYear() -> Int? {
    readEntity()
    return integer(.year, in: CSVLimits.years)
  }

  mutating func isFirst(_ key: String, _ seen: inout [String: CSVPlace]) -> Bool {
    let key = "\(header.definition.name) \(key)"
    if let first = seen[key] {
      addDuplicate(firstFile: first.file, firstLine: first.line)
      return false
    }
    seen[key] = CSVPlace(file: path, line: line)
    return true
  }
}
