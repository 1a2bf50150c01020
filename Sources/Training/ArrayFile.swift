import Audio
import Foundation
import Sonograph

/// Arrays of single precision on the disk, for NumPy and for safetensors.
public enum ArrayFile {
  public struct Named {
    public let name: String
    public let shape: [Int]
    public let values: [Float]
    public init(_ name: String, shape: [Int], _ values: [Float]) {
      (self.name, self.shape, self.values) = (name, shape, values)
    }
  }

  /// Writes one array in NumPy's format, version 1.0 (NEP 1): little-endian, row-major.
  public static func writeNumPy(_ array: Named, to path: String) throws {
    let shape = array.shape.map { "\($0)" }.joined(separator: ", ") + (array.shape.count == 1 ? "," : "")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(shape)), }"
    // Magic, version and length take ten bytes; data begin at a multiple of 64.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var data = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    data.append(contentsOf: [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)])
    data.append(Data(header.utf8))
    array.values.withUnsafeBytes { data.append(contentsOf: $0) }
    try AtomicFile.write(data, to: path)
  }

  /// Writes arrays as safetensors, whole or not at all.
  public static func writeSafetensors(_ arrays: [Named], metadata: [String: String], to path: String) throws {
    // Values must lie still until they are written.
    let copies = arrays.map { array -> UnsafeMutableBufferPointer<Float> in
      let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: array.values.count)
      _ = copy.initialize(from: array.values)
      return copy
    }
    defer { copies.forEach { $0.deallocate() } }
    var writer = SafetensorsWriter(metadata: metadata)
    for (array, copy) in zip(arrays, copies) {
      writer.add(array.name, shape: array.shape, bytes: UnsafeRawBufferPointer(copy))
    }
    let partial = path + ".partial"
    do { try writer.write(to: URL(fileURLWithPath: partial)) } catch {
      unlink(partial)
      throw error
    }
    guard rename(partial, path) == 0 else {
      throw FeatureError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
