#include "recommender/training/session_batch.h"

#include "recommender/content/tag_features.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace refrain {
namespace {

using Numbers = std::vector<std::vector<std::int64_t>>;

/// Numbers texts by first sight; spelling in other cases and blanks is the same thing. Empty ones are none.
class Numbering {
  public:
    void add(const std::string& text, std::vector<std::int64_t>& to) {
        const std::string folded = fold_tag(text);
        if (!folded.empty()) {
            to.push_back(numbers_.emplace(folded, size()).first->second);
        }
    }
    std::int64_t size() const { return static_cast<std::int64_t>(numbers_.size()); }

  private:
    std::unordered_map<std::string, std::int64_t> numbers_;
};

SetBatch padded(const Numbers& sets) {
    std::size_t longest = 0;
    for (const auto& set : sets) {
        longest = std::max(longest, set.size());
    }
    const auto rows = static_cast<std::int64_t>(sets.size());
    SetBatch out{torch::zeros({rows, static_cast<std::int64_t>(longest)}, torch::kInt64),
                 torch::zeros({rows, static_cast<std::int64_t>(longest)}, torch::kBool)};
    auto* member = out.members.data_ptr<std::int64_t>();
    auto* real = out.real.data_ptr<bool>();
    for (std::size_t row = 0; row < sets.size(); ++row) {
        std::copy(sets[row].begin(), sets[row].end(), member + row * longest);
        std::fill_n(real + row * longest, sets[row].size(), true);
    }
    return out;
}

}  // namespace

SessionBatches::SessionBatches(const TrackTable& items, std::size_t length, const SdmOptions& options)
    : length_(length), history_(static_cast<std::size_t>(options.history)) {
    std::array<Numbering, field_count> numbers;
    for (auto& field : fields_) {
        field.of_item.resize(items.size());
    }
    for (std::size_t item = 0; item < items.size(); ++item) {
        const TrackView track = items[item];
        numbers[0].add(std::string(track.artist), fields_[0].of_item[item]);
        if (!track.album.empty()) {  // albums of one name are told apart by whose they are
            std::string album(track.grouping_artist());
            numbers[1].add(album.append(1, '\x1f').append(track.album), fields_[1].of_item[item]);
        }
        for (const auto& genre : track.genres) {
            numbers[2].add(genre, fields_[2].of_item[item]);
        }
    }
    for (std::size_t field = 0; field < field_count; ++field) {
        fields_[field].size = numbers[field].size();
    }
}

SdmShape SessionBatches::shape(std::size_t users) const {
    SdmShape out;
    out.users = static_cast<std::int64_t>(users);
    for (const auto& field : fields_) {
        out.fields.push_back(field.size);
    }
    return out;
}

Window SessionBatches::before(const Target& target) const {
    Window out;
    out.sequence = target.sequence;
    out.end = target.context;
    out.begin = std::max(target.session, out.end > length_ ? out.end - length_ : 0);
    out.positives.push_back({out.end - out.begin, target.item, 1.0F});
    return out;
}

SessionBatches::EarlierSets SessionBatches::earlier_sets(
    const std::vector<std::vector<TrainingStep>>& sequences, const std::vector<Window>& windows) const {
    EarlierSets out;
    out.tracks.resize(windows.size());
    for (auto& sets : out.fields) {
        sets.resize(windows.size());
    }
    std::unordered_set<std::int64_t> met;
    const auto add_new = [&met](std::int64_t number, std::vector<std::int64_t>& to) {
        if (met.insert(number).second) {
            to.push_back(number);
        }
    };
    for (std::size_t row = 0; row < windows.size(); ++row) {
        const Window& window = windows[row];
        const auto& steps = sequences[window.sequence];
        met.clear();
        for (std::size_t t = window.begin > history_ ? window.begin - history_ : 0; t < window.begin; ++t) {
            add_new(steps[t].item, out.tracks[row]);
        }
        for (std::size_t field = 0; field < field_count; ++field) {
            met.clear();
            for (const auto item : out.tracks[row]) {
                for (const auto number : fields_[field].of_item[static_cast<std::size_t>(item)]) {
                    add_new(number, out.fields[field][row]);
                }
            }
        }
    }
    return out;
}

TrainingBatch SessionBatches::batch(const std::vector<std::vector<TrainingStep>>& sequences,
                                    const std::vector<Window>& windows) const {
    const EarlierSets sets = earlier_sets(sequences, windows);
    const SetBatch tracks = padded(sets.tracks);
    // The beginning of the session is a step before its first: any item, and nobody reads which.
    std::vector<std::vector<TrainingStep>> sessions;
    std::vector<Window> columns;
    std::vector<std::int64_t> users;
    for (const auto& window : windows) {
        const auto& steps = sequences[window.sequence];
        const auto at = [&steps](std::size_t t) { return steps.begin() + static_cast<std::ptrdiff_t>(t); };
        sessions.emplace_back(1);
        sessions.back().insert(sessions.back().end(), at(window.begin), at(window.end));
        Window column = window;
        column.sequence = columns.size();
        column.begin = 0;
        column.end = sessions.back().size();
        columns.push_back(std::move(column));
        users.push_back(static_cast<std::int64_t>(window.sequence));
    }
    TrainingBatch out = make_batch(sessions, columns);
    const std::int64_t earlier = tracks.members.size(1);
    const std::int64_t steps = out.steps.items.size(1);
    for (auto* targets : {&out.positives, &out.negatives}) {
        for (auto& position : targets->positions) {
            position += (position / steps + 1) * earlier;
        }
    }
    StepBatch& all = out.steps;
    all.earlier = earlier;
    all.items = torch::cat({tracks.members, all.items}, 1);
    all.real = torch::cat({tracks.real, all.real}, 1);
    all.rates = torch::cat({torch::full(tracks.members.sizes(), -1.0F, torch::kFloat32), all.rates}, 1);
    all.intents = torch::cat({torch::zeros_like(tracks.members), all.intents}, 1);
    all.users = torch::tensor(users, torch::kInt64);
    for (std::size_t field = 0; field < field_count; ++field) {
        if (fields_[field].size > 0) {
            all.sets.push_back(padded(sets.fields[field]));
        }
    }
    return out;
}

std::unique_ptr<SequenceModel> make_sdm(const EncoderConfig& config, const SdmOptions& options,
                                        const Examples& examples, const CatalogueFeatures& features) {
    const SessionBatches batches(examples.items, static_cast<std::size_t>(config.max_length), options);
    return std::make_unique<SdmModel>(config, options, batches.shape(examples.sequences.size()), features);
}

}  // namespace refrain
