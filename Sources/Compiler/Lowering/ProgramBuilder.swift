import GraphIR
import LoopIR

/// Fuses, schedules and lowers a prepared graph: groups become kernels, values become storages, calls become steps.
final class ProgramBuilder {
  let graph: Graph
  let target: Target
  let blas: Blas
  let plan: FusionPlan
  let schedule: Schedule
  let lowerings: [Lowering?]
  private let symbols: [String]

  private var storages: [Storage] = []
  private(set) var storageOf: [Value: Int] = [:]
  /// Storages of values that are read late.
  private var late: Set<Int> = []
  private(set) var panelled: PanelledResults?
  private var kernels: [Kernel] = []
  private var kernelOf: [Kernel: Int] = [:]
  /// For each kernel, the parameters that it writes.
  private var writes: [Set<Int>] = []
  private var steps: [Step] = []

  init(_ graph: Graph, _ options: CompileOptions) {
    (self.graph, target, blas) = (graph, options.target, options.blas)
    plan = Fuser.plan(graph, fusions: options.fusions, blas: options.blas)
    schedule = Schedule(graph, plan)
    symbols = graph.symbols
    lowerings = graph.nodes.indices.map { graph.lowering($0) }
  }

  func build() -> Program {
    makeStorages()
    if blas == .generated { panelled = PanelledResults(shared()) }
    for group in schedule.order { lower(plan.groups[group]) }
    let (inputs, outputs) = bindNames()
    return Program(
      name: graph.name, target: target, graph: graph, symbols: symbols, kernels: kernels, steps: steps,
      storages: storages, inputs: inputs, outputs: outputs)
  }

  // MARK: Storages

  private func makeStorages() {
    for (value, input, type) in graph.inputs {
      let kind: Storage.Kind =
        switch input.role {
        case .data: .input
        case .parameter: .parameter
        case .state: .state
        }
      storageOf[value] = add(input.name, kind, type.element, type.count)
    }
    for (name, value) in schedule.inPlace {
      storageOf[value] = storageOf[graph.input(named: name)!.value]
    }
    let outputs = Set(graph.outputs.filter { $0.updates == nil }.map { graph.throughViews($0.value) })
    for value in schedule.stored.sorted(by: { ($0.node, $0.output) < ($1.node, $1.output) })
    where storageOf[value] == nil {
      let type = graph.type(value)
      storageOf[value] = add("%\(value.node)", outputs.contains(value) ? .output : .temporary, type.element, type.count)
    }
    late = Set(schedule.lateValues(plan).compactMap { storageOf[$0] }.filter { storages[$0].kind == .temporary })
  }

  func add(
    _ name: String, _ kind: Storage.Kind, _ element: ElementType, _ count: Dim, isPerThread: Bool = false
  ) -> Int {
    storages.append(
      Storage(name: name, kind: kind, element: element, count: count, firstStep: .max, lastStep: -1, isPerThread: isPerThread))
    return storages.count - 1
  }

  /// The storages of named inputs and outputs; updates that could not be made in place are copied at the end.
  private func bindNames() -> (inputs: [String: Int], outputs: [String: Int]) {
    var (inputs, outputs) = ([String: Int](), [String: Int]())
    for (value, input, _) in graph.inputs { inputs[input.name] = storageOf[value]! }
    for output in graph.outputs {
      let source = storageOf[graph.throughViews(output.value)]!
      guard let name = output.updates, let own = inputs[name] else {
        outputs[output.name] = source
        continue
      }
      if source != own { copy(output, from: source, to: own) }
      outputs[output.name] = own
    }
    return (inputs, outputs)
  }

  private func copy(_ output: Output, from source: Int, to destination: Int) {
    let type = graph.type(output.value)
    let nest = shared().builder()
    let (from, to) = (nest.parameter(source, type.element), nest.parameter(destination, type.element))
    let index = nest.open("i", to: nest.size(type.count), kind: .vector)
    nest.store(to, index, .load(from, index))
    nest.close()
    let cost = Cost(flops: 0, bytes: Cost.traffic([type, type]))
    append(nest.finish(name: "copy"), Work("copy", cost, graph.nodes[output.value.node]))
  }

  // MARK: Kernels

  func shared() -> GroupLowering {
    var shared = GroupLowering(graph: graph, plan: plan, lowerings: lowerings, target: target, symbols: symbols) { [unowned self] in
      storageOf[$0]
    }
    shared.panels = { [unowned self] in panelled?[$0] }
    return shared
  }

  /// Appends a step, with a kernel of its own unless there is an equal one.
  func append(_ lowered: LoweredKernel, _ work: Work) {
    var lowered = lowered
    let counts = lowered.storages.map { storages[$0].count }, symbols = Set(lowered.sizes.flatMap(\.symbols))
    if counts.allSatisfy({ symbols.isSuperset(of: $0.symbols) }) {
      let late = zip(lowered.kernel.parameters, lowered.storages).filter { self.late.contains($1) }.map(\.0)
      lowered.kernel = StreamStores.apply(lowered.kernel, counts: counts.map(\.expression), late: Set(late))
    }
    var canonical = lowered.kernel
    canonical.name = ""
    let kernel = kernelOf[canonical] ?? kernels.count
    if kernel == kernels.count {
      kernelOf[canonical] = kernel
      var named = lowered.kernel
      named.name = "k\(kernel)_\(lowered.kernel.name)"
      named.notes = notes(lowered, work)
      kernels.append(named)
      writes.append(lowered.kernel.writtenParameters)
    }
    for storage in lowered.storages {
      storages[storage].firstStep = min(storages[storage].firstStep, steps.count)
      storages[storage].lastStep = max(storages[storage].lastStep, steps.count)
    }
    steps.append(
      Step(
        kernel: kernel, storages: lowered.storages, writes: writes[kernel], sizes: lowered.sizes, cost: work.cost,
        scope: work.node.scope, operators: work.operators, nodes: work.nodes, location: work.node.location))
  }

  private func notes(_ lowered: LoweredKernel, _ work: Work) -> [String] {
    var notes = [work.operators.joined(separator: ", ")]
    for (buffer, storage) in zip(lowered.kernel.parameters, lowered.storages) {
      let owner = storages[storage].isPerThread ? " a thread" : ""
      notes.append("\(buffer.name): \(storages[storage].element.rawValue), \(storages[storage].count) elements\(owner)")
    }
    notes.append("\(work.cost.flops) flops, \(work.cost.bytes) bytes")
    let place = work.node.location.map { " at \($0.file):\($0.line)" } ?? ""
    notes.append("first used in \(work.node.scope.isEmpty ? "the model" : work.node.scope)\(place)")
    return notes
  }
}
