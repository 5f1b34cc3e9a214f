// Which of the installed elements decodes a file, where the choice cannot be left to decodebin
// (GStreamer 1.22). GStreamer's registry is looked up, nothing is opened; any thread. Nothing fails.
#pragma once

#include <string_view>

#include <gst/gst.h>

namespace refrain {

/// And not hidden by its rank.
bool is_installed(const char* factory);

/// The answers of decodebin's "autoplug-select", which no header declares.
enum class DecoderChoice { take = 0, skip = 2 };

/// A handler of "autoplug-select". Of MP3 decoders of one rank decodebin takes the one that comes first in
/// the alphabet: libav's, in 16-bit integers. libav's "iff" spins for ever at a file's end.
DecoderChoice choose_decoder(GstElement*, GstPad*, GstCaps*, GstElementFactory* factory, gpointer);

/// The factory that reads and decodes such a file in one, or null. `head`: the file's first bytes.
/// decodebin loses some files whose one element both reads and decodes: it may give its first sound
/// before it is linked to anything, and then stands still (AIFF one time in four, Musepack one in two on a
/// busy machine). Such an element is linked before it starts.
const char* reader_of_whole_file(std::string_view head);

bool decodes_sound(GstElement* element);

}  // namespace refrain
