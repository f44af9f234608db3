import Foundation
import Synchronization

/// Shows how far a long piece of work has come, on a terminal only: count, rate and time left.
package final class Progress: Sendable {
  private struct State {
    var done = 0
    var total = 0
    var title = ""
    var started = ContinuousClock.now
    var shown = ContinuousClock.now - .seconds(1)
  }

  private let state = Mutex(State())
  private let isShown: Bool

  /// - Parameter isShown: false where standard error is not a terminal.
  package init(isShown: Bool = isatty(STDERR_FILENO) == 1) {
    self.isShown = isShown
  }

  package func begin(_ title: String, total: Int) {
    guard isShown else { return }
    state.withLock {
      $0 = State()
      $0.title = title
      $0.total = total
    }
  }

  /// One more is done.
  package func advance() {
    guard isShown else { return }
    let line: String? = state.withLock { state in
      state.done += 1
      let now = ContinuousClock.now
      guard now - state.shown > .milliseconds(100) || state.done == state.total else { return nil }
      state.shown = now
      return Self.line(state, elapsed: now - state.started)
    }
    if let line { Self.write("\r\u{1B}[K" + line) }
  }

  /// Clears the line.
  package func end() {
    if isShown { Self.write("\r\u{1B}[K") }
  }

  private static func line(_ state: State, elapsed: Duration) -> String {
    let milliseconds = max(1, Int(elapsed / .milliseconds(1)))
    let rate = state.done * 1000 / milliseconds
    let left = rate > 0 ? (state.total - state.done) / rate : 0
    return "\(state.title) \(state.done)/\(state.total)  \(rate)/s  \(left) s left"
  }

  private static func write(_ text: String) {
    // Progress that nobody sees is no fault.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
