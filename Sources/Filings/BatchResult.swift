import Quantities

/// What a laboratory found in one batch of a fuel or material (批次): a parameter of one sample. The monthly
/// value of a series is the mean of the month's batches, weighted by their masses.
package struct BatchResult: Sendable, Equatable {
  /// The entity's name for the batch; the results of one batch share it.
  package var batch: String
  package var item: Item
  package var parameter: Parameter
  package var unit: Unit
  package var sampledOn: CalendarDate
  /// What the sample stands for, in the unit of the item's quantity.
  package var mass: FixedDecimal
  package var value: FixedDecimal
  /// The number of the laboratory's report.
  package var number: String
  package var location: SourceLocation

  package init(
    batch: String, item: Item, parameter: Parameter, unit: Unit, sampledOn: CalendarDate, mass: FixedDecimal,
    value: FixedDecimal, number: String = "", location: SourceLocation = .none
  ) {
    self.batch = batch
    self.item = item
    self.parameter = parameter
    self.unit = unit
    self.sampledOn = sampledOn
    self.mass = mass
    self.value = value
    self.number = number
    self.location = location
  }
}
