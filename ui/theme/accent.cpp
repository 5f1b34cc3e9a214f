#include "ui/theme/accent.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace refrain {

namespace {

constexpr int hue_bins = 24;
/// Below these a pixel is grey, black or white to the eye, and its hue is noise.
constexpr float least_saturation = 0.18F;
constexpr float least_lightness = 0.10F;
constexpr float most_lightness = 0.92F;
/// Share of the picture, weighted by saturation, that its main hue must fill to be called its colour.
constexpr double least_share = 0.02;
/// A calm room: louder covers are toned down to this.
constexpr float most_saturation = 0.55F;
constexpr float lightness_step = 0.01F;

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

}  // namespace

double relative_luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double first = relative_luminance(a);
    const double second = relative_luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

std::optional<QColor> dominant_colour(const QImage& thumbnail) {
    struct Bin {
        double weight = 0.0, red = 0.0, green = 0.0, blue = 0.0;
    };
    std::array<Bin, hue_bins> bins{};
    for (int y = 0; y < thumbnail.height(); ++y) {
        for (int x = 0; x < thumbnail.width(); ++x) {
            const QColor pixel = thumbnail.pixelColor(x, y).toHsl();
            const float saturation = pixel.hslSaturationF();
            const float lightness = pixel.lightnessF();
            if (pixel.hslHueF() < 0.0F || saturation < least_saturation || lightness < least_lightness ||
                lightness > most_lightness) {
                continue;
            }
            Bin& bin = bins[static_cast<std::size_t>(
                std::clamp(static_cast<int>(pixel.hslHueF() * hue_bins), 0, hue_bins - 1))];
            const double weight = saturation * pixel.alphaF();
            bin.weight += weight;
            bin.red += weight * pixel.redF();
            bin.green += weight * pixel.greenF();
            bin.blue += weight * pixel.blueF();
        }
    }
    const Bin& best = *std::max_element(bins.begin(), bins.end(),
                                        [](const Bin& a, const Bin& b) { return a.weight < b.weight; });
    const double pixels = static_cast<double>(thumbnail.width()) * thumbnail.height();
    if (pixels <= 0.0 || best.weight < least_share * pixels) {
        return std::nullopt;
    }
    const auto mean = [&](double sum) { return static_cast<float>(std::clamp(sum / best.weight, 0.0, 1.0)); };
    return QColor::fromRgbF(mean(best.red), mean(best.green), mean(best.blue));
}

QColor readable_accent(const QColor& colour, const QColor& background, double ratio) {
    const float hue = std::max(colour.hslHueF(), 0.0F);
    const float saturation = std::min(colour.hslSaturationF(), most_saturation);
    // Away from the background: darker on paper, lighter on slate.
    const bool darken = relative_luminance(background) > 0.18;
    float lightness = colour.lightnessF();
    QColor accent = QColor::fromHslF(hue, saturation, lightness);
    while (contrast(accent, background) < ratio && lightness > 0.0F && lightness < 1.0F) {
        lightness = std::clamp(lightness + (darken ? -lightness_step : lightness_step), 0.0F, 1.0F);
        accent = QColor::fromHslF(hue, saturation, lightness);
    }
    return accent.toRgb();
}

}  // namespace refrain
