import Foundation
import SchemaJudge
import Testing

@testable import FilingFormats

@Suite struct CSVScannerTests {
  struct Vector: Decodable {
    let text: String
    let rows: [[String]]?
  }

  /// The rows of a text, or nil if any of them is faulty.
  static func rows(of text: String) -> [[String]]? {
    Array(text.utf8).withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, range: 0..<bytes.count)
      var rows: [[String]] = []
      do {
        while try scanner.next() { rows.append(scanner.fields.map { scanner.text($0) }) }
        return rows
      } catch {
        return nil
      }
    }
  }

  /// Every record, the faulty ones as their fault, with its line.
  static func records(of text: String) -> [(line: Int, content: Result<[String], CSVFault>)] {
    Array(text.utf8).withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, range: 0..<bytes.count)
      var records: [(line: Int, content: Result<[String], CSVFault>)] = []
      while true {
        do throws(CSVFault) {
          guard try scanner.next() else { return records }
          records.append((scanner.recordLine, .success(scanner.fields.map { scanner.text($0) })))
        } catch {
          records.append((scanner.recordLine, .failure(error)))
        }
      }
    }
  }

  /// A record like the last one is read in another way than the first.
  @Test("a record is read the same whatever stood before it", arguments: 0..<20)
  func independent(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "a", "b1", ",", ",", ",", "\"", "\"\"", "\n", "\r\n", "\r", " ", "%", "-", "汉", "0123456789",
    ]
    for _ in 0..<300 {
      let text = (0...random.below(30)).map { _ in random.pick(pieces) }.joined()
      let bytes = Array(text.utf8)
      bytes.withUnsafeBytes { bytes in
        var scanner = CSVScanner(bytes, range: 0..<bytes.count, fieldCount: 3)
        while let record = Self.outcome(of: &scanner) {
          var alone = CSVScanner(bytes, range: scanner.recordStart..<bytes.count, line: scanner.recordLine)
          #expect(record == Self.outcome(of: &alone), "\(text.debugDescription)")
          #expect(scanner.position == alone.position && scanner.line == alone.line)
        }
      }
    }
  }

  /// The next record or its fault; nil at the end.
  private static func outcome(of scanner: inout CSVScanner) -> Result<[String], CSVFault>? {
    do throws(CSVFault) {
      return try scanner.next() ? .success(scanner.fields.map { scanner.text($0) }) : nil
    } catch {
      return .failure(error)
    }
  }

  @Test("what Python's csv module reads, the scanner reads the same")
  func agreesWithPython() throws {
    let file = csvRepository.appendingPathComponent("Tests/vectors/csv/scanner.json")
    let vectors = try JSONDecoder().decode([Vector].self, from: Data(contentsOf: file))
    #expect(vectors.count > 500)
    var compared = 0
    for vector in vectors {
      let rows = Self.rows(of: vector.text)
      // Python lets a quote stand inside an unquoted field; RFC 4180 and the scanner do not.
      guard rows != nil || vector.rows == nil else {
        #expect(vector.text.contains("\""), "\(vector.text.debugDescription)")
        continue
      }
      #expect(rows == vector.rows, "\(vector.text.debugDescription)")
      compared += 1
    }
    #expect(compared > 350)
  }

  @Test("a lost quote costs its own line and no other")
  func lostQuote() {
    let records = Self.records(of: "a,b\n1,\"x\n2,y\n3,\"z\"\n")
    #expect(records.map(\.line) == [1, 2, 3, 4])
    #expect(records[1].content == .failure(CSVFault(kind: .unclosedQuote, offset: 6)))
    #expect(records[2].content == .success(["2", "y"]))
    #expect(records[3].content == .success(["3", "z"]))
  }

  @Test("a quote that is never closed costs its own line too")
  func unclosedToTheEnd() {
    let records = Self.records(of: "a\n\"x\ny\n")
    #expect(records.map(\.line) == [1, 2, 3])
    #expect(records[1].content == .failure(CSVFault(kind: .unclosedQuote, offset: 2)))
    #expect(records[2].content == .success(["y"]))
  }

  @Test("a quote inside a field is a stray one, where it stands")
  func strayQuotes() {
    #expect(Self.records(of: "ab\"c,d\n")[0].content == .failure(CSVFault(kind: .strayQuote, offset: 2)))
    #expect(Self.records(of: "\"ab\"c,d\n")[0].content == .failure(CSVFault(kind: .strayQuote, offset: 3)))
  }

  @Test("lines are counted over quoted line ends of every kind")
  func lines() {
    let records = Self.records(of: "\"a\nb\r\nc\rd\",1\r\n\r\nx,2\ry,3")
    #expect(records.map(\.line) == [1, 6, 7])
  }

  @Test("a place is told in characters, not bytes, and behind a quoted line end on its own line")
  func places() throws {
    let text = "中文,𠮷,\"x\n水\",y\n"
    try Array(text.utf8).withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, range: 0..<bytes.count)
      _ = try scanner.next()
      let places = scanner.fields.map { scanner.place(of: $0) }
      #expect(places.map(\.line) == [1, 1, 1, 2])
      #expect(places.map(\.column) == [1, 4, 6, 4])
    }
  }

  @Test("rows of nothing but commas are no rows")
  func emptyRows() throws {
    try Array("a,b\n,,\n\"\",\n1,2\n".utf8).withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, range: 0..<bytes.count)
      var lines: [Int] = []
      while try scanner.nextFilled() { lines.append(scanner.recordLine) }
      #expect(lines == [1, 4])
    }
  }

  @Test("a lone quote on every line is read in linear time", .timeLimit(.minutes(1)))
  func hostileQuotes() {
    for line in ["\"x\n", "a,\"\n", "\"\"\"\n", "\"\"\"\"\n", "x\"\n", "\"a\"\"b\"c\n"] {
      #expect(Self.records(of: String(repeating: line, count: 100_000)).count > 10_000)
    }
  }
}
