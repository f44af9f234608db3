import Quantities

/// Random numbers that are the same on every machine: SplitMix64, whole numbers only.
struct SeededRandom {
  private var state: UInt64

  /// Each entity draws from its own sequence, so that threads and their order change nothing.
  init(seed: UInt64, entity: Int) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(entity) &* 0xD1B5_4A32_D192_ED03
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of the range. The modulus favours small numbers by less than one in 2⁴⁰ here.
  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// True in so many cases of a million.
  mutating func happens(perMillion share: Int) -> Bool { number(in: 0...999_999) < share }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[number(in: 0...(list.count - 1))] }

  /// A mean moved by up to so many thousandths either way.
  mutating func near(_ mean: Int, perMille spread: Int) -> Int {
    mean + mean * number(in: -spread...spread) / 1000
  }
}
