import Filings
import Quantities
import Testing

@Suite("Values laid aside as bytes")
struct PackingTests {
  private func roundTrip<Value>(
    _ pack: (inout Packer) -> Void, _ unpack: (inout Unpacker) throws(UnpackingError) -> Value
  ) throws -> Value {
    var packer = Packer()
    pack(&packer)
    var unpacker = Unpacker(packer.bytes)
    let value = try unpack(&unpacker)
    try unpacker.end()
    return value
  }

  @Test(
    "texts of every kind come back byte for byte",
    arguments: [
      "", "-", "熟料 \u{1F3ED}", "a\u{0}b\nc\r\t\"',", "e\u{301}", "\u{FEFF}x",
      String(repeating: "长", count: 70_000),
    ])
  func texts(text: String) throws {
    let back = try roundTrip({ $0.text(text) }, { packed throws(UnpackingError) in try packed.text() })
    #expect(Array(back.utf8) == Array(text.utf8))
    let label = Label(zh: text, en: "en")
    #expect(
      try roundTrip({ $0.label(label) }, { packed throws(UnpackingError) in try packed.label() }) == label)
  }

  @Test("whole numbers", arguments: [0, 1, -1, 63, 64, -64, -65, 127, 128, 1 << 32, Int.max, Int.min])
  func integers(number: Int) throws {
    #expect(
      try roundTrip({ $0.integer(number) }, { packed throws(UnpackingError) in try packed.integer() })
        == number)
  }

  @Test("decimals of every size, with their decimals")
  func decimals() throws {
    for coefficient: Int128 in [
      0, 1, -1, 23_070, Int128(Int.max), Int128(Int.min), Int128(Int.max) + 1, .max, .min,
    ] {
      for scale: UInt8 in [0, 2, 18, 38] {
        let number = FixedDecimal(coefficient: coefficient, scale: scale)
        let back = try roundTrip(
          { $0.decimal(number) }, { packed throws(UnpackingError) in try packed.decimal() })
        #expect(back.coefficient == coefficient && back.scale == scale)
      }
    }
    let nothing: FixedDecimal? = nil
    let isNothing = try roundTrip(
      { $0.optional(nothing) }, { packed throws(UnpackingError) in try packed.optionalDecimal() == nil })
    #expect(isNothing)
  }

  @Test(
    "binary numbers to the last bit", arguments: [0.0, -0.0, 0.1, -22.7, .infinity, .leastNonzeroMagnitude])
  func binary(number: Double) throws {
    let back = try roundTrip({ $0.binary(number) }, { packed throws(UnpackingError) in try packed.binary() })
    #expect(back.bitPattern == number.bitPattern)
  }

  @Test("every code, days, and nothing in their place")
  func codes() throws {
    for item in Item.allCases {
      #expect(
        try roundTrip({ $0.code(item) }, { packed throws(UnpackingError) -> Item in try packed.code() })
          == item)
    }
    for parameter in Parameter.allCases + [nil] {
      let back = try roundTrip(
        { $0.optional(parameter) },
        { packed throws(UnpackingError) -> Parameter? in try packed.optionalCode() })
      #expect(back == parameter)
    }
    let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
    #expect(try roundTrip({ $0.date(day) }, { packed throws(UnpackingError) in try packed.date() }) == day)
  }

  @Test("a part can be passed over")
  func parts() throws {
    var packer = Packer()
    packer.part { $0.list(["a", "b"]) { $1.text($0) } }
    packer.part { $0.integer(7) }
    var unpacker = Unpacker(packer.bytes)
    let passed = try unpacker.part(if: false) { packed throws(UnpackingError) in
      try packed.list { packed throws(UnpackingError) in try packed.text() }
    }
    #expect(passed == nil)
    #expect(try unpacker.part(if: true) { packed throws(UnpackingError) in try packed.integer() } == 7)
    try unpacker.end()
  }

  @Test("bytes that are cut short, or are none of ours, are an error")
  func damaged() throws {
    var packer = Packer()
    packer.list(["熟料", "clinker"]) { $1.text($0) }
    packer.decimal(FixedDecimal(coefficient: .max, scale: 3))
    packer.code(Item.clinker)
    packer.binary(1)
    func unpack(_ bytes: [UInt8]) throws {
      var unpacker = Unpacker(bytes)
      _ = try unpacker.list { packed throws(UnpackingError) in try packed.text() }
      _ = try unpacker.decimal()
      let _: Item = try unpacker.code()
      _ = try unpacker.binary()
      try unpacker.end()
    }
    try unpack(packer.bytes)
    for count in packer.bytes.indices {
      #expect(throws: UnpackingError.self) { try unpack(Array(packer.bytes.prefix(count))) }
    }
    #expect(throws: UnpackingError.self) { try unpack(packer.bytes + [0]) }
    for bytes: [UInt8] in [[0xFE], [UInt8](repeating: 0xFF, count: 20), [0x03, 0x41]] {
      #expect(throws: UnpackingError.self) { try unpack(bytes) }
    }
  }
}
