import Quantities

/// What a reference to nothing should have been, from the ids that there are.
struct IdSuggestions {
  private let known: [String]
  private var answers: [String: String] = [:]
  private var searches = 0
  /// To search thousands of ids for thousands of references would take minutes; nobody reads so many.
  private static let searchesMax = 200
  private static let idsMax = 2_000

  init(_ known: Set<String>) {
    self.known = known.sorted()
  }

  /// The nearest id as a guess, `L1?`, or the ids that there are.
  mutating func expected(for id: String) -> String {
    if let answer = answers[id] { return answer }
    searches += 1
    var nearest: String?
    if searches <= Self.searchesMax, known.count <= Self.idsMax {
      nearest = Suggestion.nearest(to: id, among: known)
    }
    let answer = nearest.map { "\($0)?" } ?? Suggestion.shortened(known)
    if searches <= Self.searchesMax { answers[id] = answer }
    return answer
  }
}

/// The word somebody probably meant.
package enum Suggestion {
  /// The candidate nearest to a word: the same but for case, separators or look-alike letters, or at most
  /// a third of its letters away; nil if none is.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    guard !word.isEmpty, word.unicodeScalars.count <= 64 else { return nil }
    if let same = same(as: word, among: candidates) { return same }
    let folded = fold(word)
    let letters = Array(folded)
    var best: (distance: Int, word: String)?
    for candidate in candidates {
      let other = Array(fold(candidate))
      let limit = max(1, min(letters.count, other.count) / 3)
      guard abs(letters.count - other.count) <= limit else { continue }
      let distance = distance(letters, other)
      if distance <= limit, distance < best?.distance ?? Int.max { best = (distance, candidate) }
    }
    return best?.word
  }

  /// The unit of which a word is another spelling. Nothing but case, separators and look-alikes may differ: the
  /// unit that is nearest by its letters may be a thousand times as large.
  static func unit(for word: String) -> Unit? {
    let spellings = Unit.allCases.flatMap { unit in ([unit.rawValue] + unit.synonyms).map { ($0, unit) } }
    return same(as: word, among: spellings.map(\.0)).flatMap { Unit(code: $0) }
  }

  private static func same(as word: String, among candidates: [String]) -> String? {
    guard !word.isEmpty, word.unicodeScalars.count <= 64 else { return nil }
    let folded = fold(word)
    return candidates.first { fold($0) == folded }
  }

  /// The first of some words, as many as a message takes.
  static func shortened(_ words: [String]) -> String {
    words.count <= 20
      ? words.joined(separator: ", ") : words.prefix(20).joined(separator: ", ") + ", … (\(words.count))"
  }

  /// The first letter that looks like another one, with the one it looks like: a Cyrillic `С` in `tСO2`.
  static func lookAlike(in word: String) -> (found: Unicode.Scalar, meant: Character)? {
    for scalar in word.unicodeScalars {
      if let meant = plain(scalar) { return (scalar, meant) }
    }
    return nil
  }

  private static func fold(_ word: String) -> String {
    var folded = ""
    for scalar in word.unicodeScalars {
      let letter = plain(scalar) ?? Character(scalar)
      if letter == "_" || letter == "-" || letter == " " || letter == "^" || letter == "\u{FEFF}" { continue }
      folded += letter.lowercased()
    }
    return folded
  }

  /// The ASCII letter or digit a look-alike stands for; nil for every other character.
  private static func plain(_ scalar: Unicode.Scalar) -> Character? {
    if (0xFF01...0xFF5E).contains(scalar.value), let ascii = Unicode.Scalar(scalar.value - 0xFEE0) {
      return Character(ascii)
    }
    return lookAlikes[scalar]
  }

  /// Cyrillic and Greek letters, dashes and digits that are drawn like ASCII.
  private static let lookAlikes: [Unicode.Scalar: Character] = {
    let pairs = [
      ("АВЕКМНОРСТУХІЅЈаеорсухіѕј", "ABEKMHOPCTYXISJaeopcyxisj"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
      ("‐‑–—−", "-----"), ("₀₁₂₃₄⁰¹²³⁴", "0123401234"),
    ]
    var table: [Unicode.Scalar: Character] = [:]
    for (from, to) in pairs {
      for (scalar, letter) in zip(from.unicodeScalars, to) { table[scalar] = letter }
    }
    return table
  }()

  /// The distance of Damerau and Levenshtein: insertions, deletions, replacements of one letter, and
  /// neighbours that changed places, the commonest slip on a keyboard.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var row = Array(0...right.count)
    for i in left.indices {
      var next = [i + 1]
      for j in right.indices {
        var best = min(row[j] + (left[i] == right[j] ? 0 : 1), next[j] + 1, row[j + 1] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, before[j - 1] + 1)
        }
        next.append(best)
      }
      before = row
      row = next
    }
    return row[right.count]
  }
}
