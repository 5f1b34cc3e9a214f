#!/usr/bin/env python3
"""Makes a data folder whose database holds N made-up tracks, for store_benchmark and for the window.

Use: make_database.py REFRAIN FOLDER N [SEED]

REFRAIN is the program, which makes the empty database. The rows are drawn from a seed, so that the same N
gives the same library: artists with one to five albums of 8 to 16 tracks, a tenth of the albums compilations,
two genres at most, titles of one to four words of several scripts. The files they name do not exist: switch
"Scan at start" off (done here), or they are all missing after the first scan.
"""

import pathlib
import random
import sqlite3
import subprocess
import sys

WORDS = (
    "silver rain night river love song dreams fire golden heart road winter summer blue light shadow dance "
    "city ghost ocean mountain mirror paper glass electric velvet hollow morning echo stone wild broken "
    "Écho été naïve über Mädchen São garçon señor 夜 青花瓷 星空 月亮 告白气球 晴天 Москва ночь любовь"
).split()
GENRES = "Rock Pop Jazz Folk Metal Ambient Electronic Classical Soundtrack Blues Soul Punk 流行 Hip-Hop".split()


def words(draw, least, most):
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(least, most)))


def tracks(draw, count):
    """Rows of tracks with their genres, album by album."""
    made = 0
    artist_number = 0
    while made < count:
        artist_number += 1
        artist = f"{words(draw, 1, 2)} {draw.choice(WORDS).title()} {artist_number % 977}"
        for _ in range(draw.randint(1, 5)):
            album = words(draw, 1, 3).title()
            year = draw.randint(1955, 2026)
            compilation = draw.random() < 0.1
            genres = draw.sample(GENRES, draw.randint(0, 2))
            folder = f"/music/{artist}/{year} - {album}"
            for number in range(1, draw.randint(8, 16) + 1):
                if made == count:
                    return
                made += 1
                title = words(draw, 1, 4)
                by = f"{artist} feat. {words(draw, 1, 1)}" if compilation and number % 2 else artist
                path = f"{folder}/{number:02} - {title.replace('/', '_')} {made}.flac"
                yield (
                    (made, path.encode(), 20_000_000 + made, made, made * 1000, title, by, album,
                     artist if compilation else "", "", year, number, 1, draw.randint(90_000, 420_000), 44100, 2,
                     draw.choice((128, 192, 256, 320, 900)), 2, f"{folder}/cover.jpg".encode()),
                    genres,
                )


def main():
    refrain, folder, count = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    draw = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    folder.mkdir(parents=True)
    subprocess.run([refrain, "--data-dir", str(folder), "search", "nothing"], check=True,
                   stdout=subprocess.DEVNULL)
    with sqlite3.connect(folder / "refrain.sqlite") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        for row, genres in tracks(draw, count):
            db.execute(
                "INSERT INTO tracks (id, path, size, mtime_ns, added_at, title, artist, album, album_artist,"
                " composer, year, track_number, disc_number, duration_ms, sample_rate, channels, bitrate_kbps,"
                " cover_kind, cover_path) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            db.executemany("INSERT INTO track_genres VALUES (?, ?, ?)",
                           [(row[0], place, genre) for place, genre in enumerate(genres)])
        db.execute("INSERT OR REPLACE INTO settings VALUES ('library/scan_at_start', 'false')")
    print(f"{count} tracks in {folder}")


if __name__ == "__main__":
    main()
