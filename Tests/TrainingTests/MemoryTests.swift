import Foundation
import Testing
import Training

@Suite struct MemoryTests {
  /// The peak of a process that trains so many steps.
  private func peak(_ tool: CommandLineTool, steps: Int) throws -> Double {
    let result = try tool.run(
      KillTests.tiny + ["--steps", "\(steps)", "--name", "run-\(steps)-\(UUID())", "--threads", "2", "--json"])
    struct Report: Decodable { let peak_memory_bytes: Double }
    return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8)).peak_memory_bytes
  }

  @Test func doesNotGrowWithSteps() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    // The first process compiles.
    _ = try peak(tool, steps: 2)
    let (few, many) = (try peak(tool, steps: 30), try peak(tool, steps: 300))
    // A clip's spectrogram is 2 kB, its sound 32 kB: kept, they would be 18 MB. What the allocator holds differs by some MB
    // from run to run on a busy machine.
    #expect(many - few < 9e6, "\(few) bytes, \(many) with ten times the steps")
  }
}
