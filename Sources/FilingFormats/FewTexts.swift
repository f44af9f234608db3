/// A set of texts that mostly are few, a filing's documents: a look at each is quicker then than a table.
struct FewTexts {
  private var few: [String] = []
  private var many: Set<String> = []
  private static let limit = 24

  var all: Set<String> { many.isEmpty ? Set(few) : many }

  func contains(_ text: String) -> Bool {
    if !many.isEmpty { return many.contains(text) }
    for known in few where known == text { return true }
    return false
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
    if !many.isEmpty { many = [] }
  }
}
