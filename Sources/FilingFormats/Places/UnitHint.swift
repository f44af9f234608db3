import Filings

/// What to do about a unit that no list has. None is suggested for it: to take the nearest and leave the values
/// alone would make them wrong by powers of ten.
enum UnitHint {
  static let conversion = Label(
    zh: "请先把数值换算为表中的单位，再改单位。", en: " Convert the values to a unit of the list before you change the unit.")
}
