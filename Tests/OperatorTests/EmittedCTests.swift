import CPrinter
import Compiler
import Foundation
import GraphIR
import Operators
import Runtime
import Testing

/// What is emitted for every operator is C that all supported compilers accept without a warning.
@Suite struct EmittedCTests {
  /// Every example of every operator as one program.
  static func program(_ target: Target) throws -> Program {
    let builder = GraphBuilder(name: "laws")
    for test in OperatorLaws.cases {
      let inputs = test.example.inputs.enumerated().map { builder.input(Input("c\(test.number)x\($0)", .data), $1) }
      let outputs: [Tensor] = builder.add(test.example.operation, inputs)
      for (number, output) in outputs.enumerated() { builder.output("c\(test.number)y\(number)", output) }
    }
    return try Compiler(CompileOptions(target: target)).compile(try builder.finish())
  }

  /// Compilers of the supported range that this machine has; the one that Sonograph uses is always among them.
  static func compilers() throws -> [String] {
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let others = ["clang-14", "gcc-12", "gcc"].compactMap { name in
      path.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
    return [try Toolchain.find().path] + others
  }

  @Test("emitted C has no warning", arguments: [Target.avx512vnni, .avx512, .avx2, .neon, .generic, .scalar])
  func compiles(_ target: Target) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("emitted-\(UUID())")
    defer { try? FileManager.default.removeItem(at: directory) }
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try Prelude.write(to: directory)
    let source = directory.appendingPathComponent("all.c")
    // One file: the prelude is read once.
    let text = try Self.program(target).kernels.map { CPrinter().source(of: $0) }.joined(separator: "\n")
    try Data(text.utf8).write(to: source)
    for compiler in try Self.compilers() {
      // GCC cross-compiles to the targets of its own build only; clang takes the C library's headers from Tools/test.
      let cross = target == .neon ? ["--target=aarch64-linux-gnu", "-isystem", "/usr/aarch64-linux-gnu/include"] : []
      if !cross.isEmpty, !compiler.contains("clang") { continue }
      let flags = Target.commonFlags.filter { $0 != "-O3" } + target.flags + cross
      let result = try Self.run([compiler] + flags + ["-fsyntax-only", "-Wall", "-Wextra", "-Werror", source.path])
      #expect(result.status == 0, "\(compiler): \(result.text.prefix(2000))")
    }
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
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

  @Test("the interpreted lowering agrees with the reference") func interpreted() throws {
    let program = try Self.program(.generic)
    var inputs: [String: [Double]] = [:]
    for test in OperatorLaws.cases {
      for (name, value) in OperatorLaws.inputs(test) { inputs["c\(test.number)\(name)"] = value.data }
    }
    let found = try program.interpret(inputs)
    for test in OperatorLaws.cases {
      for (name, value) in try Evaluator(try OperatorLaws.graph(test.example)).run(OperatorLaws.inputs(test)) {
        let got = try #require(found["c\(test.number)\(name)"])
        let worst = zip(got, value.data).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
        #expect(worst <= 3e-6, "\(test.testDescription) \(name): worst error \(worst)")
      }
    }
  }
}
