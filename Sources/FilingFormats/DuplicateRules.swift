import Filings

/// Entries that stand twice in a facility. The schema of a form finds some of them too, but not those that
/// are spelled differently: a code and its Chinese term.
extension FilingRules {
  private enum Key: Hashable {
    case attribute(AttributeName)
    case series(Direction, Item, Parameter)
    case stock(Item, StockFlow)
    case secondSource(Item, Parameter, String)
    case declared(DeclaredQuantity)
  }

  mutating func checkDuplicates(in facility: Facility) {
    var first: [Key: SourceLocation] = [:]
    for entry in facility.attributes {
      check(
        .attribute(entry.name), &first, facility, entry.location, entry.name.rawValue, entry.name.label)
    }
    for entry in facility.series {
      check(
        .series(entry.direction, entry.item, entry.parameter), &first, facility, entry.location,
        "\(entry.direction.rawValue) \(entry.item.rawValue) \(entry.parameter.rawValue)", entry.item.label,
        entry.item, entry.parameter)
    }
    for entry in facility.stock {
      check(
        .stock(entry.item, entry.flow), &first, facility, entry.location,
        "\(entry.item.rawValue) \(entry.flow.rawValue)", entry.item.label, entry.item)
    }
    for entry in facility.secondSources {
      check(
        .secondSource(entry.item, entry.parameter, entry.source), &first, facility, entry.location,
        "\(entry.item.rawValue) \(entry.parameter.rawValue) \(entry.source)", entry.item.label, entry.item,
        entry.parameter)
    }
    for entry in facility.declared {
      check(
        .declared(entry.quantity), &first, facility, entry.location, entry.quantity.rawValue,
        entry.quantity.label)
    }
  }

  private mutating func check(
    _ key: Key, _ first: inout [Key: SourceLocation], _ facility: Facility, _ location: SourceLocation,
    _ text: @autoclosure () -> String, _ label: @autoclosure () -> Label, _ item: Item? = nil,
    _ parameter: Parameter? = nil
  ) {
    guard let earlier = first[key] else {
      first[key] = location
      return
    }
    add(
      .duplicate, location, field: "", text: text(),
      Label(
        zh: "\(facility.id)的\(label().zh)重复填报，首次在第\(earlier.line)行",
        en: "\(facility.id) files \(label().en) twice, first on line \(earlier.line)"),
      expected: "", subject: Diagnostic.Subject(facility: facility.id, item: item, parameter: parameter))
  }
}
