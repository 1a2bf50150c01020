import GraphIR
import Operators

/// What a form may use: the values and types of one operator.
struct ONNXOperands {
  let emitter: ONNXEmitter
  let inputs: [String]
  let types: [TensorType]
  let results: [TensorType]
  /// Which results something reads.
  let isUsed: [Bool]
}

/// How one operator becomes ONNX nodes: returns the names of its results.
struct ONNXForm: Sendable {
  let mnemonic: String
  let emit: @Sendable (any Operator, ONNXOperands) throws -> [String]

  static func of<T: Operator>(_ type: T.Type, _ emit: @escaping @Sendable (T, ONNXOperands) throws -> [String]) -> ONNXForm {
    ONNXForm(mnemonic: T.mnemonic) { try emit($0 as! T, $1) }
  }

  /// Every operator with a form of its own; one that the compiler takes apart into simpler ones needs none. A new
  /// operator is one entry.
  static let all: [ONNXForm] = [
    .of(Attention.self) { $0.onnx($1) },
    .of(Broadcast.self) { [$1.broadcast(to: $0.axes)] },
    .of(Concat.self) { [$1.emitter.emit("Concat", $1.inputs, [("axis", .int($1.types[0].position(of: $0.axis)!))])] },
    .of(Contract.self) { [$1.product(to: $0.output)] },
    .of(Frame.self) { [$1.windows($0)] },
    .of(Gather.self) { [$1.gathered($0.row)] },
    .of(Iota.self) { [$1.emitter.range($0.axis.size, $0.element)] },
    .of(LayerNorm.self) { try $0.onnx($1) },
    .of(LinearAttention.self) { try $0.onnx($1) },
    .of(Map.self) { [try $1.map($0.body)] },
    .of(Pad.self) { [$1.padded($0.axis, $0.before, $0.after, value: $0.value)] },
    .of(Recompute.self) { $1.inputs },
    .of(Reduce.self) { [$1.reduced($0.reduction, over: $0.axes)] },
    .of(ReflectPad.self) { [$1.padded($0.axis, $0.before, $0.after, mode: "reflect")] },
    .of(Reshape.self) { [$1.reshaped(to: $0.axes)] },
    .of(Reverse.self) { [$1.sliced($0.axis, from: -1, to: .min, step: -1)] },
    .of(Scan.self) { try $0.onnx($1) },
    .of(Shift.self) { [$1.shifted($0.axis, by: $0.offset)] },
    .of(Size.self) { [$1.size($0.size, $0.element)] },
    .of(Slice.self) { [$1.sliced($0)] },
    .of(Softmax.self) { [$1.emitter.emit("Softmax", $1.inputs, [("axis", .int($1.types[0].position(of: $0.axis)!))])] },
    .of(Transpose.self) { [$1.emitter.transposed($1.inputs[0], $1.types[0], to: $0.order)] },
  ]

  static let table = Dictionary(uniqueKeysWithValues: all.map { ($0.mnemonic, $0) })
}
