import GraphIR

/// A recurrence along an axis with one carry.
///
/// ```swift
/// let (last, y) = scan(along: .time, from: h0, over: dt, u, b, c) { h, dt, u, b, c in
///   let next = exp(dt * a) * h + dt * u * b            // a is captured: the same at every step
///   return (next, sum(next * c, over: .state))
/// }
/// ```
///
/// - Parameters:
///   - axis: the axis to step along. The step inputs have it; in the body they lack it.
///   - isReverse: from the last step to the first.
///   - interval: steps between carries stored for the gradient, which recomputes the others; nil for as many as the
///     second-level cache holds carries.
///   - carry: the initial value, with all axes that the carry has in the body.
///   - steps: what is read step by step.
///   - body: the next carry and this step's output. Other tensors may be used in it if they lack the axis.
/// - Returns: the final carry, and the outputs of all steps: the axes of the body's output and `axis`, which stands where
///   it stands in the first step input.
public func scan<each Step>(
  along axis: AxisName, isReverse: Bool = false, interval: Int? = nil, from carry: Tensor,
  over steps: repeat each Step, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column, _ body: (_ carry: Tensor, repeat each Step) -> (next: Tensor, output: Tensor)
) -> (last: Tensor, output: Tensor) {
  let result = scan(
    along: axis, isReverse: isReverse, interval: interval, from: [carry], over: ScanTrace.tensors(repeat each steps),
    file: file, path: path, line: line, column: column
  ) { carries, values in
    var step = values.makeIterator()
    func take<T>(_: T) -> T { step.next() as! T }
    let (next, output) = body(carries[0], repeat take(each steps))
    return ([next], [output])
  }
  return (result.last[0], result.outputs[0])
}

/// A recurrence along an axis with two carries, which the body takes and returns as a tuple; see `scan` with one carry.
public func scan<each Step>(
  along axis: AxisName, isReverse: Bool = false, interval: Int? = nil,
  from carries: (Tensor, Tensor), over steps: repeat each Step, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column,
  _ body: (_ carries: (Tensor, Tensor), repeat each Step) -> (next: (Tensor, Tensor), output: Tensor)
) -> (last: (Tensor, Tensor), output: Tensor) {
  let result = scan(
    along: axis, isReverse: isReverse, interval: interval, from: [carries.0, carries.1],
    over: ScanTrace.tensors(repeat each steps), file: file, path: path, line: line, column: column
  ) { carries, values in
    var step = values.makeIterator()
    func take<T>(_: T) -> T { step.next() as! T }
    let (next, output) = body((carries[0], carries[1]), repeat take(each steps))
    return ([next.0, next.1], [output])
  }
  return ((result.last[0], result.last[1]), result.outputs[0])
}

/// A recurrence along an axis with three carries, which the body takes and returns as a tuple; see `scan` with one carry.
public func scan<each Step>(
  along axis: AxisName, isReverse: Bool = false, interval: Int? = nil,
  from carries: (Tensor, Tensor, Tensor), over steps: repeat each Step, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column,
  _ body: (_ carries: (Tensor, Tensor, Tensor), repeat each Step) -> (next: (Tensor, Tensor, Tensor), output: Tensor)
) -> (last: (Tensor, Tensor, Tensor), output: Tensor) {
  let result = scan(
    along: axis, isReverse: isReverse, interval: interval, from: [carries.0, carries.1, carries.2],
    over: ScanTrace.tensors(repeat each steps), file: file, path: path, line: line, column: column
  ) { carries, values in
    var step = values.makeIterator()
    func take<T>(_: T) -> T { step.next() as! T }
    let (next, output) = body((carries[0], carries[1], carries[2]), repeat take(each steps))
    return ([next.0, next.1, next.2], [output])
  }
  return ((result.last[0], result.last[1], result.last[2]), result.outputs[0])
}

/// A recurrence along an axis with four carries, which the body takes and returns as a tuple; see `scan` with one carry.
public func scan<each Step>(
  along axis: AxisName, isReverse: Bool = false, interval: Int? = nil,
  from carries: (Tensor, Tensor, Tensor, Tensor), over steps: repeat each Step, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column,
  _ body: (_ carries: (Tensor, Tensor, Tensor, Tensor), repeat each Step) -> (next: (Tensor, Tensor, Tensor, Tensor), output: Tensor)
) -> (last: (Tensor, Tensor, Tensor, Tensor), output: Tensor) {
  let result = scan(
    along: axis, isReverse: isReverse, interval: interval, from: [carries.0, carries.1, carries.2, carries.3],
    over: ScanTrace.tensors(repeat each steps), file: file, path: path, line: line, column: column
  ) { carries, values in
    var step = values.makeIterator()
    func take<T>(_: T) -> T { step.next() as! T }
    let (next, output) = body((carries[0], carries[1], carries[2], carries[3]), repeat take(each steps))
    return ([next.0, next.1, next.2, next.3], [output])
  }
  return ((result.last[0], result.last[1], result.last[2], result.last[3]), result.outputs[0])
}

/// A recurrence with carries, step inputs and outputs in lists, for when their number is known at run time only.
///
/// Reports a next carry that has no initial value, and one that is missing.
public func scan(
  along axis: AxisName, isReverse: Bool = false, interval: Int? = nil, from carries: [Tensor],
  over steps: [Tensor], file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column,
  _ body: (_ carries: [Tensor], _ steps: [Tensor]) -> (next: [Tensor], outputs: [Tensor])
) -> (last: [Tensor], outputs: [Tensor]) {
  var trace = ScanTrace(
    axis, isReverse, interval, carries, steps, SourceLocation(file: file, path: path, line: line, column: column))
  let result = body(trace.innerCarries, trace.innerSteps)
  trace.finish(next: result.next, outputs: result.outputs)
  return (trace.last, trace.outputs)
}

/// Turns the closure of a scan into a body graph, and the scan into a node.
public struct ScanTrace {
  private let axis: AxisName
  private let isReverse: Bool
  private let interval: Int?
  private let (carries, steps): ([Tensor], [Tensor])
  private let location: SourceLocation
  private let builder: GraphBuilder?
  let innerCarries: [Tensor]
  let innerSteps: [Tensor]
  private(set) var last: [Tensor] = []
  private(set) var outputs: [Tensor] = []

  static func tensors<each T>(_ values: repeat each T) -> [Tensor] {
    var result: [Tensor] = []
    for value in repeat each values {
      guard let tensor = value as? Tensor else { preconditionFailure("scan takes and returns tensors, not \(type(of: value))") }
      result.append(tensor)
    }
    return result
  }

  init(
    _ axis: AxisName, _ isReverse: Bool, _ interval: Int?, _ carries: [Tensor], _ steps: [Tensor],
    _ location: SourceLocation
  ) {
    (self.axis, self.isReverse, self.interval, self.location) = (axis, isReverse, interval, location)
    (self.carries, self.steps) = (carries, steps)
    let parent = GraphBuilder.innermost(of: carries + steps)!
    let isSound = (carries + steps).allSatisfy(\.isValid) && Self.check(axis, steps, parent, location)
    let inner = GraphBuilder(name: "body", within: parent, stepping: axis)
    builder = isSound ? inner : nil
    func input(_ name: String, _ tensor: Tensor) -> Tensor {
      isSound ? inner.input(Input(name, .data), tensor.type.removing([axis]), at: location) : Tensor(inner, nil)
    }
    innerCarries = carries.enumerated().map { input("carry \($0)", $1) }
    innerSteps = steps.enumerated().map { input("step \($0)", $1) }
  }

  private static func check(_ axis: AxisName, _ steps: [Tensor], _ builder: GraphBuilder, _ location: SourceLocation) -> Bool {
    var report = InferenceReport()
    _ = ScanSignature(axis, steps.map(\.type), steps: steps.indices, &report)
    for diagnostic in report.diagnostics {
      var named = diagnostic
      named.message = "scan: \(diagnostic.message)"
      builder.report(named, at: location)
    }
    return report.diagnostics.isEmpty
  }

  mutating func finish(next: [Tensor], outputs results: [Tensor]) {
    let parent = GraphBuilder.innermost(of: carries + steps)!
    (last, outputs) = (carries.map { _ in Tensor(parent, nil) }, results.map { _ in Tensor(parent, nil) })
    guard let builder else { return }
    defer { builder.close() }
    let (next, results) = (next.map(builder.adopted), results.map(builder.adopted))
    guard check(next), (next + results).allSatisfy(\.isValid) else { return }
    for (number, tensor) in next.enumerated() {
      let order = innerCarries[number].type.names
      builder.output("next \(number)", tensor.type.names == order ? tensor : tensor.transposed(to: order))
    }
    for (number, tensor) in results.enumerated() { builder.output("output \(number)", tensor) }
    guard let body = try? builder.finish() else { return }
    let traced = TracedScan(body: body, carries: carries, steps: steps, captures: builder.captures.map(\.outer))
    let moved = traced.pushedOut(along: axis)
    let operation = Scan(
      over: axis, isReverse: isReverse, carries: carries.count, steps: moved.steps.count,
      interval: interval ?? ScanAxes.interval(of: moved.body, carries: carries.count, steps: moved.steps.count), body: moved.body)
    let scanned: [Tensor] = parent.add(operation, moved.carries + moved.steps + moved.captures, at: location)
    last = Array(scanned.prefix(carries.count))
    outputs = Array(scanned[carries.count..<carries.count + results.count])
  }

  /// Reports next carries without an initial value, missing ones, and ones of another type.
  private func check(_ next: [Tensor]) -> Bool {
    guard let builder else { return false }
    let before = builder.diagnostics.count
    if next.count > carries.count {
      for number in carries.count..<next.count {
        builder.report(
          Diagnostic("scan: a carry has no initial value", role: "carry \(number)",
            expected: "as many initial values as next carries", found: "\(carries.count) and \(next.count)"), at: location)
      }
    } else if next.count < carries.count {
      builder.report(
        Diagnostic("scan: the body does not return every next carry", role: "carry \(next.count)",
          expected: "\(carries.count)", found: "\(next.count)"), at: location)
    }
    for (number, (tensor, carry)) in zip(next, innerCarries).enumerated() where tensor.isValid {
      if tensor.type.element == carry.type.element, Set(tensor.type.axes) == Set(carry.type.axes) { continue }
      let line = tensor.value.flatMap { tensor.builder.graph.nodes[$0.node].location }
      builder.report(
        Diagnostic("scan: the body changes the type of a carry", role: "carry \(number)", expected: "\(carry.type)",
          found: "\(tensor.type)"), at: line ?? location)
    }
    return builder.diagnostics.count == before
  }
}
