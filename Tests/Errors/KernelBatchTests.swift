import Compiler
import Foundation
import Sonograph
import Testing

@testable import Runtime

/// Kernels that are compiled together.
@Suite struct KernelBatchTests {
  private let sources = (0..<200).map { "kernel \($0)" }

  private func batches(_ sources: [String]) -> [KernelBatch] {
    KernelBatch.all(sources, sources.map { KernelCache.hash([$0]) })
  }

  @Test func everyKernelIsInOneBatch() throws {
    let all = batches(sources)
    #expect(all.flatMap(\.kernels) == Array(sources.indices))
    #expect(all.allSatisfy { (1...KernelBatch.most).contains($0.kernels.count) })
    #expect((200 / KernelBatch.most...50).contains(all.count))
    #expect(batches([]).isEmpty)
  }

  @Test("a kernel that changes, comes or goes leaves nearly all other batches", arguments: [3, 97, 180])
  func changes(_ place: Int) {
    let old = Set(batches(sources).map(\.key))
    var (changed, more, fewer) = (sources, sources, sources)
    changed[place] = "another"
    more.insert("another", at: place)
    fewer.remove(at: place)
    for variant in [changed, more, fewer] { #expect(Set(batches(variant).map(\.key)).subtracting(old).count <= 3) }
  }

  @Test func longKernelsAreAlone() {
    var sources = self.sources
    sources[50] = String(repeating: "x", count: KernelBatch.large)
    #expect(batches(sources).contains { $0.kernels == [50] })
  }

  @Test("the kernel at fault is named, not its batch") func blame() throws {
    let builder = GraphBuilder(name: "g")
    let x = builder.input("x", [Axis(.time, "T"), Axis(.channel, 5)])
    for number in 0..<40 {
      let y = builder.within(scope: "block\(number)") { sum(exp(x * Double(number + 1)), over: .time) }
      builder.output("y\(number)", y)
    }
    let program = try Compiler(CompileOptions(target: Host.target)).compile(try builder.finish())
    let culprit = program.kernels[29].name
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("batches-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = folder.appendingPathComponent("cc")
    try Data(
      """
      #!/bin/sh
      for file; do
        case $file in *.c) if grep -q '\(culprit)(' "$file"; then echo 'out of registers' >&2; exit 3; fi;; esac
      done
      exec '\(try Toolchain.find().path)' "$@"

      """.utf8
    ).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    let toolchain = try Toolchain.find(environment: ["SONOGRAPH_CC": script.path])
    let cache = try KernelCache(path: folder.appendingPathComponent("cache").path)
    let scope = try #require(program.steps.first { $0.kernel == 29 }).scope
    #expect { try CompiledProgram(program, cache: cache, toolchain: toolchain) } throws: { error in
      "\(error)".contains("kernel \(culprit), for \(scope) at") && "\(error)".contains("out of registers")
    }
    #expect(!(try cache.entries()).contains { $0.name.hasPrefix("programs/") })
  }
}
