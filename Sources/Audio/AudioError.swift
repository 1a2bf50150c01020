import Foundation

/// Why a recording, or a directory of them, cannot be used. Every text names the file, what is wrong and what is right.
public enum AudioError: Error, Hashable, Sendable {
  case missing(path: String)
  case notReadable(path: String, reason: String)
  case isDirectory(path: String)
  /// No bytes, or a header without samples.
  case empty(path: String)
  case notAudio(path: String, reason: String)
  /// The header announces more than the file has, in `unit`s.
  case truncated(path: String, announced: Int, found: Int, unit: String)
  /// NaN or infinity at a time in seconds.
  case notFinite(path: String, seconds: Double)
  case resampling(path: String, from: Int, to: Int, reason: String)
  case missingDirectory(path: String)
  case notADirectory(path: String)
  /// A directory in which nothing can be used: how many files were seen, and why the first was left out.
  case noAudio(directory: String, files: Int, first: String?)
  /// So many clips in a row could not be read.
  case tooManyBroken(clips: Int, last: String)
}

extension AudioError: CustomStringConvertible, LocalizedError {
  public var errorDescription: String? { description }

  /// What libsndfile reads, for messages.
  static let formats = "WAV, FLAC, Ogg Vorbis, Opus, MP3, AIFF and the other formats of libsndfile can be read"

  public var description: String {
    switch self {
    case .missing(let path): "there is no file \(path)"
    case .notReadable(let path, let reason): "\(path) cannot be read: \(reason)"
    case .isDirectory(let path): "\(path) is a directory, expected a sound file"
    case .empty(let path): "\(path) is empty: it has no samples"
    case .notAudio(let path, let reason): "\(path) is not a sound file (\(reason)); \(Self.formats)"
    case .truncated(let path, let announced, let found, let unit):
      "\(path) is cut off: its header announces \(announced) \(unit), \(found) are there"
    case .notFinite(let path, let seconds):
      "\(path) has a sample that is not a finite number, \(String(format: "%.4f", seconds)) s from its start"
    case .resampling(let path, let from, let to, let reason):
      "\(path) cannot be converted from \(from) Hz to \(to) Hz: \(reason)"
    case .missingDirectory(let path): "there is no directory \(path)"
    case .notADirectory(let path): "\(path) is not a directory, expected a directory of sound files"
    case .noAudio(let directory, 0, _):
      "there is no sound file in the directory \(directory) or below it; \(Self.formats)"
    case .noAudio(let directory, let files, let first):
      "none of the \(files) files in \(directory) can be used" + (first.map { "; the first: \($0)" } ?? "")
    case .tooManyBroken(let clips, let last): "\(clips) clips in a row could not be read; the last: \(last)"
    }
  }
}
