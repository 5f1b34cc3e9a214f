// What each file format is read into, and what is said of a file that is not what it should be.
#include "recommender/evaluation/readers/readers.h"

#include "recommender/evaluation/readers/item_attributes.h"
#include "recommender/evaluation/readers/text_source.h"
#include "tests/recommender_model/support/made_library.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace refrain::evaluation {
namespace {

class Readers : public testing::Test {
  protected:
    std::filesystem::path file(const std::string& text) {
        std::ofstream(folder_ / "set") << text;
        return folder_ / "set";
    }
    static const Interaction& at(const DataSet& data, UserNumber user, std::size_t position) {
        return data.of(user)[position];
    }
    test::TemporaryFolder folder_;
};

TEST_F(Readers, PairsKeepTheOrderOfTheFileForEachUser) {
    const auto data = read_pairs(file("7 30\n7 10\n9 10\n7 20\n\n"), {}).value();
    EXPECT_EQ(data.user_ids, (std::vector<std::string>{"7", "9"}));
    EXPECT_EQ(data.item_ids, (std::vector<std::string>{"30", "10", "20"}));
    ASSERT_EQ(data.of(0).size(), 3U);
    EXPECT_EQ(at(data, 0, 2).item, 2U);
    EXPECT_EQ(at(data, 0, 0).judgement(), Judgement::positive);
    EXPECT_FALSE(at(data, 0, 0).play_rate().has_value());
    EXPECT_FALSE(data.has_times);
}

TEST_F(Readers, SequencesAreOneUserALine) {
    const auto data = read_sequences(file("\xEF\xBB\xBF"
                                          "1 5 6 5\r\n2 6\r\n"),
                                     {})
                          .value();
    EXPECT_EQ(data.users(), 2U);
    EXPECT_EQ(data.items(), 2U);
    ASSERT_EQ(data.of(0).size(), 3U);
    EXPECT_EQ(at(data, 0, 2).item, 0U);
}

TEST_F(Readers, AttributesBecomeGenresOfTheItemsThatTheyName) {
    auto data = read_sequences(file("1 5 6 7\n"), {}).value();
    ASSERT_TRUE(add_item_attributes(file(R"({"6": [3, "folk", 3], "99": [1], "5": []})"), data).ok());
    ASSERT_EQ(data.tracks.size(), 3U);
    EXPECT_TRUE(data.tracks[0].genres.empty());
    EXPECT_EQ(data.tracks[1].genres, (std::vector<std::string>{"3", "folk", "3"}));
    EXPECT_TRUE(data.tracks[2].genres.empty()) << "an item that is not named has none";
    const auto again = add_item_attributes(file("{}"), data);
    EXPECT_EQ(again.error().code, ErrorCode::unsupported) << "tags of its own are not written over";
}

TEST_F(Readers, AttributesThatAreNoneAreRefusedAndLeaveTheSetAsItIs) {
    auto data = read_sequences(file("1 5 6\n"), {}).value();
    for (const char* text : {"", "[1]", "{\"5\": 3}", "{\"5\": [1.5]}", "{\"5\": [[1]]}", "{\"5\": [1]"}) {
        const auto status = add_item_attributes(file(text), data);
        ASSERT_FALSE(status.ok()) << text;
        EXPECT_EQ(status.error().code, ErrorCode::malformed) << text;
        EXPECT_TRUE(data.tracks.empty());
    }
    EXPECT_EQ(add_item_attributes("/nowhere/at/all.json", data).error().code, ErrorCode::not_found);
}

TEST_F(Readers, RatingsBecomePlayRatesAndLowOnesSkips) {
    const auto data =
        read_ratings(file("1\t10\t5\t300\n1\t11\t1\t100\n1\t12\t2\t200\n1\t13\t4\t400\n"), {}).value();
    ASSERT_EQ(data.of(0).size(), 4U);
    // By time: 1 star, 2 stars, 5 stars, 4 stars.
    EXPECT_EQ(at(data, 0, 0).rate, 0.0F);
    EXPECT_EQ(at(data, 0, 0).judgement(), Judgement::negative);
    EXPECT_EQ(at(data, 0, 1).rate, 0.25F);
    EXPECT_EQ(at(data, 0, 1).judgement(), Judgement::negative);
    EXPECT_EQ(at(data, 0, 2).judgement(), Judgement::positive);
    EXPECT_EQ(at(data, 0, 3).rate, 0.75F);
    EXPECT_EQ(at(data, 0, 3).judgement(), Judgement::neutral) << "0.75 is less than 0.8";
    BuildOptions generous;
    generous.thresholds.positive_from = 0.75;
    EXPECT_EQ(read_ratings(file("1\t13\t4\t400\n"), generous).value().of(0)[0].judgement(),
              Judgement::positive);
}

constexpr const char* spotify_header =
    "ts,ms_played,track,artist,album,track_uri,reason_start,reason_end,shuffle,skipped\n";

TEST_F(Readers, SpotifyTracksAreAsLongAsTheyUsuallyRunToTheirEnd) {
    const auto data =
        read_spotify(
            file(std::string(spotify_header) +
                 "2023-05-13T10:04:00Z,200000,One,\"Ann, \"\"A\"\"\",X,u:1,clickrow,trackdone,False,False\n"
                 "2023-05-13T10:08:00Z,200000,One,Ann,X,u:1,trackdone,trackdone,True,False\n"
                 "2023-05-13T10:09:00Z,30000,One,Ann,X,u:1,trackdone,trackdone,True,False\n"
                 "2023-05-13T10:10:00Z,40000,One,Ann,X,u:1,fwdbtn,fwdbtn,True,True\n"
                 "2023-05-13T10:11:00Z,40001,One,Ann,X,u:1,fwdbtn,endplay,True,True\n"
                 "2023-05-13T10:12:00Z,10000,One,Ann,X,u:1,fwdbtn,logout,True,True\n"
                 "2023-05-13T10:13:00Z,5000,Two,Bob,Y,u:2,fwdbtn,fwdbtn,True,True\n"),
            {})
            .value();
    ASSERT_EQ(data.of(0).size(), 7U);
    EXPECT_EQ(data.tracks[0].artist, "Ann, \"A\"");
    EXPECT_EQ(data.tracks[0].duration, Milliseconds(200'000));
    EXPECT_EQ(at(data, 0, 0).judgement(), Judgement::positive);
    EXPECT_EQ(at(data, 0, 0).intent(), Intent::track);
    EXPECT_EQ(at(data, 0, 1).intent(), Intent::shuffle);
    EXPECT_EQ(at(data, 0, 1).time_s - at(data, 0, 0).time_s, 240U);
    EXPECT_EQ(at(data, 0, 3).judgement(), Judgement::negative) << "a fifth, and ended by hand";
    EXPECT_EQ(at(data, 0, 4).judgement(), Judgement::neutral) << "a little more than a fifth";
    EXPECT_EQ(at(data, 0, 5).judgement(), Judgement::neutral) << "closing the program is no verdict";
    EXPECT_FALSE(at(data, 0, 6).play_rate().has_value())
        << "never heard to its end: nobody knows how long it is";
    EXPECT_EQ(at(data, 0, 6).judgement(), Judgement::neutral);
}

TEST_F(Readers, SpotifyWithoutReasonsTakesWhoMovedOnAtOnceAsSkipping) {
    const auto data = read_spotify(file("ts,ms_played,track,artist\n"
                                        "2019-11-20 11:04,240000,Drama,AJR\n"
                                        "2019-11-20 11:08,240000,Drama,AJR\n"
                                        "2019-11-20 11:09,12000,Drama,AJR\n"
                                        "2019-11-20 11:13,240000,Drama,AJR\n"
                                        "2019-11-20 11:14,12000,Drama,AJR\n"
                                        "2019-11-20 15:00,12000,Drama,AJR\n"),
                                   {})
                          .value();
    EXPECT_EQ(data.item_ids.at(0), "AJR - Drama");
    EXPECT_EQ(at(data, 0, 0).judgement(), Judgement::positive);
    EXPECT_EQ(at(data, 0, 2).judgement(), Judgement::negative);
    EXPECT_EQ(at(data, 0, 4).judgement(), Judgement::neutral) << "nothing followed for hours: who knows why";
    EXPECT_EQ(at(data, 0, 5).judgement(), Judgement::neutral) << "nothing followed";
}

TEST_F(Readers, SpotifyRowsOfNoTrackAreCounted) {
    const auto data = read_spotify(file(std::string(spotify_header) +
                                        "2023-05-13T10:04:00Z,2000,,,,,clickrow,endplay,False,False\n"),
                                   {})
                          .value();
    EXPECT_EQ(data.interactions(), 0U);
    ASSERT_EQ(data.dropped.size(), 1U);
    EXPECT_EQ(data.dropped[0].rows, 1U);
}

constexpr const char* yambda_header =
    "uid,item_id,timestamp,is_organic,played_ratio_pct,track_length_seconds\n";

TEST_F(Readers, YambdaColumnsMayStandInAnyOrder) {
    const auto data =
        read_yambda(file("timestamp,uid,item_id,track_length_seconds,is_organic,played_ratio_pct\n"
                         "100,4,77,200,1,100\n"
                         "300,4,78,100,0,10\n"
                         "315,4,79,100,0,50\n"),
                    {})
            .value();
    ASSERT_EQ(data.of(0).size(), 3U);
    EXPECT_EQ(data.user_ids[0], "4");
    EXPECT_EQ(at(data, 0, 0).judgement(), Judgement::positive);
    EXPECT_EQ(at(data, 0, 0).intent(), Intent::track);
    EXPECT_EQ(at(data, 0, 0).heard_s, 200);
    EXPECT_EQ(at(data, 0, 1).intent(), Intent::guess);
    EXPECT_EQ(at(data, 0, 1).judgement(), Judgement::negative) << "left for the next after ten seconds";
    EXPECT_EQ(at(data, 0, 2).judgement(), Judgement::neutral);
}

TEST_F(Readers, YambdaKeepsTheNewestOfEachUserAndRemembersHowManyWentBefore) {
    std::string text = yambda_header;
    for (int i = 0; i < 1000; ++i) {
        text += "1," + std::to_string(i) + "," + std::to_string(i * 100) + ",1,100,100\n";
    }
    text += "2,5,1,1,100,100\n3,5,1,1,100,100\n";
    BuildOptions few;
    few.newest_per_user = 30;
    few.most_users = 2;
    const auto data = read_yambda(file(text), few).value();
    ASSERT_EQ(data.users(), 2U);
    ASSERT_EQ(data.of(0).size(), 30U);
    EXPECT_EQ(data.item_ids[at(data, 0, 0).item], "970");
    EXPECT_EQ(data.forgotten(0), 970U);
    EXPECT_EQ(data.forgotten(1), 0U);
}

TEST_F(Readers, TheDatabaseIsReadByProfileWithItsTracks) {
    {
        test::MadeLibrary library(folder_ / "library.db");
        library.add_track("folk", 1);
        library.add_track("metal", 2);
        library.add_listen(1, 1.0, "finished");
        library.add_listen(2, 0.1, "next");
        library.add_listen(2, 0.1, "next", ", browsing", ", 1");
        library.add_listen(2, 0.1, "not_for_me", ", profile", ", 'other'");
    }
    const auto data = read_database(folder_ / "library.db", {}).value();
    ASSERT_EQ(data.user_ids, (std::vector<std::string>{"default", "other"}));
    EXPECT_EQ(data.item_ids, (std::vector<std::string>{"1", "2"}));
    EXPECT_EQ(data.tracks.at(1).genres, (std::vector<std::string>{"metal"}));
    ASSERT_EQ(data.of(0).size(), 3U);
    EXPECT_EQ(at(data, 0, 0).judgement(), Judgement::positive);
    EXPECT_EQ(at(data, 0, 1).judgement(), Judgement::negative);
    EXPECT_EQ(at(data, 0, 2).judgement(), Judgement::neutral) << "browsing is no verdict";
    EXPECT_EQ(at(data, 1, 0).judgement(), Judgement::negative);
    EXPECT_EQ(at(data, 0, 1).time_s - at(data, 0, 0).time_s, 240U);
}

struct Wrong {
    std::string name, format, text, says;
};
class WrongFiles : public Readers, public testing::WithParamInterface<Wrong> {};

TEST_P(WrongFiles, AreRefusedWithTheLineAndTheFile) {
    const auto* format = std::find_if(formats.begin(), formats.end(),
                                      [](const auto& one) { return one.name == GetParam().format; });
    const auto path = file(GetParam().text);
    const auto data = format->read(path, {});
    ASSERT_FALSE(data.ok());
    EXPECT_EQ(data.error().code, ErrorCode::malformed);
    EXPECT_NE(data.error().message.find(GetParam().says), std::string::npos) << data.error().message;
    EXPECT_EQ(data.error().path, path.string());
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongFiles,
    testing::Values(
        Wrong{"PairOfThree", "ml-1m", "1 2\n1 2 3\n", "Line 2: expected two numbers"},
        Wrong{"PairOfWords", "ml-1m", "1 x\n", "Line 1: expected two numbers"},
        Wrong{"SequenceOfNothing", "lastfm", "1 2 3\n\n4\n", "Line 3: expected numbers"},
        Wrong{"RatingOfSix", "ml-100k", "1\t2\t6\t100\n", "Line 1: expected a rating"},
        Wrong{"RatingBefore1970", "ml-100k", "1\t2\t3\t-100\n", "Line 1: expected a time"},
        Wrong{"RatingHuge", "ml-100k", "1\t2\t3\t99999999999999999999\n", "Line 1: expected four numbers"},
        Wrong{"SpotifyOfOtherColumns", "spotify-csv", "a,b\n", "Line 1: expected a header"},
        Wrong{"SpotifyOfNoDay", "spotify-csv", "ts,ms_played,track_uri\n2023-02-30T10:00:00Z,1,u\n",
              "Line 2: ts must be"},
        Wrong{"SpotifyOfNoNumber", "spotify-csv", "ts,ms_played,track_uri\n2023-02-03T10:00:00Z,x,u\n",
              "Line 2: ms_played must be"},
        Wrong{"SpotifyNeverClosed", "spotify-csv", "ts,ms_played,track_uri\n2023-02-03T10:00:00Z,1,\"u\n",
              "a quoted field is not closed"},
        Wrong{"YambdaHeader", "yambda-csv", "uid,item\n", "Line 1: expected the header"},
        Wrong{"YambdaEmpty", "yambda-csv", "", "expected the header"},
        Wrong{"YambdaShort", "yambda-csv", std::string(yambda_header) + "1,2,3,1,100\n",
              "Line 2: expected 6 fields"},
        Wrong{"YambdaOrganic", "yambda-csv", std::string(yambda_header) + "1,2,3,yes,100,100\n",
              "Line 2: is_organic"},
        Wrong{"YambdaPlayed", "yambda-csv", std::string(yambda_header) + "1,2,3,1,nan,100\n",
              "Line 2: played_ratio_pct"}),
    [](const auto& one) { return one.param.name; });

TEST_F(Readers, SayWhenThereIsNoFile) {
    for (const auto& format : formats) {
        EXPECT_EQ(format.read(folder_ / "none", {}).error().code, ErrorCode::not_found) << format.name;
    }
    EXPECT_EQ(read_pairs(folder_.path(), {}).error().code, ErrorCode::unreadable);
}

TEST(Dates, AreSecondsSince1970) {
    EXPECT_EQ(seconds_from_date("1970-01-01T00:00:00Z"), 0U);
    EXPECT_EQ(seconds_from_date("2023-05-13T15:35:46Z"), 1'683'992'146U);  // date -u -d … +%s
    EXPECT_EQ(seconds_from_date("2020-02-29 11:29"), 1'582'975'740U);
    EXPECT_FALSE(seconds_from_date("2019-02-29 11:29"));
    EXPECT_FALSE(seconds_from_date("2019-02-28 24:00"));
    EXPECT_FALSE(seconds_from_date("1969-12-31T23:59:59Z"));
    EXPECT_FALSE(seconds_from_date("2019-2-28 10:00"));
}

}  // namespace
}  // namespace refrain::evaluation
