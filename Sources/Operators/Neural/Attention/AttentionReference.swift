import GraphIR

/// Attention by its definition, in double precision.
struct AttentionReference {
  /// Where an operand's elements lie: the distance between neighbours along each outer axis, time and the features.
  private struct Layout {
    let (outer, step, feature): ([Int], Int, Int)

    init(_ type: TensorType, _ shape: AttentionShape) {
      let strides = type.strides.map { $0.constant! }
      func stride(_ name: AxisName) -> Int { type.axes.firstIndex { $0.name == name }.map { strides[$0] } ?? 0 }
      (outer, step, feature) = (shape.outer.map { stride($0.name) }, stride(shape.time), stride(shape.feature))
    }

    /// The place of a step's first feature.
    func row(_ index: [Int], _ number: Int) -> Int {
      var place = number * step
      for axis in index.indices { place += index[axis] * outer[axis] }
      return place
    }
  }

  private let inputs: [DenseTensor]
  private let shape: AttentionShape
  private let layouts: [Layout]
  private let features: Int

  init(_ inputs: [DenseTensor], _ time: AxisName, _ feature: AxisName, _ isCausal: Bool) {
    self.inputs = inputs
    let shape = AttentionShape(inputs.map(\.type), time, feature, isCausal)
    (self.shape, features) = (shape, shape.features)
    layouts = inputs.map { Layout($0.type, shape) }
  }

  // MARK: Steps

  /// The sum over the features of the products of a step of one input and a step of another.
  private func dot(_ outer: [Int], _ a: (input: Int, step: Int), _ b: (input: Int, step: Int)) -> Double {
    var (i, j) = (layouts[a.input].row(outer, a.step), layouts[b.input].row(outer, b.step))
    var sum = 0.0
    for _ in 0..<features {
      sum += inputs[a.input].data[i] * inputs[b.input].data[j]
      i += layouts[a.input].feature
      j += layouts[b.input].feature
    }
    return sum
  }

  /// Adds a multiple of a step of an input to a step of a result.
  private func add(
    _ factor: Double, _ outer: [Int], _ source: (input: Int, step: Int), to result: inout DenseTensor, _ layout: Layout, _ step: Int
  ) {
    var (i, j) = (layouts[source.input].row(outer, source.step), layout.row(outer, step))
    for _ in 0..<features {
      result.data[j] += factor * inputs[source.input].data[i]
      i += layouts[source.input].feature
      j += layout.feature
    }
  }

  /// The only element of a step of an input without features.
  private func number(_ outer: [Int], _ input: Int, _ step: Int) -> Double { inputs[input].data[layouts[input].row(outer, step)] }

  // MARK: Definition

  /// Visits the weight of every query for every key, `(outer index, query, key, weight)`.
  private func forEachWeight(_ logSum: (([Int], Int) -> Double)?, _ visit: ([Int], Int, Int, Double) -> Void) {
    let outer = TensorType(.f32, shape.outer)
    let (queries, keys, scale) = (shape.queries.constant!, shape.keys.constant!, shape.scale)
    outer.forEachIndex { index, _ in
      for i in 0..<queries {
        let scores = (0..<keys).map { j -> Double in
          shape.isCausal && j > i ? -.infinity : dot(index, (0, i), (1, j)) * scale
        }
        let largest = scores.max()!
        let total = logSum?(index, i) ?? largest + UnaryFunction.log(scores.reduce(0) { $0 + UnaryFunction.exp($1 - largest) })
        for j in 0..<keys { visit(index, i, j, UnaryFunction.exp(scores[j] - total)) }
      }
    }
  }

  func forward(_ outputs: [TensorType]) -> [DenseTensor] {
    var (y, logSums) = (DenseTensor(outputs[0]), DenseTensor(outputs[1]))
    let (values, sums) = (Layout(outputs[0], shape), Layout(outputs[1], shape))
    forEachWeight(nil) { outer, i, j, weight in
      add(weight, outer, (2, j), to: &y, values, i)
      if j == 0 {
        logSums.data[sums.row(outer, i)] = dot(outer, (0, i), (1, 0)) * shape.scale - UnaryFunction.log(weight)
      }
    }
    return [y, logSums]
  }

  /// Inputs: query, key, value, logarithms of the sums, gradient of the result, its product with the result.
  func backward(_ outputs: [TensorType]) -> [DenseTensor] {
    var (query, key, value) = (DenseTensor(outputs[0]), DenseTensor(outputs[1]), DenseTensor(outputs[2]))
    let (queries, keys, values) = (Layout(outputs[0], shape), Layout(outputs[1], shape), Layout(outputs[2], shape))
    forEachWeight({ number($0, 3, $1) }) { outer, i, j, weight in
      let slope = weight * (dot(outer, (4, i), (2, j)) - number(outer, 5, i)) * shape.scale
      add(slope, outer, (1, j), to: &query, queries, i)
      add(slope, outer, (0, i), to: &key, keys, j)
      add(weight, outer, (4, i), to: &value, values, j)
    }
    return [query, key, value]
  }
}
