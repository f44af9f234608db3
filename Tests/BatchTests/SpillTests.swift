import Accounting
import Allowances
import Crypto
import FilingFormats
import Filings
import Foundation
import Quantities
import Rulebook
import Testing
import Verification

@testable import Batch

@Suite("Assessed entities laid aside")
struct SpillTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("fixtures").path

  private func folder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("cets-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  /// A finding with something in every field.
  private func fullFinding() throws -> Finding {
    var finding = Finding(
      check: "R04", severity: .s2, facility: "L1", direction: .fuelIn, item: .bituminousCoal,
      parameter: .netCalorificValue, month: 3, reported: "23.070", expected: "≤ \u{1F3ED}\"\n",
      effect: FixedDecimal(-7),
      file: "é/文件.xml", line: 99, message: Label(zh: "一", en: "one"))
    finding.isFraudIndicator = true
    finding.document = "E1"
    finding.declared = .emissions
    finding.months = [3, 4]
    finding.limit = "check.R04.tolerance"
    finding.effectOnAllowances = FixedDecimal(coefficient: .max, scale: 2)
    finding.question = Label(zh: "问", en: "question")
    let key = SeriesKey(facility: "L1", direction: .product, item: .clinker, parameter: .quantity)
    finding.corrections = [
      Correction(
        key: key, month: 3, side: .output, value: FixedDecimal(5), isDecided: true,
        reason: Label(zh: "由", en: "reason"))
    ]
    finding.alternatives = [
      Correction(key: key, month: 4, side: .emissions, value: nil, reason: Label(zh: "", en: ""))
    ]
    finding.decisions = [
      FindingDecision(
        kind: .corrected, month: 3, value: FixedDecimal(6), reason: "r", decidedBy: "张",
        decidedOn: try #require(CalendarDate("2026-05-03")), evidence: "annex 7")
    ]
    return finding
  }

  /// Entities of all sectors, with findings, effects and what their comparison found.
  private func entities() throws -> [AssessedEntity] {
    let inputs = RunInputs(
      paths: ["2025", "checks", "tampered"].map { "\(Self.fixtures)/\($0)" }, naming: .relative)
    let assessor = Assessor(rules: try Rulebook.embedded.get().rules(for: 2025))
    var reader = FilingReader(inputs: inputs)
    var peers = PeerFindings()
    peers.findings = [try fullFinding()]
    peers.sharedReports = ["E1": ["A", "B"], "\u{E9}": []]
    return inputs.sources.enumerated().compactMap { index, source in
      let (read, digest) = reader.read(source)
      return assessor.result(
        of: read, of: source, sha256: digest, peers: index.isMultiple(of: 2) ? peers : .none
      ).entity
    }
  }

  private func json(_ value: some Encodable) throws -> String {
    String(decoding: try ResultJSON.encoder().encode(value), as: UTF8.self)
  }

  @Test("nothing of an entity is lost on the way there and back")
  func roundTrip() throws {
    let entities = try entities()
    #expect(Set(entities.map(\.sector)).count == 3 && entities.contains { $0.effects != nil })
    #expect(entities.contains { !$0.peer.vectors.isEmpty } && entities.contains { !$0.peer.reports.isEmpty })
    try folder { path in
      let store = try EntityStore(in: path)
      let entries = try entities.map { try store.add($0) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == [])
      for (entity, entry) in zip(entities, entries) {
        let back = try store.entity(entry)
        // Everything that a line of results has of an entity, but for what is read by itself.
        let line = try json(entity).replacingOccurrences(of: try json(entity.peer), with: "")
        #expect(line == (try json(back)).replacingOccurrences(of: try json(back.peer), with: ""))
        #expect(back.peers == entity.peers && back.display == entity.display && back.digest == entity.digest)
        #expect(entry.uscc == entity.uscc && entry.submission == entity.submission)
        #expect(try json(store.units(of: entry)) == json(entity.units))
        let parts = [
          try store.peer(entry, .intensities), try store.peer(entry, .vectors),
          try store.peer(entry, .reports),
        ]
        let peer = PeerChecks.Subject(
          uscc: parts[0].uscc, file: parts[0].file, vectors: parts[1].vectors, reports: parts[2].reports,
          intensities: parts[0].intensities)
        #expect(try json(peer) == json(entity.peer))
      }
    }
  }

  @Test("nothing of a finding is lost")
  func finding() throws {
    let finding = try fullFinding()
    var packer = Packer()
    finding.pack(into: &packer)
    var unpacker = Unpacker(packer.bytes)
    #expect(try Finding(from: &unpacker) == finding)
    try unpacker.end()
  }

  @Test("a file that was cut short, and bytes that are not what was written, are an error")
  func damaged() throws {
    try folder { path in
      let file = try SpillFile(in: path)
      #expect(try file.append([1, 2, 3]) == 0 && file.append([4]) == 3)
      #expect(try file.read(0..<4) == [1, 2, 3, 4] && file.read(3..<4) == [4] && file.read(2..<2) == [])
      #expect(throws: FileError.self) { try file.read(2..<5) }
      let entity = try #require(try entities().first)
      for count in stride(from: 0, to: 400, by: 7) {
        var packer = Packer()
        entity.pack(into: &packer)
        var unpacker = Unpacker(Array(packer.bytes.prefix(count)))
        #expect(throws: UnpackingError.self) { try AssessedEntity(from: &unpacker) }
      }
    }
  }

  @Test("what a run leaves is found by the next, unless program, filing or what is said of an entity changed")
  func left() throws {
    let rulebook = try Rulebook.embedded.get()
    let assessor = Assessor(rules: rulebook.rules(for: 2025))
    func bases(_ year: Int, _ limits: ReaderLimits = ReaderLimits()) throws -> AssessmentBases {
      try #require(
        AssessmentBases(
          year: year, rulebook: rulebook,
          stamper: ResultStamper(assessor, rulebook: rulebook, limits: limits)))
    }
    let entities = Array(try entities().prefix(20))
    try folder { path in
      let own = try bases(2025)
      #expect(EarlierAssessments(in: path, own) == nil)
      let store = try EntityStore(in: path, restingOn: own.common)
      let filings = entities.map { own.filing($0.uscc, named: $0.display, peers: $0.peers) }
      for (entity, filing) in zip(entities, filings) {
        _ = try store.add(entity, restingOn: own.basis(of: entity.uscc, filing: filing))
      }
      let name = "\(path)/\(EarlierAssessments.fileName)"
      try store.leave(as: name)
      let earlier = try #require(EarlierAssessments(in: path, own))
      for (entity, filing) in zip(entities, filings) {
        let (frame, found) = try #require(earlier.find(filing))
        #expect(found.uscc == entity.uscc && found.peers == entity.peers)
        // What is taken over is laid aside as it was left, with what the comparison needs.
        let again = try EntityStore(in: path)
        let entry = try again.add(standing: frame, of: found)
        #expect(entry.stands)
        #expect(try json(again.units(of: entry)) == json(entity.units))
        #expect(try json(again.peer(entry, .reports).reports) == json(entity.peer.reports))
        #expect(earlier.find(own.filing(entity.uscc, named: "other", peers: entity.peers)) == nil)
      }
      #expect(EarlierAssessments(in: path, try bases(2024)) == nil)
      var limits = ReaderLimits()
      limits.depth = 31
      let limited = try #require(EarlierAssessments(in: path, try bases(2025, limits)))
      #expect(filings.allSatisfy { limited.find($0) == nil })
      // Cut short, it has those before the cut.
      let bytes = try FileSystem.read(name)
      try FileSystem.write(Array(bytes.dropLast()), to: name)
      let short = try #require(EarlierAssessments(in: path, own))
      #expect(filings.map { short.find($0) == nil } == Array(repeating: false, count: 19) + [true])
    }
  }

  @Test("no byte of what was laid aside can change unnoticed")
  func changed() throws {
    let entity = try #require(try entities().first)
    let basis = AssessmentBasis(filing: FileDigest(bytes: [1]), entity: FileDigest(bytes: [2]))
    let bytes = AssessmentFrame(entity, restingOn: basis).bytes
    #expect(try #require(AssessmentFrame(bytes)).head.basis == basis)
    for place in bytes.indices {
      var other = bytes
      other[place] ^= 0x10
      #expect(AssessmentFrame(other) == nil)
    }
    for count in [0, 1, 80, bytes.count - 1] { #expect(AssessmentFrame(Array(bytes.prefix(count))) == nil) }
    #expect(AssessmentFrame(bytes + [0]) == nil)
  }

  @Test("what stands under the file's name is taken away, never written to")
  func link() throws {
    try folder { path in
      try FileSystem.write([7], to: "\(path)/other")
      symlink("\(path)/other", "\(path)/\(SpillFile.fileName)")
      _ = try SpillFile(in: path).append([1])
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["other"])
      #expect(try FileSystem.read("\(path)/other") == [7])
      #expect(throws: FileError.self) { try SpillFile(in: "\(path)/nowhere") }
    }
  }
}

@Suite("Files written in pieces")
struct PieceTests {
  private func folder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("cets-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test("a file of many pieces is what one of one piece is; one that is not finished leaves nothing")
  func writer() throws {
    try folder { path in
      let sizes = [0, 1, 70_000, 65_535, 65_536, 3]
      let bytes = (0..<sizes.reduce(0, +)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let writer = try FileWriter("\(path)/f")
      var start = 0
      for size in sizes {
        try writer.write(Array(bytes[start..<(start + size)]))
        start += size
      }
      #expect(FileSystem.kind(of: "\(path)/f") == nil)
      #expect(try writer.finish() == sha256(bytes))
      #expect(try FileSystem.read("\(path)/f") == bytes)
      do { try FileWriter("\(path)/g").write([1]) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["f"])
      #expect(throws: BatchError.self) { try FileWriter("\(path)/no/folder") }
    }
  }

  @Test("a stream hands on every result in its order", arguments: [0, 1, 15, 16, 17, 500])
  func stream(count: Int) async throws {
    var results: [Int] = []
    try await parallelStream(count: count, jobs: 2, state: { 0 }) { _, index in
      index * index
    } handingOn: { (result: Int) throws(BatchError) in
      results.append(result)
    }
    #expect(results == (0..<count).map { $0 * $0 })
  }

  @Test("a digest's 32 bytes and its text are the same")
  func digest() throws {
    for bytes: [UInt8] in [[], [1], [255, 0]] {
      let text = sha256(bytes)
      let digest = try #require(FileDigest(text))
      #expect(digest.text == text && FileDigest(SHA256.hash(data: bytes)) == digest)
      #expect(FileDigest(bytes: digest.bytes + [7]) == digest)
    }
    #expect(FileDigest("") == nil && FileDigest(String(repeating: "A", count: 64)) == nil)
    #expect(FileDigest(String(repeating: "0", count: 63) + "１") == nil)
  }

  @Test("a manifest in pieces is what the encoder writes whole")
  func manifest() throws {
    let digest = sha256([])
    let names = [
      "a.xml", "a-b.xml", "a/b.xml", "A.xml", "é.xml", "e\u{301}x.xml", "文件 1.xml",
      "\"\\\u{1}\n\t\r\u{8}\u{C}\u{1F}\u{7F}\u{2028}",
      "10.xml", "9.xml", "\u{1F3ED}", "\u{FF5E}", "",
    ]
    let all = Dictionary(uniqueKeysWithValues: names.map { ($0, digest) })
    let filings = Dictionary(
      uniqueKeysWithValues: names.enumerated().map {
        ($1, Manifest.CountingFiling(file: $1, submission: $0, sha256: $0.isMultiple(of: 2) ? digest : nil))
      })
    for (filings, digests) in [(filings, all), ([:], [:])] {
      let manifest = Manifest(
        program: "cets", version: "\"1\"", year: 2025, language: "en", asOf: "2026-01-01", rulebook: "r",
        inputs: digests, filings: filings, outputs: digests)
      let packed = digests.compactMapValues { FileDigest($0) }
      var bytes: [UInt8] = []
      manifest.write(
        filings: filings.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
          ($0.key, $0.value)
        }, inputs: packed,
        outputs: packed
      ) { bytes += $0 }
      #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: try manifest.json(), as: UTF8.self))
    }
  }
}
