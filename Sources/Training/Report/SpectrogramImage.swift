import CPNG
import Foundation

/// A picture in 8-bit RGB, written as PNG by libpng.
public struct Picture: Sendable {
  public let width: Int
  public let height: Int
  /// (row from the top, column, colour).
  public private(set) var pixels: [UInt8]

  public init(width: Int, height: Int, fill: UInt8 = 255) {
    (self.width, self.height) = (width, height)
    pixels = [UInt8](repeating: fill, count: width * height * 3)
  }

  public subscript(x: Int, y: Int) -> (UInt8, UInt8, UInt8) {
    get {
      let i = (y * width + x) * 3
      return (pixels[i], pixels[i + 1], pixels[i + 2])
    }
    set {
      let i = (y * width + x) * 3
      (pixels[i], pixels[i + 1], pixels[i + 2]) = newValue
    }
  }

  /// The bytes of a PNG file.
  ///
  /// - Throws: `TrainingError` with what libpng says.
  public func png() throws -> Data {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    (image.width, image.height, image.format) = (UInt32(width), UInt32(height), UInt32(PNG_FORMAT_FLAG_COLOR))
    defer { png_image_free(&image) }
    var size = 0
    func write(_ memory: UnsafeMutableRawPointer?) throws {
      guard png_image_write_to_memory(&image, memory, &size, 0, pixels, 0, nil) != 0 else {
        let text = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        throw TrainingError("a picture of \(width) x \(height) cannot be written", text)
      }
    }
    try write(nil)
    var data = Data(count: size)
    try data.withUnsafeMutableBytes { try write($0.baseAddress) }
    return data.prefix(size)
  }
}

/// A spectrogram, what the model saw of it, and what it made of it: three pictures, one above the other.
public struct SpectrogramImage {
  public let reconstruction: HeldOutEvaluator.Reconstruction
  public let grid: PatchGrid
  /// Pixels of a frame and of a mel band.
  public var scale = 3

  public init(_ reconstruction: HeldOutEvaluator.Reconstruction, _ grid: PatchGrid) {
    (self.reconstruction, self.grid) = (reconstruction, grid)
  }

  private static let gap = 4
  private static let hidden: (UInt8, UInt8, UInt8) = (128, 128, 128)

  /// Low bands are at the bottom; all three share a scale of colours, from the spectrogram's lowest to its highest value.
  public func picture() -> Picture {
    let spectrogram = reconstruction.spectrogram
    let frames = spectrogram.count / grid.width
    let (low, high) = (spectrogram.min() ?? 0, spectrogram.max() ?? 1)
    let panel = grid.width * scale
    var picture = Picture(width: frames * scale, height: 3 * panel + 2 * Self.gap)
    for y in 0..<panel {
      let mel = grid.width - 1 - y / scale
      for x in 0..<picture.width {
        let frame = x / scale
        let isHidden = reconstruction.mask[frame / grid.frames * grid.bands + mel / grid.mels] > 0
        func color(_ values: [Float]) -> (UInt8, UInt8, UInt8) {
          Palette.color((values[frame * grid.width + mel] - low) / Swift.max(high - low, .leastNormalMagnitude))
        }
        picture[x, y] = color(spectrogram)
        picture[x, y + panel + Self.gap] = isHidden ? Self.hidden : color(spectrogram)
        picture[x, y + 2 * (panel + Self.gap)] = color(reconstruction.prediction)
      }
    }
    return picture
  }
}

/// Dark to bright through purple and orange, of even lightness steps: print in grey keeps the order.
enum Palette {
  private static let stops: [(Float, Float, Float)] = [
    (0, 0, 4), (28, 16, 68), (79, 18, 123), (129, 37, 129), (181, 54, 122), (229, 80, 100), (251, 135, 97), (254, 194, 135),
    (252, 253, 191),
  ]

  /// - Parameter value: 0 to 1; others are drawn as the nearest of these.
  static func color(_ value: Float) -> (UInt8, UInt8, UInt8) {
    let place = (value.isNaN ? 0 : min(max(value, 0), 1)) * Float(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    let (a, b, t) = (stops[index], stops[index + 1], place - Float(index))
    func mix(_ a: Float, _ b: Float) -> UInt8 { UInt8((a + (b - a) * t).rounded()) }
    return (mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
  }
}
