import Filings
import Foundation
import Synchronization
import Testing

@testable import Batch

@Suite("What a run tells of itself")
struct ObservationTests {
  /// What a log wrote, as the lines that came.
  private final class Written: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var log: RunLog { RunLog { line in self.bytes.withLock { $0 += line } } }

    func lines() throws -> [[String: Any]] {
      let text = String(decoding: bytes.withLock { $0 }, as: UTF8.self)
      return try text.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }
  }

  @Test("a line is one object with time, level, event and fields, whatever its text contains")
  func line() throws {
    let written = Written()
    written.log.event("filing.rejected", .warning, ["file": .text("a\n\"b\".xml"), "errors": .number(3)])
    let line = try #require(try written.lines().first)
    #expect(Set(line.keys) == ["time", "level", "event", "fields"])
    #expect(line["level"] as? String == "warning")
    #expect((line["fields"] as? [String: Any])?["file"] as? String == "a\n\"b\".xml")
    #expect(try written.lines().count == 1)
  }

  @Test("lines of many threads do not mix")
  func threads() async throws {
    let written = Written()
    let log = written.log
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<8 {
        group.addTask { for _ in 0..<50 { log.event("e", .info, ["thread": .number(thread)]) } }
      }
    }
    #expect(try written.lines().count == 400)
  }

  @Test("a log that is off writes nothing")
  func off() {
    #expect(!RunLog.off.isOn)
    RunLog.off.event("run.started")
  }

  @Test("a phase ends where the next begins; the summary has them in their order")
  func phases() throws {
    let written = Written()
    let recorder = RunRecorder(command: "process", log: written.log)
    recorder.enter(.discover)
    recorder.found(items: 7)
    recorder.enter(.assess, items: 5)
    let summary = recorder.finish(RunSummary.Counts(filingsRead: 5), jobs: 2, manifest: "0")
    #expect(summary.phases.map(\.name) == [.discover, .assess])
    #expect(summary.phases.map(\.items) == [7, 5])
    #expect(summary.phases.allSatisfy { $0.itemsPerSecond > 0 })
    #expect(summary.usage.peakMemoryBytes > 0)
    let events = try written.lines().compactMap { $0["event"] as? String }
    #expect(events == ["phase.started", "phase.ended", "phase.started", "phase.ended", "run.ended"])
  }

  @Test("lineage events are added to those of other runs, and to nothing else")
  func appended() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cets-\(UUID().uuidString)")
      .path
    try FileSystem.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let recorder = LineageRecorder(
      path: "\(folder)/events", runID: "1", job: "process.2025", inputs: [folder], named: [:])
    try recorder.started()
    try recorder.failed(BatchError("no room"))
    let text = String(decoding: try FileSystem.read("\(folder)/events"), as: UTF8.self)
    #expect(text.split(separator: "\n").count == 2)
    #expect(text.contains(#""eventType":"FAIL""#) && text.contains("no room"))
    try FileSystem.write(Array("<filing/>".utf8), to: "\(folder)/filing.xml")
    let wrong = LineageRecorder(
      path: "\(folder)/filing.xml", runID: "1", job: "process.2025", inputs: [], named: [:])
    #expect(throws: BatchError.self) { try wrong.started() }
    #expect(try FileSystem.read("\(folder)/filing.xml") == Array("<filing/>".utf8))
  }
}
