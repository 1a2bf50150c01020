import GraphIR
import Testing

@Suite struct GraphParseErrorTests {
  /// The error of a text, as a user sees it.
  private func message(_ text: String) -> String {
    do {
      return "no error in\n" + (try parse(text).text)
    } catch {
      return error.description
    }
  }

  /// The first line of the error of a body within a graph that has `%x : f32[time=T, channel=20]` and `%n : i32[]`.
  private func complaint(_ body: String) -> String {
    let inputs = """
      graph g {
        %x = input data "x" : f32[time=T, channel=20]
        %n = input state "n" : i32[]

      """
    let lines = message(inputs + body + "\n}").split(separator: "\n", omittingEmptySubsequences: false)
    return String(lines[0].split(separator: ":", maxSplits: 1)[1])
  }

  @Test func quotesTheLine() {
    #expect(
      message("graph g {\n\t%0 = input data \"x\" : f32[]\n\t%1 = twicce(%0)\n}")
        == """
        test.graph:3:7: error: unknown operator 'twicce'; did you mean 'twice'?
          3 | \t%1 = twicce(%0)
            | \t     ^
        """)
  }

  @Test func namesExpectedAndFound() {
    #expect(
      message(
        """
        graph g {
          %0 = input data "x" : f32[time=T, channel=20]
          %1, %2 = both-of(%0, axis: channel) : f32[time=T, channel=20], f32[time=T + 1]
        }
        """)
        == """
        test.graph:3:41: error: both-of: this is not the type of the result
          3 |   %1, %2 = both-of(%0, axis: channel) : f32[time=T, channel=20], f32[time=T + 1]
            |                                         ^
          expected: f32[time=T, channel=20], f32[time=T]
          found: f32[time=T, channel=20], f32[time=T + 1]
        """)
  }

  @Test func passesOnWhatInferenceSays() {
    #expect(
      message(
        """
        graph g {
          %0 = input data "x" : f32[time=T]
          %1, %2 = both-of(%0, axis: channel)
        }
        """)
        == """
        test.graph:3:12: error: both-of: unknown axis 'channel'
          3 |   %1, %2 = both-of(%0, axis: channel)
            |            ^
          role: input
          axis: channel
          expected: one of time
          found: channel
        """)
  }

  @Test func showsOnlyTheNeighbourhoodInLongLines() {
    let name = String(repeating: "x", count: 200)
    #expect(
      message("graph \(name) ? \(name)")
        == """
        test.graph:1:208: error: unexpected character '?'
          1 | ...\(name.prefix(79)) ? \(name.prefix(78))...
            | \(String(repeating: " ", count: 83))^
        """)
  }

  @Test(arguments: [
    ("%1 = unlike-any-other(%x)", "4:6: error: unknown operator 'unlike-any-other'"),
    ("%1 = discard(%y)", "4:14: error: unknown value '%y'"),
    ("%x = discard(%n)", "4:1: error: value '%x' is defined twice"),
    ("%a, %a = both-of(%x, axis: time)", "4:5: error: value '%a' is defined twice"),
    ("%a = both-of(%x, axis: time)", "4:1: error: wrong number of results"),
    ("%a = discard(%x)\n%b = discard(%a)", "5:14: error: '%a' has no result"),
    ("%a = input data \"x\" : f32[]", "4:17: error: input \"x\" is defined twice"),
    ("%a = input weight \"x\" : f32[]", "4:12: error: expected data, parameter or state, found 'weight'"),
    ("%a = input data \"a\"", "5:1: error: expected ':', found '}'"),
    ("%a = input state \"a\" init { $3 } : f32[]", "4:27: error: an initialiser knows three inputs"),
    ("%a, %b = both-of(%x)", "4:10: error: both-of: attribute 'axis' is missing"),
    ("%a, %b = both-of(%x, axis: 3)", "4:22: error: both-of: attribute 'axis' is not a name"),
    ("%a, %b = both-of(%x, axis: time, over: time)", "4:34: error: both-of: unknown attribute 'over'"),
    ("%a, %b = both-of(%x, axis: time, axis: time)", "4:34: error: attribute 'axis' is given twice"),
    ("%a, %b = both-of(axis: time, %x)", "4:30: error: operands stand before attributes"),
    ("%a, %b = both-of(%x axis: time)", "4:21: error: expected ',' or ')', found 'axis'"),
    (
      "%a = discard(%x) : f33[]",
      "4:20: error: expected an element type (f32, f64, i32, bool, bf16, i8, u8, u32, index), found 'f33'"
    ),
    ("%a = discard(%x) : f32[]", "4:20: error: discard: this is not the type of the result"),
    ("%a = input data \"a\" : f32[time=2, time=3]", "4:23: error: axis 'time' occurs twice"),
    ("%a = input data \"a\" : f32[time=1 - 2]", "4:23: error: the size of axis 'time' is negative"),
    (
      "%a = input data \"a\" : f32[a=9000000000, b=9000000000]",
      "4:23: error: there are more elements than can be counted"
    ),
    ("%a = input data \"a\" : f32[a=99999999999999999999]", "4:29: error: the integer is too large"),
    ("%a = input data \"a\" : f32[a=9223372036854775807]", "4:29: error: the size is too large"),
    ("%a = input data \"a\" : f32[a=B/2]", "4:30: error: expected ',' or ']', found '/'"),
    ("%a = input data \"a\" : f32[] in encoder", "4:32: error: expected a scope as string, found 'encoder'"),
    ("%a = input data \"a\" : f32[] at \"f\":x", "4:36: error: expected a line number, found 'x'"),
    ("%a = input data \"a", "4:17: error: the string does not end on its line"),
    ("%a = input data \"\\q\" : f32[]", "4:18: error: unknown escape; there are \\\\ \\\" \\` \\n \\r \\t \\u{...}"),
    ("%a = discard(%x, x: 1e999)", "4:21: error: the number is too large"),
    ("%a = discard(%x, x: 12px)", "4:23: error: a number ends in a letter"),
    ("%a = discard(%x, x: { $0 > 1 })", "4:26: error: there is no '>'; write the smaller side first, with '<' or '<='"),
    ("%a = discard(%x, x: { $0 < 1 < 2 })", "4:30: error: expected an operator or '}', found '<'"),
    ("%a = discard(%x, x: { expp($0) })", "4:23: error: unknown function 'expp'"),
    ("%a = discard(%x, x: { max($0) })", "4:23: error: wrong number of operands"),
    ("%a = discard(%x, x: { $99999 })", "4:23: error: '$' without the number of an input, 0 to 65535"),
    ("return \"y\" = %y", "4:14: error: unknown value '%y'"),
    ("return \"y\" = %x, \"y\" = %x", "4:18: error: result \"y\" is given twice"),
    ("return \"y\" = %x updates \"w\"", "4:25: error: result 'y' updates an unknown input"),
    ("return \"y\" = %n updates \"x\"", "4:25: error: result 'y' updates an input that is bound anew at each run"),
    ("return \"y\" = %x updates \"n\"", "4:25: error: result 'y' has another type than 'n', which it updates"),
    ("return \"y\" = %n updates \"n\", \"z\" = %n updates \"n\"", "4:47: error: input \"n\" is updated twice"),
    ("return \"y\" = %x\n%a = discard(%x)", "5:1: error: expected ',' or '}', found '%a'"),
    ("foo", "4:1: error: expected a value, 'return' or '}', found 'foo'"),
    ("} graph", "4:3: error: expected the end of the file, found 'graph'"),
  ])
  func complains(_ body: String, _ expected: String) { #expect(complaint(body) == expected) }

  @Test(arguments: [
    ("", "1:1: error: unexpected end of file, expected 'graph'"),
    (" \n\t\n", "1:1: error: unexpected end of file, expected 'graph'"),
    ("// only a comment", "1:1: error: unexpected end of file, expected 'graph'"),
    ("graph g {\n  %0 = input data \"x\" : f32[time=\n", "2:34: error: unexpected end of file, expected a size"),
    ("\u{0}", "1:1: error: unexpected character '\\u{0}'"),
    ("\u{FFFD}", "1:1: error: unexpected character '\u{FFFD}'"),
  ])
  func complainsOfTheFile(_ text: String, _ expected: String) {
    #expect(message(text).hasPrefix("test.graph:" + expected + "\n"), "\(message(text))")
  }
}
