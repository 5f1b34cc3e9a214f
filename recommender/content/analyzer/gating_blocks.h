// How loud the 400 ms blocks of a track are, kept so that an album can be measured from its tracks as if it
// were one long piece, without decoding anything again. Formulas: ITU-R BS.1770-4, annex 1: blocks of 400 ms
// every 100 ms; those below -70 LUFS are left out, then those more than 10 LU below the mean of the rest; the
// integrated loudness is the mean of what is left. Plain values, any thread. What can fail: only reading
// foreign bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refrain::analysis {

/// Blocks in classes of 0.02 LU: no figure is further than 0.01 LU from that of the blocks themselves, but
/// for the blocks of the one class that the relative gate goes through.
class GatingBlocks {
  public:
    GatingBlocks();

    /// Blocks below the absolute gate are not counted.
    void add(double lufs);
    void add(const GatingBlocks& other);
    std::uint64_t count() const;

    /// The integrated loudness of all that was added, in LUFS; nothing when no block passed the gate.
    std::optional<double> integrated() const;

    /// One or two kilobytes for a song: for each class that is not empty how far it is from the last one and
    /// how many blocks it has.
    std::string to_bytes() const;
    /// Nothing for bytes that are not those of to_bytes().
    static std::optional<GatingBlocks> from_bytes(std::string_view bytes);

    friend bool operator==(const GatingBlocks&, const GatingBlocks&) = default;

  private:
    /// How many blocks each class has.
    std::vector<std::uint64_t> classes_;
};

/// The integrated loudness of these blocks, to the letter; nothing when none passes the absolute gate.
std::optional<double> integrated_loudness(const std::vector<float>& block_lufs);

}  // namespace refrain::analysis
