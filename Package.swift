// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "sonograph",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Sonograph", targets: ["Sonograph", "Compiler", "Runtime"]),
    .library(name: "Commands", targets: ["Commands"]),
    .executable(name: "sonograph", targets: ["sonograph"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"])]),
    .target(name: "LoopIR"),
    .target(name: "GraphIR", dependencies: ["LoopIR"]),
    .target(name: "CPrinter", dependencies: ["LoopIR"], resources: [.embedInCode("Prelude")]),
    .target(name: "Operators", dependencies: ["GraphIR"]),
    .target(name: "Compiler", dependencies: ["Operators"]),
    .target(name: "CRuntime"),
    .target(name: "Runtime", dependencies: ["Compiler", "CPrinter", "CRuntime", "CXXHash"]),
    .target(name: "Sonograph", dependencies: ["Operators"]),
    .target(name: "Audio", dependencies: ["CSndfile", "CSoxr", "CXXHash"], resources: [.copy("Recordings")]),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "Inspect", dependencies: ["Sonograph", "Compiler", "CPrinter"]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .target(
      name: "Training", dependencies: ["Audio", "Features", "Graphs", "Runtime", "Sonograph", "CPNG", .product(name: "GRDB", package: "GRDB.swift")]),
    .target(name: "Streaming", dependencies: ["Training"]),
    .target(name: "Exchange", dependencies: ["Sonograph"]),
    .target(name: "Export", dependencies: ["CPrinter", "Streaming", "Training"], resources: [.embedInCode("Templates")]),
    .target(name: "Evaluation", dependencies: ["Audio", "CXXHash", "Features", "Runtime", "Sonograph"]),
    .target(name: "FineTuning", dependencies: ["Training", "Evaluation"]),
    .target(
      name: "Comparison", dependencies: ["Training", "Evaluation", "FineTuning", "Features", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Commands",
      dependencies: [
        "Sonograph", "Inspect", "Runtime", "Features", "Graphs", "Training", "Evaluation", "FineTuning", "Comparison", "Exchange", "Streaming", "Export",
        "COpenBLAS",
        .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Graphs", dependencies: ["Sonograph"], path: "Graphs"),
    .target(name: "Features", dependencies: ["Audio", "Graphs", "Runtime"]),
    .executableTarget(name: "sonograph", dependencies: ["Commands", "Graphs"], path: "Tools/sonograph"),
    .testTarget(name: "GraphIRTests", dependencies: ["GraphIR"]),
    .testTarget(name: "Errors", dependencies: ["Sonograph", "Runtime", "sonograph"]),
    .testTarget(name: "LoopIRTests", dependencies: ["LoopIR"]),
    .testTarget(name: "CPrinterTests", dependencies: ["LoopIR", "CPrinter"]),
    .testTarget(name: "OperatorTests", dependencies: ["Operators", "CPrinter", "Runtime"]),
    .testTarget(name: "AudioTests", dependencies: ["Audio", "CSndfile"]),
    .testTarget(name: "TrainingTests", dependencies: ["Training", "Graphs", "Audio", "sonograph"]),
    .testTarget(name: "StreamingTests", dependencies: ["Streaming", "Graphs", "Runtime"]),
    .testTarget(name: "ExportTests", dependencies: ["Export", "Streaming"]),
    .testTarget(name: "ExchangeTests", dependencies: ["Exchange"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Audio"], resources: [.copy("Fixtures")]),
    .testTarget(name: "FineTuningTests", dependencies: ["FineTuning", "Graphs", "Audio", "Runtime"]),
    .testTarget(name: "ComparisonTests", dependencies: ["Comparison", "Graphs", "Runtime"]),
    .testTarget(name: "FeatureTests", dependencies: ["Features"]),
    .testTarget(name: "EndToEnd", dependencies: ["Graphs", "Sonograph", "Runtime", "Inspect"], resources: [.copy("Vectors")]),
  ],
  swiftLanguageModes: [.v6]
)
