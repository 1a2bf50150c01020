import GraphIR

/// Walks an index space while keeping one memory offset per operand: what every reference implementation loops with.
struct StridedWalk {
  let extents: [Int]
  /// For each operand, its step along each axis of the space; 0 where it is broadcast.
  let strides: [[Int]]

  init(over axes: [Axis], operands: [TensorType]) {
    extents = axes.map { $0.size.constant! }
    strides = operands.map { type in
      let own = type.strides.map { $0.constant! }
      return axes.map { axis in type.position(of: axis.name).map { own[$0] } ?? 0 }
    }
  }

  /// Visits the space, last axis fastest, with the operands' offsets, starting from `origin`.
  func forEach(from origin: [Int]? = nil, _ visit: ([Int]) -> Void) {
    var offsets = origin ?? [Int](repeating: 0, count: strides.count)
    walk(0, &offsets, visit)
  }

  private func walk(_ axis: Int, _ offsets: inout [Int], _ visit: ([Int]) -> Void) {
    if axis == extents.count { return visit(offsets) }
    for _ in 0..<extents[axis] {
      walk(axis + 1, &offsets, visit)
      for operand in strides.indices { offsets[operand] += strides[operand][axis] }
    }
    for operand in strides.indices { offsets[operand] -= strides[operand][axis] * extents[axis] }
  }
}

extension TensorType {
  /// From an index over `axes` to the index of this type, whose axes are among them.
  public func index(in axes: [Axis], _ index: [Expression]) -> [Expression] {
    names.map { name in index[axes.firstIndex { $0.name == name }!] }
  }
}
