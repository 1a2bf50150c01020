import GraphIR
import LoopIR

/// An operand (outer..., time, feature) of a kernel by name, in whatever order its axes lie.
struct StepOperand {
  let access: StridedAccess
  let type: TensorType
  let outer: [Axis]
  let time: AxisName
  /// Nil where a step has one number only.
  let feature: AxisName?

  /// Where the element at a flat outer index, a step and a feature lies.
  func position(_ outerIndex: Expression, _ step: Expression, _ element: Expression, _ size: (Dim) -> Expression) -> Expression {
    let indices = outerIndex.delinearized(outer.map { size($0.size) })
    var position = zip(outer, indices).reduce(access.offset) { sum, place in
      sum + place.1 * stride(place.0.name)
    }
    position = position + step * stride(time)
    return feature.map { position + element * stride($0) } ?? position
  }

  /// Whether the features of a step lie side by side.
  var isContiguous: Bool { feature.map { stride($0).constant == 1 } ?? false }

  /// Whether one column of so many rows along an axis stays in a first-level cache of 64 sets, eight lines each: rows at a
  /// distance that is a multiple of many lines share few of the sets.
  func staysNear(_ count: Int, along axis: AxisName) -> Bool {
    guard let lines = stride(axis).constant.map({ $0 / Self.line }), lines > 0 else { return false }
    let sets = 64 / min(64, 1 << lines.trailingZeroBitCount)
    return count <= 8 * sets
  }
  /// Elements of a cache line.
  static let line = Buffer.cacheLine / ElementType.f32.byteCount

  /// The distance between neighbours along an axis.
  func stride(_ axis: AxisName) -> Expression { access.strides[type.position(of: axis)!] }
}
