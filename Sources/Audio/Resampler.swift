import CSoxr

/// Conversion of one channel to another sample rate, as a stream, by libsoxr at its high quality (20 bits).
///
/// The output is aligned with the input: output sample n lies at input time n * from / to. One thread, so that the
/// same input gives the same bits. Not safe to use from two threads at once.
final class Resampler {
  private let handle: OpaquePointer
  private var isFlushed = false

  /// - Throws: libsoxr's own message.
  init(from: Int, to: Int) throws(ResamplerError) {
    var error: soxr_error_t?
    var quality = soxr_quality_spec(UInt(SOXR_HQ), 0)
    var runtime = soxr_runtime_spec(1)
    let handle = soxr_create(Double(from), Double(to), 1, &error, nil, &quality, &runtime)
    guard error == nil, let handle else { throw ResamplerError(error) }
    self.handle = handle
  }

  deinit { soxr_delete(handle) }

  /// Takes input and appends what comes out; an empty input ends the stream.
  func process(_ input: UnsafeBufferPointer<Float>, into output: inout [Float]) throws(ResamplerError) {
    let isEnd = input.isEmpty
    var consumed = 0
    var buffer = [Float](repeating: 0, count: 8192)
    while true {
      var (taken, made) = (0, 0)
      let error = buffer.withUnsafeMutableBufferPointer {
        soxr_process(
          handle, isEnd ? nil : UnsafeRawPointer(input.baseAddress! + consumed), input.count - consumed, &taken,
          $0.baseAddress, $0.count, &made)
      }
      if error != nil { throw ResamplerError(error) }
      consumed += taken
      output.append(contentsOf: buffer[0..<made])
      if made < buffer.count, consumed == input.count { return }
    }
  }
}

struct ResamplerError: Error {
  let message: String
  init(_ text: soxr_error_t?) { message = text.map { String(cString: $0) } ?? "libsoxr refuses the rates" }
}
