import GraphIR
import LoopIR

/// Memory that a program's steps read and write.
public struct Storage: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// Bound from outside before a run.
    case input
    /// Lives from run to run.
    case parameter, state
    /// Read from outside after a run.
    case output
    /// Lives between two steps.
    case temporary
  }
  public var name: String
  public var kind: Kind
  public var element: ElementType
  public var count: Dim
  /// The first and last step that touch it; whole-run storages have neither.
  public var firstStep: Int
  public var lastStep: Int
  /// Whether each thread has its own.
  public var isPerThread = false

  public var bytes: Dim { count * Dim(element.byteCount) }
}

/// One kernel call: which storages its parameters are, and what its sizes are.
public struct Step: Hashable, Sendable, Codable {
  public var kernel: Int
  public var storages: [Int]
  /// Which of them, by place, it writes.
  public var writes: Set<Int>
  public var sizes: [Dim]
  public var cost: Cost
  /// The scope path of the model part that the step computes.
  public var scope: String
  /// The operators fused in it, by mnemonic.
  public var operators: [String]
  /// The graph nodes that it computes.
  public var nodes: [Int]
  public var location: SourceLocation?
}

/// A compiled graph as a plain value: kernels in the loop language, the order of calls, and the memory they need.
public struct Program: Hashable, Sendable {
  public var name: String
  public var target: Target
  /// The graph after all passes.
  public var graph: Graph
  public var symbols: [String]
  public var kernels: [Kernel]
  public var steps: [Step]
  /// How many of the steps, the first ones, run once after the parameters were written.
  public var prologue = 0
  public var storages: [Storage]
  /// The storage of every named input and output.
  public var inputs: [String: Int]
  public var outputs: [String: Int]

  public init(
    name: String, target: Target, graph: Graph, symbols: [String], kernels: [Kernel], steps: [Step],
    storages: [Storage], inputs: [String: Int], outputs: [String: Int]
  ) {
    (self.name, self.target, self.graph, self.symbols) = (name, target, graph, symbols)
    (self.kernels, self.steps, self.storages) = (kernels, steps, storages)
    (self.inputs, self.outputs) = (inputs, outputs)
  }
}

/// A graph that the compiler cannot turn into kernels.
public struct CompileError: Error, CustomStringConvertible {
  public let message: String
  public let location: SourceLocation?
  public init(_ message: String, at location: SourceLocation? = nil) {
    (self.message, self.location) = (message, location)
  }
  public var description: String {
    "\(location.map { "\($0.file):\($0.line): " } ?? "")error: \(message)"
  }
}

extension Program {
  /// Notes anew which steps touch each storage.
  mutating func setLifetimes() {
    for number in storages.indices { (storages[number].firstStep, storages[number].lastStep) = (.max, -1) }
    for (number, step) in steps.enumerated() {
      for storage in step.storages {
        storages[storage].firstStep = min(storages[storage].firstStep, number)
        storages[storage].lastStep = max(storages[storage].lastStep, number)
      }
    }
  }
}
