import Compiler
import Foundation
import Sonograph
import Training

/// How weights lie in a bundle's file, and are read by its kernels; see `NarrowWeights`.
public enum WeightStorage: String, Sendable, CaseIterable, Codable {
  case f32, bf16, int8

  /// In how many bits the graph has them; nil for all.
  var narrow: NarrowWeights.Width? {
    switch self {
    case .f32: nil
    case .bf16: .bf16
    case .int8: .int8
    }
  }
}

extension NarrowWeights.Form {
  /// A parameter as a narrow graph takes it: the numbers to be rounded to bf16; or whole numbers, and their scales.
  func arrays(_ array: ArrayFile.Named) -> [ArrayFile.Named] {
    guard case .int8(let leading) = self else { return [array] }
    let shape = Array(array.shape.prefix(leading))
    let (scales, codes) = Self.quantized(array.values, rows: shape.reduce(1, *))
    return [
      ArrayFile.Named(array.name, shape: array.shape, codes),
      ArrayFile.Named(NarrowWeights.scale(of: array.name), shape: shape, scales),
    ]
  }

  /// What the stored numbers stand for.
  func restored(_ array: ArrayFile.Named) -> ArrayFile.Named {
    guard case .int8(let leading) = self else {
      let rounded = array.values.map { Float(brainFloatBits: $0.brainFloatBits) }
      return ArrayFile.Named(array.name, shape: array.shape, rounded)
    }
    let rows = array.shape.prefix(leading).reduce(1, *)
    let (scales, codes) = Self.quantized(array.values, rows: rows)
    let width = max(1, codes.count / max(1, rows))
    return ArrayFile.Named(array.name, shape: array.shape, codes.indices.map { codes[$0] * scales[$0 / width] })
  }

  /// Whole numbers from -127 to 127 and the scale of each row.
  private static func quantized(_ values: [Float], rows: Int) -> (scales: [Float], codes: [Float]) {
    let width = max(1, values.count / max(1, rows))
    let scales = (0..<rows).map { row in
      values[row * width..<(row + 1) * width].reduce(Float(0)) { max($0, abs($1)) } / 127
    }
    let codes = values.indices.map { position -> Float in
      let scale = scales[position / width]
      return scale > 0 ? (values[position] / scale).rounded(.toNearestOrEven) : 0
    }
    return (scales, codes)
  }

  fileprivate var element: SafetensorsWriter.Element {
    switch self {
    case .bf16: .bf16
    case .int8: .i8
    }
  }
}

/// The file of a bundle's weights.
struct WeightFile {
  /// Of the parameters that are stored in fewer bits.
  let forms: [String: NarrowWeights.Form]

  /// Every parameter as the bundle's graph takes it.
  func arrays(_ parameters: [ArrayFile.Named]) -> [ArrayFile.Named] {
    parameters.flatMap { forms[$0.name]?.arrays($0) ?? [$0] }
  }

  /// What the stored numbers of every parameter stand for.
  func restored(_ parameters: [ArrayFile.Named]) -> [ArrayFile.Named] {
    parameters.map { forms[$0.name]?.restored($0) ?? $0 }
  }

  /// - Parameter arrays: as the graph takes them.
  func write(_ arrays: [ArrayFile.Named], metadata: [String: String], to url: URL) throws {
    // Data lie still until they are written.
    let tensors = arrays.map { array -> (ArrayFile.Named, SafetensorsWriter.Element, UnsafeMutableRawBufferPointer) in
      let element = forms[array.name]?.element ?? .f32
      let data = Self.data(array.values, element)
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 8)
      data.copyBytes(to: copy)
      return (array, element, copy)
    }
    defer { tensors.forEach { $0.2.deallocate() } }
    var writer = SafetensorsWriter(metadata: metadata)
    for (array, element, bytes) in tensors {
      writer.add(array.name, element, shape: array.shape, bytes: UnsafeRawBufferPointer(bytes))
    }
    try writer.write(to: url)
  }

  private static func data(_ values: [Float], _ element: SafetensorsWriter.Element) -> Data {
    switch element {
    case .bf16: values.map(\.brainFloatBits).withUnsafeBytes { Data($0) }
    case .i8: values.map { Int8($0) }.withUnsafeBytes { Data($0) }
    default: values.withUnsafeBytes { Data($0) }
    }
  }
}
