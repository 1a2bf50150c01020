import GraphIR

/// Linear attention by its definition, step by step, in double precision.
struct LinearAttentionReference {
  private let operation: LinearAttention
  private let inputs: [DenseTensor]
  private let shape: LinearAttentionShape
  private let length: Int

  init(_ operation: LinearAttention, _ inputs: [DenseTensor]) {
    (self.operation, self.inputs) = (operation, inputs)
    shape = LinearAttentionShape(operation, inputs.map(\.type))
    length = shape.length.constant!
  }

  /// One index of the outer axes, all of whose steps are computed together.
  private typealias Place = [AxisName: Int]

  /// Where an element of a tensor lies.
  private func offset(_ type: TensorType, _ place: Place) -> Int {
    zip(type.axes, type.strides).reduce(0) { $0 + place[$1.0.name]! * $1.1.constant! }
  }

  private func number(_ input: Int, _ place: Place, _ step: Int, _ feature: (AxisName, Int)? = nil) -> Double {
    var place = place
    place[operation.time] = time(step)
    if let (name, index) = feature { place[name] = index }
    return inputs[input].data[offset(inputs[input].type, place)]
  }

  private func set(_ tensor: inout DenseTensor, _ place: Place, _ step: Int, _ feature: (AxisName, Int)? = nil, _ value: Double) {
    var place = place
    place[operation.time] = time(step)
    if let (name, index) = feature { place[name] = index }
    tensor.data[offset(tensor.type, place)] = value
  }

  /// The index in memory of the n-th step.
  private func time(_ step: Int) -> Int { operation.isReverse ? length - 1 - step : step }

  private func forEachPlace(_ visit: (Place) -> Void) {
    TensorType(.f32, shape.outer).forEachIndex { index, _ in
      visit(Dictionary(uniqueKeysWithValues: zip(shape.outer.map(\.name), index)))
    }
  }

  private func row(_ input: Int, _ place: Place, _ step: Int, _ name: AxisName, _ count: Int) -> [Double] {
    (0..<count).map { number(input, place, step, (name, $0)) }
  }

  /// A matrix or vector of the state before a chunk other than the first.
  private func stateOffset(_ type: TensorType, _ place: Place, _ chunk: Int, _ key: Int, _ value: Int) -> Int {
    var place = place
    (place["chunk"], place[operation.key], place[operation.value]) = (chunk - 1, key, value)
    return offset(type, place)
  }

  /// C with n as a last column.
  private typealias State = [[Double]]

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  func forward(_ outputs: [TensorType]) -> [DenseTensor] {
    var results = outputs.map { DenseTensor($0) }
    let (keys, values) = (shape.keys, shape.values)
    forEachPlace { place in
      var state = State(repeating: [Double](repeating: 0, count: values + 1), count: keys)
      for step in 0..<length {
        if step > 0, step % operation.chunk == 0 {
          let chunk = step / operation.chunk
          for k in 0..<keys {
            for v in 0..<values { results[2].data[stateOffset(outputs[2], place, chunk, k, v)] = state[k][v] }
            results[3].data[stateOffset(outputs[3], place, chunk, k, 0)] = state[k][values]
          }
        }
        advance(&state, place, step)
        let q = row(0, place, step, operation.key, keys)
        for v in 0..<values { set(&results[0], place, step, (operation.value, v), dot(q, state.map { $0[v] })) }
        set(&results[1], place, step, nil, dot(q, state.map { $0[values] }))
      }
    }
    return results
  }

  private func advance(_ state: inout State, _ place: Place, _ step: Int) {
    let (decay, entry) = (UnaryFunction.exp(number(3, place, step)), number(4, place, step))
    let v = row(2, place, step, operation.value, shape.values) + [1]
    for k in 0..<shape.keys {
      let key = entry * number(1, place, step, (operation.key, k))
      state[k] = zip(state[k], v).map { decay * $0 + key * $1 }
    }
  }

  /// Within each chunk from its stored state on, as the kernel does.
  func backward(_ outputs: [TensorType]) -> [DenseTensor] {
    var results = outputs.map { DenseTensor($0) }
    let (keys, values) = (shape.keys, shape.values)
    forEachPlace { place in
      var slope = State(repeating: [Double](repeating: 0, count: values + 1), count: keys)
      for step in (0..<length).reversed() {
        let before = stored(place, step)
        var after = before
        advance(&after, place, step)
        let (decay, entry) = (UnaryFunction.exp(number(3, place, step)), number(4, place, step))
        let dy = row(7, place, step, operation.value, values) + [number(8, place, step)]
        let q = row(0, place, step, operation.key, keys), k = row(1, place, step, operation.key, keys)
        let v = row(2, place, step, operation.value, values) + [1]
        for i in 0..<keys { slope[i] = zip(slope[i], dy).map { $0 + q[i] * $1 } }
        let dk = slope.map { dot($0, v) }
        for i in 0..<keys {
          set(&results[0], place, step, (operation.key, i), dot(after[i], dy))
          set(&results[1], place, step, (operation.key, i), entry * dk[i])
        }
        for j in 0..<values { set(&results[2], place, step, (operation.value, j), entry * dot(k, slope.map { $0[j] })) }
        set(&results[3], place, step, nil, decay * zip(slope, before).reduce(0) { $0 + dot($1.0, $1.1) })
        set(&results[4], place, step, nil, dot(k, dk))
        slope = slope.map { $0.map { decay * $0 } }
      }
    }
    return results
  }

  /// The state before a step, from that before its chunk; the first chunk's is zero.
  private func stored(_ place: Place, _ step: Int) -> State {
    let chunk = step / operation.chunk
    var state = State(repeating: [Double](repeating: 0, count: shape.values + 1), count: shape.keys)
    for k in state.indices where chunk > 0 {
      for v in 0..<shape.values { state[k][v] = inputs[5].data[stateOffset(inputs[5].type, place, chunk, k, v)] }
      state[k][shape.values] = inputs[6].data[stateOffset(inputs[6].type, place, chunk, k, 0)]
    }
    for earlier in chunk * operation.chunk..<step { advance(&state, place, earlier) }
    return state
  }
}
