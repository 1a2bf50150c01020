import Foundation

/// A bundle's library in this process, called by its C interface.
///
/// It stays loaded. Not safe to use from two threads at once.
public final class LoadedBundle {
  private typealias Create = @convention(c) (
    UnsafeMutablePointer<OpaquePointer?>, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>, Int
  ) -> Int32
  private typealias Run = @convention(c) (
    OpaquePointer, UnsafePointer<Float>, Int, UnsafeMutablePointer<Float>?, Int, UnsafeMutablePointer<Float>?
  ) -> Int32

  public let manifest: Manifest
  let model: OpaquePointer
  let symbols: Symbols

  struct Symbols {
    let handle: UnsafeMutableRawPointer
    let manifest: Manifest

    func find<T>(_ name: String, as type: T.Type) throws -> T {
      guard let symbol = dlsym(handle, "\(manifest.name)_\(name)") else {
        throw ExportError("\(manifest.library) has no function \(manifest.name)_\(name)", "export the model again")
      }
      return unsafeBitCast(symbol, to: type)
    }

    func check(_ code: Int32, _ detail: String = "") throws {
      if code == 0 { return }
      let message = try find("message", as: (@convention(c) (Int32) -> UnsafePointer<CChar>).self)
      throw ExportError("\(manifest.library): \(String(cString: message(code)))", detail)
    }
  }

  /// - Parameters:
  ///   - target: an instruction set in the library; nil for the best that runs here.
  ///   - usesFile: whether weights are read from the bundle's file, and not from the library.
  /// - Throws: `ExportError` if the library cannot be loaded, or refuses.
  public init(_ folder: URL, target: String? = nil, usesFile: Bool = true) throws {
    manifest = try Manifest(bundle: folder)
    let path = folder.appendingPathComponent(manifest.library).path
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw ExportError("cannot load \(path)", String(cString: dlerror()))
    }
    symbols = Symbols(handle: handle, manifest: manifest)
    let version = try symbols.find("abi_version", as: (@convention(c) () -> Int32).self)()
    if version != Int32(Manifest.abiVersion) {
      throw ExportError("\(path) has version \(version) of the interface", "expected \(Manifest.abiVersion)")
    }
    var (result, detail) = (OpaquePointer?.none, [CChar](repeating: 0, count: 256))
    let weights = folder.appendingPathComponent(manifest.weightsFile).path
    let code = try symbols.find("create", as: Create.self)(&result, version, usesFile ? weights : nil, target, &detail, detail.count)
    try symbols.check(code, detail.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
    model = result!
  }

  deinit {
    let destroy = try? symbols.find("destroy", as: (@convention(c) (OpaquePointer) -> Int32).self)
    _ = destroy?(model)
  }

  /// - Throws: `ExportError` if the library refuses the number.
  public func setThreads(_ count: Int) throws {
    try symbols.check(symbols.find("set_threads", as: (@convention(c) (OpaquePointer, Int32) -> Int32).self)(model, Int32(clamping: count)))
  }

  /// - Parameter samples: in [-1, 1] at `manifest.sampleRate`.
  /// - Returns: rows (row, feature), and the scene embedding (feature).
  public func callAsFunction(_ samples: [Float]) throws -> (rows: [Float], scene: [Float]) {
    let count = try symbols.find("row_count", as: (@convention(c) (Int) -> Int).self)(samples.count)
    var rows = [Float](repeating: 0, count: count * manifest.width)
    var scene = [Float](repeating: 0, count: manifest.width)
    try symbols.check(symbols.find("run", as: Run.self)(model, samples, samples.count, &rows, count, &scene))
    return (rows, scene)
  }
}
