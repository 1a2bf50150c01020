import Compiler
import Foundation
import Runtime
import Sonograph
import Testing

/// A user's mistakes in a graph: the message names the line, the axis, what was expected and what was found.
@Suite struct GraphErrorTests {
  private func errors(_ build: (GraphBuilder) -> Void) -> [Diagnostic] {
    let builder = GraphBuilder(name: "mistake")
    build(builder)
    return builder.diagnostics
  }

  @Test func shapeMismatch() throws {
    let found = errors { graph in
      let x = graph.input("x", [Axis(.batch, "B"), Axis(.channel, 384)])
      let w = graph.input("w", [Axis("out", 10), Axis(.channel, 192)])
      _ = contract(x, w, over: [.channel])
    }
    let error = try #require(found.first)
    #expect(found.count == 1)
    #expect(error.axis == .channel && error.expected == "384" && error.found == "192" && error.role == "second input")
    let text = error.description
    #expect(text.contains("Errors/GraphErrorTests.swift:") && text.contains("_ = contract(x, w, over: [.channel])"))
    #expect(text.contains("^"))
  }

  @Test func shapeMismatchInArithmetic() throws {
    let found = errors { graph in
      _ = graph.input("x", [Axis(.time, "T")]) + graph.input("y", [Axis(.time, 2 * "T" + 1)])
    }
    #expect(found.count == 1 && found[0].expected == "T" && found[0].found == "2*T + 1")
    #expect(found[0].location?.file == "Errors/GraphErrorTests.swift")
  }

  @Test func unknownAxis() throws {
    let found = errors { graph in _ = sum(graph.input("x", [Axis(.time, "T")]), over: "tmie") }
    #expect(found.count == 1 && found[0].message.contains("unknown axis 'tmie'") && found[0].expected == "one of time")
  }

  @Test func allMistakesAreReportedOnce() throws {
    let found = errors { graph in
      let x = graph.input("x", [Axis(.time, "T"), Axis(.channel, 8)])
      let bad = sum(x, over: "nowhere")
      _ = bad * 2 + bad
      _ = Linear("head", from: Axis(.channel, 9), to: Axis("out", 3))(x)
    }
    #expect(found.count == 2)
    #expect(found[1].scope == "head")
  }

  @Test func parameterRegisteredTwice() throws {
    let found = errors { graph in
      let x = graph.input("x", [Axis(.channel, 8)])
      _ = Linear("head", from: Axis(.channel, 8), to: Axis("out", 3))(x)
      _ = Linear("head", from: Axis(.channel, 8), to: Axis("out", 4))(x)
    }
    #expect(found.contains { $0.message.contains("'head/weight' is registered twice") })
  }

  @Test func modelWithoutLoss() throws {
    struct Plain: Model {
      var name: String { "plain" }
      func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> { ["y": graph.input("x", [Axis(.time, 3)]) * 2] }
    }
    #expect { try Plain().trainGraph() } throws: { "\($0)".contains("no result 'loss'") }
  }

  @Test func wrongNumberOfElements() throws {
    let builder = GraphBuilder(name: "g")
    builder.output("y", builder.input("x", [Axis(.time, "T")]) * 2)
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("errors-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let program = try CompiledProgram(try builder.finish(), options: CompileOptions(target: Host.target), cache: cache)
    let session = try Session(program, pool: try ThreadPool(threads: 1))
    #expect { try session.bind([:]) } throws: { "\($0)".contains("no value for the size T") }
    let binding = try session.bind(["T": 3])
    #expect { try binding.write([1], to: "x") } throws: { "\($0)".contains("'x' has 3 elements, not 1") }
    #expect { try binding.read("z") } throws: { "\($0)".contains("no 'z' in g") }
  }
}
