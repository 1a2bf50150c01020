import Foundation
import Graphs
import Sonograph
import Streaming
import Testing

@Suite(.serialized) struct StreamEncoderTests {
  static let models: [any Model] = [StreamedModels.ssam, StreamedModels.axlstm]

  /// 21 columns: several windows of positions. The last 100 samples are too few for another.
  @Test("streamed equals offline for pieces of any size", arguments: 0..<2, [1, 7, 160, 479, 641, 100_000])
  func equalsOffline(_ model: Int, _ size: Int) throws {
    let encoder = try StreamedModels.encoder(Self.models[model])
    let count = 480 * 20 + encoder.program.causal.reach + 100
    let samples = StreamedModels.noise(count)
    let expected = try encoder.offline(samples)
    #expect(expected.count == 21 * encoder.program.width)
    #expect(try pushed(samples, encoder, size).count == expected.count)
    try encoder.reset()
    #expect(StreamedModels.difference(try pushed(samples, encoder, size), expected) <= 1e-5)
    #expect(encoder.rows == 21)
  }

  private func pushed(_ samples: [Float], _ encoder: StreamEncoder, _ size: Int) throws -> [Float] {
    try stride(from: 0, to: samples.count, by: size).flatMap {
      try encoder.push(Array(samples[$0..<min(samples.count, $0 + size)]))
    }
  }

  @Test("every form equals its offline run", arguments: CausalForm.Positions.allCases, CausalForm.Token.allCases)
  func forms(_ positions: CausalForm.Positions, _ token: CausalForm.Token) throws {
    var form = StreamedModels.form
    (form.positions, form.token) = (positions, token)
    let samples = StreamedModels.noise(7000)
    for model in Self.models {
      let encoder = try StreamedModels.encoder(model, form)
      let rows = try encoder.push(samples)
      #expect(StreamedModels.difference(rows, try encoder.offline(samples)) <= 1e-5)
      let usual = try StreamedModels.encoder(model).push(samples)
      let isUsual = form == StreamedModels.form
      #expect((StreamedModels.difference(rows, usual) <= 1e-5) == isUsual, "the options change what is computed")
    }
  }

  /// A whole clip is computed in chunks where the matrix state is large; a stream and what it is compared with go step by step.
  @Test func largeStatesAndModelsWithoutPositions() throws {
    var large = StreamedModels.axlstm
    (large.frame.width, large.heads, large.depth) = (68, 1, 1)
    large.frame.positionTable = .none
    let encoder = try StreamedModels.encoder(large)
    let samples = StreamedModels.noise(5000)
    let rows = try pushed(samples, encoder, 999)
    #expect(rows.count == 9 * encoder.program.width)
    #expect(StreamedModels.difference(rows, try encoder.offline(samples)) <= 1e-5)
    var form = StreamedModels.form
    form.positions = .none
    #expect(try StreamedModels.encoder(large, form).push(samples) == rows, "there were none before")
  }

  @Test("a saved state goes on elsewhere", arguments: 0..<2)
  func savedStates(_ number: Int) throws {
    let samples = StreamedModels.noise(9003)
    let first = try StreamedModels.encoder(Self.models[number])
    let expected = try first.offline(samples)
    try first.reset()
    var rows = try first.push(Array(samples[..<4321]))
    let state = try first.save()
    #expect(state.count == first.stateSize)
    let other = try StreamedModels.encoder(Self.models[number])
    _ = try other.push(StreamedModels.noise(5555))
    try other.restore(state)
    #expect(other.rows == first.rows)
    let rest = try other.push(Array(samples[4321...]))
    #expect(rest == (try first.push(Array(samples[4321...]))), "the same to the bit")
    rows += rest
    #expect(StreamedModels.difference(rows, expected) <= 1e-5)
  }

  @Test func aColumnDependsOnNothingLater() throws {
    let encoder = try StreamedModels.encoder(StreamedModels.ssam)
    let (reach, hop) = (encoder.program.causal.reach, encoder.program.causal.hop)
    let samples = StreamedModels.noise(5000)
    #expect(try encoder.push(Array(samples[..<(reach - 1)])).isEmpty)
    let first = try encoder.push([samples[reach - 1]])
    #expect(first.count == encoder.program.width)
    #expect(try encoder.push(Array(samples[reach..<reach + hop - 1])).isEmpty)
    try encoder.reset()
    var changed = samples
    for i in reach..<changed.count { changed[i] = 0 }
    #expect(Array(try encoder.offline(changed)[..<encoder.program.width]) == Array(try encoder.offline(samples)[..<encoder.program.width]))
    // 25 ms and two hops of 10 ms: what a column of three frames sees.
    #expect(reach == 720 && abs(encoder.program.causal.latency - 0.045) < 1e-9)
  }

  @Test func badStatesAndSamplesChangeNothing() throws {
    let encoder = try StreamedModels.encoder(StreamedModels.ssam)
    let samples = StreamedModels.noise(3000)
    _ = try encoder.push(samples)
    let state = try encoder.save()
    var other = state
    other[3] ^= 1
    var damaged = state
    damaged[9 + 32 + 15] = 0x7f
    let foreign = try StreamedModels.encoder(StreamedModels.ssam, seed: 6).save()
    for (bad, reason) in [
      (other, "another model"), (foreign, "another model"), (damaged, "damaged"), (Data(state.dropLast()), "bytes"), (Data(), "bytes"),
    ] {
      #expect { try encoder.restore(bad) } throws: { "\($0)".contains(reason) }
    }
    for bad in [Float.nan, .infinity, 1e7] {
      #expect { try encoder.push([0.1, bad]) } throws: { "\($0)".contains("sample 1 is") }
    }
    #expect(try encoder.push([]).isEmpty)
    #expect(try encoder.save() == state)
  }

  @Test func whatCannotBeStreamedIsNamed() throws {
    var backward = StreamedModels.axlstm
    backward.direction = .alternate
    var both = StreamedModels.ssam
    both.direction = .both
    let transformer = SSAST(name: "small-ssast", frame: StreamedModels.frame, depth: 2, heads: 2)
    for (model, layer, reason) in [
      (backward as any Model, "block1/layer", "direction=forward"), (both, "block0/mixer-reverse", "direction=forward"),
      (transformer, "block0", "attention"),
    ] {
      #expect { try StreamProgram(model, StreamedModels.form) } throws: { error in
        let text = "\(error)"
        return text.contains(layer) && text.contains("cannot be streamed") && text.contains(reason) && text.hasSuffix("1 error")
      }
    }
    #expect { try StreamProgram(Recurrence.all[0], StreamedModels.form) } throws: { "\($0)".contains("no causal form") }
  }
}
