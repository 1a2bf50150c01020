import GraphIR

/// Results of products that lie in panels from the start: another product reads them as its right operand, nobody else reads
/// them, and tiles of both have as many columns. They are neither packed nor kept a second time.
///
/// So lies what a gradient computes again of an activation, from which the gradient of the next weight is made: the steps of
/// that product are the rows of the one that computes it.
struct PanelledResults {
  private var panels: [Value: MatrixPanels] = [:]

  init(_ shared: GroupLowering) {
    let (graph, plan) = (shared.graph, shared.plan)
    let users = graph.users
    let outputs = Set(graph.outputs.map { graph.throughViews($0.value) })
    for group in plan.groups where group.kind == .contraction {
      guard let reader = Self.product(shared, group), reader.rightPanels != nil else { continue }
      let value = reader.shape.right
      guard let writing = plan.groupOf[value].map({ plan.groups[$0] }), writing.kind == .contraction, !outputs.contains(value),
        users[value.node].count == 1, value != reader.shape.left, let writer = Self.product(shared, writing), writing.roots.contains(value),
        Self.agree(reader, writer, graph.type(value))
      else { continue }
      panels[value] = reader.columnPanels
    }
  }

  subscript(_ value: Value) -> MatrixPanels? { panels[value] }

  /// The group's product, if it is one of matrices whose elements lie at fixed strides.
  private static func product(_ shared: GroupLowering, _ group: FusionPlan.Group) -> MatrixProductLowering? {
    guard let shape = MatrixShape(shared.graph, group.roots[0]), shape.element == .f32, shape.batch.isEmpty,
      shape.diagonal(shared.graph, group.roots[0], lanes: shared.target.lanes) == nil
    else { return nil }
    let probe = StridedProbe(nest: shared.builder())
    if [shape.left, shape.right].contains(where: { probe.access($0) == nil }) { return nil }
    return MatrixProductLowering(shared, group, shape)
  }

  /// Whether tiles of the writer's are rows of the reader's panels, all of them whole.
  private static func agree(_ reader: MatrixProductLowering, _ writer: MatrixProductLowering, _ type: TensorType) -> Bool {
    let (panels, tile) = (reader.shape, writer.tile)
    return panels.columns == writer.shape.columns && panels.summed == writer.shape.rows
      && type.axes == writer.shape.rows + writer.shape.columns && reader.tile.width == tile.width
      && MatrixShape.count(panels.columns).isMultiple(of: Dim(tile.width))
  }
}
