import Foundation

/// A file that was left out, and why.
public struct SkippedFile: Hashable, Sendable, Encodable {
  /// Relative to the corpus's directory.
  public let file: String
  public let reason: String
  public init(file: String, reason: String) { (self.file, self.reason) = (file, reason) }
}

/// The sound files below a directory, in the order of their paths. Only headers are read, and no audio is held.
public struct Corpus: Sendable {
  public struct Recording: Hashable, Sendable {
    /// Relative to the corpus's directory.
    public let file: String
    public let sampleRate: Int
    /// Samples of each channel.
    public let frames: Int
    public var seconds: Double { Double(frames) / Double(sampleRate) }

    /// How many samples the recording has at another rate.
    public func count(at rate: Int) -> Int { convertedCount(frames, from: sampleRate, to: rate) }
  }

  public let directory: String
  public let recordings: [Recording]
  /// Files that look like audio by their name but are not usable, in the order of their paths.
  public let skipped: [SkippedFile]

  public var seconds: Double { recordings.reduce(0) { $0 + $1.seconds } }
  public func path(_ recording: Recording) -> String { directory + "/" + recording.file }

  /// Scans a directory and everything below it. Hidden files are left out, and so are files with other names than
  /// libsndfile's formats have; links to files are followed, links to directories are not.
  ///
  /// - Parameter progress: called now and then with the number of files looked at.
  /// - Throws: `AudioError` if the directory is missing, cannot be read, or has no usable file.
  public init(directory: String, progress: (Int) -> Void = { _ in }) throws {
    let names = try Self.files(below: directory)
    var (recordings, skipped): ([Recording], [SkippedFile]) = ([], [])
    for (number, name) in names.enumerated() {
      do {
        let file = try AudioFile(path: directory + "/" + name)
        recordings.append(Recording(file: name, sampleRate: file.sampleRate, frames: file.frames))
      } catch { skipped.append(SkippedFile(file: name, reason: "\(error)")) }
      if number % 256 == 255 { progress(number + 1) }
    }
    if recordings.isEmpty {
      throw AudioError.noAudio(directory: directory, files: names.count, first: skipped.first?.reason)
    }
    (self.directory, self.recordings, self.skipped) = (directory, recordings, skipped)
  }

  /// A part of the corpus, such as what is left after files are held out.
  public func filter(_ isIncluded: (Recording) -> Bool) throws -> Corpus {
    let kept = recordings.filter(isIncluded)
    if kept.isEmpty { throw AudioError.noAudio(directory: directory, files: recordings.count, first: nil) }
    return Corpus(directory, kept, skipped)
  }

  /// Two parts: what is trained on, and a share of the files that is held out, chosen by the seed and their names alone.
  ///
  /// - Parameter share: of the files, in 0 ... 1; at least one file stays in each part where there are two.
  public func split(heldOut share: Double, seed: UInt64) throws -> (training: Corpus, heldOut: Corpus) {
    let held = Self.heldOut(of: recordings.map(\.file), share: share, seed: seed)
    return (try filter { !held.contains($0.file) }, try filter { held.contains($0.file) })
  }

  /// A share of the files, at least one; a smaller share is a part of a larger one.
  public func part(_ share: Double, seed: UInt64) throws -> Corpus {
    let kept = Self.part(of: recordings.map(\.file), share: share, seed: seed)
    return try filter { kept.contains($0.file) }
  }

  /// A share of some files, chosen by the seed and their names alone; at least one, and not all.
  static func heldOut(of files: [String], share: Double, seed: UInt64) -> Set<String> {
    let count = min(max(1, Int((Double(files.count) * share).rounded())), files.count - 1)
    return Set(ranked(files, seed).prefix(count))
  }

  /// As `heldOut`, but from the other end: the files that would be held out last.
  static func part(of files: [String], share: Double, seed: UInt64) -> Set<String> {
    Set(ranked(files, seed).suffix(max(1, Int((Double(files.count) * share).rounded()))))
  }

  private static func ranked(_ files: [String], _ seed: UInt64) -> [String] {
    func rank(_ file: String) -> UInt64 { file.utf8.reduce(scramble(seed)) { scramble($0 ^ UInt64($1)) } }
    return files.map { (rank($0), $0) }.sorted { $0 < $1 }.map(\.1)
  }

  private init(_ directory: String, _ recordings: [Recording], _ skipped: [SkippedFile]) {
    (self.directory, self.recordings, self.skipped) = (directory, recordings, skipped)
  }

  /// Names that libsndfile's formats end in. Headerless ones (`raw`, `gsm`, `g722`) are not among them.
  package static let extensions: Set<String> = [
    "wav", "wave", "w64", "rf64", "flac", "ogg", "oga", "opus", "mp3", "mp2", "aif", "aiff", "aifc", "au", "snd", "caf",
    "voc", "sph", "nist", "avr", "paf", "svx", "iff", "htk", "mat", "pvf", "sd2", "sds", "mpc2k", "wve", "xi",
  ]

  private static func files(below directory: String) throws -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) else {
      throw AudioError.missingDirectory(path: directory)
    }
    if !isDirectory.boolValue { throw AudioError.notADirectory(path: directory) }
    var found: [String] = []
    try list(directory, below: "", into: &found)
    // By bytes: the same on every system and in every locale.
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func list(_ directory: String, below prefix: String, into found: inout [String]) throws {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: directory) } catch {
      throw AudioError.notReadable(path: directory, reason: error.localizedDescription)
    }
    for name in names where !name.hasPrefix(".") {
      let path = directory + "/" + name
      var info = stat()
      guard lstat(path, &info) == 0 else { continue }
      if info.st_mode & S_IFMT == S_IFDIR {
        try list(path, below: prefix + name + "/", into: &found)
      } else if extensions.contains((name as NSString).pathExtension.lowercased()) {
        found.append(prefix + name)
      }
    }
  }
}
