import Compiler
import Foundation
import Graphs
import Runtime
import Sonograph
import Testing

/// Graphs whose weights are stored in fewer bits.
@Suite struct NarrowWeightsTests {
  /// Two linear maps, one of them too short for bytes, and a matrix that is added.
  private static let before = """
    graph maps {
      %0 = input data "x" : f32[time=T, channel=68]
      %1 = input parameter "w" init { $1 } : f32[part=2, out=3, channel=68]
      %2 = contract(%0, %1, output: (time, part, out)) : f32[time=T, part=2, out=3]
      %3 = input parameter "short" init { $1 } : f32[row=5, out=3]
      %4 = contract(%3, %2, output: (time, part, row)) : f32[time=T, part=2, row=5]
      %5 = input parameter "added" init { $1 } : f32[part=2, row=5]
      %6 = input parameter "bias" init { 0 } : f32[row=5]
      %7 = map(%4, %5, %6, body: { $0 + $1 + $2 }) : f32[time=T, part=2, row=5]
      return "y" = %7
    }

    """

  private static func graph() throws -> Graph { try Graph(text: before, file: "maps", operators: OperatorRegistry.table) }

  @Test func bf16() throws {
    let narrow = try NarrowWeights(Self.graph(), .bf16)
    let after = """
      graph maps {
        %0 = input data "x" : f32[time=T, channel=68]
        %1 = input parameter "w" : bf16[part=2, out=3, channel=68]
        %2 = contract(%0, %1, output: (time, part, out)) : f32[time=T, part=2, out=3]
        %3 = input parameter "short" : bf16[row=5, out=3]
        %4 = contract(%2, %3, output: (time, part, row)) : f32[time=T, part=2, row=5]
        %5 = input parameter "added" : bf16[part=2, row=5]
        %6 = map(%5, body: { f32($0) }) : f32[part=2, row=5]
        %7 = input parameter "bias" init { 0 } : f32[row=5]
        %8 = map(%4, %6, %7, body: { $0 + $1 + $2 }) : f32[time=T, part=2, row=5]
        return "y" = %8
      }

      """
    let found = narrow.graph.text(locations: false)
    #expect(found == after, "\(PassGoldenTests.difference(from: after, to: found))")
    #expect(narrow.forms == ["w": .bf16, "short": .bf16, "added": .bf16])
  }

  @Test func int8() throws {
    let narrow = try NarrowWeights(Self.graph(), .int8)
    let after = """
      graph maps {
        %0 = input data "x" : f32[time=T, channel=68]
        %1 = input parameter "w" : i8[part=2, out=3, channel=68]
        %2 = input parameter "w.scale" : f32[part=2, out=3]
        %3 = map(%0, body: { abs($0) }) : f32[time=T, channel=68]
        %4 = reduce(%3, with: max, over: (channel)) : f32[time=T]
        %5 = map(%4, body: { max($0, 1e-30) / 127 }) : f32[time=T]
        %6 = map(%0, %5, body: { u8(round($0 / $1) + 128) }) : u8[time=T, channel=68]
        %7 = map(%1, body: { f32($0) }) : f32[part=2, out=3, channel=68]
        %8 = reduce(%7, with: sum, over: (channel)) : f32[part=2, out=3]
        %9 = map(%8, body: { i32(128 * $0) }) : i32[part=2, out=3]
        %10 = contract(%6, %1, output: (time, part, out)) : i32[time=T, part=2, out=3]
        %11 = map(%10, %9, %5, %2, body: { f32($0 - $1) * ($2 * $3) }) : f32[time=T, part=2, out=3]
        %12 = input parameter "short" : bf16[row=5, out=3]
        %13 = contract(%11, %12, output: (time, part, row)) : f32[time=T, part=2, row=5]
        %14 = input parameter "added" : bf16[part=2, row=5]
        %15 = map(%14, body: { f32($0) }) : f32[part=2, row=5]
        %16 = input parameter "bias" init { 0 } : f32[row=5]
        %17 = map(%13, %15, %16, body: { $0 + $1 + $2 }) : f32[time=T, part=2, row=5]
        return "y" = %17
      }

      """
    let found = narrow.graph.text(locations: false)
    #expect(found == after, "\(PassGoldenTests.difference(from: after, to: found))")
    #expect(narrow.forms == ["w": .int8(leading: 2), "short": .bf16, "added": .bf16])
  }

  /// Inputs that are whole numbers and whose rows reach 127 lose nothing by rounding: the result is that of the stored weights.
  @Test("compiled", arguments: [Target.avx512vnni, .avx512, .avx2, .generic, .scalar])
  func compiled(_ target: Target) throws {
    guard Host.supports(target) else { return }
    let (rows, channels, outputs) = (7, 68, 6)
    let x = (0..<rows * channels).map { $0 % channels == 3 ? 127 : Double($0 * 7919 % 255 - 127) }
    let codes = (0..<outputs * channels).map { Double($0 * 104_729 % 255 - 127) }
    let scales = (0..<outputs).map { 0.01 * Double($0 + 1) }
    let narrow = try NarrowWeights(Self.graph(), .int8).graph
    let program = try CompiledProgram(narrow, options: CompileOptions(target: target), cache: KernelCache())
    let session = try Session(program, pool: ThreadPool(threads: 2))
    // One row of `short` for each of the three outputs; the others are their sums.
    let short: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0.5, -2, 1.5]
    for (name, values) in [
      ("w", codes), ("w.scale", scales), ("short", short), ("added", [Double](repeating: 0.25, count: 10)), ("bias", [0, 0, 0, 0, 1]),
    ] { try session.write(values, to: name) }
    let binding = try session.bind(["T": rows])
    try binding.write(x, to: "x")
    binding.run()
    let found = try binding.read("y")
    for (row, part) in (0..<rows).flatMap({ row in [0, 1].map { (row, $0) } }) {
      let sums = (0..<3).map { out -> Double in
        let number = part * 3 + out
        var sum = 0.0
        for channel in 0..<channels { sum += x[row * channels + channel] * codes[number * channels + channel] }
        return scales[number] * sum
      }
      for place in 0..<5 {
        var expected = place == 4 ? 1.25 : 0.25
        for out in 0..<3 { expected += sums[out] * short[place * 3 + out] }
        let value = found[(row * 2 + part) * 5 + place]
        let bound = 1e-6 * max(1000, abs(expected))
        #expect(abs(value - expected) <= bound, "[\(row), \(part), \(place)]: \(value), expected \(expected)")
      }
    }
  }

  @Test("models", arguments: ["ssast", "ssam", "axlstm"], [NarrowWeights.Width.bf16, .int8])
  func models(_ name: String, _ width: NarrowWeights.Width) throws {
    let frame = MaskedSpectrogram(width: 64)
    let model: any Model =
      switch name {
      case "ssast": SSAST(name: name, frame: frame, depth: 2, heads: 2)
      case "ssam": SSAM(name: name, frame: frame, depth: 2)
      default: AxLSTM(name: name, frame: frame, depth: 2)
      }
    let narrow = try NarrowWeights(model.forwardGraph(), width)
    let bytes = narrow.forms.values.count { if case .int8 = $0 { true } else { false } }
    #expect(width == .bf16 ? bytes == 0 : bytes >= 4, "\(narrow.forms)")
    // Compiling verifies every kernel.
    #expect(try !Compiler(CompileOptions(target: .generic)).compile(narrow.graph).kernels.isEmpty)
  }

  @Test func arithmeticOnNarrowTypesIsRefused() {
    let builder = GraphBuilder(name: "narrow")
    let x = builder.input(Input("x", .data), TensorType(.bf16, [Axis(.time, 3)]))
    _ = map([x]) { $0[0] * $0[0] }
    _ = map([x]) { .unary(.exp, $0[0]) }
    let y = builder.input(Input("y", .data), TensorType(.f32, [Axis(.time, 3)]))
    _ = map([y]) { .cast($0[0], .bf16) }
    let messages = builder.diagnostics.map(\.message)
    #expect(messages == ["map: there is no arithmetic on bf16", "map: there is no arithmetic on bf16", "map: nothing is rounded to bf16 in a graph"])
  }
}
