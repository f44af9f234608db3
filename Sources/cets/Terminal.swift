import Foundation

/// What standard output is.
enum Terminal {
  /// Colour only for a person at a terminal who has not asked for none.
  static var isColoured: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
      && environment["TERM"] != "dumb"
  }
}

/// Writes text to standard output.
func show(_ text: String) {
  show(Array(text.utf8))
}
