// Which pictures beside music are its cover, by their names. Pure, any thread, nothing fails.
#pragma once

#include <string_view>

namespace refrain {

/// How well a picture's name says that it is the cover, lower is better; negative for all other files:
/// "cover.jpg", "folder.jpg", "front.png", "albumart.jpg", then Windows Media Player's
/// "AlbumArt_{...}_Large.jpg", then names that begin or end with such a word ("front cover.jpg", "Artist -
/// Album (Front).jpg"), then small pictures. Of JPEG, PNG and WebP. What is called back, inlay, disc and the
/// like is no cover.
int cover_rank(std::string_view file_name);

/// Folders beside music that hold pictures of its cover and booklet: "Scans", "Artwork", "Covers".
bool is_artwork_folder(std::string_view name);

}  // namespace refrain
