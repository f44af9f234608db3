import Filings
import Quantities

/// Writes filings as the contract's tables: UTF-8 without a byte order mark, LF, quotes only where
/// RFC 4180 needs them, codes and not their synonyms, every column in the contract's order.
///
/// One set of tables takes any number of filings; what has been gathered can be taken out between two
/// filings, so that a nation's tables need not be in memory:
///
///     var writer = CSVFilingWriter()
///     for filing in filings {
///       writer.append(filing)
///       for table in CSVFilingTable.allCases where writer.pendingBytes(of: table) > 1 << 20 {
///         write(writer.take(table), to: table)
///       }
///     }
///
/// Reading the tables gives the same filings, if no two of them are of one entity and year.
package struct CSVFilingWriter: Sendable {
  private var buffers: [CSVFilingTable: [UInt8]] = [:]
  private var started: Set<CSVFilingTable> = []

  package init() {}

  /// The bytes of a table that were not taken yet.
  package func pendingBytes(of table: CSVFilingTable) -> Int { buffers[table]?.count ?? 0 }

  /// Takes what was gathered for a table; the first time it begins with the header row. Empty where
  /// nothing was gathered.
  package mutating func take(_ table: CSVFilingTable) -> [UInt8] {
    buffers.removeValue(forKey: table) ?? []
  }

  /// The tables of some filings with their file names, without those that have no row.
  package static func tables(of filings: some Sequence<Filing>) -> [(name: String, bytes: [UInt8])] {
    var writer = CSVFilingWriter()
    for filing in filings { writer.append(filing) }
    return CSVFilingTable.allCases.compactMap { table in
      let bytes = writer.take(table)
      return bytes.isEmpty ? nil : (table.fileName, bytes)
    }
  }

  /// Adds a filing's rows.
  package mutating func append(_ filing: Filing) {
    appendEntity(of: filing)
    for meter in filing.meters { append(meter, of: filing) }
    for document in filing.evidence { append(document, of: filing) }
    for line in filing.qualityPlan { append(line, of: filing) }
    for facility in filing.facilities { appendFacility(facility, of: filing) }
    for facility in filing.allFacilities { appendContent(facility, of: filing) }
  }

  private mutating func appendEntity(of filing: Filing) {
    let entity = filing.entity
    row(.entities, of: filing) {
      $0.text(entity.name)
      $0.text(entity.englishName)
      $0.plain(filing.sector.rawValue)
      $0.plain(String(filing.submission))
      $0.date(filing.submittedOn)
      $0.plain(entity.province)
      $0.plain(entity.city)
      $0.plain(entity.industryClass)
      $0.text(entity.legalRepresentative)
      $0.text(entity.address)
      $0.text(entity.permit)
      $0.text(entity.contact)
      $0.text(entity.reportService)
      $0.plain(entity.reportServiceUSCC)
      $0.text(entity.verifier)
      $0.plain(entity.verifierUSCC)
    }
  }

  private mutating func append(_ meter: Meter, of filing: Filing) {
    row(.meters, of: filing) {
      $0.plain(meter.id)
      $0.text(meter.kind)
      $0.number(meter.requiredAccuracy)
      $0.number(meter.actualAccuracy)
      $0.date(meter.calibratedFrom)
      $0.date(meter.calibratedTo)
    }
  }

  private mutating func append(_ document: Evidence, of filing: Filing) {
    row(.evidence, of: filing) {
      $0.plain(document.id)
      $0.text(document.kind)
      $0.text(document.title)
      $0.text(document.issuer)
      $0.text(document.number)
      $0.date(document.sampledOn)
      $0.date(document.receivedOn)
      $0.date(document.testedOn)
      $0.date(document.reportedOn)
      $0.text(document.accreditation)
      $0.plain(document.sha256)
    }
  }

  private mutating func append(_ line: PlannedParameter, of filing: Filing) {
    row(.qualityPlan, of: filing) {
      $0.text(line.version)
      $0.date(line.validFrom)
      $0.plain(line.facility ?? "")
      $0.plain(line.direction?.rawValue ?? "")
      $0.plain(line.item?.rawValue ?? "")
      $0.plain(line.parameter?.rawValue ?? "")
      $0.plain(line.method?.rawValue ?? "")
      $0.plain(line.meter)
      $0.text(line.frequency)
    }
  }

  private mutating func appendFacility(_ facility: Facility, of filing: Filing) {
    row(.facilities, of: filing) {
      $0.plain(facility.id)
      $0.plain(facility.kind.rawValue)
      $0.text(facility.name)
      $0.number(facility.capacity)
      $0.text(facility.capacityUnit)
      $0.date(facility.startedOn)
      $0.date(facility.stoppedOn)
    }
  }

  private mutating func appendContent(_ facility: Facility, of filing: Filing) {
    for attribute in facility.attributes {
      row(.attributes, of: filing) {
        $0.plain(facility.id)
        $0.plain(attribute.name.rawValue)
        $0.text(attribute.value)
      }
    }
    for series in facility.series {
      row(.series, of: filing) {
        $0.plain(facility.id)
        $0.plain(series.direction.rawValue)
        $0.plain(series.item.rawValue)
        $0.plain(series.parameter.rawValue)
        $0.plain(series.unit.rawValue)
        $0.plain(series.method.rawValue)
        $0.plain(series.meter)
        $0.plain(series.evidence.joined(separator: " "))
        $0.months(series.months)
      }
    }
    for stock in facility.stock {
      row(.stock, of: filing) {
        $0.plain(facility.id)
        $0.plain(stock.item.rawValue)
        $0.plain(stock.unit.rawValue)
        $0.plain(stock.flow.rawValue)
        $0.months(stock.months)
      }
    }
    for second in facility.secondSources {
      row(.secondSource, of: filing) {
        $0.plain(facility.id)
        $0.plain(second.item.rawValue)
        $0.plain(second.parameter.rawValue)
        $0.plain(second.unit.rawValue)
        $0.text(second.source)
        $0.months(second.months)
        $0.number(second.annual)
      }
    }
    for result in facility.batches {
      row(.batches, of: filing) {
        $0.plain(facility.id)
        $0.text(result.batch)
        $0.plain(result.item.rawValue)
        $0.plain(result.parameter.rawValue)
        $0.plain(result.unit.rawValue)
        $0.plain(result.sampledOn.description)
        $0.number(result.mass)
        $0.number(result.value)
        $0.text(result.number)
      }
    }
    for declared in facility.declared {
      row(.declared, of: filing) {
        $0.plain(facility.id)
        $0.plain(declared.quantity.rawValue)
        $0.number(declared.value)
        $0.number(declared.previousYearValue)
      }
    }
  }

  /// Adds a row that begins with the filing's credit code and year; the body adds the other columns of
  /// the table in their order.
  private mutating func row(
    _ table: CSVFilingTable, of filing: Filing, _ body: (inout CSVRowWriter) -> Void
  ) {
    var writer = CSVRowWriter(bytes: buffers.removeValue(forKey: table) ?? [])
    if started.insert(table).inserted {
      for column in table.definition.columns { writer.plain(column.name.header) }
      writer.end()
    }
    writer.plain(filing.entity.uscc)
    writer.plain(String(filing.year))
    body(&writer)
    assert(writer.fieldCount == table.definition.columns.count, "a row has every column of its table")
    writer.end()
    buffers[table] = writer.bytes
  }
}

extension CSVFilingTable {
  /// The name of the file that holds the table.
  package var fileName: String { "\(rawValue).csv" }
}

/// Writes the fields of one row after the other.
struct CSVRowWriter {
  private(set) var bytes: [UInt8]
  private(set) var fieldCount = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A code, id or whole number, as it is.
  mutating func plain(_ text: String) {
    separate()
    appendQuotingWhereNeeded(text)
  }

  /// A free text, guarded against being taken for a formula.
  mutating func text(_ text: String) {
    plain(CSVFormulaGuard.guarded(text))
  }

  mutating func number(_ number: FixedDecimal?) {
    separate()
    number?.write(into: &bytes)
  }

  mutating func date(_ date: CalendarDate?) {
    plain(date?.description ?? "")
  }

  mutating func months(_ months: MonthlyValues) {
    for month in 1...12 { number(months[month]) }
  }

  mutating func end() {
    bytes.append(UInt8(ascii: "\n"))
    fieldCount = 0
  }

  private mutating func separate() {
    if fieldCount > 0 { bytes.append(UInt8(ascii: ",")) }
    fieldCount += 1
  }

  /// Quotes a text with a comma, a quote, a line end or a space at either end.
  private mutating func appendQuotingWhereNeeded(_ text: String) {
    let needsQuotes =
      text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      || text.utf8.first == 0x20 || text.utf8.last == 0x20
    guard needsQuotes else {
      bytes += text.utf8
      return
    }
    bytes.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
