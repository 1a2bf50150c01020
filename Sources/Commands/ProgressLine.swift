import Foundation
import Runtime

/// One line on standard error that is overwritten in place; where that is not a terminal, a line every ten seconds.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var last: Double
  private var width = 0

  init() { last = isTerminal ? -Double.infinity : Host.now }

  func show(_ text: String) {
    let now = Host.now
    guard now - last >= (isTerminal ? 0.1 : 10) else { return }
    last = now
    if isTerminal {
      write("\r" + text + String(repeating: " ", count: max(0, width - text.count)))
      width = text.count
    } else {
      write(text + "\n")
    }
  }

  /// Leaves the terminal's line to what follows.
  func finish() {
    if isTerminal, width > 0 { write("\r" + String(repeating: " ", count: width) + "\r") }
    width = 0
  }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
