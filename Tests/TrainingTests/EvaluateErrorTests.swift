import Foundation
import Testing
import Training

/// Mistakes in a task's files: `sonograph evaluate` says which file and key, ends with a status that is not zero, and leaves
/// nothing behind.
@Suite struct EvaluateErrorTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    let file: String
    /// What the file then holds; nil to remove it.
    let text: String?
    let says: [String]
    var testDescription: String { "\(file): \(text ?? "removed")" }
  }

  private static let metadata = #"{"embedding_type": "scene", "prediction_type": "multiclass", "split_mode": "trainvaltest", "sample_duration": null, "evaluation": ["top1_acc"]}"#
  private static let files = [
    "task_metadata.json": metadata, "labelvocabulary.csv": "idx,label\n0,no\n1,yes\n",
    "train.json": #"{"a.wav": ["no"], "b.wav": ["yes"]}"#, "valid.json": #"{"a.wav": ["no"], "b.wav": ["yes"]}"#,
    "test.json": #"{"a.wav": ["no"], "b.wav": ["yes"]}"#,
  ]

  static let mistakes = [
    Mistake(file: "valid.json", text: #"{"a.wav": ["no"], "b.wav": ["ja"]}"#, says: ["valid.json, key 'b.wav'", "'ja'", "known: no, yes"]),
    Mistake(file: "test.json", text: nil, says: ["there is no file", "test.json"]),
    Mistake(file: "16000/train/b.wav", text: nil, says: ["train.json, key 'b.wav'", "16000/train/b.wav"]),
    Mistake(file: "labelvocabulary.csv", text: "idx,label\n0,no\n1,yes\n2,maybe\n", says: ["labelvocabulary.csv", "maybe"]),
    Mistake(file: "train.json", text: #"{"a.wav": ["no"], "#, says: ["train.json is not JSON"]),
    Mistake(file: "16000/test/a.wav", text: "no sound", says: ["16000/test/a.wav"]),
    Mistake(file: "task_metadata.json", text: metadata.replacingOccurrences(of: "scene", with: "event"), says: ["task_metadata.json, key 'prediction_type'"]),
    Mistake(file: "task_metadata.json", text: metadata.replacingOccurrences(of: "null", with: "-1"), says: ["task_metadata.json, key 'sample_duration' is '-1'"]),
  ]

  @Test("mistakes", arguments: mistakes) func message(_ mistake: Mistake) throws {
    let tiny = try TinyRun()
    let (files, task) = (FileManager.default, tiny.folder + "/task")
    let sound = try #require(files.enumerator(atPath: TinyRun.recordings)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".flac") }.min())
    for split in ["train", "valid", "test"] {
      try files.createDirectory(atPath: "\(task)/16000/\(split)", withIntermediateDirectories: true)
      for name in ["a", "b"] { try files.copyItem(atPath: "\(TinyRun.recordings)/\(sound)", toPath: "\(task)/16000/\(split)/\(name).wav") }
    }
    for (name, text) in Self.files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(task)/\(name)")) }
    try files.removeItem(atPath: "\(task)/\(mistake.file)")
    if let text = mistake.text { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(task)/\(mistake.file)")) }
    let result = try CommandLineTool(folder: tiny.folder).run(
      ["evaluate", "--embedder", "logmel", "--tasks", "task", "--seeds", "0", "--output", "scores", "--cache", TinyRun.cachePath])
    #expect(result.status > 0 && result.output.isEmpty, "\(result)")
    for text in mistake.says { #expect(result.error.contains(text), "\(result.error)") }
    #expect(!files.fileExists(atPath: tiny.folder + "/scores/logmel/task/seed-0"))
  }

  @Test func fineTuningRefusesEvents() throws {
    let tiny = try TinyRun()
    let events = #"{"a.wav": [{"label": "no", "start": 0, "end": 90}, {"label": "yes", "start": 50, "end": 90}]}"#
    var files = Self.files
    for split in ["train", "valid", "test"] { files["\(split).json"] = events }
    files["task_metadata.json"] = Self.metadata.replacingOccurrences(of: "scene", with: "event")
      .replacingOccurrences(of: "multiclass", with: "multilabel").replacingOccurrences(of: "top1_acc", with: "segment_1s_er")
    for split in ["train", "valid", "test"] {
      try FileManager.default.createDirectory(atPath: "\(tiny.folder)/task/16000/\(split)", withIntermediateDirectories: true)
      files["16000/\(split)/a.wav"] = "not read"
    }
    for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(tiny.folder)/task/\(name)")) }
    let result = try CommandLineTool(folder: tiny.folder).run(
      ["finetune", "--model", "ssast-tiny", "--from-scratch", "--tasks", "task", "--output", "tuned", "--cache", TinyRun.cachePath])
    #expect(result.status > 0 && result.error.contains("task is a task of events in time"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: tiny.folder + "/tuned"))
  }
}
