import Foundation
import Testing

@testable import Quantities

@Suite("Exact decimals")
struct DecimalVectorTests {
  /// Made by Tests/oracle/decimal_vectors.py with Python's `decimal`. CETS_DECIMAL_VECTORS names a file of
  /// more of them: `python3 Tests/oracle/decimal_vectors.py --count 1000000`.
  @Test("every operation agrees with Python's decimal")
  func vectors() throws {
    let committed = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "decimal-vectors.txt")
    let file =
      ProcessInfo.processInfo.environment["CETS_DECIMAL_VECTORS"].map { URL(fileURLWithPath: $0) }
      ?? committed
    var count = 0
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let fields = line.split(separator: " ").map(String.init)
      let found = Self.result(
        of: fields[0], try Self.number(fields[1]), try Self.number(fields[2]), Int(fields[3]) ?? 0)
      if found != fields[4] { Issue.record("\(line): found \(found)") }
      count += 1
    }
    #expect(count >= 3000)
  }

  /// Vectors have more digits than a filed number may have.
  private static func number(_ text: String) throws -> FixedDecimal {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let digits = try #require(Int128(parts.joined()))
    return FixedDecimal(coefficient: digits, scale: parts.count > 1 ? UInt8(parts[1].count) : 0)
  }

  private static func result(
    of operation: String, _ left: FixedDecimal, _ right: FixedDecimal, _ decimals: Int
  ) -> String {
    do {
      switch operation {
      case "add": return try (left + right).description
      case "subtract": return try (left - right).description
      case "multiply": return try (left * right).description
      case "divide": return try left.divided(by: right, decimals: decimals).description
      case "round": return try left.rounded(to: decimals).description
      case "floor": return try left.floor().description
      default: return left == right ? "0" : (left < right ? "-1" : "1")
      }
    } catch .divisionByZero {
      return "zero"
    } catch { return "overflow" }
  }

  @Test("numbers that denote the same value are equal and hash alike; the text keeps its decimals")
  func equality() throws {
    let (one, other) = (try FixedDecimal("1.50"), try FixedDecimal("1.5"))
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    #expect(one.description == "1.50")
    #expect(try FixedDecimal("-0.05").description == "-0.05")
  }

  @Test("a result that does not fit throws and names the operation")
  func overflow() throws {
    let large = FixedDecimal(coefficient: Int128.max, scale: 0)
    #expect(throws: ArithmeticError.self) { try large + FixedDecimal.one }
    #expect(throws: ArithmeticError.self) { try large * FixedDecimal(2) }
    #expect(throws: ArithmeticError.self) { try large.rounded(to: 2) }
    #expect(throws: ArithmeticError.divisionByZero("1 ÷ 0")) {
      try FixedDecimal.one.divided(by: .zero, decimals: 2)
    }
  }
}
