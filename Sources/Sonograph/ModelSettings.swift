import GraphIR

/// A size or option of a model that can be set by name, as text: on a command line, or in a run's description.
public struct ModelSetting<Root>: Sendable {
  public let name: String
  /// What it may be, for messages and lists.
  public let expected: String
  let read: @Sendable (Root) -> String
  /// False if the text is not a value of the setting.
  let write: @Sendable (inout Root, String) -> Bool

  /// A number.
  public static func number(_ name: String, _ path: WritableKeyPath<Root, Int> & Sendable, _ range: ClosedRange<Int>) -> Self {
    Self(
      name: name, expected: "\(range.lowerBound) to \(range.upperBound)", read: { "\($0[keyPath: path])" },
      write: { root, text in
        guard let value = Int(text), range.contains(value) else { return false }
        root[keyPath: path] = value
        return true
      })
  }

  /// One of several words.
  public static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ path: WritableKeyPath<Root, Choice> & Sendable
  ) -> Self where Choice.RawValue == String {
    Self(
      name: name, expected: Choice.allCases.map(\.rawValue).joined(separator: ", "),
      read: { $0[keyPath: path].rawValue },
      write: { root, text in
        guard let value = Choice(rawValue: text) else { return false }
        root[keyPath: path] = value
        return true
      })
  }

  /// `true` or `false`.
  public static func flag(_ name: String, _ path: WritableKeyPath<Root, Bool> & Sendable) -> Self {
    Self(
      name: name, expected: "true or false", read: { "\($0[keyPath: path])" },
      write: { root, text in
        guard let value = Bool(text) else { return false }
        root[keyPath: path] = value
        return true
      })
  }
}

extension ModelSetting {
  /// The same setting of something that has a `Root`.
  public func lifted<Whole>(_ path: WritableKeyPath<Whole, Root> & Sendable) -> ModelSetting<Whole> {
    ModelSetting<Whole>(
      name: name, expected: expected, read: { read($0[keyPath: path]) }, write: { write(&$0[keyPath: path], $1) })
  }
}

/// A model with sizes and options that can be set by name.
public protocol ConfigurableModel: Model {
  static var settings: [ModelSetting<Self>] { get }
}

extension Model {
  /// What can be set by name: the value, and what it may be.
  public var settings: [(name: String, value: String, expected: String)] { settingsOrSizes(self) }

  /// The model with other values for some of its settings.
  ///
  /// - Throws: `ModelSettingError` that names the setting, what it may be, or the nearest name.
  public func with(settings: [String: String]) throws -> any Model {
    if settings.isEmpty { return self }
    if let model = self as? any ConfigurableModel { return try configured(model, settings) }
    let numbers = try settings.map { name, value in
      guard sizes[name] != nil else { throw ModelSettingError(unknown: name, sizes.keys.sorted(), self.name) }
      guard let number = Int(value), number > 0 else {
        throw ModelSettingError("'\(value)' is no value of '\(name)' of \(self.name): expected a number above 0")
      }
      return (name, number)
    }
    return with(sizes: Dictionary(uniqueKeysWithValues: numbers))
  }
}

private func settingsOrSizes(_ model: some Model) -> [(name: String, value: String, expected: String)] {
  func configurable<M: ConfigurableModel>(_ model: M) -> [(name: String, value: String, expected: String)] {
    M.settings.map { ($0.name, $0.read(model), $0.expected) }
  }
  if let model = model as? any ConfigurableModel { return configurable(model) }
  return model.sizes.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)", "a number above 0") }
}

private func configured<M: ConfigurableModel>(_ model: M, _ settings: [String: String]) throws -> M {
  var result = model
  for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
    guard let setting = M.settings.first(where: { $0.name == name }) else {
      throw ModelSettingError(unknown: name, M.settings.map(\.name), model.name)
    }
    guard setting.write(&result, value) else {
      throw ModelSettingError("'\(value)' is no value of '\(name)' of \(model.name): expected \(setting.expected)")
    }
  }
  return result
}

/// A setting that a model does not have, or a value that it does not take.
public struct ModelSettingError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
  init(unknown name: String, _ known: [String], _ model: String) {
    let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
    let nearest = name.nearest(in: known)
    self.init("the model \(model) has no setting '\(name)'; " + (nearest.map { "did you mean '\($0)'? " } ?? "") + list)
  }
}
