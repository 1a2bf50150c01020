/// A tensor in double precision with known sizes: the currency of reference implementations.
public struct DenseTensor: Sendable, Hashable {
  public let type: TensorType
  /// Row-major, the last axis contiguous.
  public var data: [Double]

  public init(_ type: TensorType, _ data: [Double]) {
    precondition(type.count.constant == data.count, "\(type) does not have \(data.count) elements")
    (self.type, self.data) = (type, data)
  }

  public init(_ type: TensorType, fill: Double = 0) {
    self.init(type, [Double](repeating: fill, count: type.count.constant ?? 0))
  }

  /// Fills every element from its index.
  public init(_ type: TensorType, element: ([Int]) -> Double) {
    self.init(type)
    type.forEachIndex { index, offset in data[offset] = element(index) }
  }

  public var shape: [Int] { type.extents }

  public subscript(index: [Int]) -> Double { data[type.offset(index)] }
}

extension TensorType {
  /// The sizes as numbers; a symbol is a programming error here.
  public var extents: [Int] { shape.map { $0.constant! } }

  public func offset(_ index: [Int]) -> Int {
    var offset = 0
    for (i, axis) in zip(index, axes) { offset = offset * axis.size.constant! + i }
    return offset
  }

  /// Visits every index in memory order.
  public func forEachIndex(_ visit: (_ index: [Int], _ offset: Int) -> Void) {
    let extents = self.extents
    if extents.contains(0) { return }
    var index = [Int](repeating: 0, count: rank)
    var offset = 0
    while true {
      visit(index, offset)
      offset += 1
      var axis = rank - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < extents[axis] { break }
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
