import GraphIR
import LoopIR

/// An operand of a product in panels as the register tiles read them: `[batch][panel][k][width]`, the last panel padded
/// with zeros; of bytes `[batch][panel][k / 4][width][4]`. Elements stay as narrow as they are.
struct MatrixPanels {
  let shared: GroupLowering
  let shape: MatrixShape
  let operand: Value
  /// The rows of a left operand, the columns of a right one.
  let axes: [Axis]
  let width: Int
  /// Steps along the summed axis that one part copies where they lie apart: pages that are open at once.
  private static let steps = 32
  /// Elements of a step that are copied in turn with those of its neighbours.
  private static let columns = 192

  private var type: TensorType { shared.graph.type(operand) }
  var element: ElementType { type.element }
  var isLeft: Bool { operand == shape.left }
  private var summed: Dim { MatrixShape.count(shape.summed) }

  /// Elements of all panels.
  var count: Dim {
    let total = MatrixShape.count(axes)
    let padded = total.constant.map { Dim($0.roundedUp(to: width)) } ?? total + Dim(width)
    return MatrixShape.count(shape.batch) * padded * summed
  }

  /// How many panels a batch entry has.
  func panels(_ nest: NestBuilder) -> Expression { nest.size(MatrixShape.count(axes)).dividedUp(by: width) }

  /// Where a panel begins.
  func start(_ batch: Expression, _ panel: Expression, _ nest: NestBuilder) -> Expression {
    (batch * panels(nest) + panel) * nest.size(summed) * .integer(width)
  }

  /// The kernel that copies the operand into panels; nil if its elements do not lie at fixed strides.
  func pack(name: String, into storage: Int) -> LoweredKernel? {
    let nest = shared.builder()
    guard let source = StridedProbe(nest: nest).access(operand) else { return nil }
    let address = OperandAddress(source, type, nest)
    let packed = nest.parameter(storage, element, hint: "packed")
    let (panels, steps) = (self.panels(nest), nest.size(summed))
    // Where neighbours of a panel lie side by side, so do panels: each step is read from end to end.
    let isByStep = address.isContiguous(axes)
    let shares = isByStep ? steps.dividedUp(by: Self.steps) : panels
    let batches = nest.size(MatrixShape.count(shape.batch)), units = batches * shares
    let unit = nest.open("unit", to: units, kind: .part)
    let batch = batches == 1 ? 0 : nest.bindIndex("batch", unit / shares)
    let share = nest.bindIndex(isByStep ? "piece" : "panel", unit % shares)
    let firstStep = isByStep ? share * .integer(Self.steps) : 0
    let lastStep = isByStep ? Expression.minimum(steps, firstStep + .integer(Self.steps)) : steps
    // Panels that are narrower than a vector take turns in groups small enough for their cache lines to be filled in the cache.
    let isNarrow = isByStep && width < shared.target.lanes, group = Self.columns / width
    let first = isNarrow ? nest.open(Loop(nest.fresh("group"), from: 0, to: panels, step: group, body: [])) : 0
    let k = nest.fresh("k")
    _ = nest.open(Loop(k, from: firstStep, to: lastStep, body: []))
    let end = isNarrow ? Expression.minimum(panels, first + .integer(group)) : panels
    let panel = isByStep ? nest.open(Loop(nest.fresh("panel"), from: first, to: end, body: [])) : share
    let grain = Expression.integer(shape.grain)
    let step = .variable(k) / grain * grain * .integer(width) + .variable(k) % grain
    let to = (start(batch, panel, nest) + step).simplifiedIndex
    let column = panel * .integer(width)
    let inside = nest.extent(width, from: column, of: MatrixShape.count(axes))
    let lane = nest.open("n", to: inside, kind: .vector)
    let from = address.offset(of: [(shape.batch, batch), (axes, column + lane), (shape.summed, .variable(k))])
    nest.store(packed, to + lane * grain, .load(source.buffer, from))
    nest.close()
    if inside.constant != width {
      let rest = nest.open(Loop(nest.fresh("n"), from: inside, to: .integer(width), body: []))
      nest.store(packed, to + rest * grain, .number(0, element.inRegisters))
      nest.close()
    }
    nest.close((isByStep ? 3 : 2) + (isNarrow ? 1 : 0))
    return nest.finish(name: name, units: units)
  }
}

extension NestBuilder {
  /// How many of `count` elements from `first` on there are in a total: all of them if the total is a multiple.
  func extent(_ count: Int, from first: Expression, of total: Dim) -> Expression {
    total.constant.map { $0 % count == 0 } ?? false ? .integer(count) : .minimum(.integer(count), size(total) - first)
  }
}
