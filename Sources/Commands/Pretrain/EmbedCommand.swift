import ArgumentParser
import Audio
import Foundation
import Training

/// `sonograph embed FILES -o OUT`: embeddings by a trained encoder.
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed", abstract: "Computes embeddings of sound files with a trained encoder.",
    discussion: """
      With --pool none, rows have timestamps: the middle of each, in seconds. A .npy file holds one array: (file, feature),
      or with --pool none the (row, feature) of one file. A .safetensors file holds a tensor named after each file, and
      FILE.timestamps beside it.

      EXAMPLES
        sonograph embed a.wav b.flac --run runs/ssam-tiny -o scenes.npy
        sonograph embed long.wav --run runs/ssam-tiny --pool none --hop 50 -o rows.safetensors
        sonograph embed a.wav --model ssast-tiny --parameters imported.safetensors --layer 6 -o a.npy
      """)

  enum Pool: String, ExpressibleByArgument, CaseIterable { case mean, none, cls }

  @Argument(help: "Sound files.") var files: [String]
  @Option(name: [.customShort("o"), .customLong("output")], help: "A file that ends in .npy or .safetensors.") var output: String
  @OptionGroup var trained: TrainedModelOptions
  @Option(help: "mean over time, none, or cls: what becomes of a recording's rows.") var pool = Pool.mean
  @Option(help: "The block after which tokens are taken, from 1; by default the end, after the last norm.") var layer: Int?
  @Option(help: "Milliseconds between rows, with --pool none; by default a patch.") var hop: Double?
  @Option(help: "corrected, or official: how the released code orders tokens in rows.") var layout = SpectrogramEncoder.Layout
    .corrected
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  struct Report: Encodable {
    struct File: Encodable {
      let file: String
      let rows: Int
      let features: Int
      let seconds: Double
    }
    let output: String
    let parameters: String
    let layout: String
    let files: [File]
  }

  func validate() throws {
    let ending = (output as NSString).pathExtension
    if ending != "npy" && ending != "safetensors" {
      throw ValidationError("the output is \(output), expected a name that ends in .npy or .safetensors")
    }
    if ending == "npy", pool == .none, files.count > 1 {
      throw ValidationError("rows of \(files.count) files do not make one array; write a .safetensors file")
    }
    if let hop, !(hop >= 1 && hop <= 3_600_000) { throw ValidationError("--hop is \(hop), expected 1 to 3600000 milliseconds") }
    if hop != nil, pool != .none { throw ValidationError("--hop is for rows: add --pool none") }
    if Set(files).count < files.count { throw ValidationError("a file is named twice") }
  }

  func run() throws {
    let loaded = try trained.load()
    let encoder = try SpectrogramEncoder(
      loaded.model, frames: loaded.options.frames, layer: layer, layout: layout, machine: machine.pretraining())
    try encoder.take(loaded.parameters, from: loaded.path)
    let line = ProgressLine()
    var arrays: [ArrayFile.Named] = []
    var rows: [Report.File] = []
    for (number, file) in files.enumerated() {
      line.show("\(number) of \(files.count) files")
      let reader = try AudioReader(path: file)
      let samples = try reader.read(reader.count)
      if samples.isEmpty { throw AudioError.empty(path: file) }
      let embedding = try encoder(samples)
      let (array, timestamps) = pooled(embedding, file)
      arrays += [array] + timestamps
      rows.append(
        Report.File(
          file: file, rows: array.shape.count == 2 ? array.shape[0] : 1, features: array.shape[array.shape.count - 1],
          seconds: Double(samples.count) / 16_000))
    }
    line.finish()
    try write(arrays)
    let report = Report(output: output, parameters: loaded.path, layout: layout.rawValue, files: rows)
    if json { return try printJSON(report) }
    for row in rows { print("\(row.file): \(row.rows) x \(row.features), of \(String(format: "%.2f", row.seconds)) s") }
    print("\(output): by \(loaded.path)")
  }

  private func pooled(_ embedding: SpectrogramEncoder.Embedding, _ file: String) -> (ArrayFile.Named, [ArrayFile.Named]) {
    switch pool {
    case .mean: return (ArrayFile.Named(file, shape: [embedding.width], embedding.mean), [])
    case .cls: return (ArrayFile.Named(file, shape: [embedding.cls.count], embedding.cls), [])
    case .none:
      let rows = hop.map { embedding.resampled(hop: $0 / 1000) } ?? embedding
      let times = ArrayFile.Named("\(file).timestamps", shape: [rows.rows], rows.times.map { Float($0) })
      return (ArrayFile.Named(file, shape: [rows.rows, rows.width], rows.values), [times])
    }
  }

  private func write(_ arrays: [ArrayFile.Named]) throws {
    if output.hasSuffix(".safetensors") {
      return try ArrayFile.writeSafetensors(arrays, metadata: ["layout": layout.rawValue, "pool": pool.rawValue], to: output)
    }
    let rows = arrays.filter { !$0.name.hasSuffix(".timestamps") }
    let shape = pool == .none ? rows[0].shape : [rows.count] + rows[0].shape
    try ArrayFile.writeNumPy(ArrayFile.Named("", shape: shape, rows.flatMap(\.values)), to: output)
  }
}

extension SpectrogramEncoder.Layout: ExpressibleByArgument {}
