import CPrinter
import Compiler
import Features
import Graphs

/// The C file of one instruction set.
struct TargetSource {
  let target: Target
  let text: String

  /// Compiles front end and encoder for the target; no C compiler is needed.
  ///
  /// - Throws: `CompileError`, `GraphErrors`, `ExportError`.
  init(_ target: Target, _ subject: ExportSubject) throws {
    let compiler = Compiler(CompileOptions(target: target))
    let frontEnd = try ProgramSource(
      "front_end", compiler.compile(LogMelExtractor.graph(subject.frontEnd)), symbols: ["T": subject.block],
      input: "waveform", output: "spectrogram")
    let encoder = try ProgramSource(
      "encoder", compiler.compile(subject.graph), symbols: subject.grid.sizes(batch: 1, times: subject.times, masking: nil),
      input: "spectrogram", output: "tokens")
    let kernels = frontEnd.kernels + encoder.kernels
    guard kernels.allSatisfy({ $0.lanes == target.lanes }) else {
      throw ExportError("some kernels for \(target.name) have another vector width", "expected \(target.lanes) lanes")
    }
    self.target = target
    text = """
      \(CPrinter().source(of: kernels, lanes: target.lanes, linkage: .file))
      #include "bundle.h"

      \(frontEnd.tables)
      \(encoder.tables)
      extern const sg_target sg_target_\(target.name);
      const sg_target sg_target_\(target.name) = {
        "\(target.name)",
        \(frontEnd.initializer),
        \(encoder.initializer),
      };

      """
  }

  var fileName: String { "kernels_\(target.name).c" }
}
