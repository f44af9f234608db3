import ArgumentParser
import Batch
import Foundation

extension ExitCode {
  /// Findings, or rejected filings.
  static let findings = ExitCode(1)
  /// The command line was wrong.
  static let usage = ExitCode(2)
  /// The program could not do its work: disk, permissions, a broken rulebook.
  static let unable = ExitCode(3)
}

/// Writes a line to standard error.
func complain(_ text: String) {
  // Nobody can be told that standard error is closed.
  try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
}

/// Writes bytes to standard output; ends the program where it cannot, on a full disk for one.
func show(_ bytes: [UInt8]) {
  do { try FileHandle.standardOutput.write(contentsOf: Data(bytes)) } catch {
    complain("cets: cannot write to standard output: \(error.localizedDescription)")
    exit(ExitCode.unable.rawValue)
  }
}

/// Runs the work of a command and turns its failure into the exit code that tells what failed.
///
/// - Parameter log: where standard error is a log, the failure is told there.
func orExit<Value>(
  log: RunLog = .off, _ work: () async throws(BatchError) -> Value
) async throws -> Value {
  do { return try await work() } catch {
    if log.isOn {
      log.event("run.failed", .error, ["message": .text(error.message)])
    } else {
      complain("cets: \(error.message)")
    }
    throw error.isUsage ? ExitCode.usage : ExitCode.unable
  }
}
