import Compiler
import Sonograph
import Testing

/// What each pass makes of a small graph, text in, text out.
@Suite struct PassGoldenTests {
  struct Golden: CustomTestStringConvertible, Sendable {
    let name: String
    let pass: any Pass
    let before: String
    let after: String
    var testDescription: String { name }
  }

  @Test("passes", arguments: all) func pass(_ golden: Golden) throws {
    let graph = try Graph(text: golden.before, file: "\(golden.name).graph", operators: OperatorRegistry.table)
    let found = try golden.pass.run(graph).text(locations: false)
    #expect(found == golden.after, "\(Self.difference(from: golden.after, to: found))")
  }

  @Test("every pass has a golden") func complete() {
    let covered = Set(Self.all.map { type(of: $0.pass).name })
    #expect(Pipeline.passes.allSatisfy { covered.contains(type(of: $0).name) })
  }

  /// The lines of both texts, those of only one of them after `-` and `+`.
  static func difference(from expected: String, to found: String) -> String {
    let (old, new) = (expected.split(separator: "\n"), found.split(separator: "\n"))
    let changes = new.difference(from: old)
    var lines = old.map { "  \($0)" }
    for case .remove(let offset, let line, _) in changes { lines[offset] = "- \(line)" }
    for case .insert(let offset, let line, _) in changes {
      var (position, kept) = (0, 0)
      while kept < offset, position < lines.count {
        if !lines[position].hasPrefix("-") { kept += 1 }
        position += 1
      }
      lines.insert("+ \(line)", at: position)
    }
    return "\n" + lines.joined(separator: "\n")
  }

  static let all: [Golden] = [
    Golden(
      name: "softmax", pass: Expand(),
      before: """
        graph softmax {
          %0 = input data "x" : f32[time=T, key=7]
          %1 = softmax(%0, over: key) : f32[time=T, key=7]
          return
            "y" = %1
        }

        """,
      after: """
        graph softmax {
          %0 = input data "x" : f32[time=T, key=7]
          %1 = reduce(%0, with: max, over: (key)) : f32[time=T]
          %2 = map(%0, %1, body: { $0 - $1 }) : f32[time=T, key=7]
          %3 = map(%2, body: { exp($0) }) : f32[time=T, key=7]
          %4 = reduce(%3, with: sum, over: (key)) : f32[time=T]
          %5 = map(%3, %4, body: { $0 / $1 }) : f32[time=T, key=7]
          return "y" = %5
        }

        """),
    Golden(
      name: "softmax in the body of a scan", pass: Expand(),
      before: """
        graph recurrence {
          %0 = input data "x" : f32[time=T, channel=5]
          %1 = input data "h" : f32[channel=5]
          %2.0, %2.1, %2.2 = scan(%1, %0, over: time, reverse: false, carries: 1, steps: 1, interval: 64, body: graph body {
            %0 = input data "carry 0" : f32[channel=5]
            %1 = input data "step 0" : f32[channel=5]
            %2 = softmax(%0, over: channel) : f32[channel=5]
            %3 = map(%1, %2, body: { $0 + $1 }) : f32[channel=5]
            return
              "next 0" = %3,
              "output 0" = %3
          }) : f32[channel=5], f32[time=T, channel=5], f32[checkpoint=ceil(T, 64), channel=5]
          return
            "y" = %2.1
        }

        """,
      after: """
        graph recurrence {
          %0 = input data "x" : f32[time=T, channel=5]
          %1 = input data "h" : f32[channel=5]
          %2.0, %2.1, %2.2 = scan(%1, %0, over: time, reverse: false, carries: 1, steps: 1, interval: 64, body: graph body {
            %0 = input data "carry 0" : f32[channel=5]
            %1 = input data "step 0" : f32[channel=5]
            %2 = reduce(%0, with: max, over: (channel)) : f32[]
            %3 = map(%0, %2, body: { $0 - $1 }) : f32[channel=5]
            %4 = map(%3, body: { exp($0) }) : f32[channel=5]
            %5 = reduce(%4, with: sum, over: (channel)) : f32[]
            %6 = map(%4, %5, body: { $0 / $1 }) : f32[channel=5]
            %7 = map(%1, %6, body: { $0 + $1 }) : f32[channel=5]
            return
              "next 0" = %7,
              "output 0" = %7
          }) : f32[channel=5], f32[time=T, channel=5], f32[checkpoint=ceil(T, 64), channel=5]
          return "y" = %2.1
        }

        """),
    Golden(
      name: "a sum over batch and channel", pass: SplitReductions(),
      before: """
        graph sums {
          %0 = input data "x" : f32[batch=B, time=T, channel=7]
          %1 = reduce(%0, with: sum, over: (batch, channel)) : f32[time=T]
          %2 = reduce(%0, with: max, over: (batch, time, channel)) : f32[]
          %3 = reduce(%0, with: sum, over: (batch, time)) : f32[channel=7]
          %4 = reduce(%0, with: sum, over: (time, channel)) : f32[batch=B]
          return
            "y" = %1,
            "all" = %2,
            "columns" = %3,
            "rows" = %4
        }

        """,
      after: """
        graph sums {
          %0 = input data "x" : f32[batch=B, time=T, channel=7]
          %1 = reduce(%0, with: sum, over: (channel)) : f32[batch=B, time=T]
          %2 = reduce(%1, with: sum, over: (batch)) : f32[time=T]
          %3 = reduce(%0, with: max, over: (channel)) : f32[batch=B, time=T]
          %4 = reduce(%3, with: max, over: (batch, time)) : f32[]
          %5 = reduce(%0, with: sum, over: (batch, time)) : f32[channel=7]
          %6 = reduce(%0, with: sum, over: (time, channel)) : f32[batch=B]
          return
            "y" = %2,
            "all" = %4,
            "columns" = %5,
            "rows" = %6
        }

        """),
    Golden(
      name: "a product with two tensors side by side", pass: SplitConcat(),
      before: """
        graph gates {
          %0 = input data "x" : f32[time=T, channel=3]
          %1 = input data "h" : f32[time=T, channel=5]
          %2 = input parameter "w" : f32[gate=4, channel=8]
          %3 = concat(%0, %1, axis: channel) : f32[time=T, channel=8]
          %4 = contract(%3, %2, output: (time, gate)) : f32[time=T, gate=4]
          return
            "y" = %4
        }

        """,
      after: """
        graph gates {
          %0 = input data "x" : f32[time=T, channel=3]
          %1 = input data "h" : f32[time=T, channel=5]
          %2 = input parameter "w" : f32[gate=4, channel=8]
          %3 = concat(%0, %1, axis: channel) : f32[time=T, channel=8]
          %4 = slice(%2, axis: channel, from: <0>, size: <3>) : f32[gate=4, channel=3]
          %5 = contract(%0, %4, output: (time, gate)) : f32[time=T, gate=4]
          %6 = slice(%2, axis: channel, from: <3>, size: <5>) : f32[gate=4, channel=5]
          %7 = contract(%1, %6, output: (time, gate)) : f32[time=T, gate=4]
          %8 = map(%5, %7, body: { $0 + $1 }) : f32[time=T, gate=4]
          return "y" = %8
        }

        """),
    Golden(
      name: "six blocks of two", pass: WidenBlocks(),
      before: """
        graph blocks {
          %0 = input data "x" : f32[time=T, block=6, in=2]
          %1 = input parameter "w" : f32[block=6, out=2, in=2]
          %2 = contract(%0, %1, output: (time, block, out)) : f32[time=T, block=6, out=2]
          return
            "y" = %2
        }

        """,
      after: """
        graph blocks {
          %0 = input data "x" : f32[time=T, block=6, in=2]
          %1 = input parameter "w" : f32[block=6, out=2, in=2]
          %2 = reshape(%0, to: [time=T, block-group=1, block-from=6, in=2]) : f32[time=T, block-group=1, block-from=6, in=2]
          %3 = reshape(%1, to: [block-group=1, block-into=6, out=2, in=2]) : f32[block-group=1, block-into=6, out=2, in=2]
          %4 = iota(along: [block-into=6], as: f32) : f32[block-into=6]
          %5 = iota(along: [block-from=6], as: f32) : f32[block-from=6]
          %6 = map(%3, %4, %5, body: { select($1 == $2, $0, 0) }) : f32[block-from=6, block-group=1, block-into=6, out=2, in=2]
          %7 = contract(%2, %6, output: (time, block-group, block-into, out)) : f32[time=T, block-group=1, block-into=6, out=2]
          %8 = reshape(%7, to: [time=T, block=6, out=2]) : f32[time=T, block=6, out=2]
          return "y" = %8
        }

        """),
    Golden(
      name: "six blocks of two, stored in fewer bits", pass: WidenBlocks(),
      before: """
        graph blocks {
          %0 = input data "x" : f32[time=T, block=6, in=2]
          %1 = input parameter "w" : bf16[block=6, out=2, in=2]
          %2 = contract(%0, %1, output: (time, block, out)) : f32[time=T, block=6, out=2]
          return
            "y" = %2
        }

        """,
      after: """
        graph blocks {
          %0 = input data "x" : f32[time=T, block=6, in=2]
          %1 = input parameter "w" : bf16[block=6, out=2, in=2]
          %2 = map(%1, body: { f32($0) }) : f32[block=6, out=2, in=2]
          %3 = reshape(%0, to: [time=T, block-group=1, block-from=6, in=2]) : f32[time=T, block-group=1, block-from=6, in=2]
          %4 = reshape(%2, to: [block-group=1, block-into=6, out=2, in=2]) : f32[block-group=1, block-into=6, out=2, in=2]
          %5 = iota(along: [block-into=6], as: f32) : f32[block-into=6]
          %6 = iota(along: [block-from=6], as: f32) : f32[block-from=6]
          %7 = map(%4, %5, %6, body: { select($1 == $2, $0, 0) }) : f32[block-from=6, block-group=1, block-into=6, out=2, in=2]
          %8 = contract(%3, %7, output: (time, block-group, block-into, out)) : f32[time=T, block-group=1, block-into=6, out=2]
          %9 = reshape(%8, to: [time=T, block=6, out=2]) : f32[time=T, block=6, out=2]
          return "y" = %9
        }

        """),
    Golden(
      name: "a decay by a rate that is fixed in time", pass: BaseTwo(),
      before: """
        graph decay {
          %0 = input data "dt" : f32[time=T, channel=5]
          %1 = input data "a" : f32[channel=5]
          %2 = input data "h" : f32[channel=5]
          %3.0, %3.1, %3.2 = scan(%2, %0, %1, over: time, reverse: false, carries: 1, steps: 1, interval: 64, body: graph body {
            %0 = input data "carry 0" : f32[channel=5]
            %1 = input data "step 0" : f32[channel=5]
            %2 = input data "a" : f32[channel=5]
            %3 = map(%1, %2, body: { -2 * $0 * $1 }) : f32[channel=5]
            %4 = map(%3, %0, body: { exp($0) * $1 }) : f32[channel=5]
            return
              "next 0" = %4,
              "output 0" = %4
          }) : f32[channel=5], f32[time=T, channel=5], f32[checkpoint=ceil(T, 64), channel=5]
          return
            "y" = %3.1
        }

        """,
      after: """
        graph decay {
          %0 = input data "dt" : f32[time=T, channel=5]
          %1 = input data "a" : f32[channel=5]
          %2 = input data "h" : f32[channel=5]
          %3 = map(%1, body: { 1.4426950408889634 * $0 }) : f32[channel=5]
          %4.0, %4.1, %4.2 = scan(%2, %0, %1, %3, over: time, reverse: false, carries: 1, steps: 1, interval: 64, body: graph body {
            %0 = input data "carry 0" : f32[channel=5]
            %1 = input data "step 0" : f32[channel=5]
            %2 = input data "a" : f32[channel=5]
            %3 = input data "capture 0 times log2 e" : f32[channel=5]
            %4 = map(%1, %2, body: { -2 * $0 * $1 }) : f32[channel=5]
            %5 = map(%1, %3, body: { exp2(-2 * ($0 * $1)) }) : f32[channel=5]
            %6 = map(%0, %5, body: { $1 * $0 }) : f32[channel=5]
            return
              "next 0" = %6,
              "output 0" = %6
          }) : f32[channel=5], f32[time=T, channel=5], f32[checkpoint=ceil(T, 64), channel=5]
          return "y" = %4.1
        }

        """),
    Golden(
      name: "what does nothing", pass: Simplify(),
      before: """
        graph nothing {
          %0 = input data "x" : f32[batch=B, time=T, channel=6]
          %1 = transpose(%0, to: (time, batch, channel)) : f32[time=T, batch=B, channel=6]
          %2 = transpose(%1, to: (batch, time, channel)) : f32[batch=B, time=T, channel=6]
          %3 = reshape(%2, to: [batch=B, time=T, head=2, feature=3]) : f32[batch=B, time=T, head=2, feature=3]
          %4 = reshape(%3, to: [batch=B, time=T, channel=6]) : f32[batch=B, time=T, channel=6]
          %5 = map(%4, body: { $0 }) : f32[batch=B, time=T, channel=6]
          %6 = map(%5, body: { exp($0) }) : f32[batch=B, time=T, channel=6]
          %7 = map(%0, body: { exp($0) }) : f32[batch=B, time=T, channel=6]
          %8 = map(%6, %7, body: { $0 + $1 }) : f32[batch=B, time=T, channel=6]
          return
            "y" = %8
        }

        """,
      after: """
        graph nothing {
          %0 = input data "x" : f32[batch=B, time=T, channel=6]
          %1 = transpose(%0, to: (time, batch, channel)) : f32[time=T, batch=B, channel=6]
          %2 = reshape(%0, to: [batch=B, time=T, head=2, feature=3]) : f32[batch=B, time=T, head=2, feature=3]
          %3 = map(%0, body: { exp($0) }) : f32[batch=B, time=T, channel=6]
          %4 = map(%3, %3, body: { $0 + $1 }) : f32[batch=B, time=T, channel=6]
          return "y" = %4
        }

        """),
    Golden(
      name: "an activation for the gradient", pass: RecomputeActivations(),
      before: """
        graph step {
          %0 = input data "x" : f32[time=T, hidden=6]
          %1 = input data "dz" : f32[time=T, channel=5]
          %2 = input data "w" : f32[channel=5, hidden=6]
          %3 = map(%0, body: { exp($0) }) : f32[time=T, hidden=6]
          %4 = contract(%3, %2, output: (time, channel)) : f32[time=T, channel=5]
          %5 = contract(%1, %2, output: (time, hidden)) : f32[time=T, hidden=6] in "layer/gradient"
          %6 = contract(%1, %3, output: (channel, hidden)) : f32[channel=5, hidden=6] in "layer/gradient"
          %7 = map(%5, %0, body: { $0 * exp($1) }) : f32[time=T, hidden=6] in "function/gradient"
          return
            "z" = %4,
            "dw" = %6,
            "dx" = %7
        }

        """,
      after: """
        graph step {
          %0 = input data "x" : f32[time=T, hidden=6]
          %1 = input data "dz" : f32[time=T, channel=5]
          %2 = input data "w" : f32[channel=5, hidden=6]
          %3 = map(%0, body: { exp($0) }) : f32[time=T, hidden=6]
          %4 = contract(%3, %2, output: (time, channel)) : f32[time=T, channel=5]
          %5 = contract(%1, %2, output: (time, hidden)) : f32[time=T, hidden=6] in "layer/gradient"
          %6 = recompute(%0) : f32[time=T, hidden=6] in "layer/gradient"
          %7 = map(%6, body: { exp($0) }) : f32[time=T, hidden=6] in "layer/gradient"
          %8 = contract(%1, %7, output: (channel, hidden)) : f32[channel=5, hidden=6] in "layer/gradient"
          %9 = map(%5, %0, body: { $0 * exp($1) }) : f32[time=T, hidden=6] in "function/gradient"
          return
            "z" = %4,
            "dw" = %8,
            "dx" = %9
        }

        """),
  ]
}
