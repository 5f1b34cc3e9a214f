#include "recommender/evaluation/pipeline_scorer.h"

#include "recommender/evaluation/evaluation_run.h"
#include "recommender/serving/encoder_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace refrain::evaluation {
namespace {

constexpr double assumed_seconds = 180.0;

/// Its own id where the data set has one.
TrackId track_of(const DataSet& data, ItemNumber item) {
    const bool named = !data.tracks.empty() && data.tracks[item].id.valid();
    return named ? data.tracks[item].id : TrackId(std::int64_t{item} + 1);
}

LibraryPtr library_of(const DataSet& data) {
    std::vector<Track> tracks = data.tracks;
    tracks.resize(data.items());
    for (ItemNumber item = 0; item < data.items(); ++item) {
        tracks[item].id = track_of(data, item);
        if (tracks[item].title.empty()) {
            tracks[item].title = data.item_ids[item];
        }
        tracks[item].missing = false;  // it was there when it was heard
    }
    return std::make_shared<const LibrarySnapshot>(tracks);
}

UtcTime time_of(const Interaction& interaction) {
    return utc_from_ms(std::int64_t{interaction.time_s} * 1000);
}

}  // namespace

ranking::Options ranker_options(const PipelineOptions& options) {
    ranking::Options out;
    if (!options.rules) {
        out.weights.recent_hours = 0.0;
        out.weights.per_artist = out.weights.artist_window;
        out.weights.artist_spacing = 0.0;
        out.weights.diversity = 0.0;
    }
    return out;
}

Listen listen_of(const Interaction& interaction, TrackId track) {
    Listen listen;
    listen.track = track;
    listen.started_at = time_of(interaction);
    listen.intent = interaction.intent();
    listen.end_reason = interaction.end();
    double heard_s = interaction.heard_s;
    if (const auto rate = interaction.play_rate()) {
        heard_s = heard_s > 0.0 ? heard_s : assumed_seconds * rate->value();
        const double length_s = rate->value() > 0.0 ? heard_s / rate->value() : assumed_seconds;
        listen.duration = Milliseconds(std::llround(1000.0 * length_s));
    }
    listen.heard = Milliseconds(std::llround(1000.0 * heard_s));
    return listen;
}

PipelineScorer::PipelineScorer(const DataSet& data, const PipelineOptions& options,
                               std::shared_ptr<const ModelGeneration> model)
    : data_(data),
      refit_every_(options.refit_every),
      options_(ranker_options(options)),
      model_(std::move(model)),
      catalogue_(library_of(data)) {
    if (model_) {
        items_ = LiveIndex::make(model_, catalogue_.library());
    }
}

void PipelineScorer::score(const Place& at, std::span<float> scores) {
    const auto listens = data_.of(at.user);
    Heard& heard = heard_[at.user];
    if (heard.listens > at.position) {
        heard = {};  // asked about an earlier time than before
    }
    for (; heard.listens < at.position; ++heard.listens) {
        const Interaction& one = listens[heard.listens];
        const Listen listen = listen_of(one, track_of(data_, one.item));
        const std::size_t before = heard.log.all().size();
        heard.log.append(catalogue_, listen);
        if (heard.log.all().size() > before) {
            heard.taste.append(catalogue_, heard.log.all().back());
        }
        if (model_) {
            if (!heard.vector) {
                heard.vector.emplace(model_, std::vector<EncoderStep>(), catalogue_.library());
            }
            heard.vector->append({listen.track, listen.rate(), listen.intent}, catalogue_.library());
        }
    }
    if (refit_every_ > 0 && heard.listens >= heard.fitted_at + refit_every_) {
        heard.model = ranking::fit_ranker(catalogue_, heard.log.all());
        heard.fitted_at = heard.listens;
    }
    GuessRequest request;
    request.at = time_of(listens[at.position]);
    request.count = static_cast<int>(listed_items);
    ranking::Views views;
    if (heard.vector) {
        views.encoder = encoder_view(
            model_, items_, std::make_shared<const std::vector<float>>(heard.vector->vector()), catalogue_);
    }
    const GuessList list = ranking::make_guess_list(
        {catalogue_, heard.log.all(), {}, views, {}, &heard.taste, &heard.model}, request, options_);
    std::fill(scores.begin(), scores.end(), 0.0F);
    float score = static_cast<float>(list.tracks.size());
    for (const Guess& guess : list.tracks) {
        scores[catalogue_.index_of(guess.track)] = score;
        score -= 1.0F;
    }
}

}  // namespace refrain::evaluation
