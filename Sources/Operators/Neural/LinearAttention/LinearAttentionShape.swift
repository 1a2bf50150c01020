import GraphIR

/// The sizes and axes of linear attention.
struct LinearAttentionShape: Sendable {
  let operation: LinearAttention
  let inputs: [TensorType]
  /// Steps in a chunk, whole tiles: more of them for larger states, since pairs of steps then cost less than going through the
  /// state. A sequence that fits into one chunk needs no state at all.
  static func usualChunk(keys: Int, values: Int) -> Int {
    min(max(3 * keys * values / (2 * (keys + values)) / 48 * 48, 48), 288)
  }

  init(_ operation: LinearAttention, _ inputs: [TensorType]) { (self.operation, self.inputs) = (operation, inputs) }

  var outer: [Axis] { inputs[2].axes.filter { $0.name != operation.time && $0.name != operation.value } }
  var outerCount: Dim { outer.reduce(1) { $0 * $1.size } }
  var length: Dim { inputs[2].axis(operation.time)!.size }
  var stepCount: Dim { outerCount * length }
  var keys: Int { inputs[0].axis(operation.key)!.size.constant! }
  var values: Int { inputs[2].axis(operation.value)!.size.constant! }

  /// The state before each chunk but the first, which begins from zero, as the gradient reads it: (..., chunk, value, key) and
  /// (..., chunk, key).
  var states: [TensorType] {
    let chunks = Axis("chunk", length.dividedUp(by: operation.chunk) - 1)
    let key = inputs[0].axis(operation.key)!
    return [TensorType(.f32, outer + [chunks, inputs[2].axis(operation.value)!, key]), TensorType(.f32, outer + [chunks, key])]
  }

  func input(_ number: Int, _ context: any KernelContext) -> StepOperand {
    operand(context.inputTypes[number], context.input(number))
  }

  func output(_ number: Int, _ context: any KernelContext) -> StepOperand? {
    context.output(number).map { operand(context.outputTypes[number], $0) }
  }

  private func operand(_ type: TensorType, _ access: StridedAccess) -> StepOperand {
    StepOperand(
      access: access, type: type, outer: outer, time: type.axis(operation.time) == nil ? "chunk" : operation.time,
      feature: [operation.key, operation.value].first { type.axis($0) != nil })
  }

  /// What products take, of pairs up to the diagonal with keys and with values, and with the state, which the first and the
  /// last chunk do without.
  func cost(pairs: (keys: Int, values: Int), states: Int, bytes: Dim) -> Cost {
    let (chunk, whole) = (operation.chunk, length.dividedUp(by: operation.chunk) - 1)
    let last = length - whole * Dim(chunk)
    // Twice the number of pairs, as a multiply-add counts two.
    let pairCount = whole * Dim(chunk * (chunk + 1)) + last * (last + 1)
    let inPairs = pairCount * Dim(pairs.keys * keys + pairs.values * values)
    return Cost(
      flops: outerCount * (inPairs + whole * Dim(2 * states * chunk * keys * values)), transcendentals: stepCount, bytes: bytes)
  }

  // MARK: Checks

  func check(_ report: inout InferenceReport) -> Bool {
    if operation.key == operation.value {
      report.error("keys and values need axes of their own", role: "key", expected: "two names", found: "\(operation.key)")
    }
    if operation.chunk < 1 {
      report.error("a chunk has at least one step", role: "chunk", expected: "1 or more", found: "\(operation.chunk)")
    }
    let roles: [(String, AxisName?)] = [
      ("query", operation.key), ("key", operation.key), ("value", operation.value), ("log decay", nil), ("entry", nil),
    ]
    for (type, (role, feature)) in zip(inputs, roles) { check(type, role, feature, &report) }
    if let width = inputs[0].axis(operation.key), let other = inputs[1].axis(operation.key), width != other {
      report.error("queries and keys differ in size", role: "key", axis: operation.key, expected: "\(width)", found: "\(other)")
    }
    return report.diagnostics.isEmpty
  }

  private func check(_ type: TensorType, _ role: String, _ feature: AxisName?, _ report: inout InferenceReport) {
    if type.element != .f32 {
      report.error("linear attention takes f32", role: role, expected: "f32", found: type.element.rawValue)
    }
    if let feature {
      guard let axis = report.axis(feature, of: type, role: role) else { return }
      if axis.size.constant == nil {
        report.error("the size must be fixed", role: role, axis: feature, expected: "a number", found: "\(axis.size)")
      }
    }
    guard let wanted = inputs[2].axis(operation.time) else {
      if type == inputs[2] { _ = report.axis(operation.time, of: type, role: role) }
      return
    }
    let axes = outer + [wanted]
    if Set(type.axes.filter { $0.name != feature }) != Set(axes) {
      report.error("the axes besides those of the features differ", role: role, expected: "\(TensorType(.f32, axes))", found: "\(type)")
    }
  }

  // MARK: Examples

  /// Decays below one as a rule, so that states stay of the size of what enters.
  static let range = -1.0...0.25

  static var examples: [(LinearAttention, [TensorType])] {
    func types(_ outer: [(AxisName, Int)], time: Int, key: Int, value: Int, timeFirst: Bool = false) -> [TensorType] {
      let axes = outer.map { Axis($0.0, Dim($0.1)) }, step = Axis(.time, Dim(time))
      let rows = timeFirst ? [step] + axes : Array(axes.prefix(1)) + [step] + axes.dropFirst()
      let (k, v) = (Axis("key", Dim(key)), Axis("value", Dim(value)))
      return [rows + [k], rows + [k], rows + [v], rows, rows].map { TensorType(.f32, $0) }
    }
    func make(_ chunk: Int, _ isReverse: Bool = false) -> LinearAttention {
      LinearAttention(over: .time, key: "key", value: "value", isReverse: isReverse, chunk: chunk)
    }
    let small = types([(.batch, 2), (.head, 3)], time: 7, key: 5, value: 3)
    return [
      (make(4), small), (make(3, true), small), (make(1), small),
      (make(64), types([(.batch, 1), (.head, 2)], time: 131, key: 8, value: 19)),
      (make(24), types([(.batch, 2)], time: 17, key: 3, value: 5)),
      (make(24, true), types([(.head, 2)], time: 50, key: 19, value: 8, timeFirst: true)),
    ]
  }
}
