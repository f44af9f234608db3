import Foundation
import Synchronization

/// Takes the time of a run's phases, and tells the log of them.
package final class RunRecorder: Sendable {
  private struct Running {
    let phase: RunPhase
    var items: Int
    let since: ContinuousClock.Instant
  }

  private struct State {
    var running: Running?
    var phases: [RunSummary.Phase] = []
  }

  package let log: RunLog
  package let command: String
  package let runID = UUID().uuidString.lowercased()
  private let startedAt = Date()
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  package init(command: String, log: RunLog = .off) {
    self.command = command
    self.log = log
  }

  package func began(_ fields: [String: RunLog.Value]) {
    log.event(
      "run.started", .info,
      fields.merging([
        "command": .text(command), "version": .text(Program.version), "runId": .text(runID),
      ]) { own, _ in own })
  }

  /// Ends the phase that runs, and begins another.
  ///
  /// - Parameter items: how many there are to go through, where that is known.
  func enter(_ phase: RunPhase, items: Int = 0) {
    end()
    state.withLock { $0.running = Running(phase: phase, items: items, since: .now) }
    log.event("phase.started", .info, ["phase": .text(phase.rawValue), "items": .number(items)])
  }

  /// How many items the phase that runs turned out to have.
  func found(items: Int) {
    state.withLock { $0.running?.items = items }
  }

  /// Ends the phase that runs, if one does.
  func end() {
    let ended: RunSummary.Phase? = state.withLock { state in
      guard let running = state.running else { return nil }
      let elapsed = ContinuousClock.now - running.since
      let phase = RunSummary.Phase(
        name: running.phase, items: running.items,
        itemsPerSecond: Self.perSecond(running.items, elapsed), durationMs: Self.milliseconds(elapsed))
      state.phases.append(phase)
      state.running = nil
      return phase
    }
    guard let ended else { return }
    log.event(
      "phase.ended", .info,
      [
        "phase": .text(ended.name.rawValue), "items": .number(ended.items),
        "itemsPerSecond": .number(ended.itemsPerSecond), "durationMs": .number(ended.durationMs),
      ])
  }

  /// Ends the run.
  ///
  /// - Parameter manifest: SHA-256 of the manifest that it wrote.
  func finish(_ counts: RunSummary.Counts, jobs: Int, manifest: String) -> RunSummary {
    end()
    let summary = RunSummary(
      program: Program.name, version: Program.version, command: command, runId: runID,
      startedAt: UTC.text(startedAt), endedAt: UTC.now,
      durationMs: Self.milliseconds(ContinuousClock.now - start),
      jobs: jobs, phases: state.withLock { $0.phases }, counts: counts, usage: .current, manifest: manifest)
    log.event(
      "run.ended", .info,
      [
        "runId": .text(runID), "durationMs": .number(summary.durationMs), "manifest": .text(manifest),
        "filingsRead": .number(counts.filingsRead), "processed": .number(counts.processed),
        "rejected": .number(counts.rejected), "findings": .number(counts.findings),
        "peakMemoryBytes": .number(summary.usage.peakMemoryBytes), "userMs": .number(summary.usage.userMs),
        "systemMs": .number(summary.usage.systemMs),
      ])
    return summary
  }

  private static func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

  /// In whole numbers of microseconds, so that a phase of less than a millisecond has a rate too.
  private static func perSecond(_ items: Int, _ duration: Duration) -> Int {
    items * 1_000_000 / max(1, Int(duration / .microseconds(1)))
  }
}
