import Filings

/// Entries that stand twice in a facility. The schema of a form finds some of them too, but not those that
/// are spelled differently: a code and its Chinese term.
extension FilingRules {
  private enum Key: Hashable {
    case attribute(AttributeName)
    case series(Direction, Item, Parameter)
    case stock(Item, StockFlow)
    case secondSource(Item, Parameter, String)
    case batch(Item, Parameter, String)
    case declared(DeclaredQuantity)
  }

  mutating func checkDuplicates(in facility: Facility) {
    if !facility.mayHaveDuplicates { return }
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
    for entry in facility.batches {
      check(
        .batch(entry.item, entry.parameter, entry.batch), &first, facility, entry.location,
        "\(entry.item.rawValue) \(entry.parameter.rawValue) \(entry.batch)", entry.item.label, entry.item,
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

extension Facility {
  /// Whether any two entries stand for the same, second sources of one value from several places among
  /// them: a quick look, by which most facilities need no closer one.
  fileprivate var mayHaveDuplicates: Bool {
    series.hasPair { ($0.item.ordinal, $0.parameter.ordinal, $0.direction.ordinal) }
      || stock.hasPair { ($0.item.ordinal, $0.flow.ordinal, 0) }
      || secondSources.hasPair { ($0.item.ordinal, $0.parameter.ordinal, 0) }
      || attributes.hasPair { ($0.name.ordinal, 0, 0) } || declared.hasPair { ($0.quantity.ordinal, 0, 0) }
      // Batches differ by their names, which take a closer look.
      || batches.count > 1
  }
}

extension Array {
  /// Whether any two elements have the same codes. Compares each with each while they are few; many may have.
  fileprivate func hasPair(_ codes: (Element) -> (UInt8, UInt8, UInt8)) -> Bool {
    if count < 2 { return false }
    if count > 100 { return true }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { numbers in
      for index in indices {
        let (first, second, third) = codes(self[index])
        let number = UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
        if numbers[..<index].contains(number) { return true }
        numbers.initializeElement(at: index, to: number)
      }
      return false
    }
  }
}
