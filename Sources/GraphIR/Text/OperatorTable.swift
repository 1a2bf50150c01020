/// The operators that a text may name, by mnemonic; the parser lies below the list that registers them.
public struct OperatorTable: Sendable {
  private let types: [String: any Operator.Type]

  public init(_ types: [any Operator.Type]) {
    self.types = Dictionary(types.map { ($0.mnemonic, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public subscript(mnemonic: String) -> (any Operator.Type)? { types[mnemonic] }

  /// Sorted.
  public var mnemonics: [String] { types.keys.sorted() }

  /// The mnemonic most like a misspelt one, nil where none is near.
  public func nearest(to mnemonic: String) -> String? { mnemonic.nearest(in: mnemonics) }
}
