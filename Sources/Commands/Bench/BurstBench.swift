import ArgumentParser
import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// `sonograph bench bursts MODEL`: a compiled program that another process tells when to run, so that several libraries
/// can be timed in turn, each in a warm process of its own.
struct BurstBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bursts", abstract: "Compiles a model, then times runs whenever standard input asks for some.",
    discussion: """
      Prints a line of JSON before it compiles ({"stage": "started"}) and one when it is warm ({"stage": "ready"}, with
      `compile_s` and `from_cache`). Each line `N` of standard input is answered with {"seconds": [...]}, the times of N
      runs; the end of the input ends it. Tools/peers speaks to it.

      A training step's `losses` are those of its first runs, each with the parameters that the one before left.

      EXAMPLES
        echo 10 | sonograph bench bursts ssast-tiny --mode train --batch 8 --length 251
        echo 10 | sonograph bench bursts mlstm --gradients-of y --inputs in.safetensors --outputs out.safetensors
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Clips or sequences in a batch.") var batch = 1
  @Option(help: "Tokens or steps.") var length = 251
  @Option(help: "Keep only these results of the forward graph, comma-separated.") var results: String?
  @Option(help: "Add the gradients by this result to the forward graph; what arrives at it is the input 'd RESULT'.")
  var gradientsOf: String?
  @Option(help: "A safetensors file of inputs and parameters by name; without it all are filled as for `bench model`.")
  var inputs: String?
  @Option(help: "Write the results of the first run to this safetensors file.") var outputs: String?
  @Option(help: "Runs of a training step whose losses are printed.") var losses = 3

  struct Ready: Encodable {
    let stage = "ready"
    let compile_s: Double
    let from_cache: Bool
    let working_bytes, persistent_bytes: Int
    /// Of the first training steps; empty in other modes.
    let losses: [Double]
  }

  func run() throws {
    guard losses >= 1 else { throw UserError("--losses is \(losses)", "expected 1 or more") }
    try say(["stage": "started"])
    let start = Host.now
    let graph = try self.graph()
    let program = try BurstProgram(graph, machine, isInference: model.mode == .forward && gradientsOf == nil, batch: batch, length: length)
    let seconds = Host.now - start
    try program.fill(inputs)
    let losses = model.mode == .train ? try program.losses(losses) : []
    if let outputs {
      if model.mode != .train { program.run() }
      try program.write(to: outputs)
    }
    if model.mode != .train { for _ in 0..<2 { program.run() } }
    try say(Ready(
      compile_s: seconds, from_cache: program.statistics.cached, working_bytes: program.plan.workingBytes,
      persistent_bytes: program.plan.persistentBytes, losses: losses))
    while let line = readLine() {
      guard let runs = Int(line.trimmingCharacters(in: .whitespaces)), runs >= 1 else {
        throw UserError("'\(line)' is no number of runs", "expected 1 or more")
      }
      try say(["seconds": (0..<runs).map { _ in program.time() }])
    }
  }

  private func graph() throws -> Graph {
    if model.mode == .train {
      guard gradientsOf == nil, results == nil else {
        throw UserError("--gradients-of and --results are for the forward graph", "leave out --mode train")
      }
      return try model.graph()
    }
    var graph = try gradientsOf.map { try model.forward().withGradients(of: $0) } ?? model.forward()
    guard let results else { return graph }
    let wanted = results.split(separator: ",").map(String.init)
    for name in wanted where graph.output(named: name) == nil {
      throw UserError("there is no result '\(name)'", "expected some of: \(graph.outputs.map(\.name).joined(separator: ", "))")
    }
    graph.outputs = graph.outputs.filter { wanted.contains($0.name) }
    return try graph.rewritten { _, _, _, _ in nil }
  }

  private func say(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try FileHandle.standardOutput.write(contentsOf: encoder.encode(value) + Data("\n".utf8))
  }
}

/// A compiled graph bound to sizes, whose inputs and results are safetensors files.
private final class BurstProgram {
  private let compiled: CompiledProgram
  private let session: Session
  private let binding: Binding
  private let graph: Graph
  private let sizes: [String: Int]
  var statistics: BuildStatistics { compiled.statistics }
  var plan: ArenaPlan { binding.plan }

  init(_ graph: Graph, _ machine: MachineOptions, isInference: Bool, batch: Int, length: Int) throws {
    self.graph = graph
    var options = try machine.runnableOptions()
    options.fixesParameters = isInference
    compiled = try CompiledProgram(graph, options: options, cache: try machine.cache())
    session = try Session(compiled, pool: try machine.pool())
    try session.initialize(seed: 1)
    sizes = try TokenCount.sizes(batch: batch, length: length, compiled.program.symbols)
    binding = try session.bind(sizes)
  }

  func run() { binding.run() }

  func time() -> Double {
    let start = Host.now
    binding.run()
    return Host.now - start
  }

  /// The losses of the first training steps.
  func losses(_ count: Int) throws -> [Double] {
    guard graph.output(named: "loss") != nil else { throw UserError("the model has no loss", "--mode train needs one") }
    return try (1...count).map { step in
      try binding.write([Double(step)], to: "step")
      binding.run()
      return try binding.read("loss")[0]
    }
  }

  /// Writes what the file has, then what it has not: the defaults of `bench model` for data, initial values otherwise.
  func fill(_ path: String?) throws {
    let file = try path.map { try Safetensors(contentsOf: URL(fileURLWithPath: $0)).tensors } ?? [:]
    let known = Set(graph.inputs.map(\.input.name))
    if let unknown = file.keys.sorted().first(where: { !known.contains($0) }) {
      let nearest = unknown.nearest(in: known.sorted())
      throw UserError("'\(path ?? "")' has '\(unknown)', which is no input of \(graph.name)",
        nearest.map { "did you mean '\($0)'?" } ?? "expected some of: \(known.sorted().joined(separator: ", "))")
    }
    for (_, input, type) in graph.inputs {
      if let entry = file[input.name] { try write(entry, to: input.name, type, path ?? "") }
      else if input.role == .data { try binding.write(defaults(input.name, type.bound(sizes).count.constant ?? 0), to: input.name) }
    }
  }

  private func write(_ entry: Safetensors.Entry, to name: String, _ type: TensorType, _ path: String) throws {
    let bound = type.bound(sizes)
    guard entry.count == bound.count.constant else {
      throw UserError("'\(name)' of '\(path)' has \(entry.count) elements", "expected \(bound)")
    }
    guard compiled.program.inputs[name] != nil else { return }
    do { try session.write(entry.values, to: name) } catch is RuntimeError { try binding.write(entry.values, to: name) }
  }

  private func defaults(_ name: String, _ count: Int) -> [Double] {
    switch name {
    case "learning-rate": [1e-4]
    case "step": [1]
    case "mask": (0..<count).map { Double($0 * 7919 % 2) }
    default: (0..<count).map { Foundation.sin(Double($0) * 0.37) }
    }
  }

  /// Results by name, and in training the updated parameters.
  func write(to path: String) throws {
    var values: [(name: String, shape: [Int], data: [Float])] = []
    for output in graph.outputs {
      let type = graph.type(output.value).bound(sizes)
      let read = try output.updates.map { try session.read($0) } ?? binding.read(output.name)
      values.append((output.name, type.axes.compactMap { $0.size.constant }, read.map(Float.init)))
    }
    let temporary = path + ".part"
    var writer = SafetensorsWriter()
    let memory = values.map { value in
      let copy = UnsafeMutableBufferPointer<Float>.allocate(capacity: value.data.count)
      _ = copy.initialize(from: value.data)
      return copy
    }
    defer { memory.forEach { $0.deallocate() } }
    for (value, copy) in zip(values, memory) {
      writer.add(value.name, shape: value.shape, bytes: UnsafeRawBufferPointer(copy))
    }
    try writer.write(to: URL(fileURLWithPath: temporary))
    guard rename(temporary, path) == 0 else { throw UserError("cannot write '\(path)'", String(cString: strerror(errno))) }
  }
}
