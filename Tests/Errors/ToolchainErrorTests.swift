import Compiler
import Foundation
import Runtime
import Sonograph
import Testing

/// What can go wrong between a graph and its machine code: each ends in a message, and nothing is left half-written.
@Suite struct ToolchainErrorTests {
  private func directory() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("toolchain-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return url
  }

  private func program() throws -> Program {
    let builder = GraphBuilder(name: "g")
    builder.output("y", builder.within(scope: "block") { exp(builder.input("x", [Axis(.time, "T")])) })
    return try Compiler(CompileOptions(target: Host.target)).compile(try builder.finish())
  }

  private func script(_ text: String, in folder: URL) throws -> String {
    let url = folder.appendingPathComponent("cc")
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    return url.path
  }

  @Test func missingCompiler() throws {
    #expect { try Toolchain.find(environment: ["PATH": "/nowhere"]) } throws: { "\($0)".contains("clang is not on the PATH") }
    #expect { try Toolchain.find(environment: ["SONOGRAPH_CC": "/nowhere/cc"]) } throws: {
      "\($0)".contains("SONOGRAPH_CC names '/nowhere/cc'")
    }
  }

  @Test func failingCompiler() throws {
    let folder = try directory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try script("case $1 in --version) echo fake 1.0;; *) echo 'fake.c:1: out of registers' >&2; exit 3;; esac", in: folder)
    let toolchain = try Toolchain.find(environment: ["SONOGRAPH_CC": path])
    let cache = try KernelCache(path: folder.appendingPathComponent("cache").path)
    #expect { try CompiledProgram(try program(), cache: cache, toolchain: toolchain) } throws: { error in
      let text = "\(error)"
      // What the compiler said, and which line of the model the kernel is for.
      return text.contains("status 3") && text.contains("out of registers") && text.contains("Errors/ToolchainErrorTests.swift")
    }
    #expect(try cache.entries().isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.root.path).filter { $0.hasPrefix("tmp-") }.isEmpty)
  }

  @Test func sharedCacheIsRefused() throws {
    let folder = try directory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let open = folder.appendingPathComponent("open")
    try FileManager.default.createDirectory(at: open, withIntermediateDirectories: false)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open.path)
    #expect { try KernelCache(path: open.path) } throws: { "\($0)".contains("others may write to the cache directory") }
    let file = folder.appendingPathComponent("file")
    try Data().write(to: file)
    #expect { try KernelCache(path: file.path) } throws: { "\($0)".contains("is not a directory") }
  }

  @Test func foreignCacheIsRefused() throws {
    // A directory of another user can only be made by root; /proc/1 belongs to root for everybody else.
    let folder = try directory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let foreign = geteuid() == 0 ? folder.appendingPathComponent("foreign").path : "/proc/1"
    if geteuid() == 0 {
      try FileManager.default.createDirectory(atPath: foreign, withIntermediateDirectories: false)
      #expect(chown(foreign, 12345, 12345) == 0)
    }
    #expect { try KernelCache(path: foreign) } throws: { "\($0)".contains("belongs to another user") }
  }

  @Test func damagedEntriesAreRebuilt() throws {
    let folder = try directory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try KernelCache(path: folder.appendingPathComponent("cache").path)
    let program = try program()
    #expect(try !CompiledProgram(program, cache: cache).statistics.cached)
    #expect(try CompiledProgram(program, cache: cache).statistics.cached)
    for entry in try cache.entries() {
      // A new file: to cut off the one that is loaded would pull the code from under this process.
      let half = try Data(contentsOf: cache.url(entry.name)).prefix(entry.bytes / 2)
      try FileManager.default.removeItem(at: cache.url(entry.name))
      try half.write(to: cache.url(entry.name))
    }
    let again = try CompiledProgram(program, cache: cache)
    #expect(!again.statistics.cached && again.statistics.compiled == program.kernels.count)
  }

  @Test func fullDisk() throws {
    // A limit on file size fails writes as a full disk does.
    let folder = try directory()
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = try KernelCache(path: folder.appendingPathComponent("cache").path)
    let tool = try #require(Self.programURL, "the program is built beside the tests")
    let result = try Shell.run([
      "bash", "-c", "trap '' XFSZ; ulimit -f 8; exec '\(tool.path)' compile ssast-tiny --cache '\(cache.root.path)'",
    ])
    #expect(result.status != 0)
    #expect(result.error.contains("rror"), "\(result)")
    #expect(!result.error.contains("Fatal error"), "\(result)")
    for entry in try cache.entries() { #expect(cache.contains(entry.name), "\(entry.name) is half-written") }
    #expect(try CompiledProgram(try program(), cache: cache).statistics.kernels == 1)
  }

  @Test func unsupportedTarget() throws {
    let tool = try #require(Self.programURL, "the program is built beside the tests")
    let result = try Shell.run([tool.path, "compile", "ssast-tiny", "--target", "avx1024"])
    #expect(result.status != 0 && result.error.contains("unsupported target 'avx1024'") && result.error.contains("avx512"))
  }

  /// `sonograph` beside the test bundle.
  static var programURL: URL? {
    let folder = Bundle.main.bundleURL
    let candidates = [folder, folder.deletingLastPathComponent(), URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    return candidates.map { $0.appendingPathComponent("sonograph") }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
