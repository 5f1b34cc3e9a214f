// Playlists as files: what other players write, and what comes back of what is written here.
#include "library_scanner/playlists/playlist_file.h"
#include "library_scanner/playlists/relative_path.h"
#include "library_scanner/text/file_url.h"
#include "library_scanner/text/utf8.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace refrain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PlaylistFile read(std::string_view bytes) {
    const auto parsed = parse_playlist(bytes);
    EXPECT_TRUE(parsed) << (parsed ? "" : parsed.error().message);
    return parsed ? parsed.value() : PlaylistFile();
}

TEST(M3u, APlainListOfPaths) {
    EXPECT_THAT(
        read("a.mp3\n/m/b c.flac\n\n  ../d.ogg  \n").items,
        ElementsAre(PlaylistItem{"a.mp3", "", "", "", {}}, PlaylistItem{"/m/b c.flac", "", "", "", {}},
                    PlaylistItem{"../d.ogg", "", "", "", {}}));
}

TEST(M3u, AnExtendedListSaysMore) {
    const auto playlist = read(
        "#EXTM3U\n#PLAYLIST:Sunday\n#EXTINF:247,Nils Frahm - Says - Live\n#EXTALB:Spaces\nsays.flac\n"
        "#EXTINF:-1,Only a Title\nb.mp3\n#EXTINF:12.5 tvg-id=\"a,b\" group=\"x\",With Attributes\nc.mp3\n"
        "#A comment\nd.mp3\n");
    EXPECT_EQ(playlist.name, "Sunday");
    EXPECT_THAT(
        playlist.items,
        ElementsAre(PlaylistItem{"says.flac", "Says - Live", "Nils Frahm", "Spaces", Milliseconds(247'000)},
                    PlaylistItem{"b.mp3", "Only a Title", "", "", {}},
                    PlaylistItem{"c.mp3", "With Attributes", "", "", Milliseconds(12'500)},
                    PlaylistItem{"d.mp3", "", "", "", {}}));
}

TEST(M3u, LinesEndAsOnAnySystemAndAMarkMayComeFirst) {
    for (const char* text :
         {"\xef\xbb\xbf#EXTM3U\r\na.mp3\r\nb.mp3\r\n", "#EXTM3U\ra.mp3\rb.mp3", "a.mp3\nb.mp3"}) {
        const auto playlist = read(text);
        ASSERT_THAT(playlist.items, SizeIs(2)) << text;
        EXPECT_EQ(playlist.items[0].location, "a.mp3");
        EXPECT_EQ(playlist.items[1].location, "b.mp3");
    }
    const std::string utf16(
        "\xff\xfe"
        "a\0.\0m\0p\0003\0\n\0",
        14);
    EXPECT_THAT(read(utf16).items, ElementsAre(PlaylistItem{"a.mp3", "", "", "", {}}));
}

TEST(M3u, TextsInOldEncodingsAreReadAndPathsKeepTheirBytes) {
    const auto playlist = read("#EXTINF:1,Caf\xe9 - D\xe9j\xe0 vu\nCaf\xe9/1.mp3\n");
    ASSERT_THAT(playlist.items, SizeIs(1));
    EXPECT_EQ(playlist.items[0].location, "Caf\xe9/1.mp3");
    EXPECT_EQ(playlist.items[0].artist, "Café");
    EXPECT_EQ(playlist.items[0].title, "Déjà vu");
}

TEST(M3u, ShortListsAreNoOtherEncoding) {
    EXPECT_EQ(read("#PLAYLIST:\"&\na\n").name, "\"&");
    EXPECT_EQ(read("ab").items[0].location, "ab");
}

TEST(M3u, LinesThatNoPathFillsArePassedOver) {
    const std::string endless(1'000'000, 'x');
    const auto playlist = read("#EXTINF:1," + endless + "\na.mp3\n" + endless + "\nb.mp3\n");
    ASSERT_THAT(playlist.items, SizeIs(2));
    EXPECT_EQ(playlist.items[0], (PlaylistItem{"a.mp3", "", "", "", {}}));
    EXPECT_EQ(playlist.items[1].location, "b.mp3");
}

TEST(M3u, WhatIsNoTextIsNoPlaylist) {
    const auto parsed = parse_playlist(std::string("fLaC\0\0\0\x22", 8));
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, ErrorCode::malformed);
    EXPECT_THAT(read("").items, IsEmpty());
}

TEST(M3u, IsWrittenWithRelativePaths) {
    PlaylistFile playlist;
    playlist.name = "Two\nlines";
    playlist.items = {{"/m/pop/a.mp3", "Title", "Artist", "Album", Milliseconds(61'499)},
                      {"/m/b.mp3", "B", "", "", {}},
                      {"/m/lists/c.mp3", "C", "", "", {}},
                      {"/other/d.mp3", "D", "", "", {}}};
    EXPECT_EQ(write_m3u8(playlist, "/m/lists/"),
              "#EXTM3U\n#PLAYLIST:Two lines\n"
              "#EXTINF:61,Artist - Title\n#EXTALB:Album\n../pop/a.mp3\n"
              "#EXTINF:-1,B\n../b.mp3\n#EXTINF:-1,C\nc.mp3\n#EXTINF:-1,D\n/other/d.mp3\n");
}

TEST(M3u, APathThatNoLineHoldsIsWrittenAsAnUrl) {
    PlaylistFile playlist;
    for (const char* path :
         {"/m/Caf\xe9.mp3", "/m/two\nlines.mp3", "/m/#1.mp3", "/m/100%.mp3", "/m/back\\slash.mp3"}) {
        playlist.items = {{path, "", "", "", {}}};
        const std::string text = write_m3u8(playlist, "/m/");
        EXPECT_TRUE(is_valid_utf8(text)) << path;
        const auto items = read(text).items;
        ASSERT_THAT(items, SizeIs(1)) << text;
        EXPECT_EQ(path_of_file_url(items[0].location), path);
    }
}

TEST(Xspf, SaysWhatItSays) {
    const auto playlist = read(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">"
        "<title> Sunday &amp; more </title><trackList>"
        "<track><location>file:///m/a%20b.mp3</location><location>http://x/</location><title>A "
        "&lt;B&gt;</title>"
        "<creator>Bj&#246;rk</creator><album><![CDATA[C & D]]></album><duration>271066</duration>"
        "<extension application=\"x\"><title>not this</title></extension></track>"
        "<track><title>No place</title></track></trackList></playlist>");
    EXPECT_EQ(playlist.name, "Sunday & more");
    EXPECT_THAT(playlist.items, ElementsAre(PlaylistItem{"file:///m/a%20b.mp3", "A <B>", "Björk", "C & D",
                                                         Milliseconds(271'066)},
                                            PlaylistItem{"", "No place", "", "", {}}));
}

TEST(Xspf, IsReadWithoutItsNamespaceAndInOtherEncodings) {
    EXPECT_THAT(
        read("<playlist><trackList><track><location>a</location></track></trackList></playlist>").items,
        SizeIs(1));
    EXPECT_EQ(
        read("<?xml version='1.0' encoding='ISO-8859-1'?><playlist><title>Caf\xe9</title></playlist>").name,
        "Café");
}

TEST(Xspf, EntitiesDepthAndRubbishAreRefused) {
    std::string laughs = "<!DOCTYPE playlist [<!ENTITY a \"ha\">";
    for (char c = 'b'; c < 'k'; ++c) {
        laughs.append("<!ENTITY ").append(1, c).append(" \"");
        for (int i = 0; i < 10; ++i) {
            laughs.append("&").append(1, static_cast<char>(c - 1)).append(";");
        }
        laughs.append("\">");
    }
    laughs += "]><playlist><title>&j;</title></playlist>";
    std::string deep;
    for (int i = 0; i < 100'000; ++i) {
        deep += "<playlist>";
    }
    for (const std::string& text :
         {laughs, deep, std::string("<playlist><trackList>"), std::string("<html></html>"), std::string("<"),
          std::string("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><playlist/>")}) {
        const auto parsed = parse_playlist(text);
        ASSERT_FALSE(parsed) << text.substr(0, 60);
        EXPECT_EQ(parsed.error().code, ErrorCode::malformed);
    }
}

TEST(RelativePath, GoesUpAndDown) {
    EXPECT_EQ(relative_path("/a/b/c.mp3", "/a/b/"), "c.mp3");
    EXPECT_EQ(relative_path("/a/b/c.mp3", "/a/d"), "../b/c.mp3");
    EXPECT_EQ(relative_path("/a/c.mp3", "/b/"), "/a/c.mp3");
    EXPECT_EQ(absolute_path("../b/./c.mp3", "/a/d/"), "/a/b/c.mp3");
    EXPECT_EQ(absolute_path("/x//y", "/a"), "/x/y");
    EXPECT_EQ(absolute_path("../../..", "/a"), "/");
}

/// Bytes of any kind, but the zero that no path has.
rc::Gen<std::string> path_name() {
    return rc::gen::map(
        rc::gen::container<std::string>(rc::gen::element('a', 'B', ' ', '.', '#', '%', '&', '<', '\\', ':',
                                                         '\n', '\r', '\xc3', '\xa9', '"')),
        [](std::string text) { return std::string("n").append(text); });
}

std::string any_path() {
    std::string path;
    for (int parts = *rc::gen::inRange(1, 5); parts > 0; --parts) {
        path.append("/").append(*path_name());
    }
    return path;
}

std::string plain_text() {
    return *rc::gen::container<std::string>(rc::gen::element('a', '<', '&', '>', '"', ']', '.'));
}

/// The file that an item means, as the resolver reads it first.
std::string meant(const PlaylistItem& item, const std::string& folder, bool urls) {
    if (const auto path = path_of_file_url(item.location)) {
        return *path;
    }
    return absolute_path(urls ? percent_decoded(item.location) : item.location, folder);
}

RC_GTEST_PROP(PlaylistFileProperty, WhatIsWrittenIsRead, ()) {
    PlaylistFile playlist;
    playlist.name = plain_text();
    for (int count = *rc::gen::inRange(0, 5); count > 0; --count) {
        playlist.items.push_back({any_path(), plain_text(), plain_text(), plain_text(),
                                  Milliseconds(1000 * *rc::gen::inRange(0, 5000))});
    }
    const std::string folder = any_path() + "/";
    for (const bool xspf : {false, true}) {
        const auto parsed =
            parse_playlist(xspf ? write_xspf(playlist, folder) : write_m3u8(playlist, folder));
        RC_ASSERT(parsed.ok());
        const PlaylistFile& read = parsed.value();
        RC_ASSERT(read.name == playlist.name);
        RC_ASSERT(read.items.size() == playlist.items.size());
        for (std::size_t i = 0; i < read.items.size(); ++i) {
            RC_ASSERT(meant(read.items[i], folder, xspf) == playlist.items[i].location);
            RC_ASSERT(read.items[i].title == playlist.items[i].title);
            RC_ASSERT(read.items[i].artist == playlist.items[i].artist);
            RC_ASSERT(read.items[i].album == playlist.items[i].album);
            RC_ASSERT(read.items[i].duration == playlist.items[i].duration);
        }
    }
}

RC_GTEST_PROP(PlaylistFileProperty, AnyBytesAreAPlaylistOrAReason, (const std::string& bytes)) {
    for (const std::string& text : {bytes, "<playlist>" + bytes}) {
        const auto parsed = parse_playlist(text);
        RC_ASSERT((parsed.ok() || !parsed.error().message.empty()));
    }
}

}  // namespace
}  // namespace refrain
