import ArgumentParser
import Foundation
import Yams

/// A YAML file of a command's options: names without dashes, `true` for flags, lists for options that may be repeated.
struct ConfigFile {
  private let path: String
  /// As on a command line.
  let arguments: [String]

  init(_ path: String) throws {
    self.path = path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw UserError("cannot read the configuration \(path)", "it is missing, or not text")
    }
    let content: Node?
    do { content = try Yams.compose(yaml: text) } catch { throw UserError("\(path) is not YAML", "\(error)") }
    guard let mapping = content?.mapping else {
      throw UserError("\(path) has no options", "expected lines such as 'steps: 1000'")
    }
    arguments = try mapping.flatMap { key, value in try Self.arguments(key, value, path) }
  }

  private static func arguments(_ key: Node, _ value: Node, _ path: String) throws -> [String] {
    let line = key.mark.map { "\(path):\($0.line)" } ?? path
    guard let name = key.string else { throw UserError("\(line): a name is not text", "expected NAME: VALUE") }
    if let list = value.sequence { return try list.flatMap { try arguments(key, $0, path) } }
    guard let scalar = value.scalar else {
      throw UserError("\(line): '\(name)' is a mapping", "expected a value or a list of values")
    }
    switch scalar.string {
    case "true": return ["--\(name)"]
    case "false": return []
    default: return ["--\(name)", scalar.string]
    }
  }

  /// The command with the file's options, and after them, so that they count more, those of the command line.
  ///
  /// - Parameter option: that names the file, which is left out.
  func merged<Command: ParsableCommand>(_ command: Command.Type, without option: String) throws -> Command {
    var own = Array(CommandLine.arguments.drop { $0 != command.configuration.commandName }.dropFirst())
    if let position = own.firstIndex(of: "--\(option)") { own.removeSubrange(position...min(position + 1, own.count - 1)) }
    own.removeAll { $0.hasPrefix("--\(option)=") }
    do { return try command.parse(arguments + own) } catch {
      throw UserError("\(path) does not fit the command", command.message(for: error))
    }
  }
}
