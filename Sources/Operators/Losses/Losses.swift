import GraphIR

/// The mean of squared differences over everything.
public func meanSquaredError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
  let difference = prediction - target
  return mean(difference * difference, over: difference.type.names)
}

/// Binary cross entropy from logits, elementwise and stable: `max(x, 0) - x y + log(1 + exp(-|x|))`.
public func binaryCrossEntropy(logits: Tensor, targets: Tensor) -> Tensor { softplus(logits) - logits * targets }

/// Cross entropy from logits, one value for each row: `log sum exp(x) - x[target]`.
///
/// - Parameters:
///   - logits: (..., class).
///   - targets: i32, (...), from 0 ..< classes; a target outside contributes no `x[target]`.
public func crossEntropy(logits: Tensor, targets: Tensor, over axis: AxisName) -> Tensor {
  guard let classes = logits.axis(axis) else {
    if logits.isValid {
      logits.builder.report(
        Diagnostic("cross-entropy: unknown axis '\(axis)'", role: "logits", axis: axis,
          expected: "one of \(logits.type.names.map(\.text))", found: axis.text))
    }
    return Tensor(logits.builder, nil)
  }
  let numbers = logits.builder.iota(classes, element: .i32)
  let chosen = map([logits, targets, numbers]) { .select(.compare(.eq, $0[1], $0[2]), $0[0], .constant(0)) }
  return logSumExp(logits, over: axis) - sum(chosen, over: axis)
}
