import Foundation

/// `SPLIT.filename-timestamps.json` of the evaluation kit: a list of `[file, milliseconds]` for the rows of a split.
struct RowMoments {
  private let rows: [Row]
  private let path: String

  private struct Row: Codable {
    let file: String
    let moment: Double

    init(file: String, moment: Double) { (self.file, self.moment) = (file, moment) }
    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      (file, moment) = (try list.decode(String.self), try list.decode(Double.self))
      guard list.isAtEnd else { throw DecodingError.dataCorruptedError(in: list, debugDescription: "more than two values") }
    }
    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(file)
      try list.encode(moment)
    }
  }

  init(_ files: [String], _ moments: [[Double]]) {
    rows = zip(files, moments).flatMap { file, own in own.map { Row(file: file, moment: $0) } }
    path = ""
  }

  /// - Throws: `EvaluationError` that names the file.
  init(_ data: Data, path: String) throws {
    guard let rows = try? JSONDecoder().decode([Row].self, from: data) else {
      throw EvaluationError("\(path) is not a list of rows", "expected [[\"file.wav\", milliseconds], ...]")
    }
    (self.rows, self.path) = (rows, path)
  }

  func data() throws -> Data { try JSONEncoder().encode(rows) }

  /// The moments of each of some files, whose rows must follow each other in this order.
  ///
  /// - Throws: `EvaluationError` that names the row at fault.
  func moments(of files: [String], split: String) throws -> [[Double]] {
    var row = 0
    let result = try files.map { file in
      let first = row
      while row < rows.count, rows[row].file == file { row += 1 }
      let own = rows[first..<row].map(\.moment)
      guard !own.isEmpty else {
        let found = row < rows.count ? "row \(row) is of '\(rows[row].file)'" : "has \(rows.count) rows"
        throw EvaluationError("\(path): \(found)", "expected rows of '\(file)': the order is the kit's of \(split).json")
      }
      for (place, moment) in own.enumerated() where !(0...86_400_000).contains(moment) || (place > 0 && moment <= own[place - 1]) {
        throw EvaluationError(
          "\(path), row \(first + place): the moment is \(moment) ms", "expected more than in the file's row before, within a day")
      }
      return own
    }
    if row < rows.count {
      throw EvaluationError("\(path): row \(row) is of '\(rows[row].file)'", "expected no more rows than those of the files of \(split).json")
    }
    return result
  }
}
