import Audio
import Foundation
import Graphs

/// What `sonograph prepare` did, and what it would take for AudioSet.
struct PrepareReport: Encodable {
  /// Two million clips of ten seconds at the measured speed and size.
  struct AudioSet: Encodable {
    var clips = 2_000_000
    let hours: Double?
    let bytes: Int
  }

  let output: String
  let files: Int
  let skipped: [SkippedFile]
  let clips: Int
  let shards: Int
  /// Shards that an earlier run had made.
  let reused_shards: Int
  /// Of this run: clips, seconds of audio in them, and seconds of work.
  let computed_clips: Int
  let computed_audio_seconds: Double
  let elapsed_seconds: Double
  /// Nil if nothing was left to compute.
  let clips_per_second: Double?
  let audio_seconds_per_second: Double?
  let bytes_per_clip: Double?
  let audioset: AudioSet

  init(
    _ result: ShardPreparation.Result, _ settings: LogMel, _ plan: ClipPlan, element: FeatureSettings.Element,
    _ output: String, computing seconds: Double, elapsed: Double
  ) {
    let progress = result.progress
    (self.output, files, skipped) = (output, plan.corpus.recordings.count + plan.corpus.skipped.count, result.skipped)
    (clips, shards, reused_shards) = (plan.count, result.shards, result.reused)
    (computed_clips, computed_audio_seconds, elapsed_seconds) = (progress.computed, progress.audioSeconds, elapsed)
    let isMeasured = progress.computed > 0
    clips_per_second = isMeasured ? Double(progress.computed) / seconds : nil
    let speed = isMeasured ? progress.audioSeconds / seconds : nil
    audio_seconds_per_second = speed
    bytes_per_clip = isMeasured ? Double(progress.bytes) / Double(progress.computed) : nil
    let frames = settings.frameCount(samples: 10 * settings.sampleRate)
    let perFrame = isMeasured ? Double(progress.bytes) / Double(progress.frames) : Double(settings.mels * element.bytes)
    audioset = AudioSet(hours: speed.map { 2e7 / $0 / 3600 }, bytes: Int(2e6 * Double(frames) * perFrame))
  }

  var text: String {
    var lines = [
      "\(output): \(clips) clips of \(files) files in \(shards) shards"
        + (reused_shards > 0 ? ", \(reused_shards) of them from an earlier run" : "")
    ]
    if !skipped.isEmpty { lines.append("\(skipped.count) files were skipped") }
    if let rate = clips_per_second, let speed = audio_seconds_per_second, let bytes = bytes_per_clip {
      lines.append(
        String(
          format: "%d clips in %.1f s: %.1f clips/s, %.0f times real time, %.0f bytes/clip", computed_clips,
          elapsed_seconds, rate, speed, bytes))
    }
    let hours = audioset.hours.map { String(format: "%.1f hours and ", $0) } ?? ""
    lines.append(
      String(format: "two million clips of 10 s (AudioSet) would take %@%.0f GB", hours, Double(audioset.bytes) / 1e9))
    return lines.joined(separator: "\n")
  }
}
