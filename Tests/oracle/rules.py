"""The oracle's own transcription of the guidelines' numbers (domain notes: steel, cement, aluminium,
allocation). Written from the documents, not from the program's rulebook."""

from fractions import Fraction as F

STEEL_FUELS = {  # NCV, CC: AG-STEEL table A.1
    "anthracite": ("25.024", "0.02749"), "bituminousCoal": ("23.736", "0.02618"), "lignite": ("15.250", "0.02797"),
    "washedCoal": ("26.344", "0.02541"), "otherWashedCoal": ("12.545", "0.02541"), "coalGangue": ("8.374", "0.02541"),
    "coalSlime": ("12.545", "0.02541"), "coke": ("28.435", "0.02942"), "semiCoke": ("28.435", "0.02942"),
    "petroleumCoke": ("32.500", "0.02750"), "otherCoalProducts": ("17.460", "0.03356"), "crudeOil": ("41.816", "0.02008"),
    "fuelOil": ("41.816", "0.02110"), "gasoline": ("43.070", "0.01890"), "diesel": ("42.652", "0.02020"),
    "kerosene": ("43.070", "0.01960"), "otherPetroleumProducts": ("41.031", "0.02000"),
    "liquefiedNaturalGas": ("51.498", "0.01720"), "liquefiedPetroleumGas": ("50.179", "0.01720"),
    "coalTar": ("33.453", "0.02200"), "refineryDryGas": ("45.998", "0.01820"), "naturalGas": ("389.310", "0.01532"),
    "blastFurnaceGas": ("33.000", "0.07080"), "converterGas": ("84.000", "0.04960"), "cokeOvenGas": ("173.854", "0.01210"),
    "otherGas": ("52.270", "0.01220"),
}
CEMENT_FUELS = {
    "anthracite": ("22.867", "0.02749"), "bituminousCoal": ("23.076", "0.02618"), "lignite": ("14.759", "0.02797"),
    "coalGangue": ("8.374", "0.02541"), "coalSlime": ("12.545", "0.02541"), "coke": ("28.435", "0.02942"),
    "petroleumCoke": ("32.500", "0.02750"), "crudeOil": ("41.816", "0.02008"), "fuelOil": ("41.816", "0.02110"),
    "gasoline": ("43.070", "0.01890"), "diesel": ("42.652", "0.02020"), "kerosene": ("43.070", "0.01960"),
    "liquefiedNaturalGas": ("51.498", "0.01720"), "liquefiedPetroleumGas": ("50.179", "0.01720"),
    "coalTar": ("33.453", "0.02200"), "refineryDryGas": ("45.998", "0.01820"), "naturalGas": ("389.310", "0.01532"),
    "blastFurnaceGas": ("33.000", "0.07080"), "converterGas": ("84.000", "0.04960"), "cokeOvenGas": ("173.854", "0.01210"),
}
GASES = {"naturalGas", "blastFurnaceGas", "converterGas", "cokeOvenGas", "otherGas", "refineryDryGas"}
LIQUIDS = {
    "crudeOil", "fuelOil", "gasoline", "diesel", "kerosene", "otherPetroleumProducts", "liquefiedNaturalGas",
    "liquefiedPetroleumGas", "coalTar",
}
STEEL_FACTORS = {  # AG-STEEL table A.2
    "limestone": "0.440", "dolomite": "0.476", "electrode": "3.663", "ferronickel": "0.037", "ferromolybdenum": "0.018",
    "ferrosilicon": "0.007", "silicomanganese": "0.092", "lowCarbonSilicomanganese": "0.011",
    "blastFurnaceFerromanganese": "0.275", "highCarbonFerromanganese": "0.275", "microCarbonFerromanganese": "0.004",
    "highCarbonFerrochrome": "0.348", "pigIron": "0.172", "directReducedIron": "0.073", "scrap": "0.037",
    "crudeSteel": "0.037", "coalTar": "2.699", "crudeBenzol": "3.382",
}
CLINKER = {"portland": "0.535", "whitePortland": "0.550", "sulphoaluminate": "0.413", "aluminate": "0.292"}
DEDUCTIONS = {
    "desulphurisationPowder": "0.600", "slakedLime": "0.600", "carbideSlag": "0.480", "magnesiumSlag": "0.480",
    "paperMillWhiteMud": "0.375", "calciumFluorideSludge": "0.375", "phosphorusSlag": "0.375",
    "vanadiumTitaniumSlag": "0.305", "nitrogenSlag": "0.305", "incinerationFlyAsh": "0.305", "ferroalloySlag": "0.305",
    "desulphurisationGypsum": "0.245", "phosphogypsum": "0.245", "titanogypsum": "0.245", "fluorogypsum": "0.245",
    "borogypsum": "0.245", "mouldGypsum": "0.245", "citricAcidResidue": "0.245", "fluorite": "0.245",
    "steelSlag": "0.215", "nickelSlag": "0.215", "manganeseSlag": "0.135", "zincSlag": "0.135", "tinSlag": "0.135",
    "municipalSludge": "0.055", "aluminiumSlag": "0.055", "pyriteCinder": "0.055", "copperSlag": "0.055",
    "leadZincSlag": "0.055", "flyAsh": "0.055", "redMud": "0.055",
}
CARBONATES = {
    "CaCO3": "0.4400", "MgCO3": "0.5220", "Na2CO3": "0.4149", "NaHCO3": "0.5237", "FeCO3": "0.3799", "MnCO3": "0.3829",
    "BaCO3": "0.2230", "Li2CO3": "0.5955", "K2CO3": "0.3184", "SrCO3": "0.2980", "CaMg(CO3)2": "0.4773",
}
ANODE = {"anodeLossRate": F("15.18"), "sulphur": F(2), "ash": F("0.4")}
PFC = {"cf4Factor": F("0.020"), "c2f6Factor": F("0.0011")}
GWP_CF4, GWP_C2F6 = 6630, 11100
THRESHOLD = 26000
SLOPE, BAND, CAP = F("0.15"), F("0.2"), F("0.03")
DETERMINATION = {2024: "2025-09-30", 2025: "2026-09-20"}
CARBIDE_LIMIT = {2025: F(15, 100), 2026: F(30, 100)}


def state(fuel):
    return "gas" if fuel in GASES else "liquid" if fuel in LIQUIDS else "solid"


def oxidation(sector, kind, fuel):
    """Per cent, or None where no oxidation factor applies."""
    phase = state(fuel)
    if sector == "steel":
        return {"solid": 99, "liquid": 98, "gas": 99}[phase] if kind == "powerUnit" else None
    if sector == "aluminium":
        return {"solid": 98, "liquid": 98, "gas": 99}[phase]
    if phase != "solid":
        return {"liquid": 98, "gas": 99}[phase]
    return {"clinkerLine": 99, "powerUnit": 95}.get(kind, 85)
