import GraphIR

/// The mean of squared differences over everything: `sum w (p - t)^2 / sum w`.
///
/// - Parameter weight: how much each element counts, or nil for 1; it may lack axes, along which it is then the same. A
///   mask is a weight of zeros and ones. Weights that sum to 0 give NaN.
public func meanSquaredError(
  _ prediction: Tensor, _ target: Tensor, weight: Tensor? = nil, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  let square = map([prediction, target], file: file, path: path, line: line, column: column) {
    ($0[0] - $0[1]) * ($0[0] - $0[1])
  }
  let all = square.type.names
  guard let weight else { return mean(square, over: all, file: file, path: path, line: line, column: column) }
  let weights = weight.broadcast(to: square.type.axes, file: file, path: path, line: line, column: column)
  return sum(weights * square, over: all) / sum(weights, over: all)
}

/// Binary cross entropy from logits, elementwise and stable: `max(x, 0) - x y + log(1 + exp(-|x|))`.
public func binaryCrossEntropy(
  logits: Tensor, targets: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  map([logits, targets], file: file, path: path, line: line, column: column) {
    .unary(.softplus, $0[0]) - $0[0] * $0[1]
  }
}

/// Cross entropy from logits, one value for each row: `log sum exp(x) - x[target]`, with gradient
/// `softmax(x) - one hot`.
///
/// - Parameters:
///   - logits: (..., class).
///   - targets: i32, (...), from 0 ..< classes; a target outside contributes no `x[target]`.
public func crossEntropy(
  logits: Tensor, targets: Tensor, over axis: AxisName, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  guard let classes = logits.axis(axis) else {
    if logits.isValid {
      logits.builder.report(
        Diagnostic("cross-entropy: unknown axis '\(axis)'", role: "logits", axis: axis,
          expected: "one of \(logits.type.names.map(\.text))", found: axis.text),
        at: SourceLocation(file: file, path: path, line: line, column: column))
    }
    return Tensor(logits.builder, nil)
  }
  let numbers = logits.builder.iota(classes, element: .i32)
  let chosen = map([logits, targets, numbers], file: file, path: path, line: line, column: column) {
    .select(.compare(.eq, $0[1], $0[2]), $0[0], .constant(0))
  }
  let total = logSumExp(logits, over: axis, file: file, path: path, line: line, column: column)
  return total - sum(chosen, over: axis, file: file, path: path, line: line, column: column)
}
