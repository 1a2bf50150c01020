import GraphIR
import Testing

/// No text whatsoever may crash the parser.
@Suite struct GraphParserRobustnessTests {
  /// The error of a text, nil if it has none.
  private func message(_ text: String) -> String? {
    do {
      _ = try parse(text)
      return nil
    } catch {
      return error.message
    }
  }

  /// The error of an attribute's value.
  private func message(value: String) -> String? {
    message("graph g {\n%x = input data \"x\" : f32[]\n%a = discard(%x, x: \(value))\n}")
  }

  private func repeated(_ text: String, _ count: Int = 100_000) -> String { String(repeating: text, count: count) }

  @Test func refusesDeepNesting() {
    let tooDeep = "nested deeper than 200 levels"
    #expect(message(value: "{ \(repeated("("))") == tooDeep)
    #expect(message(value: "{ \(repeated("exp("))") == tooDeep)
    #expect(message(value: "{ \(repeated("1 - ("))") == tooDeep)
    #expect(message(value: "{ \(repeated("-"))") == tooDeep)
    #expect(message(value: repeated("(")) == tooDeep)
    #expect(message(value: "<\(repeated("("))") == tooDeep)
    #expect(message(value: "<\(repeated("-"))") == tooDeep)
    #expect(message(repeated("graph g { %x = input data \"x\" : f32[] %a = twice(%x, nested: ", 1000)) == tooDeep)
    #expect(message(value: "{ \(repeated("(", 190))$0\(repeated(")", 190)) }") == "discard: unknown attribute 'x'")
  }

  @Test func refusesWhatWouldGrowWithoutBounds() {
    #expect(message(value: "{ $0\(repeated(" + $0")) }") == "the expression is deeper than 500 levels")
    #expect(message(value: "<B\(repeated("*B"))>") == "the size has too many terms")
    #expect(message(value: "<B\(repeated("*(A + B + C + D)", 20))>") == "the size has too many terms")
    let sum = (0..<1000).map { "a\($0)" }.joined(separator: " + ")
    #expect(message(value: "<\(sum)>") == "the size has too many terms")
    #expect(message(value: "<1\(repeated("*10", 30))>") == "the size is too large")
  }

  @Test func everyPrefixIsAnError() throws {
    let text = Array(try everything().text.utf8)
    #expect(text.last == UInt8(ascii: "\n"))
    for length in 0..<text.count - 1 {
      let prefix = String(decoding: text[..<length], as: UTF8.self)
      #expect(throws: GraphParseError.self) { try parse(prefix) }
    }
  }

  @Test func noEditCrashes() throws {
    let text = Array(try everything().text.utf8)
    var random = Random(state: 1)
    var failures = 0
    for _ in 0..<3000 {
      var edited = text
      for _ in 0..<Int.random(in: 1...4, using: &random) { edit(&edited, &random) }
      do {
        let graph = try parse(String(decoding: edited, as: UTF8.self))
        #expect(try parse(graph.text).text == graph.text)
      } catch {
        failures += error.description.isEmpty ? 0 : 1
      }
    }
    #expect(failures > 1000)
  }

  /// Replaces, removes, inserts or copies something somewhere.
  private func edit(_ text: inout [UInt8], _ random: inout Random) {
    let pieces = [
      "(", ")", "{", "}", "\"", "`", "%", "$", "-", "<", ">", ",", "99999999999999999999", "1e9", "graph g {", "\\u{",
    ]
    let place = Int.random(in: 0..<text.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: text[place] = UInt8.random(in: 0...255, using: &random)
    case 1: text.remove(at: place)
    case 2: text.insert(contentsOf: pieces.randomElement(using: &random)!.utf8, at: place)
    case 3: text[place] = text.randomElement(using: &random)!
    default:
      let end = min(text.count, place + Int.random(in: 1...60, using: &random))
      text.insert(contentsOf: text[place..<end], at: Int.random(in: 0..<text.count, using: &random))
    }
  }
}
