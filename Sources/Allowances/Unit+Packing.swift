import Filings

extension AllocationUnit {
  package func pack(into packer: inout Packer) {
    packer.code(sector)
    packer.text(uscc)
    packer.text(name)
    packer.text(province)
    packer.text(unit)
    packer.text(unitName)
    packer.decimal(emissions)
    packer.optional(output)
    packer.optional(intensity)
    packer.optional(specialCase)
    details.pack(into: &packer)
  }

  package init(from packed: inout Unpacker) throws(UnpackingError) {
    sector = try packed.code()
    uscc = try packed.text()
    name = try packed.text()
    province = try packed.text()
    unit = try packed.text()
    unitName = try packed.text()
    emissions = try packed.decimal()
    output = try packed.optionalDecimal()
    intensity = try packed.optionalDecimal()
    specialCase = try packed.optionalCode()
    details = try UnitDetails(from: &packed)
  }
}

extension UnitDetails {
  fileprivate func pack(into packer: inout Packer) {
    switch self {
    case .steel(let works):
      packer.code(Sector.steel)
      packer.optional(works.ironCapacity)
      packer.decimal(works.ironOutput)
      packer.decimal(works.ironmakingEmissions)
      packer.decimal(works.sinteringEmissions)
      packer.decimal(works.crudeSteel)
    case .cement(let line):
      packer.code(Sector.cement)
      packer.decimal(line.carbideSlag)
      packer.decimal(line.carbideSlagFactor)
      packer.decimal(line.clinker)
      packer.decimal(line.processFactor)
      packer.optional(line.substitution)
      packer.optional(line.filedSubstitution)
      packer.optional(line.category)
      packer.text(line.variety)
      packer.optional(line.capacity)
      packer.decimal(line.combustion)
      packer.decimal(line.process)
    case .aluminium(let process):
      packer.code(Sector.aluminium)
      packer.optional(process.capacity)
      packer.decimal(process.liquidAluminium)
      packer.decimal(process.anodes)
      packer.decimal(process.anodeEffects)
    }
  }

  fileprivate init(from packed: inout Unpacker) throws(UnpackingError) {
    let sector: Sector = try packed.code()
    switch sector {
    case .steel:
      self = .steel(
        Steel(
          ironCapacity: try packed.optionalDecimal(), ironOutput: try packed.decimal(),
          ironmakingEmissions: try packed.decimal(), sinteringEmissions: try packed.decimal(),
          crudeSteel: try packed.decimal()))
    case .cement:
      self = .cement(
        Cement(
          carbideSlag: try packed.decimal(), carbideSlagFactor: try packed.decimal(),
          clinker: try packed.decimal(), processFactor: try packed.decimal(),
          substitution: try packed.optionalDecimal(), filedSubstitution: try packed.optionalDecimal(),
          category: try packed.optionalCode(), variety: try packed.text(),
          capacity: try packed.optionalDecimal(),
          combustion: try packed.decimal(), process: try packed.decimal()))
    case .aluminium:
      self = .aluminium(
        Aluminium(
          capacity: try packed.optionalDecimal(), liquidAluminium: try packed.decimal(),
          anodes: try packed.decimal(), anodeEffects: try packed.decimal()))
    }
  }
}
