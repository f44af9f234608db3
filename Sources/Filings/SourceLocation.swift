/// Where something stands in the files of a filing. Two locations are always equal, so that filings
/// are compared by what they say and not by where they say it.
package struct SourceLocation: Sendable, Equatable {
  /// Index into ``Filing/files``.
  package var file: UInt16
  /// From 1; 0 where unknown.
  package var line: UInt32
  /// From 1, in characters; 0 where unknown.
  package var column: UInt32

  package static let none = SourceLocation(file: 0, line: 0, column: 0)

  package init(file: UInt16, line: UInt32, column: UInt32 = 0) {
    self.file = file
    self.line = line
    self.column = column
  }

  package static func == (left: SourceLocation, right: SourceLocation) -> Bool { true }
}
