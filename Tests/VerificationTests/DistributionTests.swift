import Testing

@testable import Verification

@Suite("Probabilities of the digit tests")
struct DistributionTests {
  // Tables of χ², for instance NIST/SEMATECH e-Handbook 1.3.6.7.4.
  @Test(
    "χ² of 8 and 9 degrees of freedom",
    arguments: [
      (15.507, 8, 0.05), (20.090, 8, 0.01), (16.919, 9, 0.05), (21.666, 9, 0.01), (3.84146, 1, 0.05),
      (0, 9, 1),
    ])
  func chiSquare(x: Double, freedom: Int, expected: Double) {
    #expect(abs(Distributions.chiSquareTail(x, degreesOfFreedom: freedom) - expected) < 1e-5)
  }

  // From Python's math.comb.
  @Test(
    "the binomial tail with a chance of one in five",
    arguments: [
      (10, 5, 0.03279349760000002), (48, 20, 0.0005004504394460274), (30, 10, 0.06108714828865559),
      (30, 0, 1),
    ])
  func binomial(count: Int, least: Int, expected: Double) {
    #expect(abs(Distributions.binomialTail(atLeast: least, of: count, chance: 0.2) - expected) < 1e-12)
  }

  @Test("even counts are likely, one digit only is not; Benford's counts are likely, even ones are not")
  func counts() {
    #expect(Distributions.evenness(of: [Int](repeating: 6, count: 10)) == 1)
    #expect(Distributions.evenness(of: [60] + [Int](repeating: 0, count: 9)) < 1e-9)
    #expect(Distributions.benford([301, 176, 125, 97, 79, 67, 58, 51, 46]) > 0.999)
    #expect(Distributions.benford([Int](repeating: 111, count: 9)) < 1e-9)
  }
}
