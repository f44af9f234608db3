"""A filing as plain data, for the generator, the writers and the oracle. Shares nothing with the program."""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Series:
    direction: str
    item: str
    parameter: str
    unit: str
    method: str
    months: list  # twelve texts or None
    meter: str = ""
    evidence: list = field(default_factory=list)


@dataclass
class Facility:
    id: str
    kind: str
    name: str = ""
    capacity: str = ""
    capacity_unit: str = ""
    started_on: str = ""
    stopped_on: str = ""
    attributes: dict = field(default_factory=dict)
    series: list = field(default_factory=list)
    stock: list = field(default_factory=list)  # (item, unit, flow, months)
    second: list = field(default_factory=list)  # (item, parameter, unit, source, months, annual)
    batches: list = field(default_factory=list)  # (batch, item, parameter, unit, sampled_on, mass, value, number)
    declared: list = field(default_factory=list)  # (quantity, value, previous)

    def add(self, direction, item, parameter, unit, months, method="measured", meter="", evidence=()):
        self.series.append(Series(direction, item, parameter, unit, method, list(months), meter, list(evidence)))

    def find(self, direction, item, parameter):
        for series in self.series:
            if (series.direction, series.item, series.parameter) == (direction, item, parameter):
                return series
        return None

    def quantities(self, direction):
        return [s for s in self.series if s.direction == direction and s.parameter == "quantity"]


@dataclass
class Filing:
    uscc: str
    year: int
    sector: str
    submission: int
    submitted_on: str
    entity: dict  # name, name_en, province, city, industry_class, …
    plan: list = field(default_factory=list)
    meters: list = field(default_factory=list)
    evidence: list = field(default_factory=list)
    enterprise: Facility = field(default_factory=lambda: Facility("-", "enterprise"))
    facilities: list = field(default_factory=list)

    def all(self):
        return [self.enterprise] + self.facilities


# Units that are filed for another one, with the exact factor (1 kcal = 4.1868 kJ).
CONVERSIONS = {
    "kg": ("t", Fraction(1, 1000)),
    "Nm3": ("10^4Nm3", Fraction(1, 10000)),
    "MJ/kg": ("GJ/t", Fraction(1)),
    "kcal/kg": ("GJ/t", Fraction("0.0041868")),
    "kWh": ("MWh", Fraction(1, 1000)),
}


def value(series, month):
    """The exact value of a month (0 to 11) in the unit of the formulas, or None."""
    text = series.months[month]
    if text is None:
        return None
    factor = CONVERSIONS.get(series.unit, (None, Fraction(1)))[1]
    return Fraction(text) * factor


USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(body):
    """The 18-character code for 17 characters: GB 32100, modulus 31, weights 3^i mod 31."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]
