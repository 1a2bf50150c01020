import Compiler
import GraphIR
import LoopIR
import Graphs
import Runtime
import Sonograph
import Testing

/// What recurrences keep for their gradients.
@Suite struct ScanMemoryTests {
  /// Bytes of everything in a program's working memory that has the carry's inner axes: stored carries, tapes, states.
  private static func stateBytes(_ program: Program, _ sizes: [String: Int], perStep: Int) throws -> Int {
    program.storages.filter { $0.kind == .temporary && $0.lastStep >= 0 }.reduce(0) { total, storage in
      let bytes = storage.bytes.value(sizes)!
      // Tensors of one value per channel and step are inputs, outputs and their gradients, not states.
      return bytes % perStep == 0 ? total : total + bytes
    }
  }

  @Test("a selective scan's training step keeps less than 2 % of its states") func selectiveScan() throws {
    let model = try #require(Recurrence.all.first { $0.name == "selective-scan" })
    let (channels, states) = (384, 16)
    let sizes = ["B": 1, "T": 4001]
    let program = try Compiler(CompileOptions(target: .avx512)).compile(try model.gradientGraph(of: "y"))
    let all = channels * states * 4001 * 4
    let kept = try Self.stateBytes(program, sizes, perStep: 4001)
    #expect(kept > 0 && Double(kept) < 0.02 * Double(all), "\(kept) of \(all) bytes")
  }

  @Test("no kernel of a scan holds a local array as long as the sequence", arguments: Recurrence.all.map(\.name))
  func localArrays(_ name: String) throws {
    let model = try #require(Recurrence.all.first { $0.name == name })
    let program = try Compiler(CompileOptions(target: .avx512)).compile(try model.gradientGraph(of: "y"))
    // Local arrays have fixed sizes, whatever the length; what may lie on a stack is bounded.
    for kernel in program.kernels {
      var bytes = 0
      func visit(_ statement: Statement) {
        if case .allocate(let buffer, _) = statement { bytes += (buffer.localCount ?? 0) * 4 * (buffer.isVector ? 16 : 1) }
        _ = statement.mapBodies {
          $0.forEach(visit)
          return $0
        }
      }
      kernel.body.forEach(visit)
      #expect(bytes <= 2 << 20, "\(kernel.name): \(bytes) bytes")
    }
  }

  @Test("working memory is linear in time", arguments: ["selective-scan", "slstm", "mlstm", "mlstm-recurrent"])
  func linear(_ name: String) throws {
    let model = try #require(Recurrence.all.first { $0.name == name })
    let program = try Compiler(CompileOptions(target: .avx512)).compile(try model.gradientGraph(of: "y"))
    func bytes(_ length: Int) throws -> Double { Double(try ArenaPlan(program.storages, ["B": 1, "T": length]).workingBytes) }
    let (short, long) = try (bytes(2048), bytes(16384))
    #expect(long <= 8.2 * short, "\(short) to \(long)")
  }
}
