import ArgumentParser
import Audio
import Foundation
import Runtime
import Sonograph
import Streaming
import Training

/// `sonograph stream MODEL FILE`: embeddings as a sound comes.
struct StreamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream", abstract: "Prints the embeddings of a sound as it comes, by a recurrent model that runs forward.",
    discussion: """
      Each line is the time of a column of patches, in seconds, and its features: one line every --set patch-time frames of
      10 ms, as soon as the column's last sample is there. With --json each line is an object. The state between two sounds
      can be kept: --save writes it, --restore goes on from it, to the bit.

      FILE is a sound file, or - for 32-bit floats at 16 kHz, one channel, on the standard input.

      Layers must run forward in time: SSAM does, AxLSTM with --set direction=forward. The latency, printed at the end, is
      the reach of a column: its hops and a window of 25 ms.

      EXAMPLES
        sonograph stream runs/ssam-tiny speech.wav
        sonograph stream runs/ssam-tiny first.wav --save state && sonograph stream runs/ssam-tiny second.wav --restore state
        sonograph stream ssam-tiny --parameters imported.safetensors --scale-of corpus speech.wav --check
        arecord -t raw -f FLOAT_LE -r 16000 | sonograph stream runs/ssam-tiny - --json
      """)

  @Argument(help: "The directory of a run, or a model's name with --parameters.") var subject: String
  @Argument(help: "A sound file, or -.") var file: String
  @Option(help: "A safetensors file of the model's parameters.") var parameters: String?
  @Option(help: "Sizes and options of the model, for instance direction=forward; may be repeated.") var set: [String] = []
  @OptionGroup var streaming: StreamOptions
  @Option(help: "Samples that are pushed at once; the rows do not depend on it.") var chunk = 640
  @Option(help: "A state to go on from, that --save has written.") var restore: String?
  @Option(help: "Where to write the state after the last sample.") var save: String?
  @Flag(help: "Compute the same at once, too, and fail if a feature differs by more than 1e-5.") var check = false
  @Flag(help: "Only tell how long it took.") var quiet = false
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print a JSON object for each row, and one at the end.") var json = false

  struct Summary: Encodable {
    let rows: Int
    let width: Int
    /// Milliseconds.
    let latency: Double
    let hop: Double
    /// Milliseconds for a column, without the first; nil with fewer than two.
    let medianMs: Double?
    let worstMs: Double?
    let stateBytes: Int
    let difference: Float?
  }

  struct Row: Encodable {
    let time: Double
    let features: [Float]
  }

  func validate() throws {
    if !(1...(1 << 24)).contains(chunk) { throw ValidationError("--chunk is \(chunk), expected 1 to \(1 << 24) samples") }
    if check, restore != nil { throw ValidationError("--check begins with the first sample: leave out --restore") }
    if check, file == "-" { throw ValidationError("--check needs a file, not the standard input") }
  }

  func run() throws {
    let encoder = try prepared()
    if let restore {
      guard let data = FileManager.default.contents(atPath: restore) else {
        throw UserError("cannot read the state '\(restore)'", "expected a file that --save has written")
      }
      try encoder.restore(data)
    }
    var times: [Double] = []
    let heard = try listen(encoder, &times)
    if let save { try AtomicFile.write(encoder.save(), to: save) }
    let difference = try check ? compared(encoder, heard) : nil
    try summarize(encoder, times, difference)
    if let difference, !(difference <= 1e-5) { throw UserError("streamed and offline differ by \(difference)", "expected at most 1e-5") }
  }

  private func prepared() throws -> StreamEncoder {
    var options = TrainedModelOptions()
    let isRun = parameters == nil && set.isEmpty
    (options.run, options.model, options.parameters, options.set) = (isRun ? subject : nil, isRun ? nil : subject, parameters, set)
    let loaded = try options.load()
    let machine = try machine.pretraining()
    let program = try StreamProgram(loaded.model, streaming.form(loaded.model, frames: loaded.options.frames))
    let scale = try streaming.resolvedScale(loaded.scale, program.causal, machine)
    return try StreamEncoder(program, parameters: loaded.parameters, from: loaded.path, scale: scale, machine: machine)
  }

  /// Pushes the sound; the samples and rows, where they are to be compared.
  private func listen(_ encoder: StreamEncoder, _ times: inout [Double]) throws -> (samples: [Float], rows: [Float]) {
    let read = try file == "-" ? standardInput() : AudioReader(path: file).read
    var heard: (samples: [Float], rows: [Float]) = ([], [])
    while case let samples = try read(chunk), !samples.isEmpty {
      let (start, before) = (Host.now, encoder.rows)
      let rows = try encoder.push(samples)
      let count = encoder.rows - before
      if count > 0 { times.append(1000 * (Host.now - start) / Double(count)) }
      try show(rows, from: before, encoder)
      if check {
        heard.samples += samples
        heard.rows += rows
      }
    }
    return heard
  }

  /// What is there of the standard input, up to some samples; whole samples, however the pipe cuts them.
  private func standardInput() -> (Int) throws -> [Float] {
    var bytes: [UInt8] = []
    return { count in
      while bytes.count < 4 {
        guard let more = try FileHandle.standardInput.read(upToCount: 4 * count - bytes.count), !more.isEmpty else { return [] }
        bytes += more
      }
      let whole = bytes.count / 4
      defer { bytes.removeFirst(4 * whole) }
      return bytes.withUnsafeBytes { raw in (0..<whole).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) } }
    }
  }

  /// Prints a line at once, so that a reader of a pipe sees each row when it is there.
  private func printNow(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

  private func show(_ rows: [Float], from first: Int, _ encoder: StreamEncoder) throws {
    if quiet || rows.isEmpty { return }
    let (width, causal) = (encoder.program.width, encoder.program.causal)
    for row in 0..<rows.count / width {
      // The middle of what the column sees.
      let time = (Double((first + row) * causal.hop) + Double(causal.reach) / 2) / Double(causal.frontEnd.sampleRate)
      let features = Array(rows[row * width..<(row + 1) * width])
      if json {
        printNow(String(decoding: try JSONEncoder.stable().encode(Row(time: time, features: features)), as: UTF8.self))
      } else {
        printNow(String(format: "%.4f ", time) + features.map { "\($0)" }.joined(separator: " "))
      }
    }
  }

  private func compared(_ encoder: StreamEncoder, _ heard: (samples: [Float], rows: [Float])) throws -> Float {
    let expected = try encoder.offline(heard.samples)
    guard expected.count == heard.rows.count else { return .infinity }
    return zip(expected, heard.rows).reduce(0) { max($0, $1.0.isFinite && $1.1.isFinite ? abs($1.0 - $1.1) : .infinity) }
  }

  private func summarize(_ encoder: StreamEncoder, _ times: [Double], _ difference: Float?) throws {
    let (causal, later) = (encoder.program.causal, times.dropFirst().sorted())
    let rate = Double(causal.frontEnd.sampleRate)
    let summary = Summary(
      rows: encoder.rows, width: encoder.program.width, latency: 1000 * causal.latency, hop: 1000 * Double(causal.hop) / rate,
      medianMs: later.isEmpty ? nil : later[later.count / 2], worstMs: later.last, stateBytes: encoder.stateSize, difference: difference)
    if json { return printNow(String(decoding: try JSONEncoder.stable().encode(summary), as: UTF8.self)) }
    var text = "\(summary.rows) rows of \(summary.width) features every \(summary.hop) ms, latency \(summary.latency) ms"
    if let median = summary.medianMs, let worst = summary.worstMs {
      text += String(format: ", %.3f ms a row (worst %.3f)", median, worst)
    }
    if let difference { text += ", streamed and offline differ by \(difference)" }
    FileHandle.standardError.write(Data((text + ", a state has \(summary.stateBytes) bytes\n").utf8))
  }
}
