extension Graph {
  /// Reads the text form, which `Graph.text` describes, and checks it: operators, operands, types, updates.
  ///
  /// Types, scopes and source lines of operators may be left out, values may have any name (`%hidden`), and
  /// `// comments` are skipped. Expressions are taken as they stand: nothing is simplified or merged.
  ///
  /// - Parameter file: names the text in errors.
  public init(text: String, file: String, operators: OperatorTable) throws(GraphParseError) {
    var parser = try GraphParser(SourceText(file: file, bytes: Array(text.utf8)), operators)
    self = try parser.file()
  }
}

/// Recursive descent over the tokens of a graph's text; stops at the first error.
struct GraphParser {
  /// How deep graphs, lists and expressions may be nested, so that no text exhausts the stack: expressions take
  /// less than 1 MB in a debug build, graphs in graphs about twice that.
  static let deepest = 200

  let source: SourceText
  let operators: OperatorTable
  private var lexer: Lexer
  private(set) var current: Token
  private var lastEnd = 0
  private(set) var depth = 0

  init(_ source: SourceText, _ operators: OperatorTable) throws(GraphParseError) {
    (self.source, self.operators) = (source, operators)
    lexer = Lexer(source)
    current = try lexer.next()
  }

  mutating func file() throws(GraphParseError) -> Graph {
    let graph = try graph()
    if current.kind != .end { throw unexpected("the end of the file") }
    return graph
  }

  mutating func graph() throws(GraphParseError) -> Graph {
    try expect(word: "graph")
    try descend()
    defer { ascend() }
    var body = Body(graph: Graph(name: try title()))
    try expect("{")
    while case .value = current.kind { try node(&body) }
    if try accept(word: "return") { try outputs(&body) }
    if current.kind != .sign("}") {
      throw unexpected(body.graph.outputs.isEmpty ? "a value, 'return' or '}'" : "',' or '}'")
    }
    try advance()
    return body.graph
  }

  private mutating func title() throws(GraphParseError) -> String {
    if case .string(let title) = current.kind {
      try advance()
      return title
    }
    return try name("the name of the graph")
  }
}

/// Moving through the tokens.
extension GraphParser {
  mutating func advance() throws(GraphParseError) {
    lastEnd = current.end
    current = try lexer.next()
  }

  /// Makes one kebab-case name of the current word and what hangs on to it.
  mutating func extendWord() { current = lexer.extended(current) }

  mutating func accept(_ sign: String) throws(GraphParseError) -> Bool {
    if current.kind != .sign(sign) { return false }
    try advance()
    return true
  }

  mutating func accept(word: String) throws(GraphParseError) -> Bool {
    if current.kind != .word(word) { return false }
    try advance()
    return true
  }

  mutating func expect(_ sign: String) throws(GraphParseError) {
    if try !accept(sign) { throw unexpected("'\(sign)'") }
  }

  mutating func expect(word: String) throws(GraphParseError) {
    if try !accept(word: word) { throw unexpected("'\(word)'") }
  }

  /// A kebab-case or quoted name.
  mutating func name(_ wanted: String) throws(GraphParseError) -> String {
    extendWord()
    switch current.kind {
    case .word(let name), .quotedWord(let name):
      try advance()
      return name
    default: throw unexpected(wanted)
    }
  }

  mutating func string(_ wanted: String) throws(GraphParseError) -> String {
    guard case .string(let text) = current.kind else { throw unexpected(wanted) }
    try advance()
    return text
  }

  mutating func integer(_ wanted: String) throws(GraphParseError) -> Int {
    guard case .integer(let magnitude) = current.kind else { throw unexpected(wanted) }
    guard let value = Int(exactly: magnitude) else { throw error("the integer is too large") }
    try advance()
    return value
  }

  /// Enters a level of nesting; `ascend` leaves it.
  mutating func descend() throws(GraphParseError) {
    if depth == Self.deepest { throw error("nested deeper than \(Self.deepest) levels") }
    depth += 1
  }

  mutating func ascend() { depth -= 1 }

  func error(_ message: String, at offset: Int? = nil, notes: [String] = []) -> GraphParseError {
    source.error(message, at: offset ?? current.start, notes: notes)
  }

  /// The error that the current token is not what has to stand here; a text that was cut off says so.
  func unexpected(_ wanted: String) -> GraphParseError {
    if current.kind == .end { return error("unexpected end of file, expected \(wanted)", at: lastEnd) }
    let found = String(decoding: source.bytes[current.start..<current.end].prefix(40), as: UTF8.self)
    return error("expected \(wanted), found \(found.hasPrefix("\"") ? found : "'\(found)'")")
  }
}
