// The window as hands use it: real key presses and a real pointer on the real QML, over the real player.
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/equaliser_view_model.h"
#include "ui/view_models/library_view_model.h"
#include "ui/view_models/notice_view_model.h"
#include "ui/view_models/player_view_model.h"
#include "ui/view_models/queue_model.h"
#include "ui/view_models/sleep_view_model.h"
#include "ui/view_models/sound_view_model.h"
#include "ui/view_models/stretch_view_model.h"
#include "ui/window.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QAccessible>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>
#include <gtest/gtest.h>

namespace refrain {
namespace {

using test::wait_until;

class Hands : public testing::Test {
  protected:
    Hands() { window_ = test::window_over(services_, kept_); }

    void open(const QString& page) {
        const Status loaded = window_->load();
        ASSERT_TRUE(loaded.ok()) << loaded.error().text();
        window_->show_page(page);
        quick()->requestActivate();
        ASSERT_TRUE(QTest::qWaitForWindowActive(quick()));
    }
    QQuickWindow* quick() const { return window_->quick_window(); }
    template <class T>
    T* part(const char* name) const {
        return qobject_cast<T*>(quick()->property(name).value<QObject*>());
    }
    QQuickItem* item(const char* name) const {
        return quick()->findChild<QQuickItem*>(QString::fromLatin1(name));
    }

    /// Four entries; the first one plays and is held.
    void queue_four() {
        std::vector<QueueEntry> entries(4);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            entries[i].path = services_.tone(20);
            entries[i].title = std::string(1, static_cast<char>('a' + i));
            entries[i].duration = Milliseconds(20'000);
        }
        services_.player->play(entries);
        services_.player->pause();
        ASSERT_TRUE(wait_until([&] { return part<QueueModel>("queue")->count() == 4; }));
    }
    std::string order() const {
        std::string titles;
        const auto* queue = part<QueueModel>("queue");
        for (int row = 0; row < queue->count(); ++row) {
            titles += queue->entry_at(row)->title;
        }
        return titles;
    }
    /// The middle of a row, counted from its own left edge, in the window.
    QPoint in_row(int row, double x) const {
        QQuickItem* delegate = nullptr;
        auto* list = item("queueList");
        QMetaObject::invokeMethod(list, "itemAtIndex", Q_RETURN_ARG(QQuickItem*, delegate), Q_ARG(int, row));
        return delegate ? delegate->mapToScene({x, delegate->height() / 2}).toPoint() : QPoint();
    }
    /// On the screen, below `item`: rows of a repeater are no children of it otherwise.
    static QQuickItem* with_text(QQuickItem* item, const QString& text) {
        if (item->property("text").toString() == text) {
            return item;
        }
        for (QQuickItem* child : item->childItems()) {
            if (QQuickItem* found = with_text(child, text)) {
                return found;
            }
        }
        return nullptr;
    }
    /// What plays is told later than what is queued: only then both headings are there, and rows stand still.
    bool rows_stand() const {
        return wait_until([this] {
            auto* list = item("queueList");
            const QQuickItem* now = with_text(list, QStringLiteral("Now"));
            const QQuickItem* next = with_text(list, QStringLiteral("Next"));
            const auto below = [this](const QQuickItem* heading, int row) {
                return heading && in_row(row, 1).y() > heading->mapToScene({0, heading->height()}).y();
            };
            return below(now, 0) && below(next, 1) && below(next, 3) &&
                   next->mapToScene({0, 0}).y() > in_row(0, 1).y();
        });
    }

    test::KeptSettings kept_;
    test::Services services_;
    std::unique_ptr<Window> window_;
};

TEST_F(Hands, DragARowByItsGripToAnotherPlace) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    const QPoint from = in_row(1, 12);
    const QPoint to = in_row(3, 12) + QPoint(0, 10);
    QTest::mousePress(quick(), Qt::LeftButton, {}, from);
    QTest::mouseMove(quick(), (from + to) / 2);
    QTest::mouseMove(quick(), to);
    EXPECT_EQ(order(), "abcd") << "nothing moves before the row is let go";
    QTest::mouseRelease(quick(), Qt::LeftButton, {}, to);
    EXPECT_TRUE(wait_until([&] { return order() == "acdb"; })) << order();
}

TEST_F(Hands, ARowLetGoWhereItStoodStaysThere) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    const QPoint grip = in_row(2, 12);
    QTest::mousePress(quick(), Qt::LeftButton, {}, grip);
    QTest::mouseMove(quick(), grip + QPoint(0, 8));
    QTest::mouseRelease(quick(), Qt::LeftButton, {}, grip + QPoint(0, 8));
    services_.player->settle();
    QCoreApplication::processEvents();
    EXPECT_EQ(order(), "abcd");
}

TEST_F(Hands, MoveAndRemoveARowByKeyboardAndTakeItBack) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    auto* list = item("queueList");
    list->forceActiveFocus();
    list->setProperty("currentIndex", 2);
    QTest::keyClick(quick(), Qt::Key_Up, Qt::AltModifier);
    ASSERT_TRUE(wait_until([&] { return order() == "acbd"; })) << order();
    ASSERT_TRUE(wait_until([&] { return list->property("currentIndex").toInt() == 1; }))
        << "the keyboard stays with the row";
    QTest::keyClick(quick(), Qt::Key_Delete);
    ASSERT_TRUE(wait_until([&] { return order() == "abd"; })) << order();
    EXPECT_EQ(part<NoticeViewModel>("notices")->news(), QStringLiteral("Removed “c”"));
    QTest::keyClick(quick(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(wait_until([&] { return order() == "acbd"; })) << order();
}

TEST_F(Hands, SeveralRowsAreClickedTogetherAndRemovedAsOneChange) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    auto* queue = part<QueueModel>("queue");
    QTest::mouseClick(quick(), Qt::LeftButton, {}, in_row(1, 300));
    EXPECT_EQ(queue->selected_count(), 1);
    QTest::mouseClick(quick(), Qt::LeftButton, Qt::ControlModifier, in_row(3, 300));
    EXPECT_TRUE(queue->isSelected(1) && !queue->isSelected(2) && queue->isSelected(3));
    QTest::keyClick(quick(), Qt::Key_Delete);
    ASSERT_TRUE(wait_until([&] { return order() == "ac"; })) << order();
    EXPECT_EQ(part<NoticeViewModel>("notices")->news(), QStringLiteral("Removed 2 songs"));
    part<NoticeViewModel>("notices")->act();
    EXPECT_TRUE(wait_until([&] { return order() == "abcd"; })) << order();
}

TEST_F(Hands, RowsSelectedWithShiftAreDraggedTogether) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    QTest::mouseClick(quick(), Qt::LeftButton, {}, in_row(1, 300));
    QTest::mouseClick(quick(), Qt::LeftButton, Qt::ShiftModifier, in_row(2, 300));
    EXPECT_EQ(part<QueueModel>("queue")->selected_count(), 2);
    const QPoint from = in_row(2, 12);
    const QPoint to = in_row(3, 12) + QPoint(0, 10);
    QTest::mousePress(quick(), Qt::LeftButton, {}, from);
    QTest::mouseMove(quick(), (from + to) / 2);
    QTest::mouseMove(quick(), to);
    QTest::mouseRelease(quick(), Qt::LeftButton, {}, to);
    ASSERT_TRUE(wait_until([&] { return order() == "adbc"; })) << order();
    QTest::keyClick(quick(), Qt::Key_Z, Qt::ControlModifier);
    EXPECT_TRUE(wait_until([&] { return order() == "abcd"; })) << "one change, one undo: " << order();
}

TEST_F(Hands, SeveralRowsAreSelectedAndMovedByKeyboardAlone) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    auto* list = item("queueList");
    list->forceActiveFocus();
    list->setProperty("currentIndex", 3);
    part<QueueModel>("queue")->select(3);
    QTest::keyClick(quick(), Qt::Key_Up, Qt::ShiftModifier);
    EXPECT_EQ(part<QueueModel>("queue")->selected_count(), 2);
    QTest::keyClick(quick(), Qt::Key_Up, Qt::AltModifier);
    ASSERT_TRUE(wait_until([&] { return order() == "acdb"; })) << order();
    QTest::keyClick(quick(), Qt::Key_A, Qt::ControlModifier);
    EXPECT_EQ(part<QueueModel>("queue")->selected_count(), 4);
    QTest::keyClick(quick(), Qt::Key_Escape);
    EXPECT_EQ(part<QueueModel>("queue")->selected_count(), 1);
}

TEST_F(Hands, TheMenuOfARowOpensByItsRightButton) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    QTest::mouseClick(quick(), Qt::RightButton, {}, in_row(2, 300));
    QObject* menu = quick()->findChild<QObject*>(QStringLiteral("queueMenu"));
    ASSERT_TRUE(wait_until([&] { return menu && menu->property("opened").toBool(); }));
    EXPECT_EQ(menu->property("row").toInt(), 2);
    // Play, Play next, Remove.
    for (int down = 0; down < 3; ++down) {
        QTest::keyClick(quick(), Qt::Key_Down);
    }
    QTest::keyClick(quick(), Qt::Key_Return);
    EXPECT_TRUE(wait_until([&] { return order() == "abd"; })) << order();
}

TEST_F(Hands, TheKeyboardIsBackInTheListWhenItsMenuIsLeft) {
    open(QStringLiteral("queue"));
    queue_four();
    ASSERT_TRUE(rows_stand());
    QTest::mouseClick(quick(), Qt::LeftButton, {}, in_row(1, 300));
    QTest::mouseClick(quick(), Qt::RightButton, {}, in_row(2, 300));
    QObject* menu = quick()->findChild<QObject*>(QStringLiteral("queueMenu"));
    ASSERT_TRUE(wait_until([&] { return menu && menu->property("opened").toBool(); }));
    QTest::keyClick(quick(), Qt::Key_Escape);
    ASSERT_TRUE(wait_until([&] { return !menu->property("visible").toBool(); }));
    QTest::keyClick(quick(), Qt::Key_Delete);
    EXPECT_TRUE(wait_until([&] { return order() == "abd"; })) << order();
}

TEST_F(Hands, NextAndTheSeekSliderWorkByMouse) {
    open(QStringLiteral("queue"));
    queue_four();
    const auto middle = [&](const char* name) {
        const QQuickItem* control = item(name);
        return control->mapToScene({control->width() / 2, control->height() / 2}).toPoint();
    };
    const QPoint half = middle("seekSlider");
    QTest::mouseClick(quick(), Qt::LeftButton, {}, half);
    EXPECT_TRUE(wait_until([&] { return part<PlayerViewModel>("player")->position() > 8'000; }))
        << part<PlayerViewModel>("player")->position();
    QTest::mouseClick(quick(), Qt::LeftButton, {}, middle("nextButton"));
    EXPECT_TRUE(wait_until([&] { return part<PlayerViewModel>("player")->title() == QStringLiteral("b"); }));
}

TEST_F(Hands, ShuffleRepeatAndAToBHaveAKeyEach) {
    open(QStringLiteral("queue"));
    queue_four();
    auto* player = part<PlayerViewModel>("player");
    QTest::keyClick(quick(), Qt::Key_R, Qt::ControlModifier);
    EXPECT_TRUE(wait_until([&] { return player->repeat() == PlayerViewModel::Repeat::All; }));
    QTest::keyClick(quick(), Qt::Key_S, Qt::ControlModifier);
    EXPECT_TRUE(wait_until([&] { return player->shuffle(); }));
    QTest::keyClick(quick(), Qt::Key_B, Qt::ControlModifier);
    EXPECT_TRUE(wait_until([&] { return part<StretchViewModel>("stretch")->from() >= 0; }));
}

TEST_F(Hands, TheSleepTimerIsSetInThePanelByKeyboardAlone) {
    open(QStringLiteral("songs"));
    QTest::keyClick(quick(), Qt::Key_P, Qt::ControlModifier);
    auto* sleep = part<SleepViewModel>("sleep");
    const auto focused_name = [&]() -> QString {
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(quick()->activeFocusItem());
        return face ? face->text(QAccessible::Name) : QString();
    };
    // "Off", "15", "30": however many stops lie before it, Tab reaches it.
    bool found = false;
    for (int stop = 0; stop < 40 && !found; ++stop) {
        QTest::keyClick(quick(), Qt::Key_Tab);
        found = focused_name() == QStringLiteral("Sleep in 30 minutes");
    }
    ASSERT_TRUE(found) << focused_name().toStdString();
    QTest::keyClick(quick(), Qt::Key_Return);
    EXPECT_TRUE(wait_until([&] { return sleep->until() == SleepViewModel::Until::Time; }));
    EXPECT_EQ(sleep->minutes(), 30);
}

TEST_F(Hands, TheSettingsOpenByKeyAndAreHeldAtOnce) {
    open(QStringLiteral("songs"));
    QTest::keyClick(quick(), Qt::Key_Comma, Qt::ControlModifier);
    ASSERT_TRUE(wait_until([&] { return item("settingsSheet") && item("settingsSheet")->isVisible(); }));
    const auto turn = [&](const QString& name) {
        for (QQuickItem* control : item("settingsSheet")->findChildren<QQuickItem*>()) {
            if (control->property("text").toString() == name && control->property("checked").isValid() &&
                control->inherits("QQuickSwitch")) {
                return QMetaObject::invokeMethod(control, "flip");
            }
        }
        return false;
    };
    ASSERT_TRUE(turn(QStringLiteral("Mono")));
    EXPECT_TRUE(wait_until([&] { return services_.player->state().settings.mono; }));
    ASSERT_TRUE(turn(QStringLiteral("Notifications")));
    EXPECT_EQ(kept_.at(QStringLiteral("desktop/notifications")), QVariant(false));
}

TEST_F(Hands, AFolderIsLeftOutAfterAQuestionThatSaysWhatHappens) {
    services_.fill({test::track(1, "Salt", "Marta", "Harbour")});
    open(QStringLiteral("settings"));
    auto* library = part<LibraryViewModel>("library");
    Q_EMIT services_.background.scan_finished({}, {});
    ASSERT_TRUE(wait_until([&] { return library->folders() == QStringList{QStringLiteral("/music")}; }));
    const auto ask = [&] {
        QQuickItem* button =
            with_text(item("settingsSheet"), QStringLiteral("Remove /music from the library"));
        return button && QMetaObject::invokeMethod(button, "clicked");
    };
    ASSERT_TRUE(ask());
    auto* question = quick()->findChild<QObject*>(QStringLiteral("leaveFolder"));
    ASSERT_TRUE(wait_until([&] { return question && question->property("opened").toBool(); }));
    EXPECT_TRUE(question->property("sentence").toString().contains(QStringLiteral("Nothing is deleted")));
    QTest::keyClick(quick(), Qt::Key_Return);
    ASSERT_TRUE(wait_until([&] { return !question->property("visible").toBool(); }));
    EXPECT_TRUE(services_.background.removed_folders.empty()) << "Enter is the harmless answer";
    ASSERT_TRUE(ask());
    ASSERT_TRUE(wait_until([&] { return question->property("opened").toBool(); }));
    const auto* confirm = quick()->findChild<QQuickItem*>(QStringLiteral("confirm"));
    ASSERT_NE(confirm, nullptr);
    QTest::mouseClick(quick(), Qt::LeftButton, {},
                      confirm->mapToScene({confirm->width() / 2, confirm->height() / 2}).toPoint());
    EXPECT_TRUE(wait_until([&] { return services_.background.removed_folders.size() == 1; }));
    EXPECT_EQ(services_.background.removed_folders.at(0), "/music");
}

TEST_F(Hands, TheKeysOfTheKeyboardAreShownAndLeftAgain) {
    open(QStringLiteral("songs"));
    QTest::keyClick(quick(), Qt::Key_F1);
    QObject* sheet = nullptr;
    ASSERT_TRUE(wait_until([&] {
        sheet = quick()->findChild<QObject*>(QStringLiteral("shortcutsPanel"));
        return sheet && sheet->property("opened").toBool();
    }));
    QTest::keyClick(quick(), Qt::Key_Escape);
    EXPECT_TRUE(wait_until([&] { return !sheet->property("visible").toBool(); }));
}

TEST_F(Hands, AFileThatCannotBePlayedIsNamedAndCanBeSkipped) {
    open(QStringLiteral("songs"));
    std::vector<QueueEntry> gone(5);
    for (std::size_t i = 0; i < gone.size(); ++i) {
        gone[i].path = "/nowhere/" + std::to_string(i) + ".flac";
    }
    services_.player->play(gone);
    auto* notices = part<NoticeViewModel>("notices");
    ASSERT_TRUE(wait_until([&] { return notices->remedy() == NoticeViewModel::Remedy::Skip; }));
    EXPECT_TRUE(notices->error_file().startsWith(QStringLiteral("/nowhere/")));
    EXPECT_FALSE(notices->error().contains(QStringLiteral("/nowhere/"))) << "said once, beside the sentence";
    notices->dismissError();
    EXPECT_TRUE(wait_until([&] { return !services_.player->state().error.has_value(); }));
}

}  // namespace
}  // namespace refrain
