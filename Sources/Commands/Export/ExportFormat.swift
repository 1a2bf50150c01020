import ArgumentParser

/// What `sonograph export` writes.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  /// A directory with C source, library and Python module.
  case bundle
  /// One file for ONNX runtimes.
  case onnx
  /// Parameters under the names of the released PyTorch code, as safetensors.
  case official
}
