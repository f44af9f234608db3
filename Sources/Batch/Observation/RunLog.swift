import Filings
import Foundation
import Synchronization

/// What happens during a run, for programs that watch it: one JSON object a line on standard error, with
/// `time`, `level`, `event` and `fields` (`schemas/log.schema.json`). Nothing of it enters a result.
package final class RunLog: Sendable {
  package enum Level: String, Encodable, Sendable {
    case info, warning, error
  }

  /// A value of a field. Counts and durations are whole numbers; there is nothing else to log.
  package enum Value: Encodable, Sendable {
    case text(String)
    case number(Int)
    case list([String])

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .list(let list): try container.encode(list)
      }
    }
  }

  private struct Line: Encodable {
    let time: String
    let level: Level
    let event: String
    let fields: [String: Value]
  }

  /// Writes nothing: for runs that nobody watches.
  package static let off = RunLog(write: nil)
  package static let standardError = RunLog { FileHandle.standardError.write(Data($0)) }

  private let write: (@Sendable ([UInt8]) -> Void)?
  /// Lines of several threads never mix.
  private let order = Mutex(())

  package init(write: (@Sendable ([UInt8]) -> Void)?) {
    self.write = write
  }

  package var isOn: Bool { write != nil }

  package func event(_ event: String, _ level: Level = .info, _ fields: [String: Value] = [:]) {
    guard let write else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    order.withLock { _ in
      let line = Line(time: UTC.now, level: level, event: event, fields: fields)
      guard let bytes = try? encoder.encode(line) else { return }
      write(Array(bytes) + [0x0A])
    }
  }

  /// A diagnostic that belongs to no single filing.
  func diagnostic(_ diagnostic: Diagnostic) {
    let level: Level =
      switch diagnostic.severity {
      case .error: .error
      case .warning: .warning
      case .note: .info
      }
    event(
      "diagnostic", level,
      [
        "code": .text(diagnostic.code.rawValue), "file": .text(diagnostic.file),
        "line": .number(diagnostic.line), "message": .text(diagnostic.message.en),
      ])
  }
}

/// The clock, as logs and lineage events print it.
enum UTC {
  /// ISO 8601 in UTC with milliseconds.
  static func text(_ date: Date) -> String {
    Date.ISO8601FormatStyle(includingFractionalSeconds: true).format(date)
  }

  static var now: String { text(Date()) }
}
