/// A value in an operator's attribute list, with one text form for all operators.
public indirect enum Attribute: Hashable, Sendable {
  case bool(Bool)
  case int(Int)
  case number(Double)
  /// A bare word: an axis name, an element type, a mode.
  case name(String)
  case string(String)
  case dim(Dim)
  case axes([Axis])
  case list([Attribute])
  case expression(ScalarExpression)
  case graph(Graph)
}

/// Reads an operator's attributes by key; every key must be used, so that a misspelt one is an error.
public struct AttributeReader {
  public struct Failure: Error {
    public let message: String
    /// The attribute at fault, where it is one.
    public let key: String?
    public init(message: String, key: String? = nil) { (self.message, self.key) = (message, key) }
  }
  private let values: [String: Attribute]
  private var unread: Set<String>

  public init(_ values: [(String, Attribute)]) {
    self.values = Dictionary(values.map { ($0.0, $0.1) }, uniquingKeysWith: { $1 })
    unread = Set(self.values.keys)
  }

  public func finish() throws {
    if let key = unread.sorted().first { throw Failure(message: "unknown attribute '\(key)'", key: key) }
  }

  private mutating func take<T>(_ key: String, _ kind: String, _ convert: (Attribute) -> T?) throws -> T {
    guard let value = values[key] else { throw Failure(message: "attribute '\(key)' is missing") }
    unread.remove(key)
    guard let result = convert(value) else {
      throw Failure(message: "attribute '\(key)' is not \(kind)", key: key)
    }
    return result
  }

  public func has(_ key: String) -> Bool { values[key] != nil }
  public mutating func bool(_ key: String) throws -> Bool {
    try take(key, "true or false") { if case .bool(let x) = $0 { x } else { nil } }
  }
  public mutating func int(_ key: String) throws -> Int {
    try take(key, "an integer") {
      if case .int(let x) = $0 { x } else if case .dim(let d) = $0 { d.constant } else { nil }
    }
  }
  public mutating func number(_ key: String) throws -> Double {
    try take(key, "a number") {
      if case .number(let x) = $0 { x } else if case .int(let x) = $0 { Double(x) } else { nil }
    }
  }
  public mutating func name(_ key: String) throws -> String {
    try take(key, "a name") { if case .name(let x) = $0 { x } else { nil } }
  }
  public mutating func axisName(_ key: String) throws -> AxisName { AxisName(try name(key)) }
  public mutating func string(_ key: String) throws -> String {
    try take(key, "a string") { if case .string(let x) = $0 { x } else { nil } }
  }
  public mutating func dim(_ key: String) throws -> Dim {
    try take(key, "a size") { if case .dim(let x) = $0 { x } else if case .int(let x) = $0 { Dim(x) } else { nil } }
  }
  public mutating func axes(_ key: String) throws -> [Axis] {
    try take(key, "a list of axes") {
      if case .axes(let x) = $0 { x } else if case .list(let x) = $0, x.isEmpty { [] } else { nil }
    }
  }
  public mutating func list(_ key: String) throws -> [Attribute] {
    try take(key, "a list") {
      if case .list(let x) = $0 { x } else if case .axes(let x) = $0, x.isEmpty { [] } else { nil }
    }
  }
  public mutating func names(_ key: String) throws -> [AxisName] {
    try list(key).map {
      guard case .name(let name) = $0 else {
        throw Failure(message: "attribute '\(key)' is not a list of names", key: key)
      }
      return AxisName(name)
    }
  }
  public mutating func expression(_ key: String) throws -> ScalarExpression {
    try take(key, "an expression") { if case .expression(let x) = $0 { x } else { nil } }
  }
  public mutating func graph(_ key: String) throws -> Graph {
    try take(key, "a graph") { if case .graph(let x) = $0 { x } else { nil } }
  }
  public mutating func choice<T: RawRepresentable>(_ key: String) throws -> T where T.RawValue == String {
    let text = try name(key)
    guard let value = T(rawValue: text) else {
      throw Failure(message: "attribute '\(key)' cannot be '\(text)'", key: key)
    }
    return value
  }
}

extension Attribute {
  public static func names(_ names: [AxisName]) -> Attribute { .list(names.map { .name($0.text) }) }
}
