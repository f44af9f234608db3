import Foundation

/// What standard output is.
enum Terminal {
  /// Colour only for a person at a terminal who has not asked for none.
  static var isColoured: Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
  }
}

/// Writes text to standard output.
func show(_ text: String) {
  show(Array(text.utf8))
}
