import ArgumentParser
import Foundation
import Runtime

/// `sonograph cache`: what lies in the kernel cache.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Lists, verifies and clears the kernel cache.",
    discussion: """
      EXAMPLES
        sonograph cache list
        sonograph cache verify --json
        sonograph cache gc --days 30
      """, subcommands: [List.self, Verify.self, Collect.self, Path.self])

  struct Directory: ParsableArguments {
    @Option(name: .customLong("cache"), help: "Directory of the kernel cache.") var directory: String?
    @Flag(help: "Print JSON.") var json = false
    func open() throws -> KernelCache { try KernelCache(path: directory) }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists entries with their sizes.")
    @OptionGroup var options: Directory
    func run() throws {
      let entries = try options.open().entries()
      if options.json { return try printJSON(entries) }
      for entry in entries { print(String(format: "%10d  %@", entry.bytes, entry.name)) }
      print("\(entries.count) entries, \(entries.reduce(0) { $0 + $1.bytes }) bytes")
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Compares every entry with its checksum; exit 1 if one differs.")
    @OptionGroup var options: Directory
    struct Report: Encodable {
      let entries: Int
      let damaged: [String]
    }
    func run() throws {
      let cache = try options.open()
      let entries = try cache.entries()
      let damaged = entries.map(\.name).filter { !cache.contains($0) }
      if options.json {
        try printJSON(Report(entries: entries.count, damaged: damaged))
      } else {
        damaged.forEach { print("damaged: \($0) (it will be rebuilt when it is needed)") }
        print("\(entries.count) entries, \(damaged.count) damaged")
      }
      if !damaged.isEmpty { throw ExitCode(1) }
    }
  }

  struct Collect: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "gc", abstract: "Removes entries not used for some days.")
    @OptionGroup var options: Directory
    @Option(help: "Keep what was used within so many days.") var days = 30.0
    struct Report: Encodable {
      let removed: Int
      let bytes: Int
    }
    func run() throws {
      guard days >= 0 else { throw UserError("--days is \(days)", "expected 0 or more") }
      let removed = try options.open().removeEntries(unusedForDays: days)
      let report = Report(removed: removed.count, bytes: removed.reduce(0) { $0 + $1.bytes })
      if options.json { return try printJSON(report) }
      print("removed \(report.removed) entries, \(report.bytes) bytes")
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints where the cache is.")
    @OptionGroup var options: Directory
    func run() throws {
      let path = try options.open().root.path
      if options.json { return try printJSON(["path": path]) }
      print(path)
    }
  }
}
