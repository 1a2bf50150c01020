import LoopIR
import Testing

/// What clang makes of a printed kernel computes what the interpreter computes.
@Suite struct CompiledKernelTests {
  @Test("compiled kernels agree with the interpreter", arguments: KernelLibrary.runnableLanes)
  func agreement(_ lanes: Int) throws {
    let samples = SampleKernel.all(lanes: lanes)
    let library = try KernelLibrary(samples.map(\.kernel), lanes: lanes)
    for sample in samples {
      try sample.kernel.verify()
      var expected = sample.buffers
      try Interpreter.run(sample.kernel, buffers: &expected, sizes: sample.sizes)
      let found = try library.run(sample.kernel, sample.buffers, sizes: sample.sizes)
      for (number, parameter) in sample.kernel.parameters.enumerated() {
        let wrong = zip(found[number], expected[number]).enumerated().first { _, pair in
          let (a, b) = pair
          return !(a == b || (a.isNaN && b.isNaN) || abs(a - b) <= sample.tolerance * max(1, abs(b)))
        }
        #expect(wrong == nil, "\(sample.kernel.name), \(parameter.name): \(wrong!.element) at \(wrong!.offset)")
      }
    }
  }
}
