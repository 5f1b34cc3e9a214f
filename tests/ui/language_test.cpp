// The window in Chinese: nothing on it is left in English, also what the parts below say, and the language
// can be changed while it is open.
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/appearance_view_model.h"
#include "ui/view_models/library_view_model.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/queue_model.h"
#include "ui/view_models/sentences.h"
#include "ui/view_models/songs_view_model.h"
#include "ui/window.h"

#include <map>
#include <memory>
#include <set>
#include <string>

#include <QAccessible>
#include <QQuickItem>
#include <QQuickWindow>
#include <QRegularExpression>
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;

/// Names, units and keys that are written so in every language.
const QSet<QString>& international() {
    static const QSet<QString> words{
        QStringLiteral("Refrain"), QStringLiteral("ReplayGain"), QStringLiteral("CSV"),
        QStringLiteral("JSON"),    QStringLiteral("Lines"),      QStringLiteral("Ctrl"),
        QStringLiteral("Shift"),   QStringLiteral("Alt"),        QStringLiteral("Esc"),
        QStringLiteral("Enter"),   QStringLiteral("Delete"),     QStringLiteral("Left"),
        QStringLiteral("Right"),   QStringLiteral("Up"),         QStringLiteral("Down"),
        QStringLiteral("dB"),      QStringLiteral("Hz"),         QStringLiteral("kHz"),
        QStringLiteral("ms"),      QStringLiteral("English"),
        QStringLiteral("music"),  // the folder of the made-up library
    };
    return words;
}

/// Words of the Latin alphabet that a Chinese window has no business to show.
QStringList strangers(const QString& text) {
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{2,}"));
    QStringList found;
    for (auto it = word.globalMatch(text); it.hasNext();) {
        const QString one = it.next().captured();
        if (!international().contains(one)) {
            found.push_back(one);
        }
    }
    return found;
}

class Language : public testing::Test {
  protected:
    void open(const QString& language) {
        kept_[QStringLiteral("ui/language")] = language;
        window_ = test::window_over(services_, kept_);
        const Status loaded = window_->load();
        ASSERT_TRUE(loaded.ok()) << loaded.error().text();
    }
    template <class T>
    T* part(const char* name) const {
        return qobject_cast<T*>(window_->quick_window()->property(name).value<QObject*>());
    }
    /// Everything a sighted or a blind listener is told by what is on the window now.
    QStringList told() const {
        QStringList texts;
        collect(window_->quick_window()->contentItem(), texts);
        return texts;
    }
    static void collect(const QQuickItem* item, QStringList& texts) {
        if (!item->isVisible()) {
            return;
        }
        for (const char* property : {"text", "placeholderText"}) {
            texts.push_back(item->property(property).toString());
        }
        if (QAccessibleInterface* face =
                QAccessible::queryAccessibleInterface(const_cast<QQuickItem*>(item))) {
            texts.push_back(face->text(QAccessible::Name));
            texts.push_back(face->text(QAccessible::Description));
        }
        for (const QQuickItem* child : item->childItems()) {
            collect(child, texts);
        }
    }
    void expect_chinese(const char* where) const {
        std::set<std::string> foreign;
        for (const QString& text : told()) {
            if (!strangers(text).isEmpty()) {
                foreign.insert(text.toStdString());
            }
        }
        for (const std::string& text : foreign) {
            ADD_FAILURE() << where << ": " << text;
        }
    }
    bool shows(const QString& text) const { return told().contains(text); }

    test::KeptSettings kept_;
    test::Services services_;
    std::unique_ptr<Window> window_;
};

TEST_F(Language, NothingOnAChineseWindowIsEnglish) {
    services_.fill({test::track(1, "窗外", "陈雨桐", "雨季之前", 100, 1),
                    test::track(2, "慢船", "陈雨桐", "雨季之前", 100, 2)});
    GuessList list;
    list.model = "7";
    list.note = "Only 2 tracks are left to propose.";
    list.held_back = {{"民谣", 0.4, utc_now() + std::chrono::minutes(20)}};
    list.tracks = {{TrackId(2),
                    0.5,
                    "encoder_familiar",
                    "You finished 4 of 5 by 陈雨桐 this month",
                    {{"recently_heard", 0.5}}}};
    services_.background.guess = list;
    services_.background.loudness = {3000, 1204, true};
    const Status failed = services_.database->write_now([](SQLite::Database& db) {
        db.exec(
            "INSERT INTO scan_failures (path, root_id, size, mtime_ns, reason, failed_at) VALUES"
            " (CAST('/music/1' AS BLOB), 1, 1, 1, 'is empty', 0),"
            " (CAST('/music/2' AS BLOB), 1, 1, 1, 'has some trouble nobody foresaw', 0)");
    });
    ASSERT_TRUE(failed.ok());
    open(QStringLiteral("zh_CN"));
    ASSERT_TRUE(wait_until([&] { return part<SongsViewModel>("songs")->tracks()->count() == 2; }));
    ASSERT_TRUE(wait_until([&] { return part<LibraryViewModel>("library")->failures()->count() == 2; }));

    for (const char* page : {"guess", "queue", "history", "settings", "failures", "songs"}) {
        window_->show_page(QString::fromLatin1(page));
        EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
        expect_chinese(page);
    }
    QueueEntry gone;
    gone.path = "/music/3";
    gone.title = "不在";
    gone.reason = "Not heard for 8 months, and you finished it twice";
    services_.player->play({gone, gone, gone, gone});
    ASSERT_TRUE(wait_until(
        [&] { return part<NoticeViewModel>("notices")->remedy() == NoticeViewModel::Remedy::Skip; }));
    EXPECT_TRUE(part<NoticeViewModel>("notices")->error().contains(QStringLiteral("文件已不存在")))
        << part<NoticeViewModel>("notices")->error().toStdString();
    for (const char* page : {"guess", "queue"}) {
        window_->show_page(QString::fromLatin1(page));
        for (const char* sheet : {"showPlayback", "showShortcuts"}) {
            QMetaObject::invokeMethod(window_->quick_window(), sheet);
            EXPECT_FALSE(window_->quick_window()->grabWindow().isNull());
            expect_chinese(sheet);
        }
    }
}

TEST_F(Language, IsChangedWhileTheWindowIsOpenAndKept) {
    open(QStringLiteral("en"));
    EXPECT_TRUE(shows(QStringLiteral("Settings")));
    // Who stands outside the window hears of it when the words are there.
    QString heard;
    QObject::connect(window_.get(), &Window::language_changed,
                     [&heard] { heard = QCoreApplication::translate("refrain::Tray", "Quit"); });
    part<AppearanceViewModel>("appearance")->set_language(QStringLiteral("zh_CN"));
    EXPECT_EQ(heard, QStringLiteral("退出"));
    EXPECT_TRUE(
        wait_until([&] { return shows(QStringLiteral("设置")) && !shows(QStringLiteral("Settings")); }));
    EXPECT_EQ(part<QueueModel>("queue")->summary(), QStringLiteral("后面没有了"));
    EXPECT_EQ(kept_.at(QStringLiteral("ui/language")), QVariant(QStringLiteral("zh_CN")));
    part<AppearanceViewModel>("appearance")->set_language(QStringLiteral("en"));
    EXPECT_TRUE(wait_until([&] { return shows(QStringLiteral("Settings")); }));
}

TEST_F(Language, SentencesWithNamesAndSpansAreTranslatedAndNamesAreLeftAlone) {
    open(QStringLiteral("zh_CN"));
    EXPECT_EQ(said("You finished it 3 times, last a month ago"),
              QStringLiteral("你听完过 3 次，上次在一个月前"));
    EXPECT_EQ(said("Not heard for 8 months"), QStringLiteral("已有 8 个月没听"));
    EXPECT_EQ(said("Next on 8 months"), QStringLiteral("《8 months》的下一首")) << "an album is called so";
    EXPECT_EQ(said("From %2, an album you love"), QStringLiteral("来自你喜爱的专辑《%2》"));
    EXPECT_EQ(said("A sentence of tomorrow"), QStringLiteral("A sentence of tomorrow"));
    EXPECT_EQ(error_text({ErrorCode::busy, "A message of tomorrow", {}}),
              QStringLiteral("被另一个程序占用，请稍后再试"));
    EXPECT_EQ(
        error_text({ErrorCode::unsupported, "To play APE files, install the package gstreamer1.0-libav", {}}),
        QStringLiteral("要播放 APE 文件，请安装软件包 gstreamer1.0-libav"));
}

TEST_F(Language, InEnglishEverySentenceIsAsItWasSaid) {
    open(QStringLiteral("en"));
    EXPECT_EQ(said("Not heard for 8 months"), "Not heard for 8 months");
    EXPECT_EQ(error_text({ErrorCode::busy, "A message of tomorrow", {}}), "A message of tomorrow");
}

}  // namespace
}  // namespace refrain
