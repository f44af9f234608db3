import Foundation
import Testing

@testable import Batch

@Suite("Files and folders")
struct DiscoveryTests {
  private func folder(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("cets-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test("a folder is searched in sorted order; links and pipes called like filings are left to the reader")
  func search() throws {
    try folder { path in
      try FileSystem.makeFolder("\(path)/b")
      for name in ["z.xml", "a.XML", "b/t.csv", "notes.txt"] {
        try FileSystem.write([1], to: "\(path)/\(name)")
      }
      symlink("\(path)/z.xml", "\(path)/link.xml")
      mkfifo("\(path)/pipe.xml", 0o600)
      let found = Discovery(paths: [path], naming: .relative)
      #expect(found.xml.map(\.display) == ["a.XML", "link.xml", "pipe.xml", "z.xml"])
      #expect(found.csv.map(\.display) == ["b/t.csv"])
      #expect(found.ignored == ["notes.txt"])
      #expect(Discovery(paths: [path + "/"], naming: .asGiven).xml.first?.display == "\(path)/a.XML")
      #expect(Discovery(paths: [path], naming: .relative, excluding: "\(path)/b").csv.isEmpty)
    }
  }

  @Test("what is not there is a diagnostic")
  func missing() {
    #expect(Discovery(paths: ["/nowhere/at/all"], naming: .asGiven).diagnostics.map(\.code) == [.unreadable])
  }

  @Test("a file is read whole and written whole")
  func roundTrip() throws {
    try folder { path in
      for size in [0, 1, 65_536, 300_001] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try FileSystem.write(bytes, to: "\(path)/f")
        #expect(try FileSystem.read("\(path)/f") == bytes)
      }
      #expect(throws: FileError.self) { try FileSystem.read("\(path)/nothing") }
      #expect(throws: FileError.self) { try FileSystem.write([1], to: "\(path)/no/folder") }
    }
  }

  @Test("what an earlier run wrote and this one does not is removed, and nothing outside the folder")
  func stale() throws {
    try folder { path in
      var digests = try { () throws -> [String: String] in
        let first = try OutputFolder("\(path)/out")
        try first.write([1], to: "entities/A/x.json")
        try first.write([1], to: "kept.csv")
        return first.digests
      }()
      digests["../outside.txt"] = "0"
      try FileSystem.write([1], to: "\(path)/outside.txt")
      let manifest = Manifest(
        program: "cets", version: "1", year: 2025, language: "en", asOf: "2026-01-01", rulebook: "",
        inputs: [:], outputs: digests)
      try FileSystem.write(try manifest.json(), to: "\(path)/out/manifest.json")
      let second = try OutputFolder("\(path)/out")
      try second.write([2], to: "kept.csv")
      second.removeStale()
      #expect(FileSystem.kind(of: "\(path)/out/entities/A") == nil)
      #expect(FileSystem.kind(of: "\(path)/out/kept.csv") == .file)
      #expect(FileSystem.kind(of: "\(path)/outside.txt") == .file)
    }
  }

  @Test("two runs cannot write into one folder at once; when one has ended, the next may")
  func lock() throws {
    try folder { path in
      try {
        let first = try OutputFolder("\(path)/out")
        #expect(throws: BatchError.self) { try OutputFolder("\(path)/out") }
        try first.write([1], to: "kept.csv")
      }()
      _ = try OutputFolder("\(path)/out")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path)/out") == ["kept.csv"])
    }
  }

  @Test("what a killed run left half written goes with the next")
  func halfWritten() throws {
    try folder { path in
      try FileSystem.makeFolder("\(path)/out")
      try FileSystem.write([1], to: "\(path)/out/kept.csv.part")
      let output = try OutputFolder("\(path)/out")
      try output.write([2], to: "other.csv")
      try output.write([2], to: "kept.csv")
      output.removeStale()
      #expect(FileSystem.kind(of: "\(path)/out/kept.csv.part") == nil)
    }
  }
}

@Suite("Parallel work")
struct ParallelTests {
  @Test("results come in the order of the indices, whatever the number of threads", arguments: [1, 2, 7])
  func order(jobs: Int) async {
    let results = await parallelMap(count: 500, jobs: jobs, state: { 0 }) { state, index -> Int in
      state += 1
      return index * index
    }
    #expect(results == (0..<500).map { $0 * $0 })
  }

  @Test("SHA-256 of nothing and of abc (FIPS 180-4)")
  func digest() {
    #expect(sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(sha256(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("a build id is found among the notes; a file without one has none")
  func buildID() {
    let mark: [UInt8] = [4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0] + Array("GNU\0".utf8)
    let id = (1...20).map { UInt8($0) }
    let head = [UInt8](repeating: 0x7F, count: 400) + mark + id
    #expect(Program.buildID(in: head + [9, 9]) == "0102030405060708090a0b0c0d0e0f1011121314")
    #expect(Program.buildID(in: head.dropLast()) == nil && Program.buildID(in: []) == nil)
    #expect(Program.buildID(in: [UInt8](repeating: 4, count: 5000)) == nil)
  }

  @Test(
    "a name for a file is never a path, hidden or an option",
    arguments: [
      ("../../etc/passwd", "_.._etc_passwd"), (".hidden", "hidden"), ("-rf", "rf"),
      ("皖江 水泥.xml", "皖江_水泥.xml"), ("", "filing"), ("a/b", "a_b"),
    ])
  func names(text: String, expected: String) {
    #expect(SafeName.fileName(text) == expected)
  }
}
