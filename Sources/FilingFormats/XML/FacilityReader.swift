import Filings
import Quantities

/// Reads the elements of a facility from their attributes. A record that lacks a code is nil: the reader
/// has said why.
enum FacilityReader {
  static func facility(
    _ reader: inout AttributeReader, _ location: SourceLocation
  ) -> Facility {
    let id = reader.id("id", isRequired: true) ?? ""
    var facility = Facility(id: id, kind: reader.kind() ?? .other)
    facility.name = reader.text("name")
    facility.capacity = reader.number("capacity")
    facility.capacityUnit = reader.text("capacityUnit")
    facility.startedOn = reader.date("startedOn")
    facility.stoppedOn = reader.date("stoppedOn")
    facility.location = location
    return facility
  }

  static func attribute(
    _ reader: inout AttributeReader, _ location: SourceLocation
  ) -> Attribute? {
    let name = reader.code("name", CSVCodes.attributes)
    let value = reader.text("value", isRequired: true)
    return name.map { Attribute(name: $0, value: value, location: location) }
  }

  static func series(
    _ reader: inout AttributeReader, _ location: SourceLocation
  ) -> Series? {
    let direction = reader.code("direction", CSVCodes.directions)
    let item = reader.code("item", CSVCodes.items)
    let parameter = reader.code("parameter", CSVCodes.parameters)
    let unit = reader.unit("unit")
    let method = reader.code("method", CSVCodes.methods)
    let meter = reader.id("meter") ?? ""
    guard let direction, let item, let parameter, let unit, let method else { return nil }
    return Series(
      direction: direction, item: item, parameter: parameter, unit: unit, method: method, meter: meter,
      months: MonthlyValues(), location: location)
  }

  static func stock(
    _ reader: inout AttributeReader, _ location: SourceLocation
  ) -> StockRow? {
    let item = reader.code("item", CSVCodes.items)
    let unit = reader.unit("unit")
    let flow = reader.code("flow", CSVCodes.flows)
    guard let item, let unit, let flow else { return nil }
    return StockRow(item: item, unit: unit, flow: flow, months: MonthlyValues(), location: location)
  }

  static func secondSource(
    _ reader: inout AttributeReader, _ location: SourceLocation
  ) -> SecondSource? {
    let item = reader.code("item", CSVCodes.items)
    let parameter = reader.code("parameter", CSVCodes.parameters)
    let unit = reader.unit("unit")
    let source = reader.text("source", isRequired: true)
    let annual = reader.number("annual")
    guard let item, let parameter, let unit else { return nil }
    return SecondSource(
      item: item, parameter: parameter, unit: unit, source: source, months: MonthlyValues(), annual: annual,
      location: location)
  }

  static func batch(
    _ reader: inout AttributeReader, _ location: SourceLocation
  ) -> BatchResult? {
    let batch = reader.text("batch", isRequired: true)
    let item = reader.code("item", CSVCodes.items)
    let parameter = reader.code("parameter", CSVCodes.parameters)
    let unit = reader.unit("unit")
    let sampledOn = reader.date("sampledOn", isRequired: true)
    let mass = reader.number("mass", isRequired: true)
    let value = reader.number("value", isRequired: true)
    let number = reader.text("number")
    guard let item, let parameter, let unit, let sampledOn, let mass, let value else { return nil }
    return BatchResult(
      batch: batch, item: item, parameter: parameter, unit: unit, sampledOn: sampledOn, mass: mass,
      value: value, number: number, location: location)
  }

  static func declared(
    _ reader: inout AttributeReader, _ location: SourceLocation
  ) -> Declared? {
    let quantity = reader.code("quantity", CSVCodes.declaredQuantities)
    let value = reader.number("value", isRequired: true)
    let previous = reader.number("previousYearValue")
    guard let quantity, let value else { return nil }
    return Declared(quantity: quantity, value: value, previousYearValue: previous, location: location)
  }
}
