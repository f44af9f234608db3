import Filings

/// The rows of one table and filing by what makes two of them the same entry. Mostly they are few: a look at
/// each is quicker then than a table.
struct SeenRows {
  /// What makes two rows of a table the same entry: the facility, some codes, a text.
  struct Key: Hashable {
    private let codes: UInt64
    private let text: String

    init(text: String) {
      // Texts that differ mostly differ in their ends, and these are compared at once.
      var text = text
      codes = text.withUTF8 { UInt64(UInt(bitPattern: CellEnds(UnsafeRawBufferPointer($0)).mixed)) }
      self.text = text
    }

    init(_ facility: Int, _ first: some Code, text: String = "") {
      self.init(facility, first.ordinal, 0, 0, text)
    }

    init(_ facility: Int, _ first: some Code, _ second: some Code, text: String = "") {
      self.init(facility, first.ordinal, second.ordinal, 0, text)
    }

    init(_ facility: Int, _ first: some Code, _ second: some Code, _ third: some Code) {
      self.init(facility, first.ordinal, second.ordinal, third.ordinal, "")
    }

    private init(_ facility: Int, _ first: UInt8, _ second: UInt8, _ third: UInt8, _ text: String) {
      let three = UInt64(first) << 16 | UInt64(second) << 8 | UInt64(third)
      codes = UInt64(truncatingIfNeeded: facility) << 24 | three
      self.text = text
    }
  }

  private var few: [(key: Key, location: SourceLocation)] = []
  private var many: [Key: SourceLocation] = [:]
  private static let limit = 100

  /// Where the first row of the key stands; nil if this is the first, whose place is kept.
  mutating func firstOr(_ key: Key, at location: SourceLocation) -> SourceLocation? {
    if many.isEmpty {
      for row in few where row.key == key { return row.location }
      few.append((key, location))
      if few.count > Self.limit { many = Dictionary(few.map { ($0.key, $0.location) }) { first, _ in first } }
      return nil
    }
    if let first = many[key] { return first }
    many[key] = location
    return nil
  }

  mutating func removeAll() {
    if !few.isEmpty { few.removeAll(keepingCapacity: true) }
    if !many.isEmpty { many = [:] }
  }
}
