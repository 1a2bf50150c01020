import Foundation
import GraphIR

/// A graph of ONNX nodes; values are told apart by name.
struct ONNXGraph {
  struct Node {
    let operation: String
    let inputs: [String]
    let outputs: [String]
    let attributes: [(String, Attribute)]
  }

  enum Attribute {
    case int(Int)
    case float(Float)
    case string(String)
    case ints([Int])
    case graph(ONNXGraph)
  }

  /// A named tensor in the file: a weight or a constant.
  struct Initializer {
    let name: String
    let element: ElementType
    let shape: [Int]
    /// Row-major, little-endian.
    let data: Data
  }

  let name: String
  var nodes: [Node] = []
  var initializers: [Initializer] = []
  var inputs: [(name: String, type: TensorType)] = []
  var outputs: [(name: String, type: TensorType)] = []
}

extension ElementType {
  /// `TensorProto.DataType`.
  var onnx: Int {
    switch self {
    case .f32: 1
    case .u8: 2
    case .i8: 3
    case .i32: 6
    case .index: 7
    case .bool: 9
    case .f64: 11
    case .u32: 12
    case .bf16: 16
    }
  }
}
