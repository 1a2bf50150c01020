import GraphIR

extension GraphBuilder {
  /// An input that is bound at each run.
  public func input(
    _ name: String, _ axes: [Axis], _ element: ElementType = .f32, file: String = #fileID, path: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    input(
      Input(name, .data), TensorType(element, axes),
      at: SourceLocation(file: file, path: path, line: line, column: column))
  }

  /// A learned tensor, registered under the current scope; the same path and type again is the same parameter.
  public func parameter(
    _ name: String, _ axes: [Axis], _ initializer: Initializer, file: String = #fileID, path: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    input(
      Input(scope.isEmpty ? name : "\(scope)/\(name)", .parameter, initializer: initializer), TensorType(.f32, axes),
      at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}

extension Tensor {
  /// Builds within a scope named `name`.
  public func within(_ name: String, _ body: () -> Tensor) -> Tensor { builder.within(scope: name, body) }
}
