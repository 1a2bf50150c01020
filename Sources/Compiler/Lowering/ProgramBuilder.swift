import GraphIR
import LoopIR

/// Fuses, schedules and lowers a prepared graph: groups become kernels, values become storages, calls become steps.
final class ProgramBuilder {
  private let graph: Graph
  private let target: Target
  private let blas: Blas
  private let plan: FusionPlan
  private let schedule: Schedule
  private let lowerings: [Lowering?]
  private let symbols: [String]

  private var storages: [Storage] = []
  private var storageOf: [Value: Int] = [:]
  /// Storages of values that are read late.
  private var late: Set<Int> = []
  private var panelled: PanelledResults?
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

  private func add(_ name: String, _ kind: Storage.Kind, _ element: ElementType, _ count: Dim) -> Int {
    storages.append(Storage(name: name, kind: kind, element: element, count: count, firstStep: .max, lastStep: -1))
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
    append(nest.finish(name: "copy"), cost, graph.nodes[output.value.node], ["copy"])
  }

  // MARK: Groups

  private func shared() -> GroupLowering {
    var shared = GroupLowering(graph: graph, plan: plan, lowerings: lowerings, target: target, symbols: symbols) { [unowned self] in
      storageOf[$0]
    }
    shared.panels = { [unowned self] in panelled?[$0] }
    return shared
  }

  private func lower(_ group: FusionPlan.Group) {
    let node = graph.nodes[group.roots[0].node]
    let operators = self.operators(of: group)
    let name = operators.isEmpty ? "map" : operators.joined(separator: "_").identifier
    let cost = self.cost(of: group)
    switch group.kind {
    case .rows: append(RowLowering(shared(), group).lower(name: name), cost, node, operators, nodes: plan.members(of: group, in: graph).sorted())
    case .columns: lowerColumns(group, name, cost, operators)
    case .contraction: lowerContraction(group, name, cost, operators)
    case .kernel: lowerKernel(group, name, operators)
    case .scan: lowerScan(group, name, cost, operators)
    }
  }

  private func lowerContraction(_ group: FusionPlan.Group, _ name: String, _ cost: Cost, _ operators: [String]) {
    let root = group.roots[0]
    let node = graph.nodes[root.node]
    if let sums = DiagonalSumLowering(shared(), group), lowerDiagonalSum(sums, name, cost, operators) { return }
    if let shape = MatrixShape(graph, root) {
      let diagonal = shape.diagonal(graph, root, lanes: target.lanes).map { MatrixProductLowering(shared(), group, $0) }
      if let diagonal, diagonal.readsWholeBlocks, lowerProduct(diagonal, name, cost, node, operators) { return }
      if blas == .openblas, let kernel = BlasLowering(shared: shared(), group: group, shape: shape).lower(name: name) {
        append(kernel, cost, node, operators, nodes: plan.members(of: group, in: graph).sorted())
        return
      }
      if lowerProduct(MatrixProductLowering(shared(), group, shape), name, cost, node, operators) { return }
    }
    append(PlainContractionLowering(shared(), group).lower(name: name), cost, node, operators, nodes: plan.members(of: group, in: graph).sorted())
  }

  /// A product and the packing of its operands; false if their elements do not lie at fixed strides.
  private func lowerProduct(
    _ product: MatrixProductLowering, _ name: String, _ cost: Cost, _ node: Node, _ operators: [String]
  ) -> Bool {
    var packs: [(kernel: LoweredKernel?, operand: Value)] = []
    func storage(_ panels: MatrixPanels?, _ hint: String) -> Int? {
      panels.map {
        if !$0.isLeft, panelled?[$0.operand] != nil { return storageOf[$0.operand]! }
        let storage = add("%\(product.group.roots[0].node).\(hint)", .temporary, $0.element, $0.count)
        packs.append(($0.pack(name: "\(name)_pack", into: storage), $0.operand))
        return storage
      }
    }
    let (right, left) = (storage(product.rightPanels, "packed"), storage(product.leftPanels, "packed-rows"))
    let totals = product.totals
    let pieces = totals.map { add("%\(product.group.roots[0].node).pieces", .temporary, .f32, $0.count) }
    guard packs.allSatisfy({ $0.kernel != nil }),
      let multiply = product.multiply(name: name, right: right, left: left, pieces: pieces)
    else { return false }
    for pack in packs { append(pack.kernel!, Cost(flops: 0, bytes: Cost.traffic([graph.type(pack.operand)]) * 2), node, ["pack"]) }
    let nodes = plan.members(of: product.group, in: graph).sorted()
    append(multiply, cost, node, operators, nodes: nodes)
    if let totals, let pieces {
      let adding = Cost(flops: totals.count, bytes: totals.count * Dim(ElementType.f32.byteCount))
      append(totals.addTiles(name: "\(name)_pieces", from: pieces), adding, node, operators, nodes: nodes)
    }
    return true
  }

  /// A sum over rows in pieces; false if their elements do not lie side by side.
  private func lowerDiagonalSum(
    _ sums: DiagonalSumLowering, _ name: String, _ cost: Cost, _ operators: [String]
  ) -> Bool {
    let root = sums.group.roots[0]
    let storage = add("%\(root.node).pieces", .temporary, .f32, sums.count)
    guard let kernels = sums.lower(name: name, through: storage) else { return false }
    appendPieces(kernels, sums.group, cost, operators)
    return true
  }

  private func lowerColumns(_ group: FusionPlan.Group, _ name: String, _ cost: Cost, _ operators: [String]) {
    let columns = ColumnLowering(shared(), group)
    let storage = columns.count.map { add("%\(group.roots[0].node).pieces", .temporary, .f32, $0) }
    appendPieces(columns.lower(name: name, through: storage), group, cost, operators)
  }

  /// Appends the kernel that sums pieces of rows, and the one that adds these, if there is any.
  private func appendPieces(_ kernels: [LoweredKernel], _ group: FusionPlan.Group, _ cost: Cost, _ operators: [String]) {
    let (nodes, node) = (plan.members(of: group, in: graph).sorted(), graph.nodes[group.roots[0].node])
    for (number, kernel) in kernels.enumerated() {
      let adding = Cost(flops: 0, bytes: Cost.traffic(group.roots.map(graph.type)))
      append(kernel, number == 0 ? cost : adding, node, operators, nodes: nodes)
    }
  }

  private func lowerKernel(_ group: FusionPlan.Group, _ name: String, _ operators: [String]) {
    let node = group.roots[0].node
    guard case .kernel(let lowering)? = lowerings[node] else { return }
    let context = KernelGroupLowering(shared(), node: node, name: name) { [unowned self] scratch, element, count in
      add("%\(node).\(scratch)", .temporary, element, count)
    }
    lowering.emit(context)
    let nodes = plan.members(of: group, in: graph).sorted()
    for kernel in context.kernels { append(kernel.lowered, kernel.cost, graph.nodes[node], operators, nodes: nodes) }
  }

  private func lowerScan(_ group: FusionPlan.Group, _ name: String, _ cost: Cost, _ operators: [String]) {
    let node = group.roots[0].node
    guard case .loop(let loop)? = lowerings[node] else { return }
    let scan = ScanLowering(shared(), group, loop) { [unowned self] scratch, element, count in
      add("%\(node).\(scratch)", .temporary, element, count)
    }
    let kernels = scan.lower(name: name)
    for table in scan.tableKernels { append(table, Cost(flops: 0, bytes: 0), graph.nodes[node], ["pack"]) }
    for (number, kernel) in kernels.enumerated() {
      append(
        kernel, number == 0 ? cost : Cost(flops: 0, bytes: 0), graph.nodes[node], operators, nodes: plan.members(of: group, in: graph).sorted())
    }
  }

  private func append(
    _ lowered: LoweredKernel, _ cost: Cost, _ node: Node, _ operators: [String], nodes: [Int] = []
  ) {
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
      named.notes = notes(operators, lowered, cost, node)
      kernels.append(named)
      writes.append(lowered.kernel.writtenParameters)
    }
    for storage in lowered.storages {
      storages[storage].firstStep = min(storages[storage].firstStep, steps.count)
      storages[storage].lastStep = max(storages[storage].lastStep, steps.count)
    }
    steps.append(
      Step(
        kernel: kernel, storages: lowered.storages, writes: writes[kernel], sizes: lowered.sizes, cost: cost, scope: node.scope,
        operators: operators, nodes: nodes, location: node.location))
  }

  private func notes(_ operators: [String], _ lowered: LoweredKernel, _ cost: Cost, _ node: Node) -> [String] {
    var notes = [operators.joined(separator: ", ")]
    for (buffer, storage) in zip(lowered.kernel.parameters, lowered.storages) {
      notes.append("\(buffer.name): \(storages[storage].element.rawValue), \(storages[storage].count) elements")
    }
    notes.append("\(cost.flops) flops, \(cost.bytes) bytes")
    let place = node.location.map { " at \($0.file):\($0.line)" } ?? ""
    notes.append("first used in \(node.scope.isEmpty ? "the model" : node.scope)\(place)")
    return notes
  }

  /// The operators that a group computes, in order, repeats once.
  private func operators(of group: FusionPlan.Group) -> [String] {
    var (seen, result) = (Set<String>(), [String]())
    for node in plan.members(of: group, in: graph).sorted() {
      let name = graph.nodes[node].operation!.mnemonic
      if seen.insert(name).inserted { result.append(name) }
    }
    return result
  }

  private func cost(of group: FusionPlan.Group) -> Cost {
    var total = Cost(flops: 0, bytes: 0)
    for node in plan.members(of: group, in: graph) {
      let own = graph.nodes[node].operation!.cost(graph.nodes[node].inputs.map(graph.type), graph.nodes[node].types)
      total.flops = total.flops + own.flops
      total.transcendentals = total.transcendentals + own.transcendentals
    }
    let number = plan.groupOf[group.roots[0]]!
    let touched = schedule.reads[number].union(group.roots.filter { storageOf[$0] != nil })
    total.bytes = Cost.traffic(touched.map(graph.type))
    return total
  }
}
