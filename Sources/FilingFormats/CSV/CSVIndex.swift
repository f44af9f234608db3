import Filings

/// Finds out which rows belong to which filing, in one pass over each file.
struct CSVIndex {
  private let files: [CSVFile]
  private let lacking: Set<CSVFilingTable>
  private var slots: [Slot] = []
  private var slotByKey: [PackedKey: Int] = [:]
  private var slotsByUSCC: [PackedUSCC: [Int]] = [:]
  private var problems: [Problem] = []
  /// Entities with a row in an entities table that could not be indexed: their rows elsewhere are not
  /// reported as rows of an unknown entity on top.
  private var entitiesWithBadRow: Set<PackedUSCC> = []
  /// Whether an entities table may be among the files that cannot be read.
  private var mayHoldEntities = false

  private struct PackedKey: Hashable {
    let uscc: PackedUSCC
    let year: Int
  }

  private struct Slot {
    let key: CSVFilingKey
    let uscc: PackedUSCC
    var rows: [CSVRowRange] = []
    /// Whether an entities table names it, or none was given.
    var hasEntityRow = false
    var submission: Int?
    var entityFile = 0
    var entityLine = 0
    /// The file that was scanned last of those with rows of it, and how many these are.
    var countedFile = -1
    var rowsOfFile = 0
  }

  /// What a row says of the filing it belongs to.
  private enum SlotSearch {
    case found(Int)
    case faulty
    case tooMany
  }

  private struct Problem {
    let diagnostic: Diagnostic
    let concerns: Concern
    /// The table of which rows are lost by it; nil where it may be any.
    let table: CSVFilingTable?
  }

  /// Whose filings a problem rejects.
  private enum Concern {
    case filing(PackedKey)
    case entities(Set<PackedUSCC>)
    case everybody
  }

  /// Rows of one filing that follow one another.
  private struct Run {
    let slot: Int
    let uscc: UnsafeRawBufferPointer
    let year: UnsafeRawBufferPointer
    var rows: CSVRowRange

    /// Takes in the rows that follow and begin like the last one, with the code and behind it the year, and says
    /// how many.
    mutating func extend(over scanner: inout CSVScanner, _ fieldCount: Int, most: Int) -> Int {
      guard let start = uscc.baseAddress, let yearStart = year.baseAddress else { return 0 }
      let head = UnsafeRawBufferPointer(start: start, count: yearStart - start + year.count + 1)
      var count = 0
      while count < most, rows.bytes.upperBound == scanner.position,
        scanner.skip(beginningWith: head, fieldCount: fieldCount)
      {
        rows.bytes = rows.bytes.lowerBound..<scanner.position
        count += 1
      }
      rows.rowCount += count
      return count
    }
  }

  /// - Parameter lacking: the tables that were not given; without an entities table every row names its filing.
  init(_ files: [CSVFile], lacking: Set<CSVFilingTable>) {
    self.files = files
    self.lacking = lacking
  }

  // MARK: The pass over a file

  mutating func scan(_ fileIndex: Int) {
    let file = files[fileIndex]
    noteFileProblems(of: file)
    guard case .filing(let table) = file.table, let header = file.header, header[.uscc] != nil,
      header[.year] != nil
    else { return }
    file.scanning(file.rowsStart..<file.content.count, line: file.rowsLine) { scanner in
      scan(&scanner, file: fileIndex, table: table, header: header)
    }
  }

  private mutating func scan(
    _ scanner: inout CSVScanner, file: Int, table: CSVFilingTable, header: CSVHeader
  ) {
    guard let usccField = header[.uscc], let yearField = header[.year] else { return }
    // The rows of one filing mostly follow one another: they are gathered here and filed together.
    var current: Run?
    defer { if let current { store(current) } }
    let (problemsBefore, limits) = (problems.count, files[file].limits)
    var rows = 0
    // Where rows begin with the code and the year, those that begin like the last one are its filing's too.
    let hasKeyAhead = usccField == 0 && yearField == 1 && table != .entities
    while true {
      if problems.count - problemsBefore >= ReadResult.problemsMax {
        return giveUp(.brokenRows, ReadResult.problemsMax, in: scanner, of: file, table: table)
      }
      if hasKeyAhead, let alike = current?.extend(over: &scanner, header.fieldCount, most: limits.rows - rows)
      {
        rows += alike
      }
      do {
        guard try scanner.nextFilled() else { return }
        rows += 1
        guard rows <= limits.rows else {
          return giveUp(.rows, limits.rows, in: scanner, of: file, table: table)
        }
      } catch {
        report(error, in: scanner, of: file, table: table, header: header)
        continue
      }
      guard scanner.fields.count == header.fieldCount else {
        reportFieldCount(in: scanner, of: file, table: table, header: header)
        continue
      }
      let uscc = scanner.raw(scanner.fields[usccField])
      let year = scanner.raw(scanner.fields[yearField])
      let bytes = scanner.recordStart..<scanner.position
      if let known = current, known.uscc.isSame(as: uscc), known.year.isSame(as: year),
        known.rows.bytes.upperBound == bytes.lowerBound
      {
        current?.rows.bytes = known.rows.bytes.lowerBound..<bytes.upperBound
        current?.rows.rowCount += 1
      } else {
        let slot: Int
        switch self.slot(uscc: uscc, year: year, in: scanner, of: file, table: table) {
        case .found(let found): slot = found
        case .faulty: continue
        case .tooMany: return giveUp(.filings, limits.filings, in: scanner, of: file, table: table)
        }
        if let current { store(current) }
        let rows = CSVRowRange(file: file, table: table, bytes: bytes, line: scanner.recordLine, rowCount: 1)
        current = Run(slot: slot, uscc: uscc, year: year, rows: rows)
      }
      if table == .entities, let current {
        noteEntity(current.slot, in: scanner, of: file, header: header)
      }
    }
  }

  /// Keeps where rows of a filing stand, unless these are more than it may have in a table.
  private mutating func store(_ run: Run) {
    let (slot, rows) = (run.slot, run.rows)
    if slots[slot].countedFile != rows.file {
      slots[slot].countedFile = rows.file
      slots[slot].rowsOfFile = 0
    }
    let (limit, before) = (files[rows.file].limits.filingRows, slots[slot].rowsOfFile)
    slots[slot].rowsOfFile += rows.rowCount
    if slots[slot].rowsOfFile <= limit {
      slots[slot].rows.append(rows)
    } else if before <= limit {
      // The filing is rejected: none of these rows is worth reading.
      slots[slot].rows.removeAll { $0.file == rows.file }
      var diagnostic = ReaderLimits.diagnostic(
        .filingRows, limit, path: files[rows.file].path, line: rows.line, column: 1)
      diagnostic.uscc = slots[slot].key.uscc
      let key = PackedKey(uscc: slots[slot].uscc, year: slots[slot].key.year)
      problems.append(Problem(diagnostic: diagnostic, concerns: .filing(key), table: rows.table))
    }
  }

  /// Reads a table no further. Whose rows follow is unknown, so that no filing of the set can be trusted.
  private mutating func giveUp(
    _ kind: ReaderLimits.Kind, _ limit: Int, in scanner: CSVScanner, of file: Int, table: CSVFilingTable
  ) {
    let diagnostic = ReaderLimits.diagnostic(
      kind, limit, path: files[file].path, line: scanner.recordLine, column: 1)
    problems.append(Problem(diagnostic: diagnostic, concerns: .everybody, table: table))
    if table == .entities { mayHoldEntities = true }
  }

  private mutating func noteFileProblems(of file: CSVFile) {
    guard !file.diagnostics.isEmpty else { return }
    let named = file.isOpaque ? [] : file.content.withUnsafeBytes { PackedUSCC.all(in: $0) }
    let table: CSVFilingTable? =
      switch file.table {
      case .filing(let table): table
      case .input, .result, nil: nil
      }
    for diagnostic in file.diagnostics {
      problems.append(
        Problem(
          diagnostic: diagnostic, concerns: file.isOpaque ? .everybody : .entities(named), table: table))
    }
    if table == nil || table == .entities {
      mayHoldEntities = mayHoldEntities || file.isOpaque
      entitiesWithBadRow.formUnion(named)
    }
  }

  /// The slot of a row's filing; faulty, with a diagnostic, if the row does not say which it is.
  private mutating func slot(
    uscc: UnsafeRawBufferPointer, year: UnsafeRawBufferPointer, in scanner: CSVScanner, of fileIndex: Int,
    table: CSVFilingTable
  ) -> SlotSearch {
    guard let packed = PackedUSCC(uscc) else {
      // Whose row it is meant to be is unknown: it may be any whose rows stand elsewhere.
      if table == .entities { mayHoldEntities = true }
      reportKey(.uscc, in: scanner, of: fileIndex, table: table, concerns: .entities([]), uscc: "")
      if uscc.isSame(as: ToFill.bytes) {
        reportBlanks(in: scanner, of: fileIndex, table: table, besides: .uscc)
      }
      return .faulty
    }
    guard let number = Self.year(year) else {
      if table == .entities { entitiesWithBadRow.insert(packed) }
      reportKey(
        .year, in: scanner, of: fileIndex, table: table, concerns: .entities([packed]),
        uscc: String(decoding: uscc, as: UTF8.self))
      return .faulty
    }
    let key = PackedKey(uscc: packed, year: number)
    if let slot = slotByKey[key] { return .found(slot) }
    guard slots.count < files[fileIndex].limits.filings else { return .tooMany }
    var slot = Slot(
      key: CSVFilingKey(uscc: String(decoding: uscc, as: UTF8.self), year: number), uscc: packed)
    if lacking.contains(.entities) {
      slot.hasEntityRow = true
      slot.entityFile = fileIndex
      slot.entityLine = scanner.recordLine
    }
    slots.append(slot)
    slotByKey[key] = slots.count - 1
    slotsByUSCC[packed, default: []].append(slots.count - 1)
    return .found(slots.count - 1)
  }

  private mutating func noteEntity(_ slot: Int, in scanner: CSVScanner, of file: Int, header: CSVHeader) {
    if slots[slot].hasEntityRow {
      let first = Label(
        zh: "\(files[slots[slot].entityFile].path)第\(slots[slot].entityLine)行",
        en: "\(files[slots[slot].entityFile].path) line \(slots[slot].entityLine)")
      let diagnostic = CSVMessages.duplicateEntity(
        slots[slot].key, file: files[file].path, line: scanner.recordLine, first: first)
      let key = PackedKey(uscc: slots[slot].uscc, year: slots[slot].key.year)
      problems.append(Problem(diagnostic: diagnostic, concerns: .filing(key), table: .entities))
      return
    }
    slots[slot].hasEntityRow = true
    slots[slot].entityFile = file
    slots[slot].entityLine = scanner.recordLine
    if let field = header[.submission] {
      let number = Int(csv: scanner.raw(scanner.fields[field]))
      slots[slot].submission = number.flatMap { CSVLimits.submissions.contains($0) ? $0 : nil }
    }
  }

  private static func year(_ bytes: UnsafeRawBufferPointer) -> Int? {
    Int(csv: bytes).flatMap { CSVLimits.years.contains($0) ? $0 : nil }
  }

  // MARK: Rows that break

  private mutating func report(
    _ fault: CSVFault, in scanner: CSVScanner, of file: Int, table: CSVFilingTable, header: CSVHeader
  ) {
    let place = scanner.place(of: fault.offset)
    addBrokenRow(
      CSVMessages.fault(
        fault, file: files[file].path, line: place.line, column: place.column,
        text: scanner.excerpt(at: fault.offset)), in: scanner, table: table, header: header)
  }

  private mutating func reportFieldCount(
    in scanner: CSVScanner, of file: Int, table: CSVFilingTable, header: CSVHeader
  ) {
    addBrokenRow(
      CSVMessages.fieldCount(scanner, header, file: files[file].path), in: scanner, table: table,
      header: header)
  }

  /// A row whose fields cannot be told apart concerns the filing it begins with, or else every entity
  /// that it names: behind a lost or surplus comma no column can be trusted.
  private mutating func addBrokenRow(
    _ diagnostic: Diagnostic, in scanner: CSVScanner, table: CSVFilingTable, header: CSVHeader
  ) {
    var diagnostic = diagnostic
    let fields = scanner.fields
    let concern: Concern
    var named: Set<PackedUSCC>
    if header[.uscc] == 0, let first = fields.first, let code = PackedUSCC(scanner.raw(first)) {
      named = [code]
      if header[.year] == 1, fields.count > 1, let year = Self.year(scanner.raw(fields[1])) {
        concern = .filing(PackedKey(uscc: code, year: year))
      } else {
        concern = .entities(named)
      }
    } else {
      named = PackedUSCC.all(
        in: UnsafeRawBufferPointer(rebasing: scanner.bytes[scanner.recordStart..<scanner.position]))
      concern = .entities(named)
    }
    if named.count == 1, let only = named.first { diagnostic.uscc = only.text }
    if table == .entities { entitiesWithBadRow.formUnion(named) }
    problems.append(Problem(diagnostic: diagnostic, concerns: concern, table: table))
  }

  private mutating func reportKey(
    _ column: CSVColumnName, in scanner: CSVScanner, of file: Int, table: CSVFilingTable,
    concerns: Concern, uscc: String
  ) {
    guard let header = files[file].header, let position = header[column],
      let definition = header.definition.column(column)
    else { return }
    let field = scanner.fields[position]
    let place = scanner.place(of: field)
    let found =
      field.isEmpty
      ? CSVMessages.missingValue(definition, file: files[file].path, line: place.line, column: place.column)
      : CSVMessages.value(
        scanner.text(field), definition, file: files[file].path, line: place.line, column: place.column)
    var diagnostic = found
    diagnostic.uscc = uscc
    problems.append(Problem(diagnostic: diagnostic, concerns: concerns, table: table))
  }

  /// The blanks of a template's row that belongs to nobody yet: the reader of a filing never sees it.
  private mutating func reportBlanks(
    in scanner: CSVScanner, of file: Int, table: CSVFilingTable, besides key: CSVColumnName
  ) {
    guard let header = files[file].header else { return }
    for column in header.definition.columns where column.name != key {
      guard let position = header[column.name] else { continue }
      let field = scanner.fields[position]
      guard scanner.raw(field).isSame(as: ToFill.bytes) else { continue }
      let place = scanner.place(of: field)
      let diagnostic = CSVMessages.value(
        ToFill.text, column, file: files[file].path, line: place.line, column: place.column)
      problems.append(Problem(diagnostic: diagnostic, concerns: .entities([]), table: table))
    }
  }

  // MARK: The result

  mutating func finish() -> (entries: [CSVTableSet.Entry], diagnostics: [Diagnostic]) {
    reportUnknownEntities()
    var general: [Diagnostic] = []
    var own: [Int: [Diagnostic]] = [:]
    var blocked: [Int: [Diagnostic]] = [:]
    var incomplete: [Int: Set<CSVFilingTable>] = [:]
    for problem in problems {
      let diagnostic = problem.diagnostic
      let concerned = slotsConcerned(by: problem.concerns)
      for slot in concerned {
        incomplete[slot, default: []].formUnion(problem.table.map { [$0] } ?? CSVFilingTable.allCases)
      }
      if concerned.count == 1, !diagnostic.uscc.isEmpty {
        own[concerned[0], default: []].append(diagnostic)
      } else {
        general.append(diagnostic)
        for slot in concerned { blocked[slot, default: []].append(diagnostic) }
      }
    }
    let entries = slots.indices.filter { slots[$0].hasEntityRow }.map { index in
      CSVTableSet.Entry(
        key: slots[index].key, submission: slots[index].submission, file: files[slots[index].entityFile].path,
        line: slots[index].entityLine, rows: slots[index].rows, diagnostics: own[index] ?? [],
        blockedBy: blocked[index] ?? [],
        incompleteTables: lacking.union(incomplete[index] ?? []), lacking: lacking)
    }
    return (entries.sorted { $0.key < $1.key }, general.sorted())
  }

  /// The filings of the set that a problem rejects.
  private func slotsConcerned(by concern: Concern) -> [Int] {
    switch concern {
    case .filing(let key): slotByKey[key].map { [$0] }?.filter { slots[$0].hasEntityRow } ?? []
    case .entities(let codes):
      codes.flatMap { slotsByUSCC[$0] ?? [] }.filter { slots[$0].hasEntityRow }.sorted()
    case .everybody: slots.indices.filter { slots[$0].hasEntityRow }
    }
  }

  /// Rows of entities that no entities table names, one diagnostic for each entity and file; one for
  /// each file where there is no entities table at all.
  private mutating func reportUnknownEntities() {
    guard !mayHoldEntities, !lacking.contains(.entities) else { return }
    guard slots.contains(where: \.hasEntityRow) || !entitiesWithBadRow.isEmpty else {
      for file in files where file.diagnostics.isEmpty && file.table != .filing(.entities) {
        problems.append(
          Problem(diagnostic: CSVMessages.noEntities(file: file.path), concerns: .entities([]), table: nil))
      }
      return
    }
    for slot in slots where !slot.hasEntityRow && !entitiesWithBadRow.contains(slot.uscc) {
      var byFile: [Int: CSVRowRange] = [:]
      for range in slot.rows {
        if byFile[range.file] == nil {
          byFile[range.file] = range
        } else {
          byFile[range.file]?.rowCount += range.rowCount
        }
      }
      let years = (slotsByUSCC[slot.uscc] ?? []).filter { slots[$0].hasEntityRow }.map { slots[$0].key.year }
      for range in byFile.values {
        let diagnostic = CSVMessages.unknownEntity(
          slot.key, rows: range.rowCount, otherYears: years.sorted(), file: files[range.file].path,
          line: range.line)
        problems.append(Problem(diagnostic: diagnostic, concerns: .entities([]), table: nil))
      }
    }
  }
}

extension Int {
  /// A whole number without sign, of at most nine digits; nil for anything else.
  init?(csv bytes: UnsafeRawBufferPointer) {
    guard (1...9).contains(bytes.count) else { return nil }
    var number = 0
    for byte in bytes {
      guard byte &- 48 < 10 else { return nil }
      number = number * 10 + Int(byte &- 48)
    }
    self = number
  }
}
