/// Columns of text; those with numbers to the right, the others to the left.
struct TextTable {
  private let rows: [[String]]
  init(_ heads: [String], _ rows: [[String]]) { self.rows = [heads] + rows }

  func print() {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let isNumeric = rows[0].indices.map { column in
      rows.dropFirst().allSatisfy { $0[column].first.map { $0.isNumber || $0 == "-" } ?? true }
    }
    for row in rows {
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return isNumeric[column] ? space + row[column] : row[column] + space
      }
      Swift.print(cells.joined(separator: "  ").replacing(/\s+$/, with: ""))
    }
  }
}
