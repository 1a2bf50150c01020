import GraphIR
import LoopIR
import Operators

/// Trades time for memory: values that the gradient reads long after they were computed are computed again instead of
/// being kept. The same kernels run on the same numbers, so results do not change by a bit.
///
/// A pure function of the program and its sizes, applied when they are bound.
public enum Rematerialisation: String, Hashable, Sendable, CaseIterable, Codable {
  /// Everything is kept.
  case none
  /// What costs little more to compute than to read is computed again from what is kept anyway.
  case cheap
  /// Only what parts of the model hand to each other is kept; each part runs again before its gradient (Chen et al. 2016,
  /// "Training Deep Nets with Sublinear Memory Cost").
  case parts

  /// What is computed again without a budget: it takes no longer than reading what was kept.
  public static let usual = cheap

  /// The first level from `least` on whose memory fits, with its plan for so many threads: parameters, states and working memory
  /// together.
  ///
  /// - Throws: `MemoryBudgetError` if none does, `UnboundSymbol`.
  public static func fitting(
    _ budget: Int?, from least: Rematerialisation, _ program: Program, _ symbols: [String: Int], threads: Int = 1
  ) throws -> (program: Program, plan: ArenaPlan, level: Rematerialisation) {
    var smallest = Int.max
    for level in allCases.drop(while: { $0 != least }) {
      let variant = program.rematerialised(level, symbols)
      let plan = try ArenaPlan(variant.storages, symbols, threads: threads)
      let bytes = plan.persistentBytes + plan.workingBytes
      if budget.map({ bytes <= $0 }) ?? true { return (variant, plan, level) }
      smallest = min(smallest, bytes)
    }
    throw MemoryBudgetError(program: program.name, budget: budget ?? 0, least: smallest)
  }
}

/// A program that does not fit in the memory it may have.
public struct MemoryBudgetError: Error, CustomStringConvertible {
  public let program: String
  public let budget: Int
  public let least: Int
  public var description: String {
    func text(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
    return "\(program) does not fit in \(text(budget)) of memory\nit takes \(text(least)) at least: allow more, or a smaller batch or length"
  }
}

extension Program {
  /// The steps from the first that belongs to a gradient on read what is computed again; nil in a program without gradient.
  private var firstGradientStep: Int? { steps.firstIndex { GradientScope.contains($0.scope) } }

  /// The same program with further runs of some of its steps.
  public func rematerialised(_ level: Rematerialisation, _ symbols: [String: Int]) -> Program {
    guard level != .none, let boundary = firstGradientStep else { return self }
    var rewriter = StepRewriter(self, boundary: boundary)
    rewriter.drop(level, symbols)
    return rewriter.rewritten()
  }
}
