// What tray, notifications and the work behind the window say is in the files of words, under the names by
// which the classes ask for them.
#include "app/background/app_background.h"
#include "app/background/duplicate_search.h"
#include "app/background/loudness_measuring.h"
#include "app/background/sound_listening.h"
#include "app/desktop/notifier.h"
#include "app/desktop/sleep_inhibitor.h"
#include "app/desktop/tray.h"

#include <QTranslator>
#include <gtest/gtest.h>

/// Static libraries carry their resources only when somebody asks for them, outside of namespaces.
static void bring_in_words() {
    Q_INIT_RESOURCE(refrain_ui_translations);
}

namespace refrain::app {
namespace {

TEST(Words, OfTheDesktopAreThereInChinese) {
    bring_in_words();
    QTranslator chinese;
    ASSERT_TRUE(chinese.load(QStringLiteral(":/refrain/translations/refrain_zh_CN")));
    const std::vector<std::pair<const QMetaObject*, const char*>> words{
        {&Tray::staticMetaObject, "Quit"},
        {&Tray::staticMetaObject, "Show Refrain"},
        {&Notifier::staticMetaObject, "Next"},
        {&SleepInhibitor::staticMetaObject, "Music is playing"},
        {&AppBackground::staticMetaObject, "%1 listens written to %2"},
        {&DuplicateSearch::staticMetaObject, "%n song(s) have been listened to"},
        {&SoundListening::staticMetaObject, "%n song(s) have been analyzed"},
        {&LoudnessMeasuring::staticMetaObject, "The loudness of %n track(s) has been measured"}};
    for (const auto& [type, word] : words) {
        EXPECT_FALSE(chinese.translate(type->className(), word, nullptr, 2).isEmpty())
            << type->className() << ": " << word;
    }
}

TEST(Words, OfTheDesktopKnowOneAndManyInEnglish) {
    bring_in_words();
    QTranslator english;
    ASSERT_TRUE(english.load(QStringLiteral(":/refrain/translations/refrain_en")));
    const auto measured = [&](int tracks) {
        return english.translate(LoudnessMeasuring::staticMetaObject.className(),
                                 "The loudness of %n track(s) has been measured", nullptr, tracks);
    };
    EXPECT_EQ(measured(1), QStringLiteral("The loudness of %n track has been measured"));
    EXPECT_EQ(measured(2), QStringLiteral("The loudness of %n tracks has been measured"));
}

}  // namespace
}  // namespace refrain::app
