// The command line contract, driven through the real program: documents, exit codes, bad input.
#include "tests/app/command_line.h"

#include <chrono>
#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace refrain::app {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

TEST_F(CommandLine, scan_counts_and_a_second_scan_only_looks) {
    make_music();
    const auto first = refrain({"--json", "scan", music()});
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.json()["files"], 3);
    EXPECT_EQ(first.json()["tracks"], 3);
    EXPECT_EQ(first.json()["added"], 3);
    EXPECT_TRUE(first.json()["failed"].empty());
    EXPECT_TRUE(first.json()["seconds"].is_number());
    const auto second = refrain({"scan", "--json", music()});
    EXPECT_EQ(second.json()["files"], 3);
    EXPECT_EQ(second.json()["added"], 0);
    EXPECT_EQ(second.json()["updated"], 0);
}

TEST_F(CommandLine, a_scan_without_folders_goes_over_the_known_ones_and_asks_for_one_when_there_is_none) {
    EXPECT_EQ(refrain({"scan"}).code, 2);
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    fs::remove(music() / "b" / "three.wav");
    const auto again = refrain({"--json", "scan"});
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(again.json()["missing"], 1);
}

TEST_F(CommandLine, scan_of_no_folder_fails_and_names_it) {
    const auto outcome = refrain({"--json", "scan", folder / "nowhere"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.json()["error"]["path"].get<std::string>(), HasSubstr("nowhere"));
    EXPECT_THAT(outcome.err, HasSubstr("nowhere"));
}

TEST_F(CommandLine, scan_of_an_empty_folder_is_done_and_says_so) {
    fs::create_directories(music());
    const auto outcome = refrain({"scan", music()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("no music"));
}

TEST_F(CommandLine, text_named_mp3_and_an_empty_file_are_told_with_their_reasons_and_stop_nothing) {
    make_music();
    std::ofstream(music() / "letter.mp3") << "Dear Sir or Madam, this is no music at all.\n";
    std::ofstream(music() / "nothing.flac");
    const auto outcome = refrain({"--json", "scan", music()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto document = outcome.json();
    EXPECT_EQ(document["tracks"], 3);
    ASSERT_EQ(document["failed"].size(), 2u);
    for (const auto& failure : document["failed"]) {
        EXPECT_FALSE(failure["reason"].get<std::string>().empty());
    }
}

TEST_F(CommandLine, search_finds_by_any_word_and_bytes_that_are_no_utf8_break_nothing) {
    make_music();
    write_wav(music() / "caf\xE9.wav", {"", "", "", "", 1.0, 440.0});
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto found = refrain({"--json", "search", "nils", "--limit", "1"});
    ASSERT_EQ(found.code, 0) << found.err;
    ASSERT_EQ(found.json().size(), 1u);
    EXPECT_EQ(found.json()[0]["artist"], "Nils");
    EXPECT_EQ(found.json()[0]["album"], "Spaces");
    EXPECT_GT(found.json()[0]["duration_ms"], 1900);
    EXPECT_EQ(refrain({"--json", "search", "周杰倫"}).json().size(), 1u);
    const auto strange = refrain({"--json", "search", "caf"});
    ASSERT_EQ(strange.code, 0) << strange.err;
    ASSERT_EQ(strange.json().size(), 1u);
    EXPECT_THAT(strange.json()[0]["path"].get<std::string>(), HasSubstr("caf\xEF\xBF\xBD.wav"));
}

TEST_F(CommandLine, search_understands_fields_and_says_what_it_does_not) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id = std::to_string(refrain({"--json", "search", "Hammers"}).json()[0]["id"].get<int>());
    ASSERT_EQ(refrain({"rate", id, "5"}).code, 0);
    EXPECT_EQ(refrain({"--json", "search", "rating:>4"}).json().size(), 1u);
    EXPECT_EQ(refrain({"--json", "search", "artist:nils -hammers rating:>4"}).json().size(), 0u);
    EXPECT_EQ(refrain({"--json", "search", "zjl"}).json().size(), 1u);
    EXPECT_THAT(refrain({"search", "year:soon"}).err, HasSubstr("soon"));
}

TEST_F(CommandLine, playlist_is_made_filled_given_out_and_taken_in) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id = std::to_string(refrain({"--json", "search", "Hammers"}).json()[0]["id"].get<int>());
    ASSERT_EQ(refrain({"playlist", "new", "Sunday"}).code, 0);
    EXPECT_EQ(refrain({"playlist", "new", "Sunday"}).code, 1);
    ASSERT_EQ(refrain({"playlist", "add", "Sunday", id, id}).code, 0);
    EXPECT_EQ(refrain({"playlist", "add", "Sunday", "999"}).code, 1);
    ASSERT_EQ(refrain({"playlist", "new", "Nils", "--query", "artist:nils", "--sort", "title"}).code, 0);
    EXPECT_EQ(refrain({"--json", "playlist", "list"}).json().size(), 2u);
    const auto smart = refrain({"--json", "playlist", "show", "Nils"}).json();
    EXPECT_EQ(smart["query"], "artist:nils");
    EXPECT_GE(smart["songs"].size(), 1u);
    const auto file = (music() / "sunday.m3u8").string();
    ASSERT_EQ(refrain({"playlist", "export", "Sunday", file}).code, 0);
    ASSERT_EQ(refrain({"playlist", "remove", "Sunday"}).code, 0);
    EXPECT_EQ(refrain({"playlist", "show", "Sunday"}).code, 1);
    const auto taken = refrain({"--json", "playlist", "import", file}).json();
    EXPECT_EQ(taken["name"], "Sunday");
    EXPECT_EQ(taken["by_path"], 2);
    EXPECT_EQ(taken["not_found"].size(), 0u);
    EXPECT_EQ(refrain({"--json", "playlist", "show", "Sunday"}).json()["songs"].size(), 2u);
    EXPECT_EQ(refrain({"playlist", "import", file + ".not"}).code, 1);
}

TEST_F(CommandLine, lyrics_shows_the_words_of_a_track_with_their_times_where_asked) {
    make_music();
    std::ofstream(music() / "a" / "one.lrc") << "[00:01.50]First line\n[01:02.25]Second line\n";
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id_of = [&](const char* title) {
        return std::to_string(refrain({"--json", "search", title}).json()[0]["id"].get<int>());
    };
    const auto shown = refrain({"lyrics", id_of("Says")});
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(shown.out, "First line\nSecond line\n");
    EXPECT_THAT(refrain({"lyrics", id_of("Says"), "--times"}).out, HasSubstr("1:02.25  Second line"));
    const auto document = refrain({"--json", "lyrics", id_of("Says")}).json();
    ASSERT_EQ(document.size(), 1u);
    EXPECT_EQ(document[0]["timed"], true);
    EXPECT_EQ(document[0]["lines"][1]["at_ms"], 62'250);
    EXPECT_EQ(document[0]["lines"][1]["text"], "Second line");
    EXPECT_EQ(refrain({"lyrics", id_of("Says"), "--language", "deu"}).code, 1);
    const auto without = refrain({"--json", "lyrics", id_of("Hammers")});
    EXPECT_EQ(without.code, 1);
    EXPECT_EQ(without.json()["error"]["code"], "not_found");
    EXPECT_THAT(without.json()["error"]["path"].get<std::string>(), HasSubstr("two.wav"));
    EXPECT_EQ(refrain({"lyrics", "999"}).code, 1);
    EXPECT_EQ(refrain({"lyrics"}).code, 2);
}

TEST_F(CommandLine, without_its_tag_reader_nothing_is_scanned_and_it_is_said) {
    make_music();
    const auto alone = folder / "elsewhere" / "refrain";
    fs::create_directories(alone.parent_path());
    fs::copy_file(REFRAIN_PROGRAM, alone);
    auto command = words({"--json", "scan", music()});
    command[0] = alone;
    const auto outcome = run(command, [] { setenv("PATH", "/nowhere", 1); });
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.json()["error"]["code"], "not_found");
    EXPECT_THAT(outcome.err, HasSubstr("refrain-tagreader is missing"));
    EXPECT_EQ(refrain({"--json", "scan", music()}).json()["added"], 3);
}

TEST_F(CommandLine, rate_gives_half_stars_shows_and_takes_them_back) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id = std::to_string(refrain({"--json", "search", "Hammers"}).json()[0]["id"].get<int>());
    EXPECT_TRUE(refrain({"--json", "rate", id}).json()["stars"].is_null());
    const auto rated = refrain({"--json", "rate", id, "4.5"});
    ASSERT_EQ(rated.code, 0) << rated.err;
    EXPECT_EQ(rated.json()["stars"], 4.5);
    EXPECT_THAT(refrain({"rate", id}).out, HasSubstr("Hammers by Nils: 4.5 of 5 stars"));
    EXPECT_TRUE(refrain({"--json", "rate", id, "--clear"}).json()["stars"].is_null());
    EXPECT_TRUE(refrain({"--json", "rate", id}).json()["stars"].is_null());
}

TEST_F(CommandLine, rate_takes_no_other_numbers_and_no_tracks_that_are_not_there) {
    EXPECT_EQ(refrain({"rate", "1", "4.3"}).code, 2);
    EXPECT_EQ(refrain({"rate", "1", "6"}).code, 2);
    EXPECT_EQ(refrain({"rate", "1", "3", "--clear"}).code, 2);
    const auto outcome = refrain({"--json", "rate", "77", "3"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_EQ(outcome.json()["error"]["code"], "not_found");
}

TEST_F(CommandLine, tag_tells_what_would_change_changes_it_and_takes_it_back) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto found = [&] { return refrain({"--json", "search", "Hammers"}).json()[0]; };
    const auto id = std::to_string(found()["id"].get<int>());
    const auto told = refrain({"--json", "tag", id, "--set", "album=Solo", "--set", "track=3", "--dry-run"});
    ASSERT_EQ(told.code, 0) << told.err;
    EXPECT_EQ(told.json()[0]["before"]["album"][0], "Spaces");
    EXPECT_EQ(told.json()[0]["after"]["track"][0], "3");
    EXPECT_EQ(found()["album"], "Spaces");
    const auto changed = refrain({"--json", "tag", id, "--set", "album=Solo", "--set", "track=3"});
    ASSERT_EQ(changed.code, 0) << changed.out << changed.err;
    EXPECT_EQ(changed.json()["written"], 1);
    EXPECT_EQ(found()["album"], "Solo");
    const auto scanned = refrain({"--json", "scan", music()});
    ASSERT_EQ(scanned.code, 0);
    EXPECT_EQ(found()["id"], std::stoi(id));
    EXPECT_EQ(refrain({"--json", "tag", "--undo"}).json()["written"], 1);
    EXPECT_EQ(found()["album"], "Spaces");
    EXPECT_EQ(refrain({"tag", "--undo"}).code, 1);
}

TEST_F(CommandLine, tag_refuses_what_makes_no_sense) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto id = std::to_string(refrain({"--json", "search", "Hammers"}).json()[0]["id"].get<int>());
    EXPECT_EQ(refrain({"tag"}).code, 2);
    EXPECT_EQ(refrain({"tag", id, "--undo"}).code, 2);
    EXPECT_EQ(refrain({"tag", id, "--set", "mood=calm"}).code, 2);
    EXPECT_THAT(refrain({"tag", id, "--set", "date=soon"}).err, HasSubstr("date is 2011"));
    EXPECT_EQ(refrain({"tag", "777", "--set", "album=Solo"}).code, 1);
}

TEST_F(CommandLine, play_records_a_listen_heard_to_the_end_and_history_shows_it) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto played =
        refrain({"--json", "play", music() / "a" / "one.wav", "--audio-sink", "fake", "--speed", "max"});
    ASSERT_EQ(played.code, 0) << played.err;
    ASSERT_EQ(played.json()["listens"].size(), 1u);
    const auto history = refrain({"--json", "history"});
    ASSERT_EQ(history.json().size(), 1u);
    const auto listen = history.json()[0];
    EXPECT_EQ(listen["title"], "Says");
    EXPECT_EQ(listen["heard_ms"], 2000);
    EXPECT_EQ(listen["end_reason"], "finished");
    EXPECT_EQ(listen["intent"], "track");
    EXPECT_EQ(refrain({"--json", "history", "--since", "2999-01-01"}).json().size(), 0u);
}

TEST_F(CommandLine, play_takes_ids_and_files_outside_the_library) {
    make_music();
    ASSERT_EQ(refrain({"scan", music() / "a"}).code, 0);
    const auto id = refrain({"--json", "search", "Hammers"}).json()[0]["id"].get<int>();
    const auto played = refrain({"--json", "play", std::to_string(id), music() / "b" / "three.wav",
                                 "--audio-sink", "fake", "--speed", "max"});
    ASSERT_EQ(played.code, 0) << played.err;
    ASSERT_EQ(played.json()["listens"].size(), 2u);
    EXPECT_EQ(played.json()["listens"][0]["heard_ms"], 3000);
    EXPECT_EQ(played.json()["listens"][1]["heard_ms"], 1000);
}

TEST_F(CommandLine, play_takes_folders_and_the_tracks_of_a_cue_sheet) {
    make_music();
    const auto folder_played =
        refrain({"--json", "play", music() / "a", "--audio-sink", "fake", "--speed", "max"});
    ASSERT_EQ(folder_played.code, 0) << folder_played.err;
    EXPECT_EQ(folder_played.json()["listens"].size(), 2u);

    write_wav(music() / "disc" / "disc.wav", {"Disc", "Nils", "", "", 6.0, 440.0});
    std::ofstream(music() / "disc" / "disc.cue")
        << "FILE \"disc.wav\" WAVE\nTRACK 01 AUDIO\nTITLE \"First\"\nINDEX 01 00:00:00\n"
           "TRACK 02 AUDIO\nTITLE \"Second\"\nINDEX 01 00:04:00\n";
    const auto played =
        refrain({"--json", "play", music() / "disc" / "disc.cue", "--audio-sink", "fake", "--speed", "max"});
    ASSERT_EQ(played.code, 0) << played.err;
    const auto listens = played.json()["listens"];
    ASSERT_EQ(listens.size(), 2u);
    EXPECT_EQ(listens[0]["title"], "First");
    EXPECT_EQ(listens[0]["heard_ms"], 4000);
    EXPECT_EQ(listens[1]["title"], "Second");
    EXPECT_EQ(listens[1]["heard_ms"], 2000);
}

TEST_F(CommandLine, play_begins_where_it_is_told_to) {
    write_wav(music() / "long.wav", {"Long", "Somebody", "", "", 300.0, 440.0});
    const auto played =
        refrain({"--json", "play", music() / "long.wav", "--from", "4:59", "--audio-sink", "fake"});
    ASSERT_EQ(played.code, 0) << played.err;
    const auto listen = played.json()["listens"][0];
    EXPECT_EQ(listen["end_reason"], "finished");
    EXPECT_GE(listen["heard_ms"], 1000);
    EXPECT_LT(listen["heard_ms"], 60'000);
}

TEST_F(CommandLine, play_stops_after_a_time_as_the_sleep_timer_does) {
    write_wav(music() / "long.wav", {"Long", "Somebody", "", "", 300.0, 440.0});
    const auto played =
        refrain({"--json", "play", music() / "long.wav", "--stop-after", "0.5", "--audio-sink", "fake"});
    ASSERT_EQ(played.code, 0) << played.err;
    EXPECT_EQ(played.json()["listens"][0]["end_reason"], "sleep_timer");
}

TEST_F(CommandLine, loudness_measures_what_no_tag_tells_and_leaves_files_alone_unless_asked) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto before = text_of(music() / "a" / "one.wav");
    const auto first = refrain({"--json", "loudness"});
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.json()["measured"], 3);
    EXPECT_EQ(refrain({"--json", "loudness"}).json()["measured"], 0);
    EXPECT_EQ(refrain({"--json", "doctor"}).json()["loudness"]["known"], 3);
    EXPECT_EQ(text_of(music() / "a" / "one.wav"), before);

    const auto two = text_of(music() / "a" / "two.wav");
    const auto written = refrain({"--json", "loudness", "--write-tags", music() / "a" / "one.wav"});
    ASSERT_EQ(written.code, 0) << written.err;
    EXPECT_EQ(written.json()["written"], 1);
    EXPECT_THAT(text_of(music() / "a" / "one.wav"), HasSubstr("REPLAYGAIN_TRACK_GAIN"));
    EXPECT_EQ(text_of(music() / "a" / "two.wav"), two);
    const auto nothing = refrain({"--json", "loudness", "--write-tags", "/no/such/file.ogg"});
    EXPECT_EQ(nothing.code, 1);
    EXPECT_EQ(nothing.json()["failed"].size(), 1u);
}

TEST_F(CommandLine, analyze_listens_to_the_music_once_and_names_what_it_could_not) {
    make_music();
    write_wav(music() / "click.wav", {"Click", "Somebody", "", "", 0.05, 440.0});
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto done = [](const nlohmann::json& report) {
        return report["analyzed"].get<std::size_t>() + report["failed"].size();
    };
    EXPECT_EQ(done(refrain({"--json", "analyze", "--limit", "1"}).json()), 1u);
    const auto rest = refrain({"--json", "analyze"});
    ASSERT_EQ(rest.code, 0) << rest.err;
    EXPECT_EQ(done(rest.json()), 3u);
    EXPECT_EQ(refrain({"--json", "analyze"}).json()["analyzed"], 0);
    const auto sound = refrain({"--json", "doctor"}).json()["analysis"];
    EXPECT_EQ(sound["known"], 3);
    EXPECT_EQ(sound["failed"], 1);
    EXPECT_EQ(sound["tracks"], 4);
}

TEST_F(CommandLine, play_says_what_cannot_be_played_and_goes_on_with_the_rest) {
    make_music();
    std::ofstream(folder / "letter.mp3") << std::string(4000, 'x');
    const auto played = refrain({"--json", "play", folder / "letter.mp3", music() / "a" / "one.wav",
                                 "--audio-sink", "fake", "--speed", "max"});
    EXPECT_EQ(played.code, 1);
    EXPECT_THAT(played.err, HasSubstr("letter.mp3"));
    EXPECT_THAT(played.json()["error"]["path"].get<std::string>(), HasSubstr("letter.mp3"));
    EXPECT_EQ(played.json()["listens"].back()["heard_ms"], 2000);
    const auto nothing = refrain({"--json", "play", "/no/such/file.ogg", "--audio-sink", "fake"});
    EXPECT_EQ(nothing.code, 1);
    EXPECT_EQ(nothing.json()["error"]["code"], "not_found");
}

TEST_F(CommandLine, ctrl_c_closes_the_listen_as_quit) {
    // Long enough that a machine under load cannot reach its end before the signal.
    write_wav(music() / "long.wav", {"Long", "Somebody", "", "", 300.0, 440.0});
    const pid_t child =
        start(words({"play", music() / "long.wav", "--audio-sink", "fake"}), folder / "out", folder / "err");
    // "Playing …" is written once the entry is current: the condition to press Ctrl-C.
    while (text_of(folder / "out").find("Playing") == std::string::npos) {
        ASSERT_EQ(::waitpid(child, nullptr, WNOHANG), 0) << text_of(folder / "err");
        ::sched_yield();
    }
    ::kill(child, SIGINT);
    EXPECT_EQ(wait_for(child), 0) << text_of(folder / "err");
    const auto history = refrain({"--json", "history"}).json();
    ASSERT_EQ(history.size(), 1u);
    EXPECT_EQ(history[0]["end_reason"], "quit");
    EXPECT_LT(history[0]["heard_ms"], 300'000);
}

TEST_F(CommandLine, a_killed_player_leaves_its_listen_as_interrupted) {
    write_wav(music() / "long.wav", {"Long", "Somebody", "", "", 300.0, 440.0});
    const pid_t child =
        start(words({"play", music() / "long.wav", "--audio-sink", "fake"}), folder / "out", folder / "err");
    while (text_of(folder / "out").find("Playing") == std::string::npos) {
        ASSERT_EQ(::waitpid(child, nullptr, WNOHANG), 0) << text_of(folder / "err");
        ::sched_yield();
    }
    // The row is written at the start, by a thread of its own: seen once another process can read it.
    while (refrain({"--json", "history"}).json().empty()) {
        ::sched_yield();
    }
    ::kill(child, SIGKILL);
    wait_for(child);
    const auto history = refrain({"--json", "history"}).json();
    ASSERT_EQ(history.size(), 1u);
    EXPECT_EQ(history[0]["end_reason"], "interrupted");
}

TEST_F(CommandLine, export_and_import_bring_the_history_to_another_library_once) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    ASSERT_EQ(refrain({"play", music() / "a" / "one.wav", music() / "a" / "two.wav", "--audio-sink", "fake",
                       "--speed", "max"})
                  .code,
              0);
    const std::string file = folder / "history.jsonl";
    const auto written = refrain({"--json", "export", "--format", "jsonl", "--out", file});
    ASSERT_EQ(written.code, 0) << written.err;
    EXPECT_EQ(written.json()["written"], 2);

    const std::vector<std::string> elsewhere{REFRAIN_PROGRAM, "--data-dir", folder / "other",
                                             "--json",        "import",     file};
    const auto first = run(elsewhere);
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.json()["read"], 2);
    EXPECT_EQ(first.json()["imported"], 2);
    EXPECT_EQ(first.json()["unmatched"], 2);  // its library is empty
    const auto second = run(elsewhere);
    EXPECT_EQ(second.json()["imported"], 0);
    EXPECT_EQ(second.json()["already_there"], 2);

    const auto csv = refrain({"export", "--format", "csv", "--out", folder / "history.csv"});
    ASSERT_EQ(csv.code, 0) << csv.err;
    EXPECT_THAT(text_of(folder / "history.csv"), HasSubstr("Hammers"));
}

TEST_F(CommandLine, import_of_no_file_fails_and_names_it) {
    const auto outcome = refrain({"--json", "import", folder / "nothing.jsonl"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.json()["error"]["path"].get<std::string>(), HasSubstr("nothing.jsonl"));
}

TEST_F(CommandLine, doctor_tells_versions_formats_database_and_model) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    const auto outcome = refrain({"--json", "doctor"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto document = outcome.json();
    for (const char* name : {"refrain", "qt", "gstreamer", "taglib", "sqlite"}) {
        EXPECT_FALSE(document["versions"][name].get<std::string>().empty()) << name;
    }
    EXPECT_EQ(document["database"]["tracks"], 3);
    EXPECT_TRUE(document["database"]["trouble"].empty());
    for (const auto& format : document["formats"]) {
        EXPECT_FALSE(format["package"].get<std::string>().empty());
        if (format["format"] == "WAV") {
            EXPECT_TRUE(format["playable"]);
        }
    }
}

TEST_F(CommandLine, wrong_use_ends_with_2_and_a_message_on_stderr) {
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{"dance"},
                                               {"guess", "--count", "many"},
                                               {"guess", "--at", "yesterday"},
                                               {"search"},
                                               {"export"},
                                               {"play", "x.wav", "--audio-sink", "loud"},
                                               {"play", "x.wav", "--speed", "max", "--audio-sink", "auto"},
                                               {"play", "x.wav", "--from", "soon"},
                                               {"play", "x.wav", "--crossfade", "13"},
                                               {"play", "x.wav", "--repeat", "sometimes"},
                                               {"play", "x.wav", "--speed-factor", "0.1"},
                                               {"--press", "stop"},
                                               {"/no/such/file.ogg"}}) {
        const auto outcome = refrain(command);
        EXPECT_EQ(outcome.code, 2) << command[0];
        EXPECT_FALSE(outcome.err.empty()) << command[0];
        EXPECT_TRUE(outcome.out.empty()) << command[0];
    }
}

TEST_F(CommandLine, without_a_display_and_without_a_command_the_help_is_shown) {
    const auto outcome = refrain({}, [] {
        ::unsetenv("DISPLAY");
        ::unsetenv("WAYLAND_DISPLAY");
        ::unsetenv("QT_QPA_PLATFORM");
    });
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.err, HasSubstr("no display"));
    EXPECT_THAT(outcome.err, HasSubstr("guess"));
    EXPECT_TRUE(outcome.out.empty());
}

TEST_F(CommandLine, a_full_disk_is_told_and_what_was_there_stays) {
    make_music();
    ASSERT_EQ(refrain({"scan", music()}).code, 0);
    // Texts enough for a journal larger than the whole database is now.
    for (int i = 0; i < 300; ++i) {
        write_wav(music() / "more" / (std::to_string(i) + ".wav"),
                  {"Title " + std::string(4000, 'x') + std::to_string(i), "A", "B", "C", 0.1, 440.0});
    }
    // No file may grow beyond what the database has now: a disk that is full, for this process alone.
    const auto size = fs::file_size(folder.path() / "data" / "refrain.sqlite");
    const auto outcome = refrain({"--json", "scan", music()}, [size] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{size, size};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    EXPECT_EQ(outcome.code, 1) << outcome.out;
    EXPECT_TRUE(outcome.json().contains("error")) << outcome.out;
    const auto found = refrain({"--json", "search", "Says"});
    ASSERT_EQ(found.code, 0) << found.err;
    EXPECT_EQ(found.json().size(), 1u);
}

TEST_F(CommandLine, a_folder_that_cannot_be_made_is_told) {
    std::ofstream(folder / "data") << "a file where the folder should be";
    const auto outcome = refrain({"--json", "search", "x"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.json()["error"]["path"].get<std::string>(), HasSubstr("data"));
}

}  // namespace
}  // namespace refrain::app
