import Sonograph
import Testing

/// A user's mistakes in a recurrence, each with the user's line.
@Suite struct ScanErrorTests {
  private func error(_ build: (Tensor) -> Void) throws -> Diagnostic {
    let builder = GraphBuilder(name: "mistake")
    build(builder.input("x", [Axis(.batch, "B"), Axis(.time, "T"), Axis(.channel, 8)]))
    #expect(builder.diagnostics.count == 1, "\(builder.diagnostics)")
    let error = try #require(builder.diagnostics.first)
    #expect(error.location?.file == "Errors/ScanErrorTests.swift")
    #expect(error.description.contains("^"), "\(error)")
    return error
  }

  /// (batch, channel), zero.
  private func start(_ x: Tensor) -> Tensor { sum(x, over: .time) * 0 }

  @Test func changedCarry() throws {
    let found = try error { x in
      _ = scan(along: .time, from: start(x), over: x) { h, x in
        (sum(h + x, over: .channel), x)  // the next carry lacks the channel
      }
    }
    #expect(found.message == "scan: the body changes the type of a carry" && found.role == "carry 0")
    #expect(found.expected == "f32[batch=B, channel=8]" && found.found == "f32[batch=B]")
    #expect(found.description.contains("(sum(h + x, over: .channel), x)"))
  }

  @Test func carryWithoutInitialValue() throws {
    let found = try error { x in
      _ = scan(along: .time, from: [start(x)], over: [x]) { h, x in (next: [h[0] + x[0], x[0]], outputs: [x[0]]) }
    }
    #expect(found.message == "scan: a carry has no initial value" && found.role == "carry 1")
    #expect(found.found == "1 and 2")
  }

  @Test func missingNextCarry() throws {
    let found = try error { x in
      _ = scan(along: .time, from: [start(x), start(x)], over: [x]) { h, x in (next: [h[0] + x[0]], outputs: [x[0]]) }
    }
    #expect(found.message == "scan: the body does not return every next carry" && found.expected == "2" && found.found == "1")
  }

  @Test func captureThatVariesInTime() throws {
    let found = try error { x in
      let gate = sigmoid(x)
      _ = scan(along: .time, from: start(x), over: x) { h, x in (h * gate + x, h) }
    }
    #expect(found.message.contains("capture varies along the axis of the scan") && found.axis == .time)
    #expect(found.description.contains("h * gate + x"))
  }

  @Test func stepsOfDifferentLength() throws {
    let found = try error { x in
      let y = x.builder.input("y", [Axis(.batch, "B"), Axis(.time, 2 * "T"), Axis(.channel, 8)])
      _ = scan(along: .time, from: start(x), over: x, y) { h, x, y in (h + x * y, h) }
    }
    #expect(found.message.contains("step inputs differ in length") && found.expected == "T" && found.found == "2*T")
  }
}
