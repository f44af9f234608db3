/// A value that may change with the years: each step holds from its year until the next one.
package struct ByYear<Value: Sendable>: Sendable {
  /// By year, ascending. A value given without years is one step from the earliest year there is.
  private let steps: [(year: Int, value: Value)]

  /// The same value in every year.
  package init(_ value: Value) {
    steps = [(Int.min, value)]
  }

  /// - Parameter steps: the value from each year on, in any order.
  package init(steps: [(year: Int, value: Value)]) {
    self.steps = steps.sorted { $0.year < $1.year }
  }

  /// The value in a year; nil before the first step.
  package func value(in year: Int) -> Value? {
    steps.last { $0.year <= year }?.value
  }
}
