/// A set of texts that mostly are few, a filing's documents: a look at each is quicker then than a table.
struct FewTexts {
  private var few: [String] = []
  private var many: Set<String> = []
  /// Where the text behind the one that was asked for last stands: a list mostly names them in their order.
  private var next = 0
  private static let limit = 24

  var all: Set<String> { many.isEmpty ? Set(few) : many }

  mutating func contains(_ text: String) -> Bool {
    if !many.isEmpty { return many.contains(text) }
    if next < few.count, few[next] == text {
      next += 1
      return true
    }
    guard let place = few.firstIndex(of: text) else { return false }
    next = place + 1
    return true
  }

  /// Whether the text was not yet there.
  mutating func insert(_ text: String) -> Bool {
    if !many.isEmpty { return many.insert(text).inserted }
    if contains(text) { return false }
    few.append(text)
    if few.count > Self.limit { many = Set(few) }
    return true
  }

  mutating func removeAll() {
    few.removeAll(keepingCapacity: true)
    next = 0
    if !many.isEmpty { many = [] }
  }
}
