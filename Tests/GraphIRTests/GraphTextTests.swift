import GraphIR
import Testing

@Suite struct GraphTextTests {
  @Test func readsWhatItPrints() throws {
    let graph = try everything()
    let text = graph.text
    let read = try parse(text)
    #expect(read == graph)
    #expect(read.text == text)
  }

  @Test func looksAsDocumented() throws {
    #expect(
      try everything().text == #"""
        graph every-thing {
          %0 = input data "x" : f32[batch=B, `hidden size`=5*P*`Q-1` - 3, channel=20] at "Models/Every.swift":12:5
          %1 = input parameter "encoder/w" init { 0.2 * $0 - 0.1 } : f32[batch=B, `hidden size`=5*P*`Q-1` - 3, \#
        channel=20] in "encoder"
          %2 = input state "m \"1\"\n" init { 0 } : i32[] in "encoder"
          %3 = discard(%2) : ()
          %4 = twice(%1, flag: true, count: -3, factor: 2.0, mode: half-pixel, note: "say \"hi\"", \#
        length: <5*P + 1>, axes: [batch=B, time=7], items: (1, 1.0, <1>, (), [], time), body: { $0 * 2 }, \#
        nested: graph outer {
            %0 = input data "x" : f64[]
            %1 = twice(%0, flag: true, count: -3, factor: 2.0, mode: half-pixel, note: "say \"hi\"", \#
        length: <5*P + 1>, axes: [batch=B, time=7], items: (1, 1.0, <1>, (), [], time), body: { $0 * 2 }, \#
        nested: graph "inner body" {
              %0 = input data "x" : bool[time=T]
              return "y" = %0
            }) : f64[]
            return "y" = %1
          }) : f32[batch=B, `hidden size`=5*P*`Q-1` - 3, channel=20] in "encoder/block0" at "Models/Every.swift":12:5
          %5.0, %5.1 = both-of(%4, axis: channel) : f32[batch=B, `hidden size`=5*P*`Q-1` - 3, channel=20], \#
        f32[batch=B, `hidden size`=5*P*`Q-1` - 3] at "a\\b.swift":1:1
          return
            "loss" = %5.1,
            "encoder/w" = %5.0 updates "encoder/w",
            "same x" = %0
        }

        """#)
  }

  @Test func leavesOutLocationsOnRequest() throws {
    let graph = try everything()
    let short = try parse(graph.text(locations: false))
    #expect(short.nodes.allSatisfy { $0.location == nil })
    #expect(short.nodes.map(\.kind) == graph.nodes.map(\.kind))
  }

  @Test func readsTextWrittenByHand() throws {
    let graph = try parse(
      """
      // The shortest form: no types, no places, free names.
      graph small{
        %x = input data "x" : f32[time = T-1, channel=2*(4 + C)]  // a size is a polynomial
        %left, %right = both-of(%x,
          axis: time)
        return "y" = %right
      }
      """)
    #expect(
      graph.text == """
        graph small {
          %0 = input data "x" : f32[time=T - 1, channel=2*C + 8]
          %1.0, %1.1 = both-of(%0, axis: time) : f32[time=T - 1, channel=2*C + 8], f32[channel=2*C + 8]
          return "y" = %1.1
        }

        """)
  }

  @Test func readsTheEmptyGraph() throws {
    let graph = Graph(name: "")
    #expect(graph.text == "graph \"\" {\n}\n")
    #expect(try parse(graph.text) == graph)
  }

  @Test(arguments: [
    "time", "half-pixel", "true", "inf", "nan", "graph", "", "1st", "-a", "a-", "a--b", "a b", "a`b", "é", "$x", "a\\",
    "line\r\nbreak\t\u{1}\u{7F}", "return", "in",
  ])
  func readsEveryName(_ name: String) throws {
    let builder = GraphBuilder(name: name)
    var twice = Twice()
    (twice.mode, twice.note, twice.length) = (name, name, Dim(symbol: name) * 3)
    let x = builder.input(Input(name, .state), TensorType(.f32, [Axis(AxisName(name), Dim(symbol: name) - 1)]))
    builder.within(scope: name) {
      builder.output(name, builder.add(twice, [x], at: SourceLocation(file: name, line: 0)), updates: name)
    }
    let graph = try builder.finish()
    let read = try parse(graph.text)
    #expect(read == graph)
    #expect(read.text == graph.text)
  }

  @Test(arguments: [
    0, -0.0, 1, -1, 0.1, 1e-5, 1e16, -1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
    .pi, 0x1p53 + 2,
  ])
  func readsEveryNumber(_ value: Double) throws {
    let read = try roundTrip { $0.factor = value }
    #expect(read.factor.bitPattern == value.bitPattern)
    let list = try roundTrip { $0.items = [.number(value), .expression(.constant(value))] }
    #expect(list.items == [.number(value), .expression(.constant(value))])
  }

  @Test func readsNotANumber() throws {
    #expect(try roundTrip { $0.factor = .nan }.factor.isNaN)
    #expect(try roundTrip { $0.factor = -.nan }.factor.isNaN)
  }

  @Test(arguments: [0, 1, -1, .max, .min]) func readsEveryInteger(_ value: Int) throws {
    #expect(try roundTrip { $0.count = value }.count == value)
    let items: [Attribute] = [.int(value), .list([.int(value)])]
    #expect(try roundTrip { $0.items = items }.items == items)
  }

  private func roundTrip(_ change: (inout Twice) -> Void) throws -> Twice {
    var twice = Twice()
    change(&twice)
    let builder = GraphBuilder(name: "g")
    builder.output("y", builder.add(twice, [builder.input(Input("x", .data), TensorType())]))
    let text = try builder.finish().text
    let read = try parse(text)
    #expect(read.text == text)
    return try #require(read.nodes[1].operation as? Twice)
  }
}
