import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// One combination of what a sweep varies.
struct SweepPoint: Hashable {
  let model: String
  let mode: ModelOptions.Mode
  let target: String
  /// Settings of the model, in the order in which they are varied.
  let settings: [SweepSetting]
  let batch, threads: Int
  let length: SweepLength

  /// The axes that can be drawn, with this point's value on each.
  var coordinates: [(axis: String, value: String)] {
    let pairs: [(axis: String, value: String)] = [("model", model), ("mode", mode.rawValue), ("target", target)]
    return pairs + settings.map { ($0.name, $0.value) } + [
      ("batch", "\(batch)"), (length.axis, "\(length.count)"), ("threads", "\(threads)"),
    ]
  }

  func measure(_ machine: MachineOptions, runs: Int, _ peaks: (MachineOptions) throws -> Peaks) throws -> SweepSample {
    let values = Dictionary(settings.map { ($0.name, $0.value) }) { $1 }
    let model = try ModelRegistry.model(named: model, settings: values)
    let graph = mode == .train ? try model.trainGraph() : try model.forwardGraph()
    let timed = try TimedProgram(graph, machine, isInference: mode == .forward) { try length.sizes(batch: batch, graph, $0) }
    for _ in 0..<runs { timed.time() }
    let peaks = try peaks(machine)
    let tokens = graph.output(named: "features").flatMap { graph.type($0.value).axis(.time)?.size.value(timed.sizes) }
    return SweepSample(
      runs: timed.runs, flops: timed.total(\.flops), tokens: tokens ?? timed.sizes["T"] ?? length.count,
      workingBytes: timed.binding.plan.workingBytes, persistentBytes: timed.binding.plan.persistentBytes,
      least: timed.timedSteps.reduce(0) { $0 + timed.limit($1, peaks) })
  }
}

/// A model's setting with one of the values that it takes in turn.
struct SweepSetting: Hashable {
  let name, value: String
}

/// How long clips are: in tokens or, to compare patch sizes, in frames.
enum SweepLength: Hashable {
  case tokens(Int)
  case frames(Int)

  var axis: String { if case .tokens = self { "length" } else { "frames" } }
  var count: Int { switch self { case .tokens(let count), .frames(let count): count } }

  func sizes(batch: Int, _ graph: Graph, _ symbols: [String]) throws -> [String: Int] {
    guard case .frames(let frames) = self else { return try TokenCount.sizes(batch: batch, length: count, symbols) }
    let input = graph.inputs.first { $0.input.name == "spectrogram" }
    guard symbols.contains("P"), let perColumn = input?.type.axis("frame")?.size.value(["P": 1]) else {
      throw UserError("--frames is for models of spectrograms", "give --length for \(graph.name)")
    }
    guard frames >= perColumn, frames % perColumn == 0 else {
      throw UserError("--frames \(frames) is not a whole number of patches", "a patch of \(graph.name) has \(perColumn) frames")
    }
    // `TokenCount` takes five tokens a column; what the model makes of P columns is its own affair.
    return try TokenCount.sizes(batch: batch, length: 1 + 5 * (frames / perColumn), symbols)
  }
}

/// What was measured at a point in one round.
struct SweepSample {
  let runs: [Double]
  let flops: Double
  let tokens, workingBytes, persistentBytes: Int
  /// Seconds by the machine's measured limits.
  let least: Double
}
