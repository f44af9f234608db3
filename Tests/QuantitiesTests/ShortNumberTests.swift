import Testing

@testable import Quantities

@Suite("Plain numbers eight digits at a time")
struct ShortNumberTests {
  private func read(_ bytes: [UInt8]) -> (short: FixedDecimal?, whole: FixedDecimal?) {
    (bytes.withUnsafeBytes { FixedDecimal(short: $0) }, try? FixedDecimal(utf8: bytes))
  }

  private func areSame(_ left: FixedDecimal?, _ right: FixedDecimal?) -> Bool {
    left?.coefficient == right?.coefficient && left?.scale == right?.scale
  }

  @Test("every length and every place of the point is read as the other reader reads it")
  func places() {
    for count in 1...16 {
      for point in 0...count {
        var digits = Array("9876543210123456".utf8.prefix(count))
        if point < count { digits.insert(UInt8(ascii: "."), at: point) }
        let (short, whole) = read(digits)
        let isPlain = digits.count <= 16 && point > 0 && (point == count || count - point <= 9)
        #expect((short != nil) == isPlain, "\(String(decoding: digits, as: UTF8.self))")
        #expect(short == nil || areSame(short, whole), "\(String(decoding: digits, as: UTF8.self))")
      }
    }
  }

  @Test("no byte but a digit passes for one, wherever it stands")
  func everyByte() {
    for count in 1...16 {
      for place in 0..<count {
        for byte in UInt8.min...UInt8.max where !(48...57).contains(byte) && byte != UInt8(ascii: ".") {
          var bytes = [UInt8](repeating: UInt8(ascii: "5"), count: count)
          bytes[place] = byte
          #expect(read(bytes).short == nil, "\(byte) at \(place) of \(count)")
        }
      }
    }
  }

  @Test(
    "what the quick reader takes is what the other takes for any bytes, a million of them", arguments: [7, 8])
  func anyBytes(seed: UInt64) {
    var state = seed
    func next(_ count: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % count)
    }
    let alphabet =
      Array("0123456789012345678901234567890123456789..-+ ,:/eE\u{1}\u{FF}".utf8) + [0, 0xFE, 0xB0]
    var taken = 0
    for _ in 0..<500_000 {
      let bytes = (0..<next(18)).map { _ in alphabet[next(UInt64(alphabet.count))] }
      let (short, whole) = read(bytes)
      if short != nil { taken += 1 }
      if short != nil, !areSame(short, whole) {
        Issue.record("\(bytes) is \(String(describing: short)) and \(String(describing: whole))")
        return
      }
    }
    #expect(taken > 10_000)
  }
}
