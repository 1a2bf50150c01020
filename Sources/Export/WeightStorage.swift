import Audio
import Foundation
import Sonograph
import Training

/// How weights lie in a bundle's file. The library computes in single precision with all of them: what is smaller is the
/// file, and what has to be read.
public enum WeightStorage: String, Sendable, CaseIterable, Codable {
  case f32
  /// The upper half of each number of a matrix, rounded to nearest, ties to even; vectors stay as they are.
  case bf16
  /// Whole numbers from -127 to 127 for each number of a matrix, times a scale for each row (output channel); vectors stay as
  /// they are.
  case int8

  /// A tensor as it is written.
  struct Tensor {
    let name: String
    let element: SafetensorsWriter.Element
    let shape: [Int]
    let data: Data
  }

  /// The tensors of an array; `NAME.scale` (row) comes beside whole numbers.
  func stored(_ array: ArrayFile.Named) -> [Tensor] {
    func floats(_ name: String, _ shape: [Int], _ values: [Float]) -> Tensor {
      Tensor(name: name, element: .f32, shape: shape, data: values.withUnsafeBytes { Data($0) })
    }
    guard self != .f32, array.shape.count > 1 else { return [floats(array.name, array.shape, array.values)] }
    if self == .bf16 {
      let halves = array.values.map(Self.brainFloat)
      return [Tensor(name: array.name, element: .bf16, shape: array.shape, data: halves.withUnsafeBytes { Data($0) })]
    }
    let (scales, codes) = Self.quantized(array)
    return [
      Tensor(name: array.name, element: .i8, shape: array.shape, data: codes.withUnsafeBytes { Data($0) }),
      floats(array.name + ".scale", [array.shape[0]], scales),
    ]
  }

  /// What the library makes of the stored tensors, to the bit.
  func restored(_ array: ArrayFile.Named) -> ArrayFile.Named {
    guard self != .f32, array.shape.count > 1 else { return array }
    if self == .bf16 {
      return ArrayFile.Named(
        array.name, shape: array.shape, array.values.map { Float(bitPattern: UInt32(Self.brainFloat($0)) << 16) })
    }
    let (scales, codes) = Self.quantized(array)
    let width = array.values.count / max(1, array.shape[0])
    return ArrayFile.Named(array.name, shape: array.shape, codes.indices.map { Float(codes[$0]) * scales[$0 / width] })
  }

  private static func brainFloat(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(bits >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bits &+ 0x7fff &+ ((bits >> 16) & 1)) >> 16)
  }

  private static func quantized(_ array: ArrayFile.Named) -> (scales: [Float], codes: [Int8]) {
    let rows = array.shape[0]
    let width = array.values.count / max(1, rows)
    let scales = (0..<rows).map { row in
      array.values[row * width..<(row + 1) * width].reduce(Float(0)) { max($0, abs($1)) } / 127
    }
    let codes = array.values.indices.map { position -> Int8 in
      let scale = scales[position / width]
      return scale > 0 ? Int8((array.values[position] / scale).rounded(.toNearestOrEven)) : 0
    }
    return (scales, codes)
  }

  /// Writes the tensors of some arrays.
  ///
  /// - Parameter exact: names of arrays that stay as they are.
  func write(_ arrays: [ArrayFile.Named], exact: Set<String> = [], metadata: [String: String], to url: URL) throws {
    let tensors = arrays.flatMap { exact.contains($0.name) ? WeightStorage.f32.stored($0) : stored($0) }
    // Data lie still until they are written.
    let copies = tensors.map { tensor -> UnsafeMutableRawBufferPointer in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: tensor.data.count, alignment: 8)
      tensor.data.copyBytes(to: copy)
      return copy
    }
    defer { copies.forEach { $0.deallocate() } }
    var writer = SafetensorsWriter(metadata: metadata)
    for (tensor, copy) in zip(tensors, copies) {
      writer.add(tensor.name, tensor.element, shape: tensor.shape, bytes: UnsafeRawBufferPointer(copy))
    }
    try writer.write(to: url)
  }
}
