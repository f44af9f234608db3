import Testing

@testable import Quantities

@Suite("Numbers as filings write them")
struct NumberTextTests {
  @Test(
    "plain decimals are read as they stand",
    arguments: ["0", "12", "-3.50", "123456789012345678.123456789", "007", " 1.5\n"])
  func plain(text: String) throws {
    #expect(
      try FixedDecimal(text).description
        == (text == "007" ? "7" : text.filter { !$0.isWhitespace }))
  }

  @Test(
    "everything else is refused with its reason",
    arguments: [
      ("1,234.5", NumberError.thousandsSeparator), ("1 234", .thousandsSeparator),
      ("1，234", .thousandsSeparator), ("１２", .fullWidthDigits),
      ("NaN", .notANumber), ("", .empty), ("  ", .empty), ("1e5", .exponent), ("1.2E-3", .exponent),
      ("+5", .notANumber), (".5", .notANumber),
      ("5.", .notANumber), ("--1", .notANumber), ("1.2.3", .notANumber), ("-", .notANumber),
      ("0x10", .notANumber), ("∞", .notANumber),
      ("1234567890123456789012345678901234567890", .tooManyDigits), ("0.1234567890", .tooManyDigits),
      ("662.37185745380+", .notANumber), ("1234567890123456789x", .notANumber),
      ("1.1234567890.1", .notANumber),
    ])
  func refused(text: String, reason: NumberError) {
    #expect(throws: reason) { try FixedDecimal(text) }
  }

  @Test("minus nought is nought and keeps its decimals")
  func minusNought() throws {
    #expect(try FixedDecimal("-0").description == "0")
    #expect(try FixedDecimal("-0.00").description == "0.00")
    #expect(try !FixedDecimal("-0.00").isNegative)
  }
}

@Suite("Quotients and rounding")
struct QuotientTests {
  @Test(
    "a half rounds away from zero, allowances go down",
    arguments: [
      ("0.005", "0.01", "0.00"), ("-0.005", "-0.01", "-0.01"), ("0.0049", "0.00", "0.00"),
      ("1.999", "2.00", "1.99"),
    ])
  func rounding(text: String, halfUp: String, down: String) throws {
    let value = try FixedDecimal(text)
    #expect(try value.rounded(to: 2).description == halfUp)
    #expect(try value.rounded(to: 2, .down).description == (down == "0.00" ? "0.00" : down))
  }

  @Test("44/12 is divided last and shown cut off with a mark")
  func unended() throws {
    let quotient = try Quotient(FixedDecimal(44), over: FixedDecimal(12))
    #expect(quotient.text(decimals: 4) == "3.6666…")
    #expect(try Quotient(FixedDecimal(36), over: FixedDecimal(12)).text() == "3")
    #expect(try quotient.rounded(to: 2).description == "3.67")
    #expect(try quotient.compared(to: FixedDecimal("3.6667")) == -1)
  }
}

@Suite("Units")
struct UnitTests {
  /// By hand: 1 kcal = 4.1868 kJ; 10⁴ Nm³ a unit of gas.
  @Test(
    "each convertible unit converts exactly",
    arguments: [
      (Unit.kilogram, Unit.tonne, "2500", "2.5"),
      (.normalCubicMetre, .tenThousandNormalCubicMetres, "25000", "2.5"),
      (.megajoulePerKilogram, .gigajoulePerTonne, "23.5", "23.5"),
      (.kilojoulePerKilogram, .gigajoulePerTonne, "23500", "23.5"),
      (.kilocaloriePerKilogram, .gigajoulePerTonne, "5500", "23.0274"),
      (.megajoulePerNormalCubicMetre, .gigajoulePerTenThousandNormalCubicMetres, "38.931", "389.31"),
      (.kilojoulePerNormalCubicMetre, .gigajoulePerTenThousandNormalCubicMetres, "38931", "389.31"),
      (.kilocaloriePerNormalCubicMetre, .gigajoulePerTenThousandNormalCubicMetres, "8500", "355.878"),
      (.tonneCarbonPerTerajoule, .tonneCarbonPerGigajoule, "26.18", "0.02618"),
      (.kilowattHour, .megawattHour, "1500", "1.5"), (.day, .hour, "2", "48"),
    ])
  func conversions(from: Unit, to: Unit, value: String, expected: String) throws {
    let factor = try #require(from.factor(to: to))
    #expect(try FixedDecimal(value) * factor == FixedDecimal(expected))
  }

  @Test("units that measure different things do not convert")
  func different() {
    #expect(Unit.tonne.factor(to: .megawattHour) == nil)
    #expect(Unit.tonne.factor(to: .kilogram) == nil)
    #expect(Unit.kilocaloriePerKilogram.factor(to: .gigajoulePerTenThousandNormalCubicMetres) == nil)
  }

  @Test("no spelling stands for two units")
  func spellings() {
    let all = Unit.allCases.flatMap { [$0.rawValue] + $0.synonyms }
    #expect(Set(all).count == all.count)
    for unit in Unit.allCases { #expect(Unit(code: unit.rawValue) == unit) }
  }
}
