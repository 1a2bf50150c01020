import Compiler
import Foundation

/// The C compiler that turns kernels into machine code: `SONOGRAPH_CC` if set, else `clang` on the `PATH`.
public struct Toolchain: Sendable {
  public let path: String
  /// The first line of `--version`, part of every cache key.
  public let version: String

  public static func find(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Toolchain {
    if let chosen = environment["SONOGRAPH_CC"], !chosen.isEmpty {
      guard let path = chosen.contains("/") ? executable(chosen) : search(chosen, environment) else {
        throw ToolchainError(
          "SONOGRAPH_CC names '\(chosen)', which is not an executable", "set SONOGRAPH_CC to the path of clang or gcc")
      }
      return try Toolchain(path: path)
    }
    guard let path = search("clang", environment) else {
      throw ToolchainError("no C compiler: clang is not on the PATH", "install clang, or set SONOGRAPH_CC to its path")
    }
    return try Toolchain(path: path)
  }

  private init(path: String) throws {
    let result = try Toolchain.run(path, ["--version"])
    guard result.status == 0, let line = result.output.split(separator: "\n").first else {
      throw ToolchainError("'\(path) --version' failed with status \(result.status)", result.error)
    }
    (self.path, version) = (path, String(line))
  }

  private static func search(_ name: String, _ environment: [String: String]) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").lazy.compactMap { executable("\($0)/\(name)") }.first
  }

  private static func executable(_ path: String) -> String? {
    FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// Compiles one C file to an object file.
  ///
  /// - Parameter precompiled: what `precompile` made of a header that the file begins with.
  public func compile(_ source: URL, to object: URL, target: Target, precompiled: URL? = nil) throws {
    let header = precompiled.map { ["-include-pch", $0.path] } ?? []
    try check(Target.commonFlags + target.flags + header + ["-c", source.path, "-o", object.path], source: source)
  }

  /// Reads a header once for many files; nil if this compiler cannot.
  public func precompile(_ header: URL, target: Target) -> URL? {
    guard version.contains("clang") else { return nil }
    let result = header.appendingPathExtension("pch")
    let arguments = Target.commonFlags + target.flags + ["-x", "c-header", header.path, "-o", result.path]
    guard let done = try? Toolchain.run(path, arguments), done.status == 0 else { return nil }
    return result
  }

  /// Links object files into a shared library.
  ///
  /// - Parameter libraries: further ones that the objects call, by name.
  public func link(_ objects: [URL], to library: URL, libraries: [String] = []) throws {
    let names = (libraries + ["m"]).map { "-l\($0)" }
    try check(["-shared", "-o", library.path] + objects.map(\.path) + names, source: library)
  }

  private func check(_ arguments: [String], source: URL) throws {
    let result = try Toolchain.run(path, arguments)
    if result.status != 0 {
      throw ToolchainError("\(path) failed with status \(result.status) on \(source.lastPathComponent)", result.error)
    }
  }

  /// Runs a program to its end.
  public static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: String, error: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let (output, error) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, error)
    do { try process.run() } catch { throw ToolchainError("cannot start '\(path)'", "\(error)") }
    // The error text is read first: compilers write little to standard output.
    let errorText = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text, errorText)
  }
}

/// The C compiler is missing or failed.
public struct ToolchainError: Error, CustomStringConvertible {
  public let message: String
  /// What the compiler said, or what would help.
  public let detail: String
  public init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  public var description: String { "\(message)\n\(detail)" }
}
