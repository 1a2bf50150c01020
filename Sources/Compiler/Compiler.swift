import GraphIR
import LoopIR

/// Who computes matrix products.
public enum Blas: String, Hashable, Sendable, CaseIterable {
  /// Kernels of our own, with what is computed from the product fused in.
  case generated
  /// OpenBLAS, single-threaded within a part; what is computed from the product follows in a kernel of its own.
  case openblas
}

/// What a compilation may be told.
public struct CompileOptions: Hashable, Sendable {
  public var target: Target
  /// Names of passes and fusions to leave out; `optional` are those that may be.
  public var disabled: Set<String> = []
  public static let optional =
    Pipeline.passes.map { type(of: $0) }.filter { !$0.isRequired }.map { $0.name } + Fusion.allCases.map(\.rawValue)
  var fusions: Set<Fusion> { Set(Fusion.allCases.filter { !disabled.contains($0.rawValue) }) }
  public var blas = Blas.generated
  /// Whether parameters seldom change, as they do not in inference: what depends on them alone is computed once after they
  /// were written (`Program.withPrologue`).
  public var fixesParameters = false
  public init(target: Target, fixesParameters: Bool = false) {
    (self.target, self.fixesParameters) = (target, fixesParameters)
  }
}

/// Turns a graph into a program.
public struct Compiler: Sendable {
  public let options: CompileOptions
  public init(_ options: CompileOptions) { self.options = options }

  /// Runs the pipeline.
  ///
  /// - Throws: `GraphErrors` if a pass produced an ill-typed graph, `LoopError` if a kernel is not well formed.
  public func compile(_ graph: Graph) throws -> Program {
    let prepared = try Pipeline.run(graph, disabled: options.disabled)
    let program = ProgramBuilder(prepared, options).build()
    for kernel in program.kernels { try kernel.verify() }
    return options.fixesParameters ? program.withPrologue(isConstant: true) : program
  }
}

/// The passes over graphs, in order: the compiler's table of contents. Fusion, lowering, the loop passes and emission
/// follow in `ProgramBuilder`.
public enum Pipeline {
  public static let passes: [any Pass] = [
    Expand(),
    SplitReductions(),
    SplitConcat(),
    WidenBlocks(),
    BaseTwo(),
    Simplify(),
    RecomputeActivations(),
  ]

  /// What a pass made of a graph.
  public struct Stage: Sendable {
    public let name: String
    public let graph: Graph
    public let seconds: Double
  }

  /// The graph after the passes that are not disabled.
  ///
  /// - Parameter observe: is told of each stage as it is reached.
  /// - Throws: `GraphErrors` if a pass fails, or changes what goes in or comes out.
  public static func run(_ graph: Graph, disabled: Set<String> = [], observe: (Stage) throws -> Void = { _ in }) throws -> Graph {
    var current = graph
    for pass in passes where !disabled.contains(type(of: pass).name) {
      let start = ContinuousClock.now
      let next = try pass.run(current)
      try verify(next, against: current, after: type(of: pass).name)
      current = next
      let seconds = Double((ContinuousClock.now - start) / .seconds(1))
      try observe(Stage(name: type(of: pass).name, graph: current, seconds: seconds))
    }
    return current
  }

  /// Rewriting infers every type anew; inputs and outputs must also stay what they are.
  private static func verify(_ graph: Graph, against old: Graph, after pass: String) throws {
    func face(_ graph: Graph) -> [String] {
      graph.inputs.map { "input \($0.input.name): \($0.type)" }
        + graph.outputs.map { "output \($0.name): \(graph.type($0.value)), updates \($0.updates ?? "nothing")" }
    }
    guard let change = face(graph).difference(from: face(old)).first else { return }
    throw GraphErrors([Diagnostic("the pass '\(pass)' changed what goes into the graph '\(old.name)' or comes out", found: "\(change)")])
  }
}
