/// A set of texts that mostly are few, a series' documents: a look at each is quicker then than a table.
struct FewTexts {
  private var few: [String] = []
  private var many: Set<String> = []
  private static let limit = 24

  /// Whether the text was not yet there.
  mutating func insert(_ text: String) -> Bool {
    if !many.isEmpty { return many.insert(text).inserted }
    for known in few where known == text { return false }
    few.append(text)
    if few.count > Self.limit { many = Set(few) }
    return true
  }

  mutating func removeAll() {
    few.removeAll(keepingCapacity: true)
    if !many.isEmpty { many = [] }
  }
}
