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
  return await withTaskGroup(of: [(Int, Result)].self) { group in
    for _ in 0..<max(1, min(jobs, count)) {
      group.addTask {
        var state = makeState()
        var results: [(Int, Result)] = []
        while let index = cursor.next(below: count) {
          results.append((index, body(&state, index)))
        }
        return results
      }
    }
    var ordered = [Result?](repeating: nil, count: count)
    for await results in group {
      for (index, result) in results { ordered[index] = result }
    }
    return ordered.compactMap { $0 }
  }
}

/// Hands out the indices, each once.
private final class WorkCursor: Sendable {
  private let position = Atomic<Int>(0)

  func next(below count: Int) -> Int? {
    let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
