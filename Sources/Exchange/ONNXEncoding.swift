import Foundation
import GraphIR

// Field numbers are those of onnx.proto (github.com/onnx/onnx), intermediate representation 8.
extension ONNXGraph {
  /// The operator set whose meanings the nodes have.
  static let operatorSet = 18
  private static let representation = 8

  /// A `ModelProto`.
  ///
  /// - Parameter properties: text about the model, by key.
  func model(properties: [(String, String)]) -> Data {
    var writer = ProtobufWriter()
    writer.integer(1, Self.representation)
    writer.string(2, "Sonograph")
    writer.message(7, encode)
    writer.message(8) { $0.integer(2, Self.operatorSet) }
    for (key, value) in properties {
      writer.message(14) {
        $0.string(1, key)
        $0.string(2, value)
      }
    }
    return writer.data
  }

  /// A `GraphProto`.
  private func encode(_ writer: inout ProtobufWriter) {
    for node in nodes { writer.message(1, node.encode) }
    writer.string(2, name)
    for initializer in initializers { writer.message(5, initializer.encode) }
    for (name, type) in inputs { writer.message(11) { type.encodeInfo(name, &$0) } }
    for (name, type) in outputs { writer.message(12) { type.encodeInfo(name, &$0) } }
  }

  fileprivate static func encode(_ name: String, _ attribute: Attribute, _ writer: inout ProtobufWriter) {
    writer.string(1, name)
    switch attribute {
    case .float(let value):
      writer.float(2, value)
      writer.integer(20, 1)
    case .int(let value):
      writer.integer(3, value)
      writer.integer(20, 2)
    case .string(let value):
      writer.string(4, value)
      writer.integer(20, 3)
    case .graph(let graph):
      writer.message(6, graph.encode)
      writer.integer(20, 5)
    case .ints(let values):
      for value in values { writer.integer(8, value) }
      writer.integer(20, 7)
    }
  }
}

extension ONNXGraph.Node {
  /// A `NodeProto`, named after its first result.
  fileprivate func encode(_ writer: inout ProtobufWriter) {
    for input in inputs { writer.string(1, input) }
    for output in outputs { writer.string(2, output) }
    writer.string(3, outputs[0])
    writer.string(4, operation)
    for (name, attribute) in attributes { writer.message(5) { ONNXGraph.encode(name, attribute, &$0) } }
  }
}

extension ONNXGraph.Initializer {
  /// A `TensorProto`.
  fileprivate func encode(_ writer: inout ProtobufWriter) {
    for extent in shape { writer.integer(1, extent) }
    writer.integer(2, element.onnx)
    writer.string(8, name)
    writer.bytes(9, data)
  }
}

extension TensorType {
  /// A `ValueInfoProto`; a size with symbols is a dimension of that name.
  fileprivate func encodeInfo(_ name: String, _ writer: inout ProtobufWriter) {
    writer.string(1, name)
    writer.message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, element.onnx)
        tensor.message(2) { shape in
          for size in self.shape {
            shape.message(1) { if let value = size.constant { $0.integer(1, value) } else { $0.string(2, "\(size)") } }
          }
        }
      }
    }
  }
}
