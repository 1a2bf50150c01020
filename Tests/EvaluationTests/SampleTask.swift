import Foundation

/// A task directory in the HEAR layout, whose sound files are short noises.
struct SampleTask {
  let path: String
  var metadata: [String: Any] = [
    "embedding_type": "scene", "prediction_type": "multiclass", "split_mode": "presplit_kfold", "nfolds": 3,
    "splits": ["fold00", "fold01", "fold02"], "sample_duration": 0.25, "evaluation": ["top1_acc", "mAP"],
  ]
  var vocabulary = "idx,label\n0,60\n1,\"a,b\"\n2,dog\n"
  /// Out of alphabetical order, which must stay.
  var split = #"{"z.wav": [60], "a.wav": ["a,b"], "m \"1\".wav": ["dog"]}"#
  var rate = 16_000
  var fileRate = 16_000

  init(_ path: String) { self.path = path }

  func write() throws {
    let metadata = try JSONSerialization.data(withJSONObject: metadata)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try metadata.write(to: URL(fileURLWithPath: path + "/task_metadata.json"))
    try Data(vocabulary.utf8).write(to: URL(fileURLWithPath: path + "/labelvocabulary.csv"))
    for (number, fold) in ["fold00", "fold01", "fold02"].enumerated() {
      try Data(split.utf8).write(to: URL(fileURLWithPath: "\(path)/\(fold).json"))
      let folder = "\(path)/\(rate)/\(fold)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for (place, name) in ["z.wav", "a.wav", "m \"1\".wav"].enumerated() {
        try Self.wave(seed: number * 3 + place, rate: fileRate).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
    }
  }

  /// 16-bit PCM, one channel: a tenth of a second of noise.
  static func wave(seed: Int, rate fileRate: Int) -> Data {
    wave((0..<fileRate / 10).map { Int16(truncatingIfNeeded: ($0 &* 7919 &+ seed &* 104_729) % 20_011 - 10_005) }, rate: fileRate)
  }

  static func wave(_ samples: [Int16], rate fileRate: Int) -> Data {
    func bytes<T: FixedWidthInteger>(_ value: T) -> Data { withUnsafeBytes(of: value.littleEndian) { Data($0) } }
    let size = UInt32(samples.count * 2)
    var data = Data("RIFF".utf8) + bytes(36 + size) + Data("WAVEfmt ".utf8) + bytes(UInt32(16)) + bytes(UInt16(1))
    data += bytes(UInt16(1)) + bytes(UInt32(fileRate)) + bytes(UInt32(fileRate * 2)) + bytes(UInt16(2)) + bytes(UInt16(16))
    data += Data("data".utf8) + bytes(size)
    samples.forEach { data += bytes($0) }
    return data
  }
}
