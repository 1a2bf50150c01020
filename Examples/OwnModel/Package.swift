// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "OwnModel",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "sonograph", path: "../..")],
  targets: [
    .executableTarget(
      name: "OwnModel",
      dependencies: [.product(name: "Sonograph", package: "sonograph"), .product(name: "Commands", package: "sonograph")])
  ],
  swiftLanguageModes: [.v6]
)
