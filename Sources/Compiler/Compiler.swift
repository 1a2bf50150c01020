import GraphIR
import LoopIR

/// What a compilation may be told.
public struct CompileOptions: Hashable, Sendable {
  public var target: Target
  /// Names of passes to leave out.
  public var disabled: Set<String> = []
  public init(target: Target) { self.target = target }
}

/// Turns a graph into a program.
public struct Compiler: Sendable {
  public let options: CompileOptions
  public init(_ options: CompileOptions) { self.options = options }

  /// Runs the pipeline.
  ///
  /// - Throws: `GraphErrors` if a pass produced an ill-typed graph, `CompileError` if something has no lowering.
  public func compile(_ graph: Graph) throws -> Program {
    let prepared = try Pipeline.run(graph, disabled: options.disabled)
    return ProgramBuilder(prepared, options.target).build()
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
    Simplify(),
  ]

  public static func run(_ graph: Graph, disabled: Set<String> = []) throws -> Graph {
    try passes.filter { !disabled.contains(type(of: $0).name) }.reduce(graph) { try $1.run($0) }
  }
}
