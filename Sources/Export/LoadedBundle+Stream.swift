import Foundation

/// The functions of a streaming bundle.
extension LoadedBundle {
  private typealias Push = @convention(c) (
    OpaquePointer, UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>?, Int, UnsafeMutablePointer<Int>
  ) -> Int32
  private typealias Save = @convention(c) (OpaquePointer, UnsafeMutableRawPointer, Int) -> Int32
  private typealias Restore = @convention(c) (OpaquePointer, UnsafeRawPointer?, Int) -> Int32

  /// Takes the next samples.
  ///
  /// - Returns: the rows that they complete: (row, feature).
  /// - Throws: `ExportError` if the bundle does not stream, or refuses the samples.
  public func push(_ samples: [Float]) throws -> [Float] {
    let function = try symbols.find("push", as: Push.self)
    let capacity = 2 + Int(Double(samples.count) * 1000 / (manifest.rowHop * Double(manifest.sampleRate)))
    var (rows, written) = ([Float](repeating: 0, count: capacity * manifest.width), 0)
    try symbols.check(function(model, samples, samples.count, &rows, capacity, &written))
    return Array(rows.prefix(written * manifest.width))
  }

  /// Forgets all samples.
  public func reset() throws {
    try symbols.check(symbols.find("reset", as: (@convention(c) (OpaquePointer) -> Int32).self)(model))
  }

  /// What the rows to come depend on besides their samples.
  public func save() throws -> Data {
    let size = try symbols.find("state_size", as: (@convention(c) (OpaquePointer) -> Int).self)(model)
    var state = [UInt8](repeating: 0, count: size)
    try symbols.check(symbols.find("save", as: Save.self)(model, &state, size))
    return Data(state)
  }

  /// - Throws: `ExportError` if the state is damaged or of other weights.
  public func restore(_ state: Data) throws {
    try symbols.check(symbols.find("restore", as: Restore.self)(model, [UInt8](state), state.count))
  }
}
