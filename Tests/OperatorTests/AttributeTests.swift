import GraphIR
import Operators
import Testing

/// Operators are what their attributes say: the text form and the cache rest on it.
@Suite struct AttributeTests {
  @Test("attributes determine the operator", arguments: OperatorLaws.cases)
  func roundTrip(_ test: OperatorLaws.Case) throws {
    func rebuilt<T: Operator>(_ operation: T) throws -> AnyOperator {
      var reader = AttributeReader(operation.attributes)
      let copy = try T(attributes: &reader)
      try reader.finish()
      return AnyOperator(copy)
    }
    #expect(try rebuilt(test.example.operation) == AnyOperator(test.example.operation))
  }

  @Test func theRegistryIsSortedAndNamesAreUnique() {
    let names = OperatorRegistry.all.map { String(describing: $0).lowercased() }
    #expect(names == names.sorted())
    #expect(Set(OperatorRegistry.all.map { $0.mnemonic }).count == names.count)
  }
}
