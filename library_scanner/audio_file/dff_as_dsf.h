// A DSDIFF file (.dff) seen as a DSF file: the same bits in another order. GStreamer's demuxer for DSF is
// sound; the one for DSDIFF (libav's "iff", with 1.22) spins for ever at the end of the header.
// Sources: "DSDIFF 1.5 File Format Specification" (Philips); "DSF File Format Specification 1.01" (Sony).
//
// Pure but for reading; any thread. Nothing fails: what is no DSDIFF file, or compressed (DST), gives
// nothing.
#pragma once

#include "library_scanner/audio_file/bytes.h"

#include <memory>

namespace refrain {

/// The DSF file that holds the sound of `file`.
std::shared_ptr<const Bytes> dff_as_dsf(std::shared_ptr<const Bytes> file);

}  // namespace refrain
