/// An operation of the graph. A new operator is one file: a type that conforms to this protocol, listed in
/// `OperatorRegistry.all`, and then tested by laws over its examples: inference agrees with the reference, the compiled
/// lowering agrees with the reference, the gradient agrees with finite differences, the text form round-trips, and axes that
/// are not mixed are not.
public protocol Operator: Hashable, Sendable {
  /// The name in the text form, kebab-case.
  static var mnemonic: String { get }
  /// Attributes in the order in which they are printed.
  var attributes: [(String, Attribute)] { get }
  init(attributes: inout AttributeReader) throws

  /// The result types, or nil after reporting what is wrong.
  func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]?
  /// The gradients of the inputs, nil where there is none, as graph.
  func gradient(_ context: GradientContext) -> [Tensor?]
  func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost
  /// The axes along which a place of a result depends on other places of the inputs, too. Along all others each place is
  /// computed by itself.
  func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName>
  /// How the operator becomes loops.
  func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering
  /// The definition, slow and obviously right, in double precision. Types have no symbols.
  func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor]
  /// Instances with input types, odd sizes among them, for the laws.
  static var examples: [OperatorExample] { get }
}

/// An operator instance with concrete inputs, to test it.
public struct OperatorExample: Sendable {
  public let operation: any Operator
  public let inputs: [TensorType]
  /// The range from which inputs are drawn; integer inputs are drawn from 0 ..< range.upperBound.
  public let range: ClosedRange<Double>
  /// False for inputs that have no gradient or operators that are not differentiable.
  public let differentiable: Bool
  /// How many results, from the first, gradients come back through; the rest exist for the operator's own gradient.
  public let results: Int

  public init(
    _ operation: any Operator, _ inputs: [TensorType], range: ClosedRange<Double> = -1...1, differentiable: Bool = true,
    results: Int = .max
  ) {
    (self.operation, self.inputs, self.range, self.differentiable) = (operation, inputs, range, differentiable)
    self.results = results
  }
}

/// What one execution takes, as functions of the sizes.
public struct Cost: Hashable, Sendable, Codable {
  /// Floating-point operations; a multiply-add counts two.
  public var flops: Dim
  /// Calls of exp, log, tanh and the like among them.
  public var transcendentals: Dim
  /// Bytes read and written when nothing is fused.
  public var bytes: Dim
  public init(flops: Dim, transcendentals: Dim = 0, bytes: Dim) {
    (self.flops, self.transcendentals, self.bytes) = (flops, transcendentals, bytes)
  }

  /// The bytes of reading all inputs and writing all outputs once.
  public static func traffic(_ types: [TensorType]) -> Dim {
    types.reduce(0) { $0 + $1.count * Dim($1.element.byteCount) }
  }
}

/// Collects what is wrong with an operator's inputs.
public struct InferenceReport {
  public private(set) var diagnostics: [Diagnostic] = []
  public init() {}
  public mutating func error(
    _ message: String, role: String? = nil, axis: AxisName? = nil, expected: String? = nil, found: String? = nil
  ) {
    diagnostics.append(Diagnostic(message, role: role, axis: axis, expected: expected, found: found))
  }

  /// The named axis of an input, or nil after reporting that it has none.
  public mutating func axis(_ name: AxisName, of type: TensorType, role: String) -> Axis? {
    if let axis = type.axis(name) { return axis }
    let names = type.names.map(\.text).joined(separator: ", ")
    error("unknown axis '\(name)'", role: role, axis: name, expected: "one of \(names)", found: "\(name)")
    return nil
  }

  /// Checks the number of inputs.
  public mutating func count(_ inputs: [TensorType], _ expected: Int) -> Bool {
    if inputs.count == expected { return true }
    error("wrong number of inputs", expected: "\(expected)", found: "\(inputs.count)")
    return false
  }
}

/// How an operator becomes loops. Everything that is an `element` fuses into its neighbours.
public enum Lowering: Sendable {
  /// Output elements as expressions of their index: `(context, output, index)`. Indices passed on to inputs must be
  /// within bounds for every output index, also where the value is then discarded.
  case element(@Sendable (any LoweringContext, Int, [Expression]) -> Expression)
  /// Combines the elements of input 0 along some axes.
  case reduction(Reduction, [AxisName])
  /// The product of inputs 0 and 1 summed over the axes that the output lacks.
  case contraction
  /// The same elements in the same memory order under another type.
  case view
  /// A graph of simpler operators.
  case composite(@Sendable ([Tensor]) -> [Tensor])
  /// A loop nest of its own.
  case kernel(any KernelLowering)
  /// A body that is run once per step of an axis.
  case loop(ScanLoop)
}

/// A recurrence as the compiler sees it.
///
/// Operands: stored carries (with `replay`), initial carries, step inputs, captures. Body inputs: replayed carries,
/// carries, step inputs, captures. Body outputs: next carries, step outputs, sums. Results: final carries, step outputs,
/// sums over all steps; without `replay`, then the stored carries.
public struct ScanLoop: Sendable {
  public let axis: AxisName
  /// From the last step to the first. With `replay`, the direction of the replayed recurrence; the body goes against it.
  public let isReverse: Bool
  /// Steps between stored carries.
  public let interval: Int
  public let carries: Int
  public let steps: Int
  public let sums: Int
  /// Axes that are looped over outside of time, and the one among them that lies in vector lanes.
  public let (outer, lane): ([AxisName], AxisName?)
  public let body: Graph
  /// The recurrence whose carries are recomputed from stored ones, each before its step. Its inputs are its carries, as
  /// many of the step inputs as `replaySteps`, and as many of the captures as remain; its outputs the next carries.
  public let replay: Graph?
  public let replaySteps: Int
  /// Values of `replay` that equal values of `body` at the same step, which are kept for it.
  public let reused: [(replay: Value, body: Value)]

  public init(
    axis: AxisName, isReverse: Bool, interval: Int, carries: Int, steps: Int, sums: Int,
    axes: (outer: [AxisName], lane: AxisName?), body: Graph, replay: Graph?, replaySteps: Int,
    reused: [(replay: Value, body: Value)] = []
  ) {
    (outer, lane) = axes
    (self.axis, self.isReverse, self.interval, self.carries) = (axis, isReverse, interval, carries)
    (self.steps, self.sums, self.body, self.replay, self.replaySteps) = (steps, sums, body, replay, replaySteps)
    self.reused = reused
  }

  public var replayed: Int { replay?.outputs.count ?? 0 }
}

/// What an element lowering may ask for.
public protocol LoweringContext {
  var inputTypes: [TensorType] { get }
  var outputTypes: [TensorType] { get }
  /// The element of an input at an index, one expression per axis.
  func input(_ number: Int, at index: [Expression]) -> Expression
  /// The value of a size as an index expression.
  func size(_ dim: Dim) -> Expression
  /// Names an intermediate result, so that it is computed once.
  func bind(_ value: Expression) -> Expression
}

/// A loop nest written with a builder: attention tiles, scans.
public protocol KernelLowering: Sendable {
  /// Emits the kernels that compute the outputs from materialised inputs.
  func emit(_ context: any KernelContext)
}

/// Where the elements of a tensor lie: `buffer[offset + sum of index * stride]`, one stride per axis.
public struct StridedAccess: Hashable, Sendable {
  public let buffer: Buffer
  public let offset: Expression
  public let strides: [Expression]
  public init(buffer: Buffer, offset: Expression, strides: [Expression]) {
    (self.buffer, self.offset, self.strides) = (buffer, offset, strides)
  }

  public func position(_ index: [Expression]) -> Expression {
    zip(index, strides).reduce(offset) { $0 + $1.0 * $1.1 }.simplifiedIndex
  }
}

/// What a kernel lowering may ask for. Kernels are emitted one after the other; each begins when the one before is
/// finished, and names its own buffers, sizes and variables.
public protocol KernelContext: AnyObject {
  var lanes: Int { get }
  /// Vector registers of the target.
  var registers: Int { get }
  var inputTypes: [TensorType] { get }
  var outputTypes: [TensorType] { get }
  /// The value of a size as an index expression of the kernel being built.
  func size(_ dim: Dim) -> Expression
  /// Where an input's elements lie; slices, transposes and reshapes of other tensors are read in place.
  func input(_ number: Int) -> StridedAccess
  /// Where an output's elements go; contiguous. Nil where nobody reads the output.
  func output(_ number: Int) -> StridedAccess?
  /// Scratch memory that lives for this operator only, shared by its kernels.
  ///
  /// - Parameter isPerThread: whether each thread has its own, which holds whatever its last part left there.
  func scratch(_ name: String, _ element: ElementType, count: Dim, isPerThread: Bool) -> Buffer
  /// A variable with a name not yet used in the kernel.
  func fresh(_ name: String, _ type: ElementType, isVector: Bool) -> Variable
  /// Ends the kernel being built: into how many parts it is split, its share of the operator's cost, and its body, whose
  /// vector loops are still loops.
  func finishKernel(_ suffix: String, parts: Expression, cost: Cost, body: [Statement])
}

extension KernelContext {
  /// Scratch memory that all threads share.
  public func scratch(_ name: String, _ element: ElementType, count: Dim) -> Buffer {
    scratch(name, element, count: count, isPerThread: false)
  }
}

/// A boxed operator that can be compared and hashed.
public struct AnyOperator: Hashable, Sendable {
  public let base: any Operator
  public init(_ base: any Operator) { self.base = base }
  public static func == (a: AnyOperator, b: AnyOperator) -> Bool {
    func equal<T: Operator>(_ x: T) -> Bool { (b.base as? T) == x }
    return equal(a.base)
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(type(of: base).mnemonic)
    base.hash(into: &hasher)
  }
}

/// An operator that draws random numbers from streams of a graph, by itself or in bodies of its own.
public protocol StreamOperator: Operator {
  /// The numbers of the streams.
  var streams: [Int] { get }
}

extension Graph {
  /// The numbers of the random streams that its operators draw from.
  public var streams: [Int] { nodes.flatMap { ($0.operation as? any StreamOperator)?.streams ?? [] } }
}

extension Operator {
  public var mnemonic: String { Self.mnemonic }
}
