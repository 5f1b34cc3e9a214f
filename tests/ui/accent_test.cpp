#include "ui/theme/accent.h"

#include <gtest/gtest.h>

namespace refrain {
namespace {

QImage filled(const QColor& colour) {
    QImage image(8, 8, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

TEST(Contrast, BlackOnWhiteIsTwentyOneToOneEitherWayRound) {
    EXPECT_NEAR(contrast(Qt::black, Qt::white), 21.0, 1e-9);
    EXPECT_NEAR(contrast(Qt::white, Qt::black), 21.0, 1e-9);
}

TEST(Contrast, FollowsTheFormulaOfWcag) {
    // #777777: ((119/255 + 0.055) / 1.055)^2.4 = 0.184475; (1 + 0.05) / (0.184475 + 0.05) = 4.4781.
    EXPECT_NEAR(contrast(QColor(0x77, 0x77, 0x77), Qt::white), 4.4781, 1e-3);
}

TEST(DominantColour, IsTheHueThatFillsMostOfThePicture) {
    QImage image = filled(QColor(200, 40, 40));
    for (int x = 0; x < 3; ++x) {
        for (int y = 0; y < 8; ++y) {
            image.setPixelColor(x, y, QColor(40, 40, 200));
        }
    }
    const auto colour = dominant_colour(image);
    ASSERT_TRUE(colour);
    EXPECT_EQ(colour->rgb(), QColor(200, 40, 40).rgb());
}

TEST(DominantColour, GreyBlackAndNothingHaveNone) {
    EXPECT_FALSE(dominant_colour(filled(QColor(128, 128, 128))));
    EXPECT_FALSE(dominant_colour(filled(Qt::black)));
    EXPECT_FALSE(dominant_colour(QImage()));
}

TEST(ReadableAccent, EveryHueCanBeReadOnPaperAndOnSlate) {
    for (const QColor& background : {QColor("#fbf9f5"), QColor("#161412")}) {
        for (int hue = 0; hue < 360; hue += 15) {
            for (const int lightness : {30, 128, 230}) {
                const QColor accent = readable_accent(QColor::fromHsl(hue, 255, lightness), background);
                EXPECT_GE(contrast(accent, background), 4.5) << hue << " " << lightness;
                EXPECT_GT(accent.hslSaturation(), 0) << "the hue is gone: " << hue << " " << lightness;
            }
        }
    }
}

TEST(ReadableAccent, LeavesACalmReadableColourAsItIs) {
    const QColor cloth("#3a6a58");
    const QColor accent = readable_accent(cloth, QColor("#fbf9f5"));
    EXPECT_NEAR(accent.red(), cloth.red(), 1);
    EXPECT_NEAR(accent.green(), cloth.green(), 1);
    EXPECT_NEAR(accent.blue(), cloth.blue(), 1);
}

}  // namespace
}  // namespace refrain
