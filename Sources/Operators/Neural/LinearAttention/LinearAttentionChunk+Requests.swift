import GraphIR

/// Requests for rows that are needed soon: rows lie apart, and no processor foresees them.
extension LinearAttentionChunk {
  /// Rows to ask for beside products, one at a time: a core has few requests under way, and what the products themselves read
  /// waits behind them.
  struct Requests {
    private var count = 0
    private var groups: [(end: Int, ask: (_ row: Expression) -> [Statement])] = []

    /// Adds rows; `ask` gets the number of one of them.
    mutating func add(rows: Int, _ ask: @escaping (_ row: Expression) -> [Statement]) {
      count += rows
      groups.append((count, ask))
    }

    /// A tile's share of the requests.
    ///
    /// - Parameters:
    ///   - tile: the tile's number.
    ///   - tiles: the number of tiles that ask.
    ///   - steps: how many products a tile adds up.
    func beside(tile: Expression, of tiles: Int, steps: Int) -> RegisterTile.Interlude? {
      let spans = steps / LoopKind.inARow
      if count == 0 || spans == 0 { return nil }
      let share = count.dividedUp(by: tiles * spans)
      return RegisterTile.Interlude(every: LoopKind.inARow) { span in
        (0..<share).flatMap { ask(((tile * .integer(spans) + span) * .integer(share) + .integer($0)).simplifiedIndex) }
      }
    }

    /// Asks for the row with a number, of whichever group it is.
    private func ask(_ number: Expression) -> [Statement] {
      var statements: [Statement] = []
      for (group, (end, ask)) in groups.enumerated().reversed() {
        let first = group > 0 ? groups[group - 1].end : 0
        let asked = ask((number - .integer(first)).simplifiedIndex)
        statements = [.branch(.compare(.lt, number, .integer(end)), then: asked, else: statements)]
      }
      return statements
    }
  }

  /// Asks for the cache lines of so many columns.
  func ask(_ buffer: Buffer, columns: Int, at place: (_ column: Expression) -> Expression) -> [Statement] {
    Swift.stride(from: 0, to: columns, by: StepOperand.line).map { .prefetch(buffer, place(.integer($0))) }
  }

  /// Requests for the rows of another chunk, so many chunks ahead.
  func requests(for inputs: [StepRows], ahead: Int) -> Requests {
    var requests = Requests()
    for input in inputs {
      requests.add(rows: length) { row in
        ask(input.operand.access.buffer, columns: input.size) { element(input.operand, row + .integer(ahead * length), $0) }
      }
    }
    return requests
  }
}
