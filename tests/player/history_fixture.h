// An empty library database and a listening history in a folder that goes with the test. One thread.
#pragma once

#include "library_scanner/database/database.h"
#include "player/history/listening_history.h"
#include "tests/support/temporary_folder.h"

#include <memory>
#include <optional>
#include <utility>

#include <gtest/gtest.h>

namespace refrain {

class HistoryTest : public ::testing::Test {
  protected:
    void SetUp() override {
        auto opened = Database::open(folder / "library.db");
        ASSERT_TRUE(opened) << opened.error().text();
        database = std::move(opened).value();
        history.emplace(*database);
    }

    test::TemporaryFolder folder;
    std::unique_ptr<Database> database;
    std::optional<ListeningHistory> history;
};

}  // namespace refrain
