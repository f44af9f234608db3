import Accounting
import Filings
import Quantities
import Rulebook

/// A line of the special-cases table: what a province decided for a unit, or with facility `-` for all
/// units of an entity.
package struct SpecialCaseInput: Sendable, Encodable {
  package let uscc: String
  package let facility: String
  package let specialCase: SpecialCase

  package init(uscc: String, facility: String, specialCase: SpecialCase) {
    self.uscc = uscc
    self.facility = facility
    self.specialCase = specialCase
  }
}

/// Why an entity's units cannot be formed.
package enum AllocationError: Error, Sendable {
  case rule(RuleError)
  case arithmetic(ArithmeticError)
}

/// Forms the allocation units of one entity from its verified statement.
package struct UnitBuilder {
  let filing: Filing
  /// The filing before conservative corrections, where there were some: they take no special case away.
  let uncorrected: Filing?
  let statement: EmissionStatement
  let rules: YearRules
  let specialCases: [SpecialCaseInput]

  /// - Parameters:
  ///   - filing: with its corrections, if any.
  ///   - uncorrected: the filing without those that are conservative, where it differs.
  ///   - statement: the verified one.
  ///   - specialCases: those of this entity.
  package init(
    filing: Filing, uncorrected: Filing? = nil, statement: EmissionStatement, rules: YearRules,
    specialCases: [SpecialCaseInput]
  ) {
    self.filing = filing
    self.uncorrected = uncorrected
    self.statement = statement
    self.rules = rules
    self.specialCases = specialCases
  }

  /// Steel: the entity. Cement: each clinker line. Aluminium: each electrolysis process.
  package func units() throws(AllocationError) -> [AllocationUnit] {
    do {
      switch filing.sector {
      case .steel: return [try steelUnit()]
      case .cement: return try facilityUnits(.clinkerLine, cementUnit)
      case .aluminium: return try facilityUnits(.electrolysis, aluminiumUnit)
      }
    } catch let error as AllocationError {
      throw error
    } catch let error as RuleError {
      throw .rule(error)
    } catch let error as ArithmeticError {
      throw .arithmetic(error)
    } catch {
      throw .arithmetic(.overflow("\(error)"))
    }
  }

  private func facilityUnits(
    _ kind: FacilityKind, _ unit: (Facility, FacilityStatement) throws -> AllocationUnit
  ) throws -> [AllocationUnit] {
    var units: [AllocationUnit] = []
    for facility in filing.facilities where facility.kind == kind {
      guard let result = statement.facilities.first(where: { $0.facility == facility.id }) else { continue }
      units.append(try unit(facility, result))
    }
    return units
  }

  private func cementUnit(_ line: Facility, _ result: FacilityStatement) throws -> AllocationUnit {
    let substitution = try CarbideSlagSubstitution(line: line, rules: rules)
    let filed = try filedSubstitution(line, above: substitution)
    let resolver = SpecialCaseResolver(
      filing: filing, total: statement.total, rules: rules, decided: specialCases)
    let specialCase = try resolver.line(
      line, output: result.annualOutput, emissions: result.total, substitution: filed ?? substitution)
    return AllocationUnit(
      sector: .cement, uscc: filing.entity.uscc, name: filing.entity.name, province: filing.entity.province,
      unit: line.id, unitName: line.name, emissions: result.total, output: result.annualOutput,
      intensity: result.intensity, specialCase: specialCase,
      details: .cement(
        UnitDetails.Cement(
          carbideSlag: substitution.slag, carbideSlagFactor: substitution.deductionFactor,
          clinker: result.annualOutput ?? .zero, processFactor: substitution.processFactor,
          substitution: try substitution.percent(), filedSubstitution: try filed?.percent(),
          category: line.clinkerCategory,
          variety: line[attribute: .clinkerVariety] ?? "", capacity: line.capacity,
          combustion: try result.annual(.combustion), process: try result.annual(.process))))
  }

  /// The substitution before conservative corrections, where only it is above the limit. Less slag, as a correction
  /// takes it, must not win a line more allowances than it emitted (verification.md section 1).
  private func filedSubstitution(
    _ line: Facility, above corrected: CarbideSlagSubstitution
  ) throws -> CarbideSlagSubstitution? {
    guard try !corrected.isAboveLimit,
      let before = uncorrected?.facilities.first(where: { $0.id == line.id })
    else { return nil }
    let filed = try CarbideSlagSubstitution(line: before, rules: rules)
    return try filed.isAboveLimit ? filed : nil
  }

  /// E_electrolysis = anodes + anode effects; fuels burned at the process are the enterprise's.
  private func aluminiumUnit(_ process: Facility, _ result: FacilityStatement) throws -> AllocationUnit {
    let resolver = SpecialCaseResolver(
      filing: filing, total: statement.total, rules: rules, decided: specialCases)
    let (anodes, effects) = (try result.annual(.anode), try result.annual(.anodeEffect))
    return AllocationUnit(
      sector: .aluminium, uscc: filing.entity.uscc, name: filing.entity.name,
      province: filing.entity.province, unit: process.id, unitName: process.name,
      emissions: try anodes + effects, output: result.annualOutput, intensity: result.intensity,
      specialCase: try resolver.process(
        process, output: result.annualOutput, emissions: anodes + effects),
      details: .aluminium(
        UnitDetails.Aluminium(
          capacity: process.capacity, liquidAluminium: result.annualOutput ?? .zero, anodes: anodes,
          anodeEffects: effects)))
  }

  /// I = (E_ironmaking + E_sintering) / iron output.
  private func steelUnit() throws -> AllocationUnit {
    let ironmaking = statement.facilities.filter { $0.kind == .ironmaking }
    let sintering = statement.facilities.filter { $0.kind == .sintering }
    let ironEmissions = try FixedDecimal.sum(ironmaking.map(\.total))
    let sinterEmissions = try FixedDecimal.sum(sintering.map(\.total))
    let iron = try FixedDecimal.sum(ironmaking.compactMap(\.annualOutput))
    let decimals = try rules.number("decimals.steel.intensity").value
    let intensity =
      iron.isZero
      ? nil
      : try (ironEmissions + sinterEmissions).divided(
        by: iron, decimals: Int(truncatingIfNeeded: decimals.coefficient))
    let resolver = SpecialCaseResolver(
      filing: filing, total: statement.total, rules: rules, decided: specialCases)
    let capacities = filing.facilities.filter { $0.kind == .ironmaking }.compactMap(\.capacity)
    return AllocationUnit(
      sector: .steel, uscc: filing.entity.uscc, name: filing.entity.name, province: filing.entity.province,
      unit: Facility.enterpriseID, unitName: filing.entity.name, emissions: statement.total, output: iron,
      intensity: intensity, specialCase: try resolver.works(output: iron),
      details: .steel(
        UnitDetails.Steel(
          ironCapacity: capacities.isEmpty ? nil : try .sum(capacities), ironOutput: iron,
          ironmakingEmissions: ironEmissions, sinteringEmissions: sinterEmissions,
          crudeSteel: statement.enterprise.annualOutput ?? .zero)))
  }
}
