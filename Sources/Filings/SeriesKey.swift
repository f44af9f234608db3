/// What identifies a series within a filing: a parameter of a stream of a facility.
package struct SeriesKey: Sendable, Hashable, Codable {
  package let facility: String
  package let direction: Direction
  package let item: Item
  package let parameter: Parameter

  package init(facility: String, direction: Direction, item: Item, parameter: Parameter) {
    self.facility = facility
    self.direction = direction
    self.item = item
    self.parameter = parameter
  }

  package init(_ series: Series, of facility: Facility) {
    self.init(
      facility: facility.id, direction: series.direction, item: series.item, parameter: series.parameter)
  }
}
