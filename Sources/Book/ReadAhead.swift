import Dispatch
import Foundation
import Synchronization

/// Reads rows on a thread of their own, while the calling one takes them some thousands at a time: a book has
/// one writer, and reading its tables would only keep it waiting.
///
/// - Parameters:
///   - read: calls its argument for every row, and returns what it found.
///   - take: gets all rows in their order.
/// - Returns: what `read` returns.
func readAhead<Row: Sendable, Found: Sendable>(
  _ read: @escaping @Sendable (_ body: (Row) -> Void) -> Found, _ take: ([Row]) -> Void
) -> Found {
  let pipe = Pipe<Row, Found>()
  Thread.detachNewThread {
    var rows: [Row] = []
    let found = read { row in
      rows.append(row)
      if rows.count == Pipe<Row, Found>.rowsInPart {
        pipe.put(.rows(rows))
        rows = []
      }
    }
    pipe.put(.rows(rows))
    pipe.put(.end(found))
  }
  while true {
    switch pipe.next() {
    case .rows(let rows): take(rows)
    case .end(let found): return found
    }
  }
}

/// A few parts on their way from one thread to another; who is ahead waits.
private final class Pipe<Row: Sendable, Found: Sendable>: Sendable {
  enum Part: Sendable {
    case rows([Row])
    case end(Found)
  }

  static var rowsInPart: Int { 4096 }

  private let parts = Mutex<[Part]>([])
  private let room = DispatchSemaphore(value: 4)
  private let filled = DispatchSemaphore(value: 0)

  func put(_ part: Part) {
    room.wait()
    parts.withLock { $0.append(part) }
    filled.signal()
  }

  func next() -> Part {
    filled.wait()
    defer { room.signal() }
    return parts.withLock { $0.removeFirst() }
  }
}
