import CPrinter
import Compiler
import Features
import Graphs
import Streaming

/// The C file of one instruction set.
struct TargetSource {
  let target: Target
  let text: String

  /// Compiles front end and encoder for the target; no C compiler is needed.
  ///
  /// - Throws: `CompileError`, `GraphErrors`, `ExportError`.
  init(_ target: Target, _ subject: ExportSubject) throws {
    let compiler = Compiler(CompileOptions(target: target))
    if let stream = subject.stream {
      let program = try compiler.compile(stream.program.step.graph).withPrologue()
      let encoder = try ProgramSource(
        "encoder", program, symbols: StreamProgram.sizes, input: "waveform", output: "tokens",
        states: stream.program.stateShapes)
      // The front end is a part of the one program.
      try self.init(target, [encoder], initializers: ["{0}", encoder.initializer])
      return
    }
    let front = try compiler.compile(LogMelExtractor.graph(subject.frontEnd)).withPrologue()
    let frontEnd = try ProgramSource(
      "front_end", front, symbols: ["T": subject.block], input: "waveform", output: "spectrogram")
    let program = try compiler.compile(subject.graph).withPrologue()
    let encoder = try ProgramSource(
      "encoder", program, symbols: subject.grid.sizes(batch: 1, times: subject.times, masking: nil), input: "spectrogram",
      output: "tokens")
    try self.init(target, [frontEnd, encoder], initializers: [frontEnd.initializer, encoder.initializer])
  }

  /// - Parameter initializers: of front end and encoder.
  private init(_ target: Target, _ programs: [ProgramSource], initializers: [String]) throws {
    let kernels = programs.flatMap(\.kernels)
    guard kernels.allSatisfy({ $0.lanes == target.lanes }) else {
      throw ExportError("some kernels for \(target.name) have another vector width", "expected \(target.lanes) lanes")
    }
    self.target = target
    text = """
      \(CPrinter().source(of: kernels, lanes: target.lanes, linkage: .file))
      #include "bundle.h"

      \(programs.map(\.tables).joined(separator: "\n"))
      extern const sg_target sg_target_\(target.name);
      const sg_target sg_target_\(target.name) = {
        "\(target.name)",
        \(initializers.joined(separator: ",\n  ")),
      };

      """
  }

  var fileName: String { "kernels_\(target.name).c" }
}
