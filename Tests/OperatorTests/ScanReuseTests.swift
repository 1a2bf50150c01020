import GraphIR
import Operators
import Testing

/// What a gradient scan takes over from the recurrence that it replays equals what it would compute itself.
@Suite struct ScanReuseTests {
  /// The values of a body's nodes for inputs in order.
  private static func values(_ body: Graph, _ inputs: [DenseTensor]) throws -> [[DenseTensor]] {
    try Evaluator(body).values(Dictionary(uniqueKeysWithValues: zip(body.inputs.map(\.input.name), inputs)))
  }

  @Test("reused values are the body's own", arguments: ScanGradient.examples.indices)
  func equal(_ number: Int) throws {
    let example = ScanGradient.examples[number]
    let scan = try #require(example.operation as? ScanGradient)
    var report = InferenceReport()
    let outputs = try #require(scan.infer(example.inputs, &report))
    guard case .loop(let loop) = scan.lower(example.inputs, outputs) else { throw Missing() }
    var random = RandomInputs(seed: UInt64(number + 1))
    let inputs = scan.body.inputs.map { random.tensor($0.type, in: 0...1) }
    // The replayed recurrence has the carries, then its step inputs, then captures; the body has its own carries between.
    let replayed = scan.replay.outputs.count
    let shared = scan.replay.inputs.indices.map { place in
      inputs[place < replayed ? place : place < replayed + scan.replaySteps ? place + scan.carries : place + scan.carries + scan.steps - scan.replaySteps]
    }
    let (own, theirs) = (try Self.values(scan.body, inputs), try Self.values(scan.replay, shared))
    for (replay, body) in loop.reused {
      #expect(theirs[replay.node][replay.output].data == own[body.node][body.output].data)
    }
  }

  private struct Missing: Error {}
}
