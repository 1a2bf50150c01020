import Compiler
import Graphs
import Runtime
import Sonograph

/// The compiled log-mel front end for recordings of any length.
///
/// The program takes a fixed number of frames and is run as often as needed, so that memory does not grow with the
/// length or the number of different lengths; a frame does not depend on those beside it. Not safe to use from two
/// threads at once.
public final class LogMelExtractor {
  public let settings: LogMel
  private let binding: Binding
  private let session: Session
  private let frames: Int

  /// Compiles the front end, or takes it from the cache.
  ///
  /// - Parameter frames: that one run computes; results do not depend on it.
  /// - Throws: `GraphErrors` for settings that make no sense, `ToolchainError`, `CacheError`, `RuntimeError`.
  public init(
    _ settings: LogMel = LogMel(), target: Target = Host.target, cache: KernelCache, pool: ThreadPool, frames: Int = 256
  ) throws {
    precondition(frames > 0)
    (self.settings, self.frames) = (settings, frames)
    let options = CompileOptions(target: target, fixesParameters: true)
    let program = try CompiledProgram(Self.graph(settings), options: options, cache: cache)
    session = try Session(program, pool: pool)
    binding = try session.bind(["T": frames])
  }

  /// The front end of `T` frames without padding: from `waveform` (sample) to `spectrogram` (frame, mel).
  ///
  /// - Throws: `GraphErrors` for settings that make no sense.
  public static func graph(_ settings: LogMel) throws -> Graph {
    let builder = GraphBuilder(name: "log-mel")
    let length = Dim(settings.hop) * ("T" - 1) + Dim(settings.frameLength)
    builder.output("spectrogram", settings.unpadded(builder.input("waveform", [Axis("sample", length)])))
    return try builder.finish()
  }

  /// - Parameter samples: in [-1, 1] at `settings.sampleRate`; one or more. Where there are too few for a frame, they are
  ///   repeated.
  /// - Returns: (frame, mel), `settings.frameCount(samples:)` frames and at least one.
  public func callAsFunction(_ samples: [Float]) throws -> [Float] {
    precondition(!samples.isEmpty)
    let padded = padded(samples)
    let count = 1 + (padded.count - settings.frameLength) / settings.hop
    let input = try binding.pointer("waveform").assumingMemoryBound(to: Float.self)
    let output = try binding.pointer("spectrogram").assumingMemoryBound(to: Float.self)
    let length = settings.hop * (frames - 1) + settings.frameLength
    var result: [Float] = []
    result.reserveCapacity(count * settings.mels)
    for first in stride(from: 0, to: count, by: frames) {
      let start = first * settings.hop
      for i in 0..<length { input[i] = start + i < padded.count ? padded[start + i] : 0 }
      binding.run()
      result.append(contentsOf: UnsafeBufferPointer(start: output, count: min(frames, count - first) * settings.mels))
    }
    return result
  }

  /// The samples with what centring puts around them.
  private func padded(_ samples: [Float]) -> [Float] {
    let count = max(samples.count, settings.fewestSamples)
    let padding = settings.padding
    return (-padding..<count + padding).map { position in
      if settings.edges == .zeros, position < 0 || position >= count { return 0 }
      let mirrored = abs(position)
      let inside = mirrored < count ? mirrored : 2 * (count - 1) - mirrored
      return samples[inside % samples.count]
    }
  }
}
