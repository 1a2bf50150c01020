import GraphIR
import Operators

/// Makes products with block-diagonal matrices of small blocks as wide as a vector: several neighbouring blocks become
/// one, with zeros off the diagonal. It multiplies more numbers, most of them zeros, in far fewer instructions.
///
/// Before: `contract(%x, %w) {output = [time, block, out]}` of `x: [time, block=96, in=4]`, `w: [block=96, out=4, in=4]`
/// After:  `contract(%x', %w')` of `x': [time, group=24, from=4, in=4]`, `w': [group=24, into=4, out=4, from=4, in=4]`,
///         where w' is w for equal `from` and `into`, else 0. A gradient of w is the blocks on the diagonal of such a product.
public struct WidenBlocks: Pass {
  public static let name = "widen-blocks"
  /// The size to reach: the lanes of the widest target.
  static let width = 16
  public init() {}

  public func run(_ graph: Graph) throws -> Graph {
    try graph.rewritten { _, node, inputs, builder in
      guard let contract = node.operation as? Contract, let blocks = BlockProduct(contract, inputs) else { return nil }
      return [blocks.widened(builder)]
    }
  }
}

/// A product along whose one batch axis lie many small matrices.
private struct BlockProduct {
  let contract: Contract
  let inputs: [Tensor]
  let block: Axis
  /// How many blocks become one.
  let factor: Int

  private static let (group, from, into): (AxisName, AxisName, AxisName) = ("block-group", "block-from", "block-into")

  init?(_ contract: Contract, _ inputs: [Tensor]) {
    let (a, b) = (inputs[0].type, inputs[1].type)
    let shared = a.axes.filter { b.axis($0.name) != nil && contract.output.contains($0.name) }
    guard shared.count == 1, let blocks = shared[0].size.constant, a.element == .f32 else { return nil }
    (self.contract, block) = (contract, shared[0])
    // Narrow numbers are read where zeros are set between them.
    self.inputs = inputs.map { input in input.type.element == .bf16 ? map([input]) { .cast($0[0], .f32) } : input }
    let summed = Self.count(a, of: { !contract.output.contains($0) })
    let free = [(a, b), (b, a)].map { own, other in Self.count(own, of: { other.axis($0) == nil }) }
    // Two of the three sizes of the little products must be small: that of the sum and one of the result's, or both of its.
    let small = ([summed] + free).filter { $0 <= WidenBlocks.width / 2 }
    guard small.count >= 2, let widest = small.max() else { return nil }
    guard let factor = (2...WidenBlocks.width).last(where: { $0 * widest <= WidenBlocks.width && blocks % $0 == 0 }) else {
      return nil
    }
    self.factor = factor
    if isMultipliedInVectors(a, b) { return nil }
  }

  /// Whether square blocks along a diagonal fill vectors, which multiply rows with them, and rows with rows, as they are.
  private func isMultipliedInVectors(_ a: TensorType, _ b: TensorType) -> Bool {
    func own(_ type: TensorType, _ other: TensorType) -> [Axis] { type.axes.filter { other.axis($0.name) == nil } }
    func liesInRows(_ names: [AxisName], _ part: Axis) -> Bool { names.count > 2 && names.suffix(2) == [block.name, part.name] }
    let summed = a.axes.filter { !contract.output.contains($0.name) }
    let (left, right) = (own(a, b), own(b, a))
    if left.count == 1, right.count == 1, liesInRows(a.names, left[0]), liesInRows(b.names, right[0]) {
      return contract.output.count == 3 && fillsVectors(left[0], right[0])
    }
    return [(a, right), (b, left)].contains { rows, new in
      summed.count == 1 && new.count == 1 && fillsVectors(summed[0], new[0]) && liesInRows(rows.names, summed[0])
        && liesInRows(contract.output, new[0])
    }
  }

  private func fillsVectors(_ one: Axis, _ other: Axis) -> Bool {
    guard one.size == other.size, let size = one.size.constant else { return false }
    return [2, 4, 8].contains(size) && (block.size * Dim(size)).isMultiple(of: Dim(WidenBlocks.width))
  }

  /// How many elements the axes have that fulfil a condition; many if that is not known.
  private static func count(_ type: TensorType, of isCounted: (AxisName) -> Bool) -> Int {
    type.axes.filter { isCounted($0.name) }.reduce(Dim(1)) { $0 * $1.size }.constant ?? .max
  }

  func widened(_ builder: GraphBuilder) -> Tensor {
    let groups = Axis(Self.group, Dim(block.size.constant! / factor))
    func part(_ name: AxisName) -> Axis { Axis(name, Dim(factor)) }
    let sumsBlocks = Self.count(inputs[0].type, of: { !contract.output.contains($0) }) <= WidenBlocks.width / 2
    let result: Tensor
    if sumsBlocks {
      // The smaller operand is the matrix; the other one's blocks are summed over, all but one of them times zero.
      let matrix = Self.count(inputs[0].type, of: { _ in true }) <= Self.count(inputs[1].type, of: { _ in true }) ? 0 : 1
      let x = inputs[1 - matrix].split(block.name, into: [groups, part(Self.from)])
      let w = diagonal(inputs[matrix].split(block.name, into: [groups, part(Self.into)]), with: part(Self.from), builder)
      result = Operators.contract(x, w, to: output(Self.into))
    } else {
      let left = inputs[0].split(block.name, into: [groups, part(Self.into)])
      let right = inputs[1].split(block.name, into: [groups, part(Self.from)])
      // The blocks lie around what they hold, in the result as in memory.
      let held = contract.output.first { inputs[0].axis($0) == nil }
      let order = output(Self.into).flatMap { $0 == held ? [Self.from, $0] : [$0] } + (held == nil ? [Self.from] : [])
      let all = Operators.contract(left, right, to: order)
      result = sum(diagonal(all, with: part(Self.from), builder), over: [Self.from]).transposed(to: output(Self.into))
    }
    return result.merged([Self.group, Self.into], into: block.name)
  }

  private func output(_ part: AxisName) -> [AxisName] {
    contract.output.flatMap { $0 == block.name ? [Self.group, part] : [$0] }
  }

  /// The tensor where `from` equals `into`, else 0; it has the axis `from` already, or gets it.
  private func diagonal(_ tensor: Tensor, with from: Axis, _ builder: GraphBuilder) -> Tensor {
    let into = Axis(Self.into, from.size)
    return map([tensor, builder.iota(into), builder.iota(from)]) { .select(.compare(.eq, $0[1], $0[2]), $0[0], .constant(0)) }
  }
}
