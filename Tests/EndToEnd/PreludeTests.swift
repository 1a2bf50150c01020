import Compiler
import Foundation
import GraphIR
import Runtime
import Testing

/// The C prelude's functions, measured against double precision by a C program for every target that runs here.
@Suite struct PreludeTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test("elementary functions are within their bounds", arguments: [Target.avx512, .avx2, .generic, .scalar])
  func ulps(_ target: Target) throws {
    guard Host.supports(target) else { return }
    let program = FileManager.default.temporaryDirectory.appendingPathComponent("ulp-\(UUID())")
    defer { try? FileManager.default.removeItem(at: program) }
    let flags = Target.commonFlags.filter { $0 != "-fPIC" && $0 != "-fvisibility=hidden" } + target.flags
    let compiled = try run(
      [try Toolchain.find().path] + flags + ["-DSG_LANES=\(target.lanes)", "-I", Self.root.path + "/Sources/CPrinter/Prelude",
        Self.root.path + "/Tools/checks/ulp.c", "-o", program.path, "-lm"])
    #expect(compiled.status == 0, "\(compiled.text)")
    let measured = try run([program.path])
    #expect(measured.status == 0, "\(measured.text)")
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
