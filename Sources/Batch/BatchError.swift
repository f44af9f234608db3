/// Why the program could not do its work. Faults of single filings are diagnostics, not this.
package struct BatchError: Error, Sendable {
  package let message: String
  /// Whether the command line is to blame: exit code 2 and not 3.
  package let isUsage: Bool

  package init(_ message: String, isUsage: Bool = false) {
    self.message = message
    self.isUsage = isUsage
  }

  package init(_ error: FileError) {
    self.init(error.description)
  }
}

/// What the program is called in its own outputs.
package enum Program {
  package static let name = "cets"
  package static let version = "0.1.0"
}
