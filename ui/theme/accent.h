// The one accent colour: taken from the cover, then bent until text and shapes in it can be read.
// Pure, any thread. Nothing fails: a cover without colour gives the house colour.
#pragma once

#include <optional>

#include <QColor>
#include <QImage>

namespace refrain {

/// The relative luminance of WCAG 2.1, in [0, 1].
double relative_luminance(const QColor& colour);

/// The contrast ratio of WCAG 2.1, in [1, 21].
double contrast(const QColor& a, const QColor& b);

/// The hue that fills most of the picture, weighted by saturation, as a colour; nothing when the picture is
/// grey or empty. Cost grows with the pixels: hand in a thumbnail.
std::optional<QColor> dominant_colour(const QImage& thumbnail);

/// `colour` with its hue, calmed in saturation, and moved in lightness until its contrast against
/// `background` is at least `ratio` (4.5: small text, WCAG AA).
QColor readable_accent(const QColor& colour, const QColor& background, double ratio = 4.5);

}  // namespace refrain
