// Ratings as other players write them into files, on one scale: 0 to 100, where a star is 20. Foreign text:
// what makes no sense is as good as not there. Pure, any thread, nothing fails.
//
// The bytes of ID3v2's POPM by writer:
//   Windows Media Player, Winamp      1, 64, 128, 196, 255 for one to five stars
//   MusicBee, MediaMonkey             the same, and 13, 54, 118, 186, 242 for the halves below one to five
//   MediaMonkey before 3, Traktor,
//   MediaCenter 13, OneTagger         51 a star, 26, 76, 102 ... with halves
//   Banshee                           1, 64, 128, 192, 255; reads what lies between as the star below
//   Quod Libet                        a share of 255
//   others                            read as Windows Explorer does: from 1, 32, 96, 160 and 224 on
// (Kodi's pull request 10866 lists the first two side by side; Banshee's StreamRatingTagger the third to
// fifth.)
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace refrain {

/// `writer`: the e-mail address of the frame, which is the name of a program for most. 0 is "not rated".
std::optional<std::uint8_t> rating_of_popm(std::string_view writer, int value);

/// FMPS_RATING: 0.0 to 1.0. (Free Media Player Specifications, "Ratings")
std::optional<std::uint8_t> rating_of_fmps(std::string_view text);

/// RATING of Vorbis comments, APE, MP4: stars (1 to 5, with halves), 6 to 100 of 100, or a share of one
/// written with its point ("0.8"). 0 is "not rated".
std::optional<std::uint8_t> rating_of_text(std::string_view text);

/// WM/SharedUserRating: 1, 25, 50, 75 and 99 for one to five stars; what lies between goes to the nearest. 0
/// is "not rated". (Windows Media Format SDK, "WM/SharedUserRating")
std::optional<std::uint8_t> rating_of_windows_media(int value);

}  // namespace refrain
