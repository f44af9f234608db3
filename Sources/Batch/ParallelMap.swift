import Synchronization

/// Runs a closure over all indices on several threads and returns the results in the order of the
/// indices: nothing that comes after can depend on which thread was faster.
///
/// Each worker makes its own state first (a reader with its compiled schema, for one).
package func parallelMap<State, Result: Sendable>(
  count: Int, jobs: Int, state makeState: @escaping @Sendable () -> State,
  _ body: @escaping @Sendable (inout State, Int) -> Result
) async -> [Result] {
  let cursor = WorkCursor()
  let results = OrderedResults<Result>(count)
  await withTaskGroup(of: Void.self) { group in
    for _ in 0..<max(1, min(jobs, count)) {
      group.addTask {
        var state = makeState()
        while let index = cursor.next(below: count) {
          results.set(body(&state, index), at: index)
        }
      }
    }
  }
  return results.all
}

/// The same a stretch of indices at a time: what comes of one is handed on, in the order of the indices, before the
/// next begins, so that it need not all be in memory.
package func parallelStream<State, Result: Sendable>(
  count: Int, jobs: Int, state makeState: @escaping @Sendable () -> State,
  _ body: @escaping @Sendable (inout State, Int) -> Result,
  handingOn: (Result) throws(BatchError) -> Void
) async throws(BatchError) {
  let stretch = max(1, jobs) * 8
  for start in stride(from: 0, to: count, by: stretch) {
    let results = await parallelMap(count: min(stretch, count - start), jobs: jobs, state: makeState) {
      body(&$0, start + $1)
    }
    for result in results { try handingOn(result) }
  }
}

/// The results at their places, whichever comes first.
private final class OrderedResults<Result: Sendable>: Sendable {
  private let places: Mutex<[Result?]>

  init(_ count: Int) {
    places = Mutex([Result?](repeating: nil, count: count))
  }

  func set(_ result: Result, at index: Int) { places.withLock { $0[index] = result } }

  var all: [Result] { places.withLock { $0.compactMap { $0 } } }
}

/// Hands out the indices, each once.
private final class WorkCursor: Sendable {
  private let position = Atomic<Int>(0)

  func next(below count: Int) -> Int? {
    let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
