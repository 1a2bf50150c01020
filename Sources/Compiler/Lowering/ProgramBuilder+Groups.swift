import GraphIR
import LoopIR

/// How each kind of group becomes kernels.
extension ProgramBuilder {
  /// What a step computes, as people see it: in notes on its kernel and in tables of where time goes.
  struct Work {
    var operators: [String]
    var cost: Cost
    /// The node that the step belongs to.
    let node: Node
    /// All nodes that it computes.
    var nodes: [Int] = []

    init(_ only: String, _ cost: Cost, _ node: Node) { (operators, self.cost, self.node) = ([only], cost, node) }

    /// A name for its kernel.
    var name: String { operators.isEmpty ? "map" : operators.joined(separator: "_").identifier }

    /// The same with a cost of its own: of one kernel of several that do the work.
    func costing(_ cost: Cost) -> Work {
      var part = self
      part.cost = cost
      return part
    }
  }

  func lower(_ group: FusionPlan.Group) {
    let work = self.work(of: group)
    switch group.kind {
    case .rows: append(RowLowering(shared(), group).lower(name: work.name), work)
    case .columns: lowerColumns(group, work)
    case .contraction: lowerContraction(group, work)
    case .kernel: lowerKernel(group, work)
    case .scan: lowerScan(group, work)
    }
  }

  private func work(of group: FusionPlan.Group) -> Work {
    let members = plan.members(of: group, in: graph)
    var work = Work("", cost(of: group, members), graph.nodes[group.roots[0].node])
    (work.operators, work.nodes) = (members.map { graph.nodes[$0].operation!.mnemonic }.withoutRepeats, members)
    return work
  }

  private func cost(of group: FusionPlan.Group, _ members: [Int]) -> Cost {
    var total = Cost(flops: 0, bytes: 0)
    for node in members {
      let own = graph.nodes[node].operation!.cost(graph.nodes[node].inputs.map(graph.type), graph.nodes[node].types)
      total.flops = total.flops + own.flops
      total.transcendentals = total.transcendentals + own.transcendentals
    }
    let number = plan.groupOf[group.roots[0]]!
    let touched = schedule.reads[number].union(group.roots.filter { storageOf[$0] != nil })
    total.bytes = Cost.traffic(touched.map(graph.type))
    return total
  }

  // MARK: Contractions

  private func lowerContraction(_ group: FusionPlan.Group, _ work: Work) {
    let root = group.roots[0]
    if let sums = DiagonalSumLowering(shared(), group), lowerDiagonalSum(sums, work) { return }
    if let shape = MatrixShape(graph, root) {
      let diagonal = shape.diagonal(graph, root, lanes: target.lanes).map { MatrixProductLowering(shared(), group, $0) }
      if let diagonal, diagonal.readsWholeBlocks, lowerProduct(diagonal, work) { return }
      if blas == .openblas, let kernel = BlasLowering(shared: shared(), group: group, shape: shape).lower(name: work.name) {
        return append(kernel, work)
      }
      if lowerProduct(MatrixProductLowering(shared(), group, shape), work) { return }
    }
    append(PlainContractionLowering(shared(), group).lower(name: work.name), work)
  }

  /// A product and the packing of its operands; false if their elements do not lie at fixed strides.
  private func lowerProduct(_ product: MatrixProductLowering, _ work: Work) -> Bool {
    let name = work.name
    var packs: [(kernel: LoweredKernel?, operand: Value)] = []
    func storage(_ panels: MatrixPanels?, _ hint: String) -> Int? {
      panels.map {
        if !$0.isLeft, panelled?[$0.operand] != nil { return storageOf[$0.operand]! }
        let storage = addScratch(hint, product.group, $0.element, $0.count)
        packs.append(($0.pack(name: "\(name)_pack", into: storage), $0.operand))
        return storage
      }
    }
    let (right, left) = (storage(product.rightPanels, "packed"), storage(product.leftPanels, "packed-rows"))
    let totals = product.totals
    let pieces = totals.map { addScratch("pieces", product.group, .f32, $0.count) }
    guard packs.allSatisfy({ $0.kernel != nil }),
      let multiply = product.multiply(name: name, right: right, left: left, pieces: pieces)
    else { return false }
    for pack in packs {
      append(pack.kernel!, Work("pack", Cost(flops: 0, bytes: Cost.traffic([graph.type(pack.operand)]) * 2), work.node))
    }
    append(multiply, work)
    if let totals, let pieces {
      let adding = Cost(flops: totals.count, bytes: totals.count * Dim(ElementType.f32.byteCount))
      append(totals.addTiles(name: "\(name)_pieces", from: pieces), work.costing(adding))
    }
    return true
  }

  /// A sum over rows in pieces; false if their elements do not lie side by side.
  private func lowerDiagonalSum(_ sums: DiagonalSumLowering, _ work: Work) -> Bool {
    let storage = addScratch("pieces", sums.group, .f32, sums.count)
    guard let kernels = sums.lower(name: work.name, through: storage) else { return false }
    appendPieces(kernels, sums.group, work)
    return true
  }

  // MARK: Others

  private func lowerColumns(_ group: FusionPlan.Group, _ work: Work) {
    let columns = ColumnLowering(shared(), group)
    let storage = columns.count.map { addScratch("pieces", group, .f32, $0) }
    appendPieces(columns.lower(name: work.name, through: storage), group, work)
  }

  /// Appends the kernel that sums pieces of rows, and the one that adds these, if there is any.
  private func appendPieces(_ kernels: [LoweredKernel], _ group: FusionPlan.Group, _ work: Work) {
    let adding = work.costing(Cost(flops: 0, bytes: Cost.traffic(group.roots.map(graph.type))))
    for (number, kernel) in kernels.enumerated() { append(kernel, number == 0 ? work : adding) }
  }

  private func lowerKernel(_ group: FusionPlan.Group, _ work: Work) {
    let node = group.roots[0].node
    guard case .kernel(let lowering)? = lowerings[node] else { return }
    let context = KernelGroupLowering(shared(), node: node, name: work.name) { [unowned self] in
      addScratch($0, group, $1, $2, isPerThread: $3)
    }
    lowering.emit(context)
    for kernel in context.kernels { append(kernel.lowered, work.costing(kernel.cost)) }
  }

  private func lowerScan(_ group: FusionPlan.Group, _ work: Work) {
    guard case .loop(let loop)? = lowerings[group.roots[0].node] else { return }
    let scan = ScanLowering(shared(), group, loop) { [unowned self] in addScratch($0, group, $1, $2) }
    let kernels = scan.lower(name: work.name), nothing = Cost(flops: 0, bytes: 0)
    for table in scan.tableKernels { append(table, Work("pack", nothing, work.node)) }
    for (number, kernel) in kernels.enumerated() { append(kernel, number == 0 ? work : work.costing(nothing)) }
  }

  private func addScratch(
    _ name: String, _ group: FusionPlan.Group, _ element: ElementType, _ count: Dim, isPerThread: Bool = false
  ) -> Int {
    add("%\(group.roots[0].node).\(name)", .temporary, element, count, isPerThread: isPerThread)
  }
}

extension Array where Element: Hashable {
  /// The elements in order, each where it is first.
  fileprivate var withoutRepeats: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
