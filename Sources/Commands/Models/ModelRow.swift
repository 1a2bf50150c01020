import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// A model in the list, and what is known of it by its graphs.
struct ModelRow: Encodable {
  struct Memory: Encodable {
    let batch: Int
    /// Parameters and working memory.
    let forward_bytes: Int
    /// Parameters, moments and working memory; nil for a model without a loss.
    let train_bytes: Int?
  }

  struct Setting: Encodable {
    let name: String
    let value: String
    let expected: String
  }

  let name: String
  let parameters: Int
  let summary: String
  let tokens: Int
  /// Of one clip.
  let forward_flops: Int
  let train_flops: Int?
  let memory: [Memory]?
  let settings: [Setting]?

  /// - Parameter batches: to plan memory for; none for a line of the list only.
  init(_ model: any Model, length: Int, batches: [Int]) throws {
    let forward = try model.forwardGraph()
    let learned = forward.inputs.filter { $0.input.role == .parameter }
    (name, summary, tokens) = (model.name, model.summary, length)
    parameters = learned.reduce(0) { $0 + ($1.type.count.constant ?? 0) }
    forward_flops = try forward.flops(length)
    if batches.isEmpty {
      (train_flops, memory, settings) = (nil, nil, nil)
      return
    }
    let train = forward.output(named: "loss") == nil ? nil : try model.trainGraph()
    train_flops = try train?.flops(length)
    let plans = try [forward, train].map { try $0.map { try Compiler(CompileOptions(target: Host.target)).compile($0) } }
    memory = try batches.map { batch in
      let bytes = try plans.map { program in
        try program.map { program -> Int in
          let sizes = try TokenCount.sizes(batch: batch, length: length, program.symbols)
          let plan = try Rematerialisation.fitting(nil, from: .usual, program, sizes).plan
          return plan.persistentBytes + plan.workingBytes
        }
      }
      return Memory(batch: batch, forward_bytes: bytes[0] ?? 0, train_bytes: bytes[1])
    }
    settings = model.settings.map { Setting(name: $0.name, value: $0.value, expected: $0.expected) }
  }

  static let heads = ["model", "parameters", "tokens", "GFLOP", ""]

  var cells: [String] { [name, "\(parameters)", "\(tokens)", Self.giga(forward_flops), summary] }

  var details: String {
    var lines = ["\(name): a clip takes \(Self.giga(forward_flops)) GFLOP forward" + (train_flops.map { ", \(Self.giga($0)) in training" } ?? "")]
    for memory in memory ?? [] {
      let train = memory.train_bytes.map { ", \($0 / 1_000_000) MB in training" } ?? ""
      lines.append("  batch \(memory.batch): \(memory.forward_bytes / 1_000_000) MB forward\(train)")
    }
    lines += (settings ?? []).map { "  --set \($0.name)=\($0.value)  (\($0.expected))" }
    return lines.joined(separator: "\n")
  }

  private static func giga(_ flops: Int) -> String { String(format: "%.3g", Double(flops) * 1e-9) }
}

extension Graph {
  /// Floating-point operations of one clip; a multiply-add counts two.
  fileprivate func flops(_ length: Int) throws -> Int {
    let sizes = try TokenCount.sizes(batch: 1, length: length, symbols)
    return nodes.reduce(0) { total, node in
      guard let operation = node.operation else { return total }
      return total + (operation.cost(node.inputs.map(type), node.types).flops.value(sizes) ?? 0)
    }
  }
}
