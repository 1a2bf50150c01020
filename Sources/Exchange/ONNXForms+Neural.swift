import GraphIR
import Operators

extension LayerNorm {
  /// `LayerNormalization` where the axes are the last ones and of known size; else what the compiler makes of it.
  func onnx(_ operands: ONNXOperands) throws -> [String] {
    let type = operands.types[0]
    let first = type.rank - axes.count
    let trailing = type.axes.suffix(axes.count)
    let sizes = trailing.compactMap(\.size.constant)
    guard Set(trailing.map(\.name)) == Set(axes), sizes.count == axes.count, type.element == .f32 else {
      return try ONNXTranslator.parts(of: self, operands)!
    }
    let scale = operands.emitter.emit("Expand", [operands.emitter.scalar(1, .f32), operands.emitter.integers(sizes)])
    return [
      operands.emitter.emit(
        "LayerNormalization", [operands.inputs[0], scale], [("axis", .int(first)), ("epsilon", .float(Float(epsilon)))])
    ]
  }
}

extension Attention {
  /// Scores of all pairs, their softmax along the keys, and the product with the values.
  func onnx(_ operands: ONNXOperands) -> [String] {
    let (emitter, types) = (operands.emitter, operands.types)
    // Keys have a time of their own.
    let key = AxisName(time.text + " of the keys")
    let axes = types.enumerated().map { number, type in type.names.map { number > 0 && $0 == time ? key : $0 } }
    let scores = types[0].names.filter { $0 != time && $0 != feature } + [time, key]
    let features = types[0].axis(feature)!.size.constant!
    let products = emitter.einsum([operands.inputs[0], operands.inputs[1]], [axes[0], axes[1]], to: scores)
    var scaled = emitter.emit("Mul", [products, emitter.scalar(1 / Double(features).squareRoot(), .f32)])
    if isCausal {
      let queries = emitter.range(types[0].axis(time)!.size, .index)
      let column = emitter.emit("Unsqueeze", [queries, emitter.integers([1])])
      let isSeen = emitter.emit("LessOrEqual", [emitter.range(types[1].axis(time)!.size, .index), column])
      scaled = emitter.emit("Where", [isSeen, scaled, emitter.scalar(-.infinity, .f32)])
    }
    let weights = emitter.emit("Softmax", [scaled], [("axis", .int(-1))])
    let y = emitter.einsum([weights, operands.inputs[2]], [scores, axes[2]], to: types[0].names)
    guard operands.isUsed[1] else { return [y, ""] }
    let logSums = emitter.emit("ReduceLogSumExp", [scaled, emitter.integers([-1])], [("keepdims", .int(0))])
    let type = TensorType(.f32, scores.dropLast().map { types[0].axis($0)! })
    return [y, emitter.transposed(logSums, type, to: operands.results[1].names)]
  }
}

extension LinearAttention {
  /// A `Scan` from a state of zeros.
  func onnx(_ operands: ONNXOperands) throws -> [String] {
    if operands.isUsed[2] || operands.isUsed[3] {
      throw ExchangeError("the stored states of linear attention have no ONNX form", "export the forward graph, without gradients")
    }
    let types = stateTypes(operands.types)
    let results = try ONNXTranslator.parts(of: Self.mnemonic, operands) { inputs in
      let builder = inputs[0].builder
      let start = (state: builder.constant(0, types.state.axes), norm: builder.constant(0, types.norm.axes))
      let result = recurrent(inputs, from: start)
      return [result.y, result.norm]
    }
    return results + ["", ""]
  }
}
