// Draws every page of the window, by day and by night, into a folder, for eyes to judge. Not a test.
//   QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software screenshots FOLDER
#include "library_scanner/lyrics/lrc.h"
#include "tests/ui/ui_fixture.h"
#include "ui/view_models/playlist_files_view_model.h"
#include "ui/view_models/playlist_view_model.h"
#include "ui/view_models/smart_playlist_view_model.h"
#include "ui/view_models/songs_view_model.h"
#include "ui/view_models/tag_editor_view_model.h"
#include "ui/view_models/track_columns_view_model.h"
#include "ui/window.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <QBuffer>
#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLinearGradient>
#include <QPainter>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTimer>
#include <QUrl>
#include <SQLiteCpp/SQLiteCpp.h>

namespace {

using namespace refrain;

/// A made-up sleeve: a ground and a few shapes, its colours from the album's name.
Result<CoverImage> painted_cover(const TrackView& track, const std::atomic<bool>* /*cancel*/) {
    std::size_t seed = 7;
    for (const char c : track.album) {
        seed = (seed * 31 + static_cast<unsigned char>(c)) % 100003;
    }
    const int hue = static_cast<int>(seed * 47 % 360);
    QImage image(480, 480, QImage::Format_RGB32);
    QPainter painter(&image);
    QLinearGradient ground(0, 0, 0, 480);
    ground.setColorAt(0, QColor::fromHsl(hue, 110, 120));
    ground.setColorAt(1, QColor::fromHsl((hue + 30) % 360, 140, 60));
    painter.fillRect(image.rect(), ground);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor::fromHsl((hue + 15) % 360, 120, 190, 200));
    const int width = 120 + static_cast<int>(seed % 160);
    painter.drawEllipse(QPoint(240, 200 + static_cast<int>(seed % 90)), width, width);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return CoverImage{{bytes.begin(), bytes.end()}, "image/png"};
}

std::vector<Track> made_up_library() {
    struct Album {
        const char *artist, *album;
        bool cover;
        std::vector<const char*> titles;
    };
    const std::vector<Album> albums{
        {"Marta Lindqvist",
         "Harbour Lights",
         true,
         {"Low Tide", "The Ferry at Six", "Salt", "Harbour Lights", "Nobody on the Pier", "Letters Home"}},
        {"陈雨桐", "雨季之前", true, {"窗外", "江南的夜晚", "雨季之前", "慢船", "没有寄出的信"}},
        {"Oskar Vey & the Night Bakers",
         "Bread for the Early Train",
         false,
         {"Flour", "Four in the Morning", "Warm Windows",
          "Bread for the Early Train (Live at the Old Customs "
          "House, with the Municipal Brass Band and a Choir of Dockworkers, 14 December)"}},
        {"Ines Calder",
         "Études for a Broken Piano",
         true,
         {"Étude I: Dust", "Étude II: Two Strings", "Étude III: The Pedal", "Étude IV: Moths"}},
        {"Null Meridian", "Grid", true, {"Carrier", "Sideband", "Phase Lock", "Grid", "Drift"}},
        {"The Slow Post",
         "Parish Notices",
         false,
         {"Bell Practice", "Lost: One Umbrella", "Jumble Sale", "<b>Notices</b> & Thanks"}},
        {"坂本 遥", "Paper Cranes", true, {"折り鶴", "朝の駅", "水たまり", "Paper Cranes"}},
        {"Aurel Dimitriu", "Nine Rivers", true, {"Olt", "Mureș", "Siret", "Prut", "Someș"}},
        {"", "", false, {""}},
    };
    std::vector<Track> tracks;
    std::int64_t id = 1;
    for (const Album& album : albums) {
        int number = 1;
        for (const char* title : album.titles) {
            Track t = test::track(id, title, album.artist, album.album, 140 + id * 37 % 260, number++);
            t.disc_number = album.album == std::string("Nine Rivers") ? (number > 4 ? 2 : 1) : 0;
            t.cover = album.cover ? CoverKind::embedded : CoverKind::none;
            tracks.push_back(std::move(t));
            ++id;
        }
    }
    return tracks;
}

void remember_listens(ListeningHistory& history, const std::vector<Track>& tracks) {
    const EndReason endings[] = {EndReason::finished, EndReason::finished,    EndReason::next,
                                 EndReason::finished, EndReason::chose_other, EndReason::not_for_me,
                                 EndReason::quit};
    const double shares[] = {1.0, 0.97, 0.06, 1.0, 0.44, 0.12, 0.71};
    const Intent intents[] = {Intent::guess, Intent::album, Intent::guess, Intent::search, Intent::track};
    std::vector<Listen> listens;
    const UtcTime now = utc_now();
    for (int i = 0; i < 60; ++i) {
        const Track& t = tracks[static_cast<std::size_t>(i * 7) % tracks.size()];
        Listen listen;
        listen.track = t.id;
        listen.title = t.title;
        listen.artist = t.artist;
        listen.album = t.album;
        listen.path = t.path;
        listen.duration = t.duration;
        listen.heard =
            Milliseconds(static_cast<std::int64_t>(shares[i % 7] * static_cast<double>(t.duration.count())));
        listen.started_at = now - std::chrono::minutes(4 + 47 * i);
        listen.intent = intents[i % 5];
        listen.start_reason = StartReason::track_ended;
        listen.end_reason = endings[i % 7];
        listen.source_key = "shown-" + std::to_string(i);
        listens.push_back(std::move(listen));
    }
    if (const auto appended = history.append(listens); !appended) {
        std::fprintf(stderr, "%s\n", appended.error().text().c_str());
    }
}

std::vector<ScoreTerm> some_terms(int i) {
    return {{"encoder", 0.62 - 0.02 * i},
            {"activation", 0.21},
            {"album_continuation", 0.08},
            {"recently_heard", -0.11},
            {"held_back", i % 3 == 2 ? -0.18 : -0.02}};
}

GuessList made_up_guess(const std::vector<Track>& tracks) {
    const std::vector<std::string> reasons{
        "You finished 4 of 5 by Ines Calder this month", "Not heard for 8 months",
        "New to you, in styles you finish: ambient", "From Paper Cranes, an album you love",
        "You finished it 4 times, last 3 days ago"};
    GuessList list;
    list.model = "generation-0007";
    list.held_back = {{"techno", 0.42, utc_now() + std::chrono::minutes(24)},
                      {"brass band", 0.11, utc_now() + std::chrono::hours(3)}};
    for (std::size_t i = 0; i < 12; ++i) {
        Guess guess;
        guess.track = tracks[(i * 5 + 7) % tracks.size()].id;
        guess.score = 0.8 - 0.02 * static_cast<double>(i);
        guess.route = i % 2 == 0 ? "encoder_familiar" : "album_continuation";
        guess.reason = reasons[i % reasons.size()];
        guess.terms = some_terms(static_cast<int>(i));
        list.tracks.push_back(std::move(guess));
    }
    return list;
}

QueueEntry entry_of(const Track& t) {
    QueueEntry entry;
    entry.track = t.id;
    entry.path = t.path;
    entry.title = t.title;
    entry.artist = t.artist;
    entry.album = t.album;
    entry.duration = t.duration;
    return entry;
}

/// Everything that leaves a mark on the transport bar and the settings.
void show_what_playback_offers(Player& player) {
    player.set_shuffle(false);
    player.set_repeat(RepeatMode::all);
    player.set_sleep_timer(SleepTimer{SleepTimer::Until::time, Milliseconds(23 * 60'000)});
    player.set_speed(1.25);
    player.set_stretch(RepeatStretch{Milliseconds(60'000), Milliseconds(110'000)});
    PlaybackSettings settings;
    settings.equaliser.enabled = true;
    settings.equaliser.gain_db = {4, 3.5, 2, 0, -1.5, -1, 1, 2.5, 3.5, 3.5};
    settings.fades.crossfade = Milliseconds(4000);
    player.set_settings(settings);
    player.settle();
}

class Camera {
  public:
    Camera(QString folder, Window& window) : folder_(std::move(folder)), window_(window) {}

    void shoot(const QString& name) {
        // The exposure: transitions end and the covers that are on their way arrive.
        QEventLoop exposure;
        QTimer::singleShot(400, &exposure, &QEventLoop::quit);
        exposure.exec();
        const QImage image = window_.quick_window()->grabWindow();
        image.save(folder_ + u'/' + name + QStringLiteral(".png"));
        std::printf("%s\n", qPrintable(name));
    }

  private:
    QString folder_;
    Window& window_;
};

void press(Window& window, Qt::Key key) {
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier);
    QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier);
    QCoreApplication::sendEvent(window.quick_window(), &down);
    QCoreApplication::sendEvent(window.quick_window(), &up);
}

/// Some rows of the songs selected, and what can be done with them.
void shoot_selected_songs(Window& window, Camera& camera, const QString& mode) {
    window.show_page(QStringLiteral("songs"));
    auto* tracks = window.quick_window()->property("songs").value<SongsViewModel*>()->tracks();
    tracks->select(1);
    tracks->select(3, Qt::ShiftModifier);
    tracks->select(5, Qt::ControlModifier);
    camera.shoot(mode + QStringLiteral("-songs-selected"));
    if (auto* list = window.quick_window()->findChild<QQuickItem*>(QStringLiteral("trackList"))) {
        QMetaObject::invokeMethod(list->parentItem(), "openMenu", Q_ARG(QVariant, 3),
                                  Q_ARG(QVariant, QVariant::fromValue(list)), Q_ARG(QVariant, 260),
                                  Q_ARG(QVariant, 200));
        camera.shoot(mode + QStringLiteral("-songs-menu"));
        press(window, Qt::Key_Escape);
    }
    tracks->selectNone();
}

/// Other columns than at first, and the menu that chooses them.
void shoot_chosen_columns(Window& window, Camera& camera, const QString& mode) {
    using Columns = TrackColumnsViewModel;
    auto* columns = window.quick_window()->property("columns").value<Columns*>();
    for (const int column : {Columns::AlbumArtist, Columns::Year, Columns::Added, Columns::BitRate}) {
        columns->setShown(column, true);
    }
    const QSize size = window.quick_window()->size();
    window.quick_window()->resize(1440, size.height());
    camera.shoot(mode + QStringLiteral("-songs-columns"));
    if (auto* button = window.quick_window()->findChild<QQuickItem*>(QStringLiteral("columnsButton"))) {
        QMetaObject::invokeMethod(button, "clicked");
        camera.shoot(mode + QStringLiteral("-songs-columns-menu"));
        press(window, Qt::Key_Escape);
    }
    columns->reset();
    window.quick_window()->resize(size);
}

/// Of what plays: with times, without, none, and a file that cannot be read; one after the other.
Result<std::vector<Lyrics>> made_up_lyrics(const std::string&) {
    static std::atomic<int> asked{0};
    switch (asked++ % 4) {
        case 0: {
            std::string words = "[00:02.00]The window is open, the kettle is on";
            for (int i = 1; i < 40; ++i) {
                char line[160];
                std::snprintf(line, sizeof line, "\n[%02d:%02d.00]%s", (i * 6) / 60, (i * 6) % 60,
                              i % 7 == 0 ? ""
                              : i % 3 == 0
                                  ? "雨落在屋檐上，我们都没有说话"
                                  : "and everything that was to be done by noon is done, or is not, and the "
                                    "tide does not mind");
                words += line;
            }
            return std::vector{parse_lyrics(words)};
        }
        case 1:
            return std::vector{parse_lyrics("First verse\nwithout any times\n\n第二段\n没有时间")};
        case 2:
            return std::vector<Lyrics>();
        default:
            return Error{ErrorCode::unreadable, "is empty", {}};
    }
}

void shoot_lyrics(Window& window, Camera& camera, const QString& mode) {
    for (const char* shot : {"-lyrics", "-lyrics-plain", "-lyrics-none", "-lyrics-trouble"}) {
        window.show_page(QStringLiteral("lyrics"));
        camera.shoot(mode + QString::fromLatin1(shot));
        window.show_page(QStringLiteral("songs"));
    }
}

/// Lists with long and Chinese names, one with songs that are gone, and smart ones.
void make_playlists(test::Services& services, const std::vector<Track>& tracks) {
    const LibraryPtr library = services.library->snapshot();
    std::vector<PlaylistEntry> entries;
    for (std::size_t i = 0; i < 18; ++i) {
        entries.push_back(entry_of(*library->find(tracks[(i * 11) % tracks.size()].id)));
    }
    PlaylistEntry gone{{},
                       "/old disk/music/Paper Cranes/04 A Very Long Way Home.ogg",
                       "A Very Long Way Home",
                       "Paper Cranes",
                       "Letters",
                       Milliseconds(254'000)};
    entries.insert(entries.begin() + 2, gone);
    gone = {{}, "/old disk/music/无题/未知歌曲.mp3", "", "", "", Milliseconds(0)};
    entries.insert(entries.begin() + 5, gone);
    const UtcTime now = utc_now();
    (void)services.playlists->create("Sunday morning, with the window open and nowhere to be", entries, now);
    (void)services.playlists->create("下雨天", std::vector(entries.begin(), entries.begin() + 4), now);
    (void)services.playlists->create("Empty", {}, now);
    (void)services.playlists->create_smart("Rated three and more",
                                           {"rating:>=3", PlaylistSort::rating, true, 50}, now);
    (void)services.playlists->create_smart("从未听过", {"played:never"}, now);
    for (int i = 1; i <= 6; ++i) {
        (void)services.playlists->create("Mix " + std::to_string(i), {}, now);
    }
}

QObject* named(Window& window, const char* name) {
    return window.quick_window()->findChild<QObject*>(QString::fromLatin1(name));
}

void shoot_playlists(Window& window, test::Services& services, Camera& camera, const QString& mode) {
    auto* playlists = window.quick_window()->property("playlists").value<PlaylistsViewModel*>();
    test::wait_until([&] { return playlists->count() == 11; });
    const auto open = [&](const char* name, const char* shot) {
        window.show_playlist(services.playlists->find(name).value().id);
        camera.shoot(mode + QString::fromLatin1(shot));
    };
    open("Empty", "-playlist-empty");
    open("下雨天", "-playlist-zh");
    open("Sunday morning, with the window open and nowhere to be", "-playlist");
    auto* playlist = window.quick_window()->property("playlist").value<PlaylistViewModel*>();
    playlist->select(1);
    playlist->select(3, Qt::ShiftModifier);
    if (auto* list = window.quick_window()->findChild<QQuickItem*>(QStringLiteral("playlistRows"))) {
        QQuickItem* row = nullptr;
        QMetaObject::invokeMethod(list, "itemAtIndex", Q_RETURN_ARG(QQuickItem*, row), Q_ARG(int, 2));
        QMetaObject::invokeMethod(list->parentItem(), "openMenu", Q_ARG(QVariant, 2),
                                  Q_ARG(QVariant, QVariant::fromValue(row)), Q_ARG(QVariant, 300),
                                  Q_ARG(QVariant, 40));
        camera.shoot(mode + QStringLiteral("-playlist-menu"));
        press(window, Qt::Key_Escape);
    }
    QMetaObject::invokeMethod(named(window, "newPlaylist"), "clicked");
    camera.shoot(mode + QStringLiteral("-playlist-new"));
    press(window, Qt::Key_Escape);
    playlists->newEmpty();
    camera.shoot(mode + QStringLiteral("-playlist-name"));
    press(window, Qt::Key_Escape);
    open("Rated three and more", "-smart");
    auto* smart = window.quick_window()->property("smartPlaylist").value<SmartPlaylistViewModel*>();
    smart->edit();
    camera.shoot(mode + QStringLiteral("-smart-edit"));
    smart->cancel();
    smart->beginNew();
    camera.shoot(mode + QStringLiteral("-smart-new"));
    if (QObject* query = named(window, "smartQuery")) {
        query->setProperty("text", QStringLiteral("genre:jazz year:nineties"));
        camera.shoot(mode + QStringLiteral("-smart-wrong"));
    }
    smart->cancel();
    auto* tracks = window.quick_window()->property("songs").value<SongsViewModel*>()->tracks();
    window.show_page(QStringLiteral("songs"));
    tracks->select(1);
    if (auto* list = window.quick_window()->findChild<QQuickItem*>(QStringLiteral("trackList"))) {
        QMetaObject::invokeMethod(list->parentItem(), "openMenu", Q_ARG(QVariant, 1),
                                  Q_ARG(QVariant, QVariant::fromValue(list)), Q_ARG(QVariant, 260),
                                  Q_ARG(QVariant, 100));
        for (int i = 0; i < 4; ++i) {
            press(window, Qt::Key_Down);
        }
        press(window, Qt::Key_Right);
        camera.shoot(mode + QStringLiteral("-songs-add-to"));
        press(window, Qt::Key_Escape);
        press(window, Qt::Key_Escape);
    }
    tracks->selectNone();
    const QString file = services.folder.filePath(QStringLiteral("From the old player.m3u8"));
    QFile list(file);
    if (list.open(QIODevice::WriteOnly)) {
        list.write(
            "#EXTM3U\n#EXTINF:201,Ines Calder - Low Tide\n/mnt/d/Low Tide.mp3\nhttp://radio.example/live\n"
            "#EXTINF:1,周深 - 大鱼\n/mnt/d/华语/周深/大鱼.flac\n");
        list.close();
        auto* files = window.quick_window()->property("playlistFiles").value<PlaylistFilesViewModel*>();
        files->importFrom(QUrl::fromLocalFile(file));
        test::wait_until([&] { return !files->busy(); });
        camera.shoot(mode + QStringLiteral("-import-report"));
        press(window, Qt::Key_Escape);
        const auto made = services.playlists->find("From the old player");
        if (made) {
            (void)services.playlists->remove(made.value().id);
        }
    }
    window.show_page(QStringLiteral("songs"));
}

/// The sheet of tags: for one song, for many with a change wanted, and with one that makes no sense.
void shoot_tags(Window& window, Camera& camera, const QString& mode) {
    auto* editor = window.quick_window()->property("tagEditor").value<TagEditorViewModel*>();
    auto* tracks = window.quick_window()->property("songs").value<SongsViewModel*>()->tracks();
    const auto type = [&window](EditField field, const QString& text) {
        auto* box = window.quick_window()->findChild<QObject*>(
            QStringLiteral("tagField%1").arg(static_cast<int>(field)));
        if (box) {
            box->setProperty("text", text);
            QMetaObject::invokeMethod(box, "textEdited");
        }
    };
    editor->openTrack(tracks->trackIdAt(0));
    camera.shoot(mode + QStringLiteral("-tags-one"));
    type(EditField::date, QStringLiteral("soon"));
    camera.shoot(mode + QStringLiteral("-tags-refused"));
    press(window, Qt::Key_Escape);
    tracks->selectAll();
    editor->openRows(tracks, 0);
    camera.shoot(mode + QStringLiteral("-tags-many"));
    type(EditField::album, QStringLiteral("Collected"));
    camera.shoot(mode + QStringLiteral("-tags-many-changed"));
    if (auto* sheet = window.quick_window()->findChild<QQuickItem*>(QStringLiteral("tagFields"))) {
        sheet->setProperty("contentY", sheet->property("contentHeight").toDouble() - sheet->height());
        camera.shoot(mode + QStringLiteral("-tags-preview"));
    }
    press(window, Qt::Key_Escape);
    tracks->selectNone();
}

void tour(Window& window, test::Services& services, Camera& camera, const QString& mode) {
    QObject* appearance = window.quick_window()->property("appearance").value<QObject*>();
    QObject* search = window.quick_window()->property("search").value<QObject*>();
    appearance->setProperty("mode", mode);
    for (const char* page :
         {"songs", "guess", "queue", "history", "settings", "failures", "duplicates", "reactions"}) {
        window.show_page(QString::fromLatin1(page));
        camera.shoot(mode + u'-' + QString::fromLatin1(page));
    }
    shoot_selected_songs(window, camera, mode);
    shoot_chosen_columns(window, camera, mode);
    shoot_playlists(window, services, camera, mode);
    shoot_lyrics(window, camera, mode);
    shoot_tags(window, camera, mode);
    if (auto* sheet = window.quick_window()->findChild<QQuickItem*>(QStringLiteral("settingsSheet"))) {
        window.show_page(QStringLiteral("settings"));
        const double bottom = sheet->property("contentHeight").toDouble() - sheet->height();
        for (int part = 1; part <= 2; ++part) {
            sheet->setProperty("contentY", bottom * part / 2);
            camera.shoot(mode + QStringLiteral("-settings-%1").arg(part));
        }
        sheet->setProperty("contentY", 0);
    }
    window.show_page(QStringLiteral("queue"));
    QMetaObject::invokeMethod(window.quick_window(), "showPlayback");
    camera.shoot(mode + QStringLiteral("-playback"));
    press(window, Qt::Key_Escape);
    QMetaObject::invokeMethod(window.quick_window(), "showShortcuts");
    camera.shoot(mode + QStringLiteral("-shortcuts"));
    press(window, Qt::Key_Escape);
    search->setProperty("query", QStringLiteral("the"));
    camera.shoot(mode + QStringLiteral("-search"));
    if (auto* help = window.quick_window()->findChild<QObject*>(QStringLiteral("queryHelp"))) {
        QMetaObject::invokeMethod(help, "open");
        camera.shoot(mode + QStringLiteral("-search-help"));
        QMetaObject::invokeMethod(help, "close");
    }
    search->setProperty("query", QStringLiteral("zzz"));
    camera.shoot(mode + QStringLiteral("-search-nothing"));
    search->setProperty("query", QString());
    window.show_page(QStringLiteral("songs"));
    Q_EMIT services.background.message(QStringLiteral("The model of 12 November is damaged and was left out: "
                                                      "items.safetensors, a value that is no number."),
                                       true);
    Q_EMIT services.background.message(QStringLiteral("“Low Tide” plays next."), false);
    Q_EMIT services.background.scan_progress({1204, 380, 1204, true, "/music/x.flac", Milliseconds(94'000)});
    Q_EMIT services.background.training_progress(QStringLiteral("Learning from 312 listens"), 0.4, 130);
    camera.shoot(mode + QStringLiteral("-busy"));
    Q_EMIT services.background.scan_finished({}, {});
    Q_EMIT services.background.training_finished(QStringLiteral("g8"), QStringLiteral("Learned."));
    QMetaObject::invokeMethod(window.quick_window()->property("notices").value<QObject*>(), "dismissError");
    QMetaObject::invokeMethod(window.quick_window()->property("notices").value<QObject*>(), "dismissNews");
}

/// A recording that goes on where it was left, then files that are not there, then an empty queue.
void shoot_long_audio(Window& window, test::Services& services, Camera& camera, const std::string& file) {
    QueueEntry book;
    book.path = file;
    book.title = "The Lighthouse Keeper’s Winter, Chapter 7: In Which the Lamp Goes Out";
    book.artist = "Edda Thorsdóttir, read by Marcus Oyelaran";
    book.long_audio = true;
    services.player->set_stretch(std::nullopt);
    services.player->play({book});
    services.player->seek(Milliseconds(65'000));
    QueueEntry other = book;
    other.path = services.tone(30);
    other.long_audio = false;
    services.player->play({other});
    services.player->play({book});
    services.player->settle();
    camera.shoot(QStringLiteral("small-long-audio"));
    window.quick_window()->resize(1200, 780);
    camera.shoot(QStringLiteral("long-audio"));
    std::vector<QueueEntry> gone;
    for (const char* name : {"one", "two", "three", "four"}) {
        QueueEntry entry;
        entry.path = std::string("/music/nowhere/") + name + ".flac";
        entry.title = name;
        gone.push_back(entry);
    }
    services.player->play(gone);
    test::wait_until([&] { return services.player->state().error.has_value(); });
    camera.shoot(QStringLiteral("error"));
    services.player->clear();
    services.player->settle();
    camera.shoot(QStringLiteral("cleared"));
}

/// One in two, from no star to five.
void rate_some(Ratings& ratings, const std::vector<Track>& tracks) {
    std::vector<RatingChange> changes;
    for (std::size_t i = 0; i < tracks.size(); i += 2) {
        changes.push_back({tracks[i].id, Rating::from_half_stars(static_cast<int>((i * 7) % 11))});
    }
    (void)ratings.rate(changes, utc_now());
}

/// Three recordings that are there more than once, in the database alone.
void add_copies(Database& database) {
    struct Copy {
        int id, group;
        const char *path, *title, *artist;
        int ms, kbps, rate, listens;
        std::int64_t size;
    };
    const std::vector<Copy> copies{
        {901, 901, "/music/Marta Lindqvist/Harbour Lights/01 Low Tide.flac", "Low Tide", "Marta Lindqvist",
         214000, 912, 44100, 0, 24'400'000},
        {902, 901, "/music/From the old laptop/Music/Marta Lindqvist - Low Tide.mp3", "Low Tide",
         "Marta Lindqvist", 214100, 192, 44100, 23, 5'140'000},
        {903, 901, "/music/Driving/low_tide(1).m4a", "Low tide", "", 214050, 128, 44100, 2, 3'430'000},
        {904, 904, "/music/陈雨桐/雨季之前/02 江南的夜晚.flac", "江南的夜晚", "陈雨桐", 187000, 2304, 96000,
         4, 53'900'000},
        {905, 904, "/music/陈雨桐/雨季之前 (Deluxe)/02 江南的夜晚.flac", "江南的夜晚", "陈雨桐", 187000, 871,
         44100, 0, 20'400'000},
        {906, 906,
         "/music/Oskar Vey & the Night Bakers/Bread for the Early Train/04 Bread for the Early Train (Live "
         "at the "
         "Old Customs House, with the Municipal Brass Band).opus",
         "Bread for the Early Train (Live at the Old Customs House, with the Municipal Brass Band and a "
         "Choir of "
         "Dockworkers, 14 December)",
         "Oskar Vey & the Night Bakers", 601000, 160, 48000, 0, 12'000'000},
        {907, 906, "/music/Unsorted/track04.ogg", "", "", 600800, 112, 44100, 1, 8'400'000}};
    (void)database.write_now([&](SQLite::Database& db) {
        SQLite::Statement track(
            db,
            "INSERT INTO tracks (id, root_id, path, size, mtime_ns, added_at, title, artist,"
            " duration_ms, bitrate_kbps, sample_rate)"
            " VALUES (?, 1, CAST(? AS BLOB), ?, 1, 1, ?, ?, ?, ?, ?)");
        SQLite::Statement group(db, "INSERT INTO duplicates VALUES (?, ?, 0.97)");
        SQLite::Statement listen(db,
                                 "INSERT INTO listens (track_id, started_at, source_key) VALUES (?, 1, ?)");
        for (const Copy& copy : copies) {
            track.bind(1, copy.id);
            track.bind(2, copy.path);
            track.bind(3, copy.size);
            track.bind(4, copy.title);
            track.bind(5, copy.artist);
            track.bind(6, copy.ms);
            track.bind(7, copy.kbps);
            track.bind(8, copy.rate);
            track.exec();
            track.reset();
            group.bind(1, copy.id);
            group.bind(2, copy.group);
            group.exec();
            group.reset();
            for (int i = 0; i < copy.listens; ++i) {
                listen.bind(1, copy.id);
                listen.bind(2, std::to_string(copy.id) + "/" + std::to_string(i));
                listen.exec();
                listen.reset();
            }
        }
    });
}

UiServices painted_window(test::Services& services) {
    UiServices parts = test::parts_of(services, *services.player);
    parts.lyrics = made_up_lyrics;
    parts.cover_loader = painted_cover;
    parts.suggested_music_folder = QStringLiteral("/home/ada/Music");
    return parts;
}

void shoot_empty(const QString& folder, const QString& mode) {
    test::Services services;
    Window window(painted_window(services));
    if (const Status loaded = window.load(); !loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
        return;
    }
    window.quick_window()->property("appearance").value<QObject*>()->setProperty("mode", mode);
    Camera camera(folder, window);
    for (const char* page : {"songs", "guess", "queue", "history"}) {
        window.show_page(QString::fromLatin1(page));
        camera.shoot(mode + QStringLiteral("-first-") + QString::fromLatin1(page));
    }
}

}  // namespace

int main(int argc, char** argv) {
    QGuiApplication application(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "usage: screenshots FOLDER\n");
        return 2;
    }
    const QString folder = QString::fromLocal8Bit(argv[1]);
    QDir().mkpath(folder);
    shoot_empty(folder, QStringLiteral("light"));
    shoot_empty(folder, QStringLiteral("dark"));

    test::Services services;
    std::vector<Track> tracks = made_up_library();
    const std::string tone = services.tone(204);
    services.fill(tracks);
    remember_listens(*services.history, tracks);
    rate_some(*services.ratings, tracks);
    make_playlists(services, tracks);
    add_copies(*services.database);
    const auto failures = services.database->write_now([](SQLite::Database& db) {
        db.exec(
            "INSERT INTO scan_failures (path, root_id, size, mtime_ns, reason, failed_at) VALUES"
            " (CAST('/music/Parish Notices/notes.mp3' AS BLOB), 1, 1, 1, 'This is text, not music.', 0),"
            " (CAST('/music/Grid/03 Phase Lock.flac' AS BLOB), 1, 1, 1, 'The file is empty.', 0)");
    });
    (void)failures;
    services.background.guess = made_up_guess(tracks);
    services.background.loudness = {3120, 1204, true};

    Window window(painted_window(services));
    if (const Status loaded = window.load(); !loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
        return 1;
    }
    Camera camera(folder, window);
    camera.shoot(QStringLiteral("stopped"));

    std::vector<QueueEntry> queue;
    for (const std::size_t i : {4U, 3U, 14U}) {
        QueueEntry entry = entry_of(tracks[i]);
        entry.path = tone;
        queue.push_back(std::move(entry));
    }
    queue[1].reason = "Not heard for 8 months";
    queue[1].terms = some_terms(0);
    services.player->play(queue, 1);
    services.player->settle();
    std::vector<QueueEntry> automatic;
    for (const Guess& guess : services.background.guess.tracks) {
        QueueEntry entry = entry_of(tracks[static_cast<std::size_t>(guess.track.value() - 1)]);
        entry.intent = Intent::guess;
        entry.reason = guess.reason;
        entry.route = guess.route;
        entry.terms = guess.terms;
        automatic.push_back(std::move(entry));
    }
    services.player->replace_automatic(automatic);
    services.player->seek(Milliseconds(83000));
    services.player->settle();
    show_what_playback_offers(*services.player);
    tour(window, services, camera, QStringLiteral("light"));
    tour(window, services, camera, QStringLiteral("dark"));
    window.quick_window()->resize(880, 560);
    window.show_page(QStringLiteral("guess"));
    camera.shoot(QStringLiteral("small-guess"));
    window.show_page(QStringLiteral("history"));
    camera.shoot(QStringLiteral("small-history"));
    window.show_page(QStringLiteral("songs"));
    camera.shoot(QStringLiteral("small-songs"));
    window.show_page(QStringLiteral("settings"));
    camera.shoot(QStringLiteral("small-settings"));
    window.show_page(QStringLiteral("queue"));
    QMetaObject::invokeMethod(window.quick_window(), "showPlayback");
    camera.shoot(QStringLiteral("small-playback"));
    press(window, Qt::Key_Escape);
    shoot_long_audio(window, services, camera, tone);
    return 0;
}
