import GraphIR

extension LinearAttention {
  /// The same results step by step, as a scan: for streams, which go on from a state, and for exchange formats.
  ///
  /// - Parameters:
  ///   - inputs: those of the operator.
  ///   - start: C (..., key, value) and n (..., key) before the first step.
  /// - Returns: y, norm, and C and n after the last step.
  public func recurrent(_ inputs: [Tensor], from start: (state: Tensor, norm: Tensor)) -> (
    y: Tensor, norm: Tensor, last: (state: Tensor, norm: Tensor)
  ) {
    let (yOrder, normOrder) = (inputs[2].type.names, inputs[3].type.names)
    let outer = yOrder.filter { $0 != time && $0 != value }
    let result = scan(along: time, isReverse: isReverse, from: [start.state, start.norm], over: inputs) { carry, step in
      let (q, k, v, decay, entry) = (step[0], step[1], step[2], exp(step[3]), step[4])
      let (state, norm) = (decay * carry[0] + entry * k * v, decay * carry[1] + entry * k)
      return (next: [state, norm], outputs: [contract(q, state, to: outer + [value]), contract(q, norm, to: outer)])
    }
    return (
      result.outputs[0].transposed(to: yOrder), result.outputs[1].transposed(to: normOrder), (result.last[0], result.last[1])
    )
  }

  /// The types of C and n for these inputs.
  public func stateTypes(_ inputs: [TensorType]) -> (state: TensorType, norm: TensorType) {
    let shape = LinearAttentionShape(self, inputs)
    let key = inputs[0].axis(key)!
    return (TensorType(.f32, shape.outer + [key, inputs[2].axis(value)!]), TensorType(.f32, shape.outer + [key]))
  }
}
