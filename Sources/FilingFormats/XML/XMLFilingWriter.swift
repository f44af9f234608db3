import Filings
import Quantities

/// Writes a filing in the XML form, always the same way: what was read from it and written again is the
/// same bytes.
package enum XMLFilingWriter {
  package static func write(_ filing: Filing) -> [UInt8] {
    var xml = XMLText()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    xml.open(
      "filing",
      [
        ("xmlns", FilingSchema.namespace.description), ("uscc", filing.entity.uscc),
        ("year", "\(filing.year)"),
        ("sector", filing.sector.rawValue), ("submission", "\(filing.submission)"),
        ("submittedOn", filing.submittedOn.description),
      ])
    write(filing.entity, into: &xml)
    write(filing.qualityPlan, into: &xml)
    write(filing.meters, into: &xml)
    write(filing.evidence, into: &xml)
    xml.open("enterprise", [("id", Facility.enterpriseID)], isEmpty: filing.enterprise.hasNoContent)
    if !filing.enterprise.hasNoContent {
      content(of: filing.enterprise, into: &xml)
      xml.close("enterprise")
    }
    for facility in filing.facilities { write(facility, into: &xml) }
    xml.close("filing")
    return xml.bytes
  }

  private static func write(_ entity: Entity, into xml: inout XMLText) {
    xml.open(
      "entity",
      [
        ("name", entity.name), ("nameEn", entity.englishName), ("province", entity.province),
        ("city", entity.city),
        ("industryClass", entity.industryClass), ("legalRepresentative", entity.legalRepresentative),
        ("address", entity.address), ("permit", entity.permit), ("contact", entity.contact),
        ("reportService", entity.reportService), ("reportServiceUscc", entity.reportServiceUSCC),
        ("verifier", entity.verifier), ("verifierUscc", entity.verifierUSCC),
      ], isEmpty: true)
  }

  private static func write(_ plan: [PlannedParameter], into xml: inout XMLText) {
    guard !plan.isEmpty else { return }
    xml.open("qualityPlan", [])
    for line in plan {
      xml.open(
        "plan",
        [
          ("version", line.version), ("validFrom", line.validFrom?.description ?? ""),
          ("facility", line.facility ?? ""), ("direction", line.direction?.rawValue ?? ""),
          ("item", line.item?.rawValue ?? ""), ("parameter", line.parameter?.rawValue ?? ""),
          ("method", line.method?.rawValue ?? ""), ("meter", line.meter), ("frequency", line.frequency),
        ], isEmpty: true)
    }
    xml.close("qualityPlan")
  }

  private static func write(_ meters: [Meter], into xml: inout XMLText) {
    guard !meters.isEmpty else { return }
    xml.open("meters", [])
    for meter in meters {
      xml.open(
        "meter",
        [
          ("id", meter.id), ("kind", meter.kind), ("requiredAccuracy", "\(meter.requiredAccuracy)"),
          ("actualAccuracy", meter.actualAccuracy?.description ?? ""),
          ("calibratedFrom", meter.calibratedFrom?.description ?? ""),
          ("calibratedTo", meter.calibratedTo?.description ?? ""),
        ], isEmpty: true)
    }
    xml.close("meters")
  }

  private static func write(_ evidence: [Evidence], into xml: inout XMLText) {
    guard !evidence.isEmpty else { return }
    xml.open("evidenceList", [])
    for document in evidence {
      xml.open(
        "evidence",
        [
          ("id", document.id), ("kind", document.kind), ("title", document.title),
          ("issuer", document.issuer),
          ("number", document.number), ("sampledOn", document.sampledOn?.description ?? ""),
          ("receivedOn", document.receivedOn?.description ?? ""),
          ("testedOn", document.testedOn?.description ?? ""),
          ("reportedOn", document.reportedOn?.description ?? ""), ("accreditation", document.accreditation),
          ("sha256", document.sha256),
        ], isEmpty: true)
    }
    xml.close("evidenceList")
  }

  private static func write(_ facility: Facility, into xml: inout XMLText) {
    xml.open(
      "facility",
      [
        ("id", facility.id), ("kind", facility.kind.rawValue), ("name", facility.name),
        ("capacity", facility.capacity?.description ?? ""), ("capacityUnit", facility.capacityUnit),
        ("startedOn", facility.startedOn?.description ?? ""),
        ("stoppedOn", facility.stoppedOn?.description ?? ""),
      ], isEmpty: facility.hasNoContent)
    if facility.hasNoContent { return }
    content(of: facility, into: &xml)
    xml.close("facility")
  }

  private static func content(of facility: Facility, into xml: inout XMLText) {
    for attribute in facility.attributes {
      xml.open("attribute", [("name", attribute.name.rawValue), ("value", attribute.value)], isEmpty: true)
    }
    for series in facility.series {
      xml.open(
        "series",
        [
          ("direction", series.direction.rawValue), ("item", series.item.rawValue),
          ("parameter", series.parameter.rawValue), ("unit", series.unit.rawValue),
          ("method", series.method.rawValue), ("meter", series.meter),
        ], isEmpty: series.evidence.isEmpty && series.months.isEmpty)
      if series.evidence.isEmpty, series.months.isEmpty { continue }
      for id in series.evidence { xml.open("evidence", [("ref", id)], isEmpty: true) }
      months(series.months, into: &xml)
      xml.close("series")
    }
    for row in facility.stock {
      xml.open(
        "stock", [("item", row.item.rawValue), ("unit", row.unit.rawValue), ("flow", row.flow.rawValue)],
        isEmpty: row.months.isEmpty)
      if row.months.isEmpty { continue }
      months(row.months, into: &xml)
      xml.close("stock")
    }
    for source in facility.secondSources {
      xml.open(
        "secondSource",
        [
          ("item", source.item.rawValue), ("parameter", source.parameter.rawValue),
          ("unit", source.unit.rawValue),
          ("source", source.source), ("annual", source.annual?.description ?? ""),
        ], isEmpty: source.months.isEmpty)
      if source.months.isEmpty { continue }
      months(source.months, into: &xml)
      xml.close("secondSource")
    }
    for result in facility.batches {
      xml.open(
        "batch",
        [
          ("batch", result.batch), ("item", result.item.rawValue), ("parameter", result.parameter.rawValue),
          ("unit", result.unit.rawValue), ("sampledOn", result.sampledOn.description),
          ("mass", "\(result.mass)"), ("value", "\(result.value)"), ("number", result.number),
        ], isEmpty: true)
    }
    for declared in facility.declared {
      xml.open(
        "declared",
        [
          ("quantity", declared.quantity.rawValue), ("value", "\(declared.value)"),
          ("previousYearValue", declared.previousYearValue?.description ?? ""),
        ], isEmpty: true)
    }
  }

  private static func months(_ months: MonthlyValues, into xml: inout XMLText) {
    for month in 1...12 {
      if let value = months[month] { xml.month(month, value) }
    }
  }
}

extension Facility {
  fileprivate var hasNoContent: Bool {
    attributes.isEmpty && series.isEmpty && stock.isEmpty && secondSources.isEmpty && batches.isEmpty
      && declared.isEmpty
  }
}

/// XML text under construction: indentation and escaping.
private struct XMLText {
  private(set) var bytes: [UInt8] = []
  private var depth = 0

  mutating func raw(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A start tag; an attribute with an empty value is left out.
  mutating func open(_ name: String, _ attributes: [(String, String)], isEmpty: Bool = false) {
    indent()
    bytes.append(UInt8(ascii: "<"))
    bytes.append(contentsOf: name.utf8)
    for (name, value) in attributes where !value.isEmpty {
      bytes.append(UInt8(ascii: " "))
      bytes.append(contentsOf: name.utf8)
      raw("=\"")
      escape(value)
      bytes.append(UInt8(ascii: "\""))
    }
    if isEmpty {
      raw("/>\n")
    } else {
      raw(">\n")
      depth += 1
    }
  }

  mutating func close(_ name: String) {
    depth -= 1
    indent()
    raw("</")
    bytes.append(contentsOf: name.utf8)
    raw(">\n")
  }

  mutating func month(_ number: Int, _ value: FixedDecimal) {
    indent()
    raw("<month n=\"")
    bytes.append(contentsOf: String(number).utf8)
    raw("\">")
    value.write(into: &bytes)
    raw("</month>\n")
  }

  private mutating func indent() {
    for _ in 0..<depth { raw("  ") }
  }

  private mutating func escape(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): raw("&amp;")
      case UInt8(ascii: "<"): raw("&lt;")
      case UInt8(ascii: ">"): raw("&gt;")
      case UInt8(ascii: "\""): raw("&quot;")
      case 0x09: raw("&#9;")
      case 0x0A: raw("&#10;")
      case 0x0D: raw("&#13;")
      default: bytes.append(byte)
      }
    }
  }
}
