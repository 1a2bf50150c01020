import Compiler
import Foundation
import GraphIR
import Graphs
import Runtime
import Sonograph
import Testing

/// Memory budgets: the same numbers from less memory.
@Suite struct RematerialisationTests {
  static let frame: MaskedSpectrogram = {
    var frame = MaskedSpectrogram(width: 48)
    frame.mels = 32
    return frame
  }()
  static let models: [any Model] = [
    SSAST(name: "ssast-short", frame: frame, depth: 4, heads: 3), SSAM(name: "ssam-short", frame: frame, depth: 4),
    AxLSTM(name: "axlstm-short", frame: frame, depth: 4),
  ]
  static let sizes = ["B": 3, "P": 7]

  /// A few steps on fixed data: the losses, all parameters, the level and the bytes.
  private func train(
    _ model: any Model, clipNorm: Double?, budget: Int?, least: Rematerialisation = .usual
  ) throws -> (losses: [Double], parameters: [[Double]], binding: Binding) {
    let graph = try model.trainGraph(TrainOptions(clipNorm: clipNorm))
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("memory-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let compiled = try CompiledProgram(graph, options: CompileOptions(target: Host.target), cache: cache)
    let session = try Session(compiled, pool: try ThreadPool(threads: 2), memoryBudget: budget, rematerialisation: least)
    try session.initialize(seed: 3)
    let binding = try session.bind(Self.sizes.filter { compiled.program.symbols.contains($0.key) })
    for (_, input, type) in graph.inputs where input.role == .data && type.rank > 0 {
      let count = type.bound(binding.symbols).count.constant!
      let values = (0..<count).map { input.name == "mask" ? Double($0 % 2) : Foundation.sin(Double($0) * 0.37) }
      try binding.write(values, to: input.name)
    }
    try binding.write([1e-3], to: "learning-rate")
    let losses = try (1...3).map { step in
      try binding.write([Double(step)], to: "step")
      binding.run()
      return try binding.read("loss")[0]
    }
    let names = graph.inputs.filter { $0.input.role == .parameter }.map(\.input.name)
    return (losses, try names.map(session.read), binding)
  }

  @Test("less memory, the same bits", arguments: models.indices, [nil, 1.0]) func same(_ number: Int, _ clipNorm: Double?) throws {
    let model = Self.models[number]
    let whole = try train(model, clipNorm: clipNorm, budget: nil, least: .none)
    #expect(whole.binding.rematerialisation == .none)
    let usual = try train(model, clipNorm: clipNorm, budget: nil)
    #expect(usual.binding.rematerialisation == .cheap)
    #expect(usual.binding.plan.workingBytes < whole.binding.plan.workingBytes)
    #expect(usual.losses == whole.losses && usual.parameters == whole.parameters)
    let bytes = whole.binding.plan.persistentBytes + whole.binding.plan.workingBytes
    let less = try train(model, clipNorm: clipNorm, budget: bytes - 1, least: .none)
    #expect(less.binding.rematerialisation == .cheap)
    #expect(less.binding.plan.workingBytes < whole.binding.plan.workingBytes)
    #expect(less.losses == whole.losses && less.parameters == whole.parameters)
    // As little as there is.
    let error = #expect(throws: MemoryBudgetError.self) { try train(model, clipNorm: clipNorm, budget: 1) }
    let least = try train(model, clipNorm: clipNorm, budget: try #require(error).least)
    #expect(least.losses == whole.losses && least.parameters == whole.parameters)
    #expect("\(try #require(error))".contains("does not fit in 1 MB"))
  }

  @Test("deep models need little more than one of their parts") func parts() throws {
    let model = SSAM(name: "ssam-deep", frame: Self.frame, depth: 12)
    let program = try Compiler(CompileOptions(target: .generic)).compile(try model.trainGraph(TrainOptions()))
    let sizes = ["B": 8, "P": 50]
    func bytes(_ level: Rematerialisation) throws -> Int {
      try ArenaPlan(program.rematerialised(level, sizes).storages, sizes).workingBytes
    }
    #expect(try bytes(.cheap) < bytes(.none))
    #expect(try bytes(.parts) < bytes(.none) / 3)
  }

  @Test("a forward graph has nothing to compute again") func forward() throws {
    let program = try Compiler(CompileOptions(target: .generic)).compile(try ThreeLayers().forwardGraph())
    #expect(program.rematerialised(.parts, ["B": 3]) == program)
  }
}
