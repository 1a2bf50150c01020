import GraphIR
import LoopIR

/// What all forms of group share: the graph, the plan, and which values have memory.
struct GroupLowering {
  let graph: Graph
  let plan: FusionPlan
  let lowerings: [Lowering?]
  let target: Target
  /// The names of the program's sizes.
  let symbols: [String]
  let storage: (Value) -> Int?
  /// The panels in which a result lies; nil where it lies row by row.
  var panels: (Value) -> MatrixPanels? = { _ in nil }

  func isReduction(_ value: Value) -> Bool {
    if case .reduction = lowerings[value.node] { true } else { false }
  }

  func builder() -> NestBuilder {
    NestBuilder(graph, lowerings: lowerings, target: target, reserved: symbols, storage: storage)
  }
}

/// A kernel with the storages that its parameters stand for.
struct LoweredKernel {
  var kernel: Kernel
  var storages: [Int]
  var sizes: [Dim]
}

extension NestBuilder {
  /// Finishes the kernel: merges loops, shares them out over parts, vectorises.
  ///
  /// - Parameter requests: what vector loops ask for that go through rows that lie in memory one after the other.
  func finish(name: String, partition: Bool = true, requests: RowRequests = .none) -> LoweredKernel {
    let sizes = symbols.sorted()
    var kernel = Kernel(
      name: name, lanes: lanes, parameters: parameters.map(\.buffer), sizes: sizes.map { Variable($0) }, parts: 1,
      body: body)
    kernel = Collapse.apply(SplitCases.apply(kernel))
    if partition { kernel = Partition.apply(kernel) }
    kernel = StepPrefetch.apply(TransposeBlocks.apply(SplitQuotients.apply(kernel)))
    if requests != .none { kernel = PrefetchRows.apply(kernel, results: requests == .operandsAndResults) }
    kernel = Vectorise.apply(kernel, registers: target.registers)
    return LoweredKernel(kernel: kernel, storages: parameters.map(\.storage), sizes: sizes.map { Dim(symbol: $0) })
  }

  /// Finishes a kernel whose outermost loop goes over so many units of work, which parts share.
  func finish(name: String, units: Expression, requests: RowRequests = .none) -> LoweredKernel {
    var lowered = finish(name: name, partition: false, requests: requests)
    lowered.kernel.parts = .maximum(1, .minimum(.integer(64), units))
    return lowered
  }
}

/// What is asked for before a kernel comes to it.
enum RowRequests { case none, operands, operandsAndResults }
