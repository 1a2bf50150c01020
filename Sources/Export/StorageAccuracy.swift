import Audio
import Foundation
import Sonograph
import Streaming
import Training

/// How far the embeddings of real recordings move when weights are stored in fewer bits: beside those of single precision.
public struct StorageAccuracy: Codable, Sendable, Hashable {
  public let clips: Int
  /// Of the scene embeddings of each clip.
  public let meanCosine: Double
  public let leastCosine: Double
  /// Of a feature, over the largest feature.
  public let largestDifference: Double
  /// The share of clips whose nearest other clip, by cosine, is the same one.
  public let sameNeighbour: Double

  /// - Parameters:
  ///   - full: with weights in single precision.
  ///   - stream: of a bundle that streams: each recording that is long enough for a row is a stream of its own.
  init(full: BundleEncoder, rounded: BundleEncoder, width: Int, stream: StreamProgram?) throws {
    let samples = try Self.recordings().filter { stream == nil || stream!.causal.columns(samples: $0.count) > 0 }
    self.init(try samples.map { try full.scene($0, width: width) }, try samples.map { try rounded.scene($0, width: width) })
  }

  /// - Parameters: scene embeddings (clip, feature).
  init(_ full: [[Float]], _ rounded: [[Float]]) {
    let cosines = zip(full, rounded).map(Self.cosine)
    clips = full.count
    meanCosine = cosines.reduce(0, +) / Double(max(1, cosines.count))
    leastCosine = cosines.min() ?? 1
    let largest = full.joined().map(abs).max() ?? 0
    let difference = zip(full.joined(), rounded.joined()).map { abs($0 - $1) }.max() ?? 0
    largestDifference = largest > 0 ? Double(difference / largest) : 0
    let same = full.indices.count { Self.neighbour($0, full) == Self.neighbour($0, rounded) }
    sameNeighbour = Double(same) / Double(max(1, full.count))
  }

  public var text: String {
    String(
      format: "on %d recordings, beside single precision: cosine %.5f, at least %.5f; largest difference %.2g of the largest feature; "
        + "%.0f%% keep their nearest neighbour", clips, meanCosine, leastCosine, largestDifference, 100 * sameNeighbour)
  }

  private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) { (ab, aa, bb) = (ab + Double(x * y), aa + Double(x * x), bb + Double(y * y)) }
    return ab / max((aa * bb).squareRoot(), 1e-30)
  }

  private static func neighbour(_ clip: Int, _ scenes: [[Float]]) -> Int? {
    scenes.indices.filter { $0 != clip }.max { cosine(scenes[clip], scenes[$0]) < cosine(scenes[clip], scenes[$1]) }
  }

  /// Every twentieth of the recordings that come with Sonograph, two seconds of each at most.
  private static func recordings() throws -> [[Float]] {
    let directory = try EmbeddedCorpus.directory()
    let entries = try EmbeddedCorpus.manifest()
    return try stride(from: 0, to: entries.count, by: 20).map { number in
      let reader = try AudioReader(path: "\(directory)/\(entries[number].file)")
      return try reader.read(min(reader.count, 32_000))
    }
  }
}
