import ArgumentParser
import Compiler
import Export
import Foundation
import Graphs
import Runtime
import Sonograph
import Streaming
import Training

/// `sonograph export MODEL -o DIR`: a model that lives without Sonograph.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a model as C source, library and Python module, from samples to embeddings.",
    discussion: """
      The bundle holds the kernels for every --target, of which the library takes the best that the processor has. Without
      --parameters and without a run, weights are those that training would begin with.

      With --format onnx it writes one file for ONNX runtimes instead: the encoder, from log-mel spectrograms (batch,
      frame, mel) to tokens (batch, time, channel), with any batch and length.

      With --format official it writes a state dict that the released PyTorch code loads: what sonograph import reads.

      EXAMPLES
        sonograph export runs/ssam-tiny -o bundle
        sonograph export runs/ssam-tiny --format onnx -o ssam.onnx
        sonograph export runs/ssam-tiny --format official -o ssam_tiny.safetensors
        sonograph export runs/ssam-tiny --streaming -o bundle
        sonograph export axlstm-tiny --set direction=forward --parameters forward.safetensors --streaming --scale-of corpus -o bundle
        sonograph export ssam-tiny --parameters imported.safetensors -o bundle --target avx2,generic
      """)

  @Argument(help: "The directory of a run, or a model's name.") var subject: String
  @Option(name: [.customShort("o"), .customLong("output")], help: "The directory to write, which must not exist yet, or the file.") var output: String
  @Option(help: "What to write: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).") var format = ExportFormat.bundle
  @Option(help: "With --format onnx: a safetensors file to write of inputs and results, to compare with.") var reference: String?
  @Option(help: "Instruction sets, comma-separated: avx512, avx2, neon, generic, scalar; by default all but the last that this kind of processor has.")
  var target: String?
  @Option(help: "How weights are kept: f32, bf16 or int8 (matrices only). With int8, linear maps round what they take to 8 bits, too.") var dtype = WeightStorage.f32
  @Flag(help: "Put the weights into the library, too.") var embedWeights = false
  @Option(help: "A safetensors file of the model's parameters.") var parameters: String?
  @Flag(help: "A bundle that takes samples as they come (push, save, restore), of a recurrent model that runs forward.")
  var streaming = false
  @OptionGroup var causal: StreamOptions
  @Option(help: "Sizes and options of the model, for instance width=384,depth=6; may be repeated.") var set: [String] = []
  @Option(help: "Of the initial weights, where none are named.") var seed: UInt32 = 1
  @Option(name: .customLong("cache"), help: "Directory of the kernel cache.") var cacheDirectory: String?
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if streaming, format != .bundle { throw ValidationError("--streaming goes with --format bundle, not \(format.rawValue)") }
    if !streaming, causal.isGiven {
      throw ValidationError("--positions, --cls, --scale and --scale-of go with --streaming: add it, or leave them out")
    }
  }

  func run() throws {
    if reference != nil, format != .onnx { throw UserError("--reference goes with --format onnx", "add it, or leave it out") }
    if target != nil, format != .bundle {
      throw UserError("--target goes with --format bundle", "\(format.rawValue) files have no kernels: leave it out")
    }
    if dtype != .f32 || embedWeights, format != .bundle {
      throw UserError("--dtype and --embed-weights go with --format bundle", "leave them out for \(format.rawValue)")
    }
    switch format {
    case .bundle: try writeBundle()
    case .onnx: try writeONNX()
    case .official: try writeOfficial()
    }
  }

  private func writeOfficial() throws {
    let (subject, weights) = try trained()
    guard let model = subject.model as? any MaskedSpectrogramModel else {
      throw UserError("the model '\(subject.title)' has no released code", "SSAST, SSAM and AxLSTM have; see sonograph models")
    }
    let graph = try model.forwardGraph()
    let values = Dictionary(uniqueKeysWithValues: try weights.arrays(graph, of: subject.title).map { ($0.name, $0.values) })
    let report = try OfficialStateDict.export(model, values: { values[$0, default: []] }, times: subject.times, to: output)
    if json { return try printJSON(report) }
    print("\(output): \(report.tensors) tensors, \(report.parameters) parameters of \(report.model), positions of a clip among them")
  }

  private func writeONNX() throws {
    let (subject, weights) = try trained()
    let export = try ONNXExport(subject, weights)
    let report = try export.write(to: output)
    if let reference {
      let machine = Pretraining.Machine(
        target: Host.target, compiler: try Toolchain.find().version, cache: try KernelCache(path: cacheDirectory),
        pool: try ThreadPool(threads: 1))
      try export.writeReference(to: reference, machine: machine)
    }
    if json { return try printJSON(report) }
    print("\(output): \(report.model), \(report.nodes) nodes, \(report.parameters) parameters, \(report.bytes) bytes")
  }

  private func writeBundle() throws {
    let targets = try resolvedTargets()
    let toolchain = try Toolchain.find()
    let (subject, weights) = try trained()
    let machine = try machine(toolchain)
    let line = ProgressLine()
    var options = ExportOptions()
    (options.storage, options.embedsWeights) = (dtype, embedWeights)
    let exporter = try Exporter(subject, targets: targets, options: options, machine: machine, toolchain: toolchain)
    let manifest = try exporter.write(weights, to: URL(fileURLWithPath: output), progress: { line.show($0) })
    line.finish()
    if json { return try printJSON(manifest) }
    print("\(output): \(manifest.model), \(manifest.weights), for \(manifest.targets.joined(separator: ", "))")
    if let accuracy = manifest.accuracy { print("weights as \(dtype.rawValue), \(accuracy.text)") }
    let latency = manifest.latency.map { ", streaming with a latency of \($0) ms" } ?? ""
    print("\(manifest.width) features every \(manifest.rowHop) ms\(latency); \(output)/README.md says more")
  }

  private func resolvedTargets() throws -> [Target] {
    let vnni = dtype == .int8 ? "avx512vnni," : ""
    let chosen = target ?? (Host.target == .neon ? "neon,generic" : "\(vnni)avx512,avx2,generic")
    let names = chosen.split(separator: ",").map(String.init)
    let targets = try names.map { name in
      guard let known = Target.named(name) else {
        throw UserError("--target: unknown target '\(name)'", "expected some of: \(Target.all.map(\.name).joined(separator: ", "))")
      }
      return known
    }
    if targets.isEmpty { throw UserError("--target is empty", "expected one or more targets") }
    // The library is built here, and compilers know one kind of processor.
    let foreign: [Target] = Host.target == .neon ? [.avx512vnni, .avx512, .avx2] : [.neon]
    if let first = targets.first(where: foreign.contains) {
      throw UserError("--target: \(first.name) is for another kind of processor", "export on a machine of that kind")
    }
    return targets
  }

  private func trained() throws -> (ExportSubject, Exporter.Weights) {
    var options = TrainedModelOptions()
    (options.run, options.model, options.parameters, options.set) = (nil, nil, nil, [])
    if subject.contains("/") || FileManager.default.fileExists(atPath: subject + "/checkpoints") {
      if parameters != nil || !set.isEmpty { throw UserError("a run names the model already", "leave out --parameters and --set") }
      options.run = subject
    } else if let parameters {
      (options.model, options.parameters, options.set) = (subject, parameters, set)
    } else {
      let model = try ModelRegistry.model(named: subject, settings: ModelRegistry.values(set))
      return (try exported(model, frames: PretrainOptions().frames, scale: nil), .initial(seed: seed))
    }
    let loaded = try options.load()
    let exported = try exported(loaded.model, frames: loaded.options.frames, scale: loaded.scale)
    return (exported, .file(loaded.parameters, path: loaded.path, history: loaded.history))
  }

  private func exported(_ model: any Model, frames: Int, scale: FeatureScale?) throws -> ExportSubject {
    guard streaming else { return try ExportSubject(model, frames: frames) }
    let program = try StreamProgram(model, causal.form(model, frames: frames))
    return try ExportSubject(
      model, frames: frames, stream: (program, causal.resolvedScale(scale, program.causal, machine(Toolchain.find()))))
  }

  private func machine(_ toolchain: Toolchain) throws -> Pretraining.Machine {
    Pretraining.Machine(
      target: Host.target, compiler: toolchain.version, cache: try KernelCache(path: cacheDirectory), pool: try ThreadPool(threads: 1))
  }
}

extension WeightStorage: ExpressibleByArgument {}
