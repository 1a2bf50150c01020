import Compiler
import Foundation
import Runtime
import Testing

/// The bundle's C code with the address and undefined-behaviour sanitizers, fed with what no program should send.
@Suite struct GarbageTests {
  private static var checks: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Tools/checks/export").path
  }

  @Test func garbageGivesCodes() throws {
    let folder = try ExportedModel.sanitized.get()
    let linked = try ExportedModel.run(
      ["sh", "-c", "gcc -g -std=gnu11 -Wall -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -DNAME=odd_ssam "
        + "-Iinclude \(Self.checks)/garbage.c source/*.o -lm -lpthread -o garbage"], in: folder)
    #expect(linked.status == 0, "\(linked.output)")
    for target in ExportedModel.targets.filter(Host.supports) {
      // The reader of weights is the same for all targets.
      let scratch = target == .generic ? ["scratch"] : []
      let result = try ExportedModel.run(["./garbage", "odd_ssam.safetensors", target.name] + scratch, in: folder)
      #expect(result.status == 0 && result.output.isEmpty, "\(target.name): \(result.output)")
    }
  }
}
