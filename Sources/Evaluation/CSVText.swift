/// Comma-separated values with quotes (RFC 4180).
enum CSVText {
  /// A value as it stands in a file.
  static func field(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }

  static func rows(_ text: String) -> [[String]] {
    var (rows, row, field, isQuoted) = ([[String]](), [String](), "", false)
    func endOfRow() {
      row.append(field)
      if row != [""] { rows.append(row) }
      (row, field) = ([], "")
    }
    var last: Character?
    for character in text {
      // A doubled quote stands for one; where the first closed the quotes, the second opens them again.
      if character == "\"" {
        if !isQuoted, last == "\"" { field.append(character) }
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        row.append(field)
        field = ""
      } else if character.isNewline, !isQuoted {
        endOfRow()
      } else {
        field.append(character)
      }
      last = character
    }
    endOfRow()
    return rows
  }
}
