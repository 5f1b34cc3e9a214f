// Gathers what happens in watched folders until it has settled: ten thousand changes are a set of folders,
// and a file that is being written waits until it is whole. Pure: the times are handed in. One thread at a
// time; nothing fails.
#pragma once

#include "library_scanner/scan/scanner.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace refrain {

class ChangeGatherer {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Nothing new for so long: it has settled.
    static constexpr std::chrono::milliseconds settles_after{400};
    /// A change is told after so long at the latest, however much goes on.
    static constexpr std::chrono::milliseconds told_after{1500};
    /// A file that somebody opened and that has not grown for so long is taken as it is: whoever holds it may
    /// hold it for hours, and some ways of making a file never tell its end.
    static constexpr std::chrono::seconds written_after{5};

    /// Something in that folder has changed.
    void note(const ChangedFolder& folder, Time now);
    /// A file appeared that is open for writing.
    void begin_writing(const std::string& path, Time now);
    /// It was closed, moved away or deleted.
    void end_writing(const std::string& path);
    bool is_being_written(const std::string& path) const { return writing_.contains(path); }
    /// Notes the folders of the files that are taken as they are. `size_of`: nothing when a file is gone.
    void look_at_writing(Time now,
                         const std::function<std::optional<std::int64_t>(const std::string&)>& size_of);

    /// When take() or look_at_writing() has something to do; nothing while nothing happens.
    std::optional<Time> due() const;
    /// What has settled: each folder once, whole if any change of it said so. Empty before its time.
    std::vector<ChangedFolder> take(Time now);

  private:
    struct Growing {
        std::int64_t size = -1;
        Time look_at;
    };
    std::optional<Time> settled_at() const;

    /// True for whole ones.
    std::map<std::string, bool> folders_;
    Time first_, last_;
    std::map<std::string, Growing> writing_;
};

}  // namespace refrain
