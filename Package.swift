// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "sonograph",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
  ],
  targets: [
    .target(name: "LoopIR"),
    .target(name: "GraphIR", dependencies: ["LoopIR"]),
    .target(name: "Operators", dependencies: ["GraphIR"]),
  ],
  swiftLanguageModes: [.v6]
)
