import Compiler
import Foundation
import Streaming
import Training

/// The files of a bundle that are the same for every model but for `@words@`.
struct Templates {
  private var words: [String: String]
  private let isStreaming: Bool
  private let embedsWeights: Bool

  /// Path in the bundle and text.
  var files: [(path: String, text: String)] {
    let name = words["name"]!
    let sources: [(String, [UInt8])] = [
      ("include/\(name).h", PackageResources.library_h), ("include/module.modulemap", PackageResources.modulemap_txt),
      ("source/bundle.h", PackageResources.bundle_h),
      ("source/model.c", PackageResources.model_c), ("source/safetensors.c", PackageResources.safetensors_c),
      ("source/safetensors.h", PackageResources.safetensors_h), ("source/pool.c", PackageResources.pool_c),
      ("source/memory.c", PackageResources.memory_c),
      ("source/platform.h", PackageResources.platform_h), ("source/include/CRuntime.h", PackageResources.CRuntime_h), ("example.c", PackageResources.example_c),
      ("Makefile", PackageResources.makefile_txt), ("CMakeLists.txt", PackageResources.cmake_txt),
      ("\(name).pc.in", PackageResources.pkgconfig_txt), ("README.md", PackageResources.card_md),
      ("python/\(name)/__init__.py", PackageResources.module_py),
    ] + (isStreaming ? [("source/streaming.h", PackageResources.streaming_h), ("stream_example.c", PackageResources.stream_example_c)] : [])
    let embedded: [(String, [UInt8])] = embedsWeights ? [("source/weights.c", PackageResources.weights_c)] : []
    return (sources + embedded).map { ($0.0, filled(String(decoding: $0.1, as: UTF8.self))) }
  }

  private func filled(_ text: String) -> String {
    words.reduce(text) { $0.replacing("@\($1.key)@", with: $1.value) }
  }

  init(_ subject: ExportSubject, targets: [Target], origin: String, accuracy: StorageAccuracy?, options: ExportOptions) {
    embedsWeights = options.embedsWeights
    let (frontEnd, name) = (subject.frontEnd, subject.name)
    let numbers = [
      "sample_rate": frontEnd.sampleRate, "width": subject.width, "hop": frontEnd.hop, "frame_length": frontEnd.frameLength,
      "padding": frontEnd.padding, "mels": frontEnd.mels, "block": subject.block, "patch_frames": subject.grid.frames, "part_frames": subject.part,
      "window_rows": subject.times, "channels": subject.channels,
      "parameter_count": subject.graph.storedParameters.reduce(0) { $0 + $1.shape.reduce(1, *) },
    ]
    let texts = [
      "name": name, "NAME": name.uppercased(), "title": subject.title, "origin": origin, "accuracy": accuracy.map { "; \($0.text)" } ?? "",
      "row_hop": String(format: "%g", subject.rowHop), "moment_hop": String(format: "%g", subject.momentHop), "targets": targets.map(\.name).joined(separator: ", "),
    ]
    isStreaming = subject.stream != nil
    words = texts.merging(numbers.mapValues(String.init)) { $1 }.merging(Self.build(targets, options)) { $1 }
      .merging(Self.weights(name, options)) { $1 }
    words.merge(subject.stream.map(Self.streaming) ?? Self.windows(subject)) { $1 }
    // These are texts with words of their own.
    for (word, text) in [("stream_declarations", PackageResources.stream_library_h), ("stream_class", PackageResources.stream_py)] {
      words[word] = isStreaming ? filled(String(decoding: text, as: UTF8.self)) : ""
    }
  }

  /// Where weights come from: a file, or the library itself.
  private static func weights(_ name: String, _ options: ExportOptions) -> [String: String] {
    let isEmbedded = options.embedsWeights
    return [
      "has_weights": isEmbedded ? "1" : "0", "weights_null": isEmbedded ? ", or NULL for those in the library" : "",
      "default_weights": isEmbedded ? "NULL" : "\"\(name).safetensors\"",
      "weights_rule": isEmbedded
        ? "source/weights.o: source/weights.c \(name).safetensors\n"
          + "\t$(CC) $(SHARED) -DSONOGRAPH_WEIGHTS='\"\\\"\(name).safetensors\\\"\"' $(CFLAGS) -c $< -o $@\n\n" : "",
      "weights_source": isEmbedded ? "source/weights.c " : "",
      "cmake_weights": isEmbedded
        ? "\nset_source_files_properties(source/weights.c PROPERTIES COMPILE_DEFINITIONS "
          + "\"SONOGRAPH_WEIGHTS=\\\"\\\\\\\"${CMAKE_CURRENT_SOURCE_DIR}/\(name).safetensors\\\\\\\"\\\"\")" : "",
      "storage": options.storage.rawValue,
    ]
  }

  /// What is said of a bundle that takes whole recordings.
  private static func windows(_ subject: ExportSubject) -> [String: String] {
    let seconds = String(format: "%g", Double(subject.frames * subject.frontEnd.hop) / Double(subject.frontEnd.sampleRate))
    return [
      "streaming": "0", "examples": "example", "standardisation": "standardised over the recording",
      "window": "\(seconds) s; longer recordings are cut into windows, the last one filled up",
    ]
  }

  /// What is said of one that streams.
  private static func streaming(_ program: StreamProgram, _ scale: FeatureScale) -> [String: String] {
    let (causal, form) = (program.causal, program.causal.form)
    let latency = String(format: "%g", 1000 * causal.latency)
    let scaled = String(format: "%.4g and deviation %.4g", scale.mean, scale.deviation)
    return [
      "streaming": "1", "examples": "example stream_example", "reach": "\(causal.reach)", "column_hop": "\(causal.hop)",
      "latency": latency, "standardisation": "about the fixed mean \(scaled) of the training data, frames not centred",
      "window": "none: a stream of any length in constant memory, \(latency) ms from a sound to the row that first holds it; "
        + "positions \(form.positions.rawValue)\(form.positions == .repeated ? " every \(form.window) rows" : ""), "
        + "cls token \(form.token == .start ? "at the start" : "none")",
    ]
  }

  /// What the build files and the dispatch need to know of the targets.
  private static func build(_ targets: [Target], _ options: ExportOptions) -> [String: String] {
    let names = targets.map(\.name)
    let common = Target.commonFlags
    return [
      "common_flags": common.joined(separator: " "), "cmake_flags": common.joined(separator: " "),
      "objects": (["model", "safetensors", "pool", "memory"] + (options.embedsWeights ? ["weights"] : []) + names.map { "kernels_\($0)" }).map { "source/\($0).o" }.joined(separator: " "),
      "kernel_sources": names.map { "source/kernels_\($0).c" }.joined(separator: " "),
      "kernel_rules": targets.map { target in
        "source/kernels_\(target.name).o: source/kernels_\(target.name).c\n"
          + "\t$(CC) $(SHARED) \(target.flags.joined(separator: " ")) $(CFLAGS) -c $< -o $@\n"
      }.joined(separator: "\n"),
      "cmake_rules": targets.filter { !$0.flags.isEmpty }.map { target in
        "set_source_files_properties(source/kernels_\(target.name).c PROPERTIES COMPILE_OPTIONS \"\(target.flags.joined(separator: ";"))\")"
      }.joined(separator: "\n"),
      "target_declarations": names.map { "extern const sg_target sg_target_\($0);" }.joined(separator: "\n"),
      "target_table": names.map { "&sg_target_\($0)" }.joined(separator: ", "),
    ]
  }
}
