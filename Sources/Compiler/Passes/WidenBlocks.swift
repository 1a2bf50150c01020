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

  /// Whether the product is one of rows with square blocks along a diagonal, which vectors take as it is.
  private func isMultipliedInVectors(_ a: TensorType, _ b: TensorType) -> Bool {
    [(a, b), (b, a)].contains { rows, blocks in
      let summed = rows.axes.filter { !contract.output.contains($0.name) }, own = blocks.axes.filter { rows.axis($0.name) == nil }
      guard summed.count == 1, own.count == 1, summed[0].size == own[0].size, let size = own[0].size.constant,
        [2, 4, 8].contains(size), (block.size * Dim(size)).isMultiple(of: Dim(WidenBlocks.width))
      else { return false }
      return rows.names.suffix(2) == [block.name, summed[0].name] && contract.output.suffix(2) == [block.name, own[0].name]
    }
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
