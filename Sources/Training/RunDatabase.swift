import Audio
import Foundation
import GRDB

/// All runs of a directory with their metrics, in `runs.sqlite`: for questions over several runs.
///
/// What it holds is in the runs' own files, too; runs that it does not know are read from those.
public final class RunDatabase {
  public enum Status: String, Sendable, Codable {
    case running, finished, stopped, failed
    /// Killed: it is said to run, but no process does.
    case interrupted
  }

  /// A run with its first and last evaluation.
  public struct Summary: Sendable, Codable {
    public let name: String
    public let model: String
    public let parameters: Int
    public let status: Status
    public let step: Int
    public let steps: Int
    public let created: String
    public let trainingLoss: Double?
    public let clipsPerSecond: Double?
    public let peakMemoryBytes: Int?
    public let first: Evaluation?
    public let last: Evaluation?
  }

  private let directory: String
  private let queue: DatabaseQueue

  /// Opens the database of a directory of runs, or makes it.
  ///
  /// - Throws: `TrainingError` if it cannot be opened.
  public init(directory: String) throws {
    self.directory = directory
    let path = directory + "/runs.sqlite"
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try Self.migrator.migrate(queue)
    } catch { throw TrainingError("the run database \(path) cannot be used", "\(error)") }
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("runs") { db in
      try db.create(table: "run") { table in
        table.primaryKey("name", .text)
        for name in ["model", "status", "created", "description"] { table.column(name, .text).notNull() }
        for name in ["parameters", "steps"] { table.column(name, .integer).notNull() }
      }
      func metrics(_ name: String, _ columns: [String]) throws {
        try db.create(table: name) { table in
          table.column("run", .text).notNull().references("run", onDelete: .cascade)
          table.column("step", .integer).notNull()
          for column in columns { table.column(column, .double) }
          table.primaryKey(["run", "step"])
        }
      }
      try metrics("step", ["loss", "gradient_norm", "learning_rate", "clips_per_second"])
      try metrics("evaluation", ["masked_loss", "loss", "constant", "nearest", "peak_memory_bytes"])
    }
    migrator.registerMigration("probes") { db in
      try db.create(table: "probe") { table in
        table.column("run", .text).notNull().references("run", onDelete: .cascade)
        table.column("step", .integer).notNull()
        table.column("task", .text).notNull()
        table.column("metric", .text).notNull()
        table.column("score", .double)
        table.primaryKey(["run", "step", "task"])
      }
    }
    return migrator
  }

  /// Notes that a run begins or goes on, and forgets its metrics behind a step.
  public func begin(_ name: String, _ description: RunDescription, keepingThrough step: Int) throws {
    try write { db in
      try Self.insert(db, name, description, .running)
      for table in ["step", "evaluation", "probe"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE run = ? AND step > ?", arguments: [name, step])
      }
    }
  }

  public func record(_ name: String, _ metrics: [Metric]) throws {
    try write { db in try metrics.forEach { try Self.insert(db, name, $0) } }
  }

  public func finish(_ name: String, _ status: Status) throws {
    try write { db in
      try db.execute(sql: "UPDATE run SET status = ? WHERE name = ?", arguments: [status.rawValue, name])
    }
  }

  /// The runs by the time when they began; those whose directory is gone are forgotten.
  public func summaries() throws -> [Summary] {
    try adopt()
    return try write { db in
      try Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY created, name").map { try self.summary(db, $0) }
    }
  }

  /// The losses of a run's steps, and its evaluations, in order.
  public func curves(_ name: String) throws -> (steps: [(step: Int, loss: Double)], evaluations: [Evaluation]) {
    try write { db in
      let steps = try Row.fetchAll(db, sql: "SELECT step, loss FROM step WHERE run = ? ORDER BY step", arguments: [name])
      let evaluations = try Row.fetchAll(
        db, sql: "SELECT * FROM evaluation WHERE run = ? ORDER BY step", arguments: [name])
      return (steps.map { ($0["step"], Self.number($0, "loss")) }, evaluations.map(Self.evaluation))
    }
  }

  /// The scores of a run's probes, by task, in order.
  public func probes(_ name: String) throws -> [(task: String, metric: String, scores: [(step: Int, score: Double)])] {
    try write { db in
      let rows = try Row.fetchAll(db, sql: "SELECT * FROM probe WHERE run = ? ORDER BY task, step", arguments: [name])
      return Dictionary(grouping: rows) { row -> String in row["task"] }.sorted { $0.key < $1.key }.map { task, rows in
        (task, rows[0]["metric"], rows.map { ($0["step"], Self.number($0, "score")) })
      }
    }
  }

  /// Takes in runs that are in the directory only, and drops those that are in the database only.
  private func adopt() throws {
    let present = RunDirectory.all(in: directory)
    try write { db in
      let known = Set(try String.fetchAll(db, sql: "SELECT name FROM run"))
      for name in known.subtracting(present.map(\.name)) {
        try db.execute(sql: "DELETE FROM run WHERE name = ?", arguments: [name])
      }
      for run in present where !known.contains(run.name) {
        let description = try run.description()
        let metrics = MetricsLog.read(run.metricsPath)
        let isFinished = metrics.last?.step == description.options.steps
        let hasFailed = FileManager.default.fileExists(atPath: run.failurePath)
        try Self.insert(db, run.name, description, hasFailed ? .failed : isFinished ? .finished : .interrupted)
        for metric in metrics { try Self.insert(db, run.name, metric) }
      }
    }
  }

  private static func insert(_ db: Database, _ name: String, _ run: RunDescription, _ status: Status) throws {
    let text = String(decoding: try JSONEncoder.stable().encode(run), as: UTF8.self)
    try db.execute(
      sql: """
        INSERT INTO run (name, model, status, created, description, parameters, steps) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET status = excluded.status, description = excluded.description
        """,
      arguments: [name, run.model, status.rawValue, run.created, text, run.parameters, run.options.steps])
  }

  private static func insert(_ db: Database, _ name: String, _ metric: Metric) throws {
    if let evaluation = metric.evaluation {
      try db.execute(
        sql: "INSERT OR REPLACE INTO evaluation VALUES (?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          name, evaluation.step, evaluation.maskedLoss, evaluation.loss, evaluation.baselines.constant,
          evaluation.baselines.nearest, metric.peakMemoryBytes,
        ])
    } else if let probe = metric.probe {
      for own in probe {
        try db.execute(
          sql: "INSERT OR REPLACE INTO probe VALUES (?, ?, ?, ?, ?)",
          arguments: [name, metric.step, own.task, own.metric, own.score])
      }
    } else {
      try db.execute(
        sql: "INSERT OR REPLACE INTO step VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [name, metric.step, metric.loss, metric.gradientNorm, metric.learningRate, metric.clipsPerSecond])
    }
  }

  private func summary(_ db: Database, _ row: Row) throws -> Summary {
    let name: String = row["name"]
    let stored = Status(rawValue: row["status"]) ?? .interrupted
    let isLeft = stored == .running && !DirectoryLock.isHeld("\(directory)/\(name)")
    let last = try Row.fetchOne(
      db, sql: "SELECT step, loss FROM step WHERE run = ? ORDER BY step DESC LIMIT 1", arguments: [name])
    let rate = try Double.fetchOne(
      db, sql: "SELECT count(*) / sum(1 / clips_per_second) FROM step WHERE run = ?", arguments: [name])
    let peak = try Int.fetchOne(db, sql: "SELECT max(peak_memory_bytes) FROM evaluation WHERE run = ?", arguments: [name])
    func evaluation(_ order: String) throws -> Evaluation? {
      try Row.fetchOne(
        db, sql: "SELECT * FROM evaluation WHERE run = ? ORDER BY step \(order) LIMIT 1", arguments: [name]
      ).map(Self.evaluation)
    }
    return Summary(
      name: name, model: row["model"], parameters: row["parameters"], status: isLeft ? .interrupted : stored,
      step: last?["step"] ?? 0, steps: row["steps"], created: row["created"], trainingLoss: last?["loss"],
      clipsPerSecond: rate, peakMemoryBytes: peak, first: try evaluation("ASC"), last: try evaluation("DESC"))
  }

  private static func evaluation(_ row: Row) -> Evaluation {
    Evaluation(
      step: row["step"], maskedLoss: number(row, "masked_loss"), loss: number(row, "loss"),
      baselines: Baselines(constant: number(row, "constant"), nearest: number(row, "nearest")))
  }

  /// SQLite stores what is not a number as null.
  private static func number(_ row: Row, _ column: String) -> Double { row[column] as Double? ?? .nan }

  private func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do { return try queue.write(body) } catch let error as DatabaseError {
      throw TrainingError("the run database \(directory)/runs.sqlite cannot be used", "\(error)")
    }
  }
}
