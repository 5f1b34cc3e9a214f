#!/usr/bin/env python3
"""Tags a music file as listeners' programs do, with Mutagen: a writer that shares no code with our reader.

Use: tag_with_mutagen.py KIND FILE, with KIND one of the functions below.
"""

import sys

from mutagen.aiff import AIFF
from mutagen.apev2 import APEv2
from mutagen.asf import ASF, ASFBoolAttribute, ASFDWordAttribute
from mutagen.flac import FLAC
from mutagen.id3 import (ID3, POPM, SYLT, TALB, TCMP, TCOM, TCON, TDOR, TDRC, TIT2, TPE1, TPE2, TPOS, TRCK, TXXX,
                         UFID, USLT, Encoding)
from mutagen.mp4 import MP4, MP4FreeForm
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

RECORDING, TRACK, RELEASE, GROUP = ("%08d-0000-4000-8000-000000000000" % n for n in (1, 2, 3, 4))
WORDS = "First line\nSecond line"


def id3_frames(tags, encoding=Encoding.UTF8):
    texts = {TIT2: ["Duet"], TPE1: ["Ann & Björk"], TPE2: ["Ann"], TALB: ["Zusammen"], TCOM: ["Carl", "Dora"],
             TCON: ["Folk", "Jazz"], TDRC: ["2011-05-01"], TDOR: ["1969-07"], TRCK: ["3/12"], TPOS: ["1/2"],
             TCMP: ["1"]}
    for frame, values in texts.items():
        tags.add(frame(encoding=encoding, text=values))
    for name, values in {"ARTISTS": ["Ann", "Björk"], "MusicBrainz Release Track Id": [TRACK],
                         "MusicBrainz Album Id": [RELEASE], "MusicBrainz Release Group Id": [GROUP]}.items():
        tags.add(TXXX(encoding=encoding, desc=name, text=values))
    tags.add(UFID(owner="http://musicbrainz.org", data=RECORDING.encode()))
    tags.add(POPM(email="Windows Media Player 9 Series", rating=196, count=7))
    tags.add(USLT(encoding=encoding, lang="eng", desc="", text=WORDS))


def id3v24(file, encoding=Encoding.UTF8):
    tags = ID3()
    id3_frames(tags, encoding)
    tags.save(file)


def id3v24_utf16(file):
    id3v24(file, Encoding.UTF16)


def id3v24_utf16be(file):
    id3v24(file, Encoding.UTF16BE)


def id3v23(file):
    tags = ID3()
    id3_frames(tags, Encoding.UTF16)
    tags.update_to_v23()
    tags.save(file, v2_version=3)


def sylt(file):
    tags = ID3()
    tags.add(SYLT(encoding=Encoding.UTF8, lang="eng", format=2, type=1, text=[("one", 1000), ("two", 2500)]))
    tags.save(file)


def id3_inside(container):
    def write(file):
        music = container(file)
        music.add_tags()
        id3_frames(music.tags)
        music.save()
    return write


def comments(container):
    def write(file):
        music = container(file)
        music.update({"TITLE": "Duet", "ARTIST": "Ann & Björk", "ARTISTS": ["Ann", "Björk"], "ALBUM": "Zusammen",
                      "ALBUMARTIST": "Ann", "COMPOSER": ["Carl", "Dora"], "GENRE": ["Folk", "Jazz"],
                      "DATE": "2011-05-01", "ORIGINALDATE": "1969-07", "TRACKNUMBER": "3", "TRACKTOTAL": "12",
                      "DISCNUMBER": "1", "DISCTOTAL": "2", "COMPILATION": "1", "MUSICBRAINZ_TRACKID": RECORDING,
                      "MUSICBRAINZ_RELEASETRACKID": TRACK, "MUSICBRAINZ_ALBUMID": RELEASE,
                      "MUSICBRAINZ_RELEASEGROUPID": GROUP, "FMPS_RATING": "0.8", "LYRICS": WORDS})
        music.save()
    return write


def mp4(file):
    music = MP4(file)
    music.add_tags() if music.tags is None else None
    music.update({"\xa9nam": "Duet", "\xa9ART": "Ann & Björk", "\xa9alb": "Zusammen", "aART": "Ann",
                  "\xa9wrt": ["Carl", "Dora"], "\xa9gen": ["Folk", "Jazz"], "\xa9day": "2011-05-01",
                  "trkn": [(3, 12)], "disk": [(1, 2)], "cpil": True, "\xa9lyr": WORDS})
    for name, values in {"ARTISTS": ["Ann", "Björk"], "ORIGINALDATE": ["1969-07"],
                         "MusicBrainz Track Id": [RECORDING], "MusicBrainz Release Track Id": [TRACK],
                         "MusicBrainz Album Id": [RELEASE], "MusicBrainz Release Group Id": [GROUP],
                         "FMPS_Rating": ["0.8"]}.items():
        music["----:com.apple.iTunes:" + name] = [MP4FreeForm(value.encode()) for value in values]
    music.save()


def ape(file):
    tags = APEv2()
    for name, value in {"Title": "Duet", "Artist": "Ann & Björk", "Artists": ["Ann", "Björk"],
                        "Album": "Zusammen", "Album Artist": "Ann", "Composer": ["Carl", "Dora"],
                        "Genre": ["Folk", "Jazz"], "Year": "2011-05-01", "Originaldate": "1969-07",
                        "Track": "3/12", "Disc": "1/2", "Compilation": "1", "MUSICBRAINZ_TRACKID": RECORDING,
                        "MUSICBRAINZ_RELEASETRACKID": TRACK, "MUSICBRAINZ_ALBUMID": RELEASE,
                        "MUSICBRAINZ_RELEASEGROUPID": GROUP, "FMPS_RATING": "0.8", "Lyrics": WORDS}.items():
        tags[name] = value
    tags.save(file)


def asf(file):
    music = ASF(file)
    music.update({"Title": "Duet", "Author": "Ann & Björk", "WM/ARTISTS": ["Ann", "Björk"],
                  "WM/AlbumTitle": "Zusammen", "WM/AlbumArtist": "Ann", "WM/Composer": ["Carl", "Dora"],
                  "WM/Genre": ["Folk", "Jazz"], "WM/Year": "2011-05-01", "WM/OriginalReleaseTime": "1969-07",
                  "WM/TrackNumber": ASFDWordAttribute(3), "TotalTracks": "12", "WM/PartOfSet": "1/2",
                  "WM/IsCompilation": ASFBoolAttribute(True), "MusicBrainz/Track Id": RECORDING,
                  "MusicBrainz/Release Track Id": TRACK, "MusicBrainz/Album Id": RELEASE,
                  "MusicBrainz/Release Group Id": GROUP, "WM/SharedUserRating": ASFDWordAttribute(75),
                  "WM/Lyrics": WORDS})
    music.save()


KINDS = {"id3v24": id3v24, "id3v24_utf16": id3v24_utf16, "id3v24_utf16be": id3v24_utf16be, "id3v23": id3v23,
         "sylt": sylt, "wav": id3_inside(WAVE), "aiff": id3_inside(AIFF), "flac": comments(FLAC),
         "vorbis": comments(OggVorbis), "opus": comments(OggOpus), "mp4": mp4, "ape": ape, "asf": asf}

if __name__ == "__main__":
    KINDS[sys.argv[1]](sys.argv[2])
