import GraphIR
import Operators
import Testing

/// The fourth law: every operator's text form reads back to an equal graph.
@Suite struct TextLaw {
  @Test("the text form round-trips", arguments: OperatorLaws.cases)
  func roundTrip(_ test: OperatorLaws.Case) throws {
    let graph = try OperatorLaws.graph(test.example)
    let again = try Graph(text: graph.text, file: "law", operators: OperatorRegistry.table)
    #expect(again == graph)
    #expect(again.text == graph.text)
  }
}
